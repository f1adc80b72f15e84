package periods

import (
	"encoding/hex"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/documents"
)

// column heads a column with a word of the catalogue.
func (r *report) column(key string, f documents.Format, width int) documents.Column {
	return documents.Column{Heading: r.say(key), Format: f, Width: width}
}

// named are the columns that say who a row is about.
func (r *report) named() []documents.Column {
	return []documents.Column{
		r.column("number", documents.Text, 12), r.column("name", documents.Text, 20), r.column("latinName", documents.Text, 20),
	}
}

func (st *standing) named() []any { return []any{st.Number, st.Name, st.LatinName} }

// summary has a row for each person. The score of whoever is neither ranked
// nor paid by it stays empty, as does what would place a person who is not
// ranked.
func (r *report) summary() documents.Sheet {
	s := documents.Sheet{Name: r.say("summary"), Columns: append(r.named(),
		r.column("department", documents.Text, 20), r.column("post", documents.Text, 20), r.column("family", documents.Text, 14),
		r.column("familyName", documents.Text, 18),
		r.column("score", documents.Points, 10), r.column("low", documents.Points, 10), r.column("high", documents.Points, 10),
		r.column("rankLow", documents.Integer, 10), r.column("rankHigh", documents.Integer, 10), r.column("star", documents.Text, 10),
		r.column("reliability", documents.Share, 10), r.column("status", documents.Text, 24),
	)}
	for _, st := range r.people {
		row := append(st.named(), st.Department.In(r.lang), st.Post.In(r.lang), st.Family, r.family(st.Family),
			nil, nil, nil, nil, nil, nil, nil, r.status(st))
		if st.told() {
			row[7], row[8], row[9] = documents.Fixed(st.Score), documents.Fixed(st.Low), documents.Fixed(st.High)
			row[13] = documents.Fixed(st.Reliability)
		}
		if st.Ranked {
			row[10], row[11] = st.RankLow, st.RankHigh
		}
		if st.StarTier != "" {
			row[12] = st.StarTier
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// told says whether an export holds the person's score: it is ranked, or there
// is evidence enough to be paid by it.
func (st *standing) told() bool { return st.Ranked || st.Established && st.Ratings >= countedFrom }

func (r *report) status(st standing) string {
	if st.Established {
		return r.say("established")
	}
	return r.say("held")
}

// components has a row for each component and post of a person whose score
// is in the summary. Effects are points on the scale of the evidence.
func (r *report) components() documents.Sheet {
	s := documents.Sheet{Name: r.say("components"), Columns: append(r.named(),
		r.column("post", documents.Text, 20), r.column("days", documents.Integer, 8), r.column("component", documents.Text, 14),
		r.column("weight", documents.Share, 10), r.column("points", documents.Points, 12), r.column("n", documents.Integer, 12),
		r.column("effect", documents.Points, 10), r.column("sd", documents.Points, 10), r.column("reliability", documents.Share, 10),
		r.column("neutral", documents.Text, 40),
	)}
	for _, st := range r.people {
		if !st.told() {
			continue
		}
		for _, p := range st.Parts {
			row := append(st.named(),
				r.posts[p.PostID].In(r.lang), p.Days, r.component(p.Component), documents.Fixed(p.Weight), documents.Fixed(p.Points), p.N,
				fixed(p.Effect), fixed(p.SD), documents.Fixed(p.Reliability), r.neutral(p.Neutral))
			if r.hidden[st.EmployeeID] {
				row[8] = nil
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// fixed rounds micro-points to ten-thousandths of a point.
func fixed(micro int64) documents.Fixed {
	const unit = evaluation.Unit / evaluation.Scale
	if micro < 0 {
		return -fixed(-micro)
	}
	return documents.Fixed((micro + unit/2) / unit)
}

// evidence counts what each person's score rests on.
func (r *report) evidence() documents.Sheet {
	s := documents.Sheet{Name: r.say("evidence"), Columns: append(r.named(),
		r.column("ratings", documents.Integer, 12), r.column("visits", documents.Integer, 12), r.column("findings", documents.Integer, 12),
		r.column("spotChecks", documents.Integer, 12), r.column("observers", documents.Integer, 12), r.column("training", documents.Points, 12),
	)}
	for _, st := range r.people {
		hours := documents.Fixed(int64(st.TrainingMinutes) * evaluation.Scale / 60)
		row := append(st.named(), st.Ratings, st.Visits, st.Findings, st.SpotChecks, st.Observers, hours)
		if r.hidden[st.EmployeeID] {
			row[3], row[4] = nil, nil
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// method says how the figures came about, so that they can be made again.
func (r *report) method() documents.Sheet {
	c := &r.computation
	s := documents.Sheet{Name: r.say("method"), Columns: []documents.Column{
		r.column("item", documents.Text, 40), r.column("value", documents.Text, 70),
	}}
	add := func(key string, value any, args ...any) { s.Rows = append(s.Rows, []any{r.say(key, args...), value}) }
	add("period", r.period.Name)
	add("from", string(r.period.StartsOn))
	add("to", string(r.period.EndsOn.AddDays(-1)))
	add("computedAt", c.ComputedAt.In(r.loc).Format("2006-01-02 15:04:05 -07:00"))
	add("computation", c.Number)
	add("algorithm", c.Algorithm)
	add("scheme", c.Scheme.Name)
	add("version", c.Scheme.Version)
	add("threshold", c.ShownFrom)
	if !r.total {
		add("ratings", c.Ratings)
	}
	add("findings", c.Findings)
	add("credits", c.Credits)
	add("evidenceHash", hex.EncodeToString(c.Evidence))
	add("resultHash", hex.EncodeToString(c.Result))
	for i, h := range r.hashes {
		if i == 0 {
			add("schemeHash", hex.EncodeToString(h.Sum))
			continue
		}
		add("parametersHash", hex.EncodeToString(h.Sum), "component", r.component(h.Component))
	}
	for _, w := range c.Warnings {
		add("warning", r.warning(w))
	}
	return s
}

// component returns what a component is called.
func (r *report) component(code string) string {
	switch code {
	case ratings:
		return r.say("ratings")
	case audits:
		return r.say("spotChecks")
	}
	return code
}
