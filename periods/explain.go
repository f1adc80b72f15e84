package periods

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Component is a component's part in a score, in one post. Effect, SD, the
// lines and the shares are micro-points on the scale of the evidence, from 0
// to 100 points; the lines, and the shares, sum to the effect exactly. Points
// is what the effect adds to the score of the post, in ten-thousandths.
type Component struct {
	Component   string          `json:"component"`
	Post        texts.Localized `json:"post"`
	Days        int             `json:"days"`   // in this post
	Weight      int64           `json:"weight"` // ten-thousandths
	Points      int64           `json:"points"`
	N           int             `json:"n"`
	Effect      int64           `json:"effect"`
	SD          int64           `json:"sd"`
	Reliability int64           `json:"reliability"` // ten-thousandths
	Neutral     bool            `json:"neutral"`
	Reason      string          `json:"reason,omitempty"` // why it is neutral, as a code: noEvidence, notMeasured, …
	Lines       []Line          `json:"lines"`            // raw, case-mix, strictness, small-sample
	Capped      []Capped        `json:"capped"`           // days on which more answers came than count in full
	Evidence    []Item          `json:"evidence"`
}

// Item is a finding and what it contributes; or all ratings with the same
// answer together, never fewer than five, without a day, so that nothing of it
// can be traced to a patient. Ratings come from the best down, findings in the
// order in which they were recorded. If one to four ratings are all there is,
// there is no item of them.
type Item struct {
	ID         string          `json:"id"` // of ratings: the place in this list
	Kind       string          `json:"kind"`
	OccurredOn string          `json:"occurredOn"` // a day, as in 2026-10-31; of ratings the month, as in 2026-10
	Value      int             `json:"value"`      // 0 to 100; the middle of ValueLow and ValueHigh
	ValueLow   int             `json:"valueLow"`   // the least and
	ValueHigh  int             `json:"valueHigh"`  // the most that was answered: neighbouring answers of few are put together
	Count      int             `json:"count"`      // how many ratings; of a finding 1
	Share      int64           `json:"share"`      // micro-points
	Standard   texts.Localized `json:"standard,omitempty"`
	Code       string          `json:"code,omitempty"` // of the standard
	SpotCheck  int64           `json:"spotCheckId,omitempty"`
	Observer   string          `json:"observer,omitempty"`
}

// source is a row of evidence with the words that go with it.
type source struct {
	evidence
	Standard texts.Localized `db:"standard"`
	Code     string          `db:"code"`
	Observer string          `db:"observer"`
}

// basis is what a score was worked out by.
type basis struct {
	month       string
	scheme      int64
	computation int64 // whose parameters they were
	zone        zone
}

// explained works the components out again, from the frozen parameters and
// the evidence that was read then, also if some of it has been voided since.
func (s *Service) explained(ctx context.Context, o opened, r storedScore) ([]Component, error) {
	names, err := postNames(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	out := []Component{}
	for _, p := range r.Parts {
		out = append(out, p.view(names[p.PostID]))
	}
	for _, m := range models() {
		params, err := s.frozen.parameters(ctx, s.DB, frozenKey{o.by.computation, m.spec.Code})
		if err != nil {
			return nil, err
		}
		for i, p := range r.Parts {
			if p.Component != m.spec.Code {
				continue
			}
			if out[i].Evidence, err = o.items(m, params, p); err != nil {
				return nil, err
			}
			if m.kind == ratingKind {
				out[i].Capped = append(out[i].Capped, cappedOf(ofPost(o.rows, p.PostID), o.scheme, o.loc)...)
			}
		}
	}
	return out, nil
}

func (p part) view(post texts.Localized) Component {
	line := func(code string, value int64) Line {
		return Line{Code: p.Component + "." + code, Component: p.Component, Value: value}
	}
	return Component{
		Component: p.Component, Post: post, Days: p.Days, Weight: p.Weight, Points: p.Points, N: p.N, Effect: p.Effect, SD: p.SD,
		Reliability: p.Reliability, Neutral: p.Neutral != "", Reason: p.Neutral, Capped: []Capped{}, Evidence: []Item{},
		Lines: []Line{line("raw", p.Raw), line("case-mix", p.CaseMix), line("strictness", p.Strictness), line("small-sample", p.SmallSample)},
	}
}

// opened is a person's evidence of a month, about to be explained.
type opened struct {
	by       basis
	employee int64
	scheme   evaluation.Scheme
	loc      *time.Location
	sources  []source
	rows     []evidence // the same, as they weigh
}

func (s *Service) reopen(ctx context.Context, by basis, r storedScore) (o opened, err error) {
	o = opened{by: by, employee: r.ID}
	if o.loc, err = by.zone.location(ctx, s.DB); err != nil {
		return opened{}, err
	}
	if o.scheme, err = schemeOf(ctx, s.DB, by.scheme); err != nil {
		return opened{}, err
	}
	if o.sources, err = sourcesOf(ctx, s.DB, r); err != nil {
		return opened{}, err
	}
	for _, x := range o.sources {
		o.rows = append(o.rows, x.evidence)
	}
	weigh(o.rows, o.scheme, o.loc)
	return o, nil
}

// items gives the evidence of a part its shares of the effect that was stored.
func (o *opened) items(m model, params *evaluation.Parameters, p part) ([]Item, error) {
	var mine []source
	var observed []evaluation.Observation
	for i := range o.sources {
		if e := &o.sources[i]; e.Kind == m.kind && e.PostID == p.PostID {
			mine = append(mine, *e)
			observed = append(observed, m.observe(&o.rows[i]))
		}
	}
	e, err := params.Explain(o.employee, observed)
	if err != nil {
		return nil, fmt.Errorf("explain %s of employee %d: %w", p.Component, o.employee, err)
	}
	if p.Neutral == "" && e.Effect != p.Effect {
		return nil, fmt.Errorf("%s of employee %d: the evidence gives %d, stored is %d", p.Component, o.employee, e.Effect, p.Effect)
	}
	if m.kind == ratingKind {
		return ratingItems(p, mine, params.Lambda, o.by.month), nil
	}
	items := make([]Item, len(mine))
	for i := range mine { // both ascend by id
		items[i] = mine[i].view(o.loc)
		if p.Neutral == "" {
			items[i].Share = e.Shares[i].Points
		}
	}
	return items, nil
}

func (s *source) view(loc *time.Location) Item {
	return Item{
		ID: s.Kind + "-" + strconv.FormatInt(s.SourceID, 10), Kind: s.Kind, OccurredOn: string(worktime.DayOf(s.OccurredAt, loc)),
		Value: s.Value, ValueLow: s.Value, ValueHigh: s.Value, Count: 1, Standard: s.Standard, Code: s.Code,
		SpotCheck: s.SpotCheckID.Int64, Observer: s.Observer,
	}
}

func sourcesOf(ctx context.Context, q sqlx.ExtContext, r storedScore) (out []source, err error) {
	err = sqlx.SelectContext(ctx, q, &out, `
		SELECT e.kind, e.source_id, e.employee_id, e.posting_id, e.department_id, e.post_id, e.standard_version_id, e.rater,
		       e.spot_check_id, e.observer_id, e.outside, e.value, e.weight, e.shift, e.channel, e.language, e.touchpoint_id,
		       e.touchpoint_kind, e.purpose, e.occurred_at, v.title AS standard, coalesce(t.code, '') AS code, coalesce(o.name, '') AS observer
		FROM evidence_sources e
		LEFT JOIN standard_versions v ON v.id = e.standard_version_id
		LEFT JOIN standards t ON t.id = v.standard_id
		LEFT JOIN employees o ON o.id = e.observer_id
		WHERE e.kind = 'rating' AND e.source_id = ANY($1) OR e.kind = 'finding' AND e.source_id = ANY($2)
		ORDER BY e.kind COLLATE "C", e.source_id`, r.RatingIDs, r.FindingIDs)
	if err != nil {
		return nil, fmt.Errorf("evidence of employee %d: %w", r.ID, err)
	}
	return out, nil
}

func postNames(ctx context.Context, q sqlx.ExtContext) (map[int64]texts.Localized, error) {
	var rows []struct {
		ID   int64           `db:"id"`
		Name texts.Localized `db:"name"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `SELECT id, name FROM posts`); err != nil {
		return nil, fmt.Errorf("names of posts: %w", err)
	}
	out := map[int64]texts.Localized{}
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, nil
}
