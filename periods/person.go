package periods

import (
	"fmt"
	"slices"

	"github.com/wardstar/wardstar/evaluation"
)

// person is what a computation finds about somebody.
type person struct {
	worker
	peers                string // whom they are compared with, see peerGroup
	total, low, high, sd int64
	reliability          int64
	established          bool
	lines                []Line
	parts                []part
	facts                evaluation.Facts
	tables               []evaluation.TableValue
	gates                []evaluation.Gate
	stars                []evaluation.Star
	star                 string // the highest tier awarded
	held                 holdings
	ranked               bool
	standing             evaluation.Standing // if ranked
}

// part is a component's figures in one post, as they are stored.
type part struct {
	PostID      int64  `json:"postId"`
	Days        int    `json:"days"`
	Component   string `json:"component"`
	Weight      int64  `json:"weight"`
	Points      int64  `json:"points"`
	N           int    `json:"n"`
	Effect      int64  `json:"effect"`
	Raw         int64  `json:"raw"`
	CaseMix     int64  `json:"caseMix"`
	Strictness  int64  `json:"strictness"`
	SmallSample int64  `json:"smallSample"`
	SD          int64  `json:"sd"`
	Tau         int64  `json:"tau"`
	Reliability int64  `json:"reliability"`
	Neutral     string `json:"neutral"`
}

// holdings counts a person's evidence of the period.
type holdings struct {
	ratings, visits, findings, spotChecks, observers int
	training                                         int // minutes, since the year began
	ratingIDs, findingIDs, creditIDs                 []int64
}

// subject is somebody about to be scored, with all that this depends on beside
// the scheme and the parameters.
type subject struct {
	worker
	facts  evaluation.Facts
	tables []evaluation.TableValue
	rows   []evidence
}

// newSubject puts together what was counted and read about a worker. Before is
// the evidence of the rolling days before the span.
func newSubject(scheme evaluation.Scheme, files []file, w worker, c counted, rows, before []evidence) (subject, error) {
	x := subject{worker: w, facts: c.facts(), tables: c.tables(), rows: rows}
	explained, err := explain(files, w.id, slices.Concat(before, rows))
	if err != nil {
		return subject{}, err
	}
	recent, err := evaluation.Compose(scheme, w.main.Post, evaluation.Inputs{Employee: w.id, Components: explained})
	x.facts.Reliability = recent.Reliability
	return x, err
}

// score composes a person's score: each post apart, then joined by days.
func (x *subject) score(scheme evaluation.Scheme, files []file) (person, error) {
	p := person{worker: x.worker, facts: x.facts, tables: x.tables, held: hold(x.rows), parts: []part{}}
	var posts []evaluation.PostDays
	for _, o := range x.posts {
		explained, err := explain(files, x.id, ofPost(x.rows, o.ID))
		if err != nil {
			return person{}, err
		}
		s, err := evaluation.Compose(scheme, o.Code, evaluation.Inputs{
			Employee: x.id, Components: explained, Tables: x.tables, Facts: x.facts,
		})
		if err != nil {
			return person{}, err
		}
		posts = append(posts, evaluation.PostDays{Score: s, Days: o.Days})
		p.parts = append(p.parts, parts(o, s, explained)...)
	}
	p.peers = p.peerGroup(files)
	return p, p.join(scheme, posts)
}

// explain computes the effects of one person in one post from the frozen
// parameters alone.
func explain(files []file, employee int64, rows []evidence) ([]evaluation.Explanation, error) {
	var out []evaluation.Explanation
	for i, m := range models() {
		e, err := files[i].parameters.Explain(employee, m.observations(rows))
		if err != nil {
			return nil, fmt.Errorf("explain %s: %w", m.spec.Code, err)
		}
		out = append(out, e)
	}
	return out, nil
}

func ofPost(rows []evidence, post int64) (out []evidence) {
	for i := range rows {
		if rows[i].PostID == post {
			out = append(out, rows[i])
		}
	}
	return out
}

// parts keeps what the components said about a post, those without weight and
// evidence left out.
func parts(o post, s evaluation.Score, explained []evaluation.Explanation) (out []part) {
	for _, c := range s.Components {
		if c.Weight == 0 && c.Observations == 0 {
			continue
		}
		p := part{
			PostID: o.ID, Days: o.Days, Component: c.Code, Weight: c.Weight, Points: c.Points, N: c.Observations,
			Effect: c.Effect, SD: c.SD, Tau: c.Tau, Reliability: c.Reliability, Neutral: c.Neutral,
		}
		for _, e := range explained {
			if e.Component == c.Code && c.Neutral == "" {
				p.Raw, p.CaseMix, p.Strictness, p.SmallSample = e.Raw, e.CaseMix, e.Strictness, e.SmallSample
			}
		}
		out = append(out, p)
	}
	return out
}

// join makes one score of those in several posts. The post held for most days
// decides whether there is evidence enough.
func (p *person) join(scheme evaluation.Scheme, posts []evaluation.PostDays) error {
	joined, err := evaluation.JoinPosts(posts)
	if err != nil {
		return err
	}
	p.total, p.sd = joined.Total, joined.SD
	p.lines = joinLines(posts, joined.Total)
	whole := evaluation.Score{Employee: p.id, Total: p.total, SD: p.sd}
	for _, o := range posts {
		p.reliability += o.Score.Reliability * int64(o.Days) / int64(joined.Days)
		whole.Vetoes = append(whole.Vetoes, o.Score.Vetoes...)
		if o.Score.Post == p.main.Post {
			whole.Established = o.Score.Established
		}
	}
	p.low, p.high = interval(p.total, p.sd, scheme)
	p.established = whole.Eligible()
	p.gates = evaluation.Gates(scheme, p.facts)
	p.stars = evaluation.Stars(scheme, whole, p.gates)
	if s, ok := evaluation.Highest(p.stars); ok {
		p.star = s.Code
	}
	p.ranked = evaluation.Displayable(scheme, p.held.ratings)
	return nil
}

// interval is the 95 % interval of a score, within the scheme's scale.
func interval(total, sd int64, scheme evaluation.Scheme) (low, high int64) {
	half := (196*sd + 50) / 100
	return max(total-half, min(total, scheme.Minimum)), min(total+half, max(total, scheme.Maximum))
}

func hold(rows []evidence) (h holdings) {
	visits, checks, observers := map[string]bool{}, map[int64]bool{}, map[int64]bool{}
	h.ratingIDs, h.findingIDs, h.creditIDs = []int64{}, []int64{}, []int64{}
	for i := range rows {
		switch e := &rows[i]; e.Kind {
		case ratingKind:
			h.ratingIDs = append(h.ratingIDs, e.SourceID)
			visits[string(e.Rater)] = true
		case findingKind:
			h.findingIDs = append(h.findingIDs, e.SourceID)
			checks[e.SpotCheckID.Int64] = true
			observers[e.ObserverID.Int64] = true
		case creditKind:
			h.creditIDs = append(h.creditIDs, e.SourceID)
		}
	}
	h.ratings, h.visits = len(h.ratingIDs), len(visits)
	h.findings, h.spotChecks, h.observers = len(h.findingIDs), len(checks), len(observers)
	return h
}
