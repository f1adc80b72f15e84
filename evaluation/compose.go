package evaluation

import (
	"fmt"
	"slices"
)

// Inputs is what a score is composed of.
type Inputs struct {
	Employee   int64
	Components []Explanation // by code; a component without one has no data
	Tables     []TableValue  // by code; a table without one has no data
	Facts      Facts
}

// TableValue is an arithmetic figure for a table, in ten-thousandths.
type TableValue struct {
	Code  string
	Value int64
}

// LineKind says what a line of a score is.
type LineKind string

// The kinds of lines, in the order in which they stand.
const (
	LineBase        LineKind = "base"
	LineRaw         LineKind = "raw"
	LineCaseMix     LineKind = "caseMix"
	LineStrictness  LineKind = "strictness"
	LineSmallSample LineKind = "smallSample"
	LineSetting     LineKind = "setting" // the department's effect, if the scheme counts it
	LineNeutral     LineKind = "neutral" // a component without data: zero points, and why
	LineTable       LineKind = "table"
	LineBounds      LineKind = "bounds" // the scale ends at the scheme's minimum and maximum
	LineCap         LineKind = "cap"
)

// Line is one line of a score, in ten-thousandths of a point.
type Line struct {
	Kind   LineKind `json:"kind"`
	Code   string   `json:"code"` // component, table or cap; "" for base and bounds
	Points int64    `json:"points"`
	Reason string   `json:"reason"` // of a neutral line: NeutralNoEvidence, …
}

// Score is a composite score. The lines sum to Total identically.
type Score struct {
	Employee    int64            `json:"employee"`
	Post        string           `json:"post"`
	Total       int64            `json:"total"`       // ten-thousandths of a point
	SD          int64            `json:"sd"`          // posterior, ten-thousandths of a point
	Reliability int64            `json:"reliability"` // ten-thousandths
	Lines       []Line           `json:"lines"`
	Components  []ComponentScore `json:"components"`
	Established bool             `json:"established"` // enough evidence for a payout
	Short       []Shortfall      `json:"short"`       // what it lacks
	Vetoes      []string         `json:"vetoes"`      // codes of vetoes that apply
	Warnings    []Warning        `json:"warnings"`
}

// Eligible says whether the score may be paid or starred: there is enough evidence and no
// veto. Deleting all of a person's evidence never makes them eligible, because every post
// asks for some (Scheme.Validate sees to it).
func (s *Score) Eligible() bool { return s.Established && len(s.Vetoes) == 0 }

// ComponentScore is one component's part in a score.
type ComponentScore struct {
	Code         string  `json:"code"`
	Weight       int64   `json:"weight"`      // ten-thousandths
	Points       int64   `json:"points"`      // ten-thousandths of a point, without Setting
	Setting      int64   `json:"setting"`     // ten-thousandths of a point; 0 unless the scheme counts it
	Effect       int64   `json:"effect"`      // u_j, micro-points
	SD           int64   `json:"sd"`          // micro-points; the whole spread where there is no data
	Tau          int64   `json:"tau"`         // micro-points
	Reliability  int64   `json:"reliability"` // 1 - sd²/τ², ten-thousandths
	Observations int     `json:"observations"`
	Neutral      string  `json:"neutral"` // why it gives no points (NeutralNoEvidence, …), or ""
	Shares       []Share `json:"shares"`  // each piece of evidence, ten-thousandths; they sum to Points
}

// Shortfall is evidence that a payout still needs.
type Shortfall struct {
	Component string `json:"component"`
	Have      int    `json:"have"`
	Need      int    `json:"need"`
}

// Compose computes
//
//	score = base + Σ_k w_k·(10/τ_k)·u_k + Σ_m points_m,
//
// then bounds and caps as lines of their own, all in ten-thousandths of a point. A
// component without data is neutral: u = 0 with its full uncertainty, neither zero points
// nor re-weighted. A component whose spread is below its floor is neutral with a warning.
//
// It returns an error if the scheme has no rules for the post or an input occurs twice.
func Compose(scheme Scheme, post string, in Inputs) (Score, error) {
	rules, ok := scheme.post(post)
	if !ok {
		return Score{}, fmt.Errorf("the scheme has no rules for post %q", post)
	}
	s := Score{Employee: in.Employee, Post: post, Components: []ComponentScore{}, Established: true,
		Short: []Shortfall{}, Vetoes: []string{}, Warnings: []Warning{}}
	s.line(LineBase, "", scheme.Base)
	var spread, prior wide
	for _, c := range scheme.Components {
		e, err := in.explanation(c.Code)
		if err != nil {
			return Score{}, err
		}
		part := s.component(c, rules.weight(c.Code), e)
		s.Components = append(s.Components, part)
		if c.measurable() {
			sd := mulDiv(10*part.Weight, part.SD, c.Tau)
			spread = spread.add(product(sd, sd))
			prior = prior.add(product(10*part.Weight, 10*part.Weight))
		}
	}
	s.SD = rootOf(spread.over(1))
	if p := prior.over(1); p > 0 {
		s.Reliability = max(0, Scale-mulDiv(spread.over(1), Scale, p))
	}
	if err := s.tables(&scheme, in.Tables); err != nil {
		return Score{}, err
	}
	s.limit(&scheme, in.Facts)
	s.establish(rules)
	return s, nil
}

// measurable says that the spread is known and above its floor.
func (c *SchemeComponent) measurable() bool { return c.Tau > 0 && c.Tau >= c.Floor }

func (in *Inputs) explanation(code string) (Explanation, error) {
	var found *Explanation
	for i := range in.Components {
		if in.Components[i].Component != code {
			continue
		}
		if found != nil {
			return Explanation{}, fmt.Errorf("component %s was given twice", code)
		}
		found = &in.Components[i]
		if found.Employee != in.Employee {
			return Explanation{}, fmt.Errorf("component %s is employee %d's, not %d's", code, found.Employee, in.Employee)
		}
	}
	if found == nil {
		return Explanation{}, nil
	}
	return *found, nil
}

func (s *Score) line(kind LineKind, code string, points int64) {
	s.Lines = append(s.Lines, Line{Kind: kind, Code: code, Points: points})
	s.Total += points
}

// component writes the lines of one component.
func (s *Score) component(c SchemeComponent, weight int64, e Explanation) ComponentScore {
	part := ComponentScore{Code: c.Code, Weight: weight, Tau: c.Tau, SD: c.Tau, Observations: e.Observations, Shares: []Share{}}
	switch {
	case !c.measurable():
		part.Neutral = NeutralUnmeasured
		if e.Observations > 0 && weight > 0 {
			s.Warnings = append(s.Warnings, warn(FactorAtBoundary, c.Code,
				"%s is neutral: the spread between people is not measured or below its floor", c.Code))
		}
	case e.Observations == 0:
		part.Neutral = NeutralNoEvidence
	case e.Neutral != "":
		part.Neutral = e.Neutral
	default:
		s.measured(&part, e)
		if c.Settings && weight > 0 {
			part.Setting = mulDiv(10*weight, e.Setting, c.Tau)
			s.line(LineSetting, c.Code, part.Setting)
		}
		return part
	}
	if weight > 0 {
		s.Lines = append(s.Lines, Line{Kind: LineNeutral, Code: c.Code, Reason: part.Neutral})
	}
	return part
}

// measured scales the effect, its four lines and its shares by 10·w/τ.
func (s *Score) measured(part *ComponentScore, e Explanation) {
	part.Effect, part.SD = e.Effect, e.SD
	if e.SD < part.Tau { // people may differ more than when the scheme was frozen
		part.Reliability = Scale - product(e.SD, e.SD).scaledOver(Scale, part.Tau)
	}
	if part.Weight == 0 {
		return
	}
	multiplier := 10 * part.Weight
	part.Points = mulDiv(multiplier, e.Effect, part.Tau)
	lines := apportion(part.Points, []int64{e.Raw, e.CaseMix, e.Strictness, e.SmallSample}, multiplier, part.Tau)
	for i, kind := range []LineKind{LineRaw, LineCaseMix, LineStrictness, LineSmallSample} {
		s.line(kind, part.Code, lines[i])
	}
	amounts := make([]int64, len(e.Shares))
	for i, share := range e.Shares {
		amounts[i] = share.Points
	}
	for i, points := range apportion(part.Points, amounts, multiplier, part.Tau) {
		part.Shares = append(part.Shares, Share{e.Shares[i].ID, points})
	}
}

// scaledOver returns a·m/d² for a below d²·2, to the nearest integer.
func (a wide) scaledOver(m, d int64) int64 {
	first := a.over(d) // a/d fits and loses less than 1/d of the result
	return mulDiv(first, m, d)
}

func (s *Score) tables(scheme *Scheme, values []TableValue) error {
	for _, t := range scheme.Tables {
		found := -1
		for i, v := range values {
			if v.Code != t.Code {
				continue
			}
			if found >= 0 {
				return fmt.Errorf("table %s was given twice", t.Code)
			}
			found = i
		}
		switch {
		case !t.counts():
			s.Lines = append(s.Lines, Line{Kind: LineNeutral, Code: t.Code, Reason: NeutralUncounted})
		case found < 0:
			s.Lines = append(s.Lines, Line{Kind: LineNeutral, Code: t.Code, Reason: NeutralNoEvidence})
		default:
			s.line(LineTable, t.Code, t.points(values[found].Value))
		}
	}
	return nil
}

// counts says whether the table gives points for anything: the reader must not take a
// scheme that does not count something for one that found nothing.
func (t *Table) counts() bool {
	return slices.ContainsFunc(t.Steps, func(s Step) bool { return s.Points != 0 })
}

// limit writes the end of the scale, caps and vetoes.
func (s *Score) limit(scheme *Scheme, facts Facts) {
	if bounded := min(max(s.Total, scheme.Minimum), scheme.Maximum); bounded != s.Total {
		s.line(LineBounds, "", bounded-s.Total)
	}
	for _, c := range scheme.Caps {
		if have, _ := facts.value(c.Fact); have < c.AtLeast {
			continue
		}
		if c.Veto {
			s.Vetoes = append(s.Vetoes, c.Code)
			s.Lines = append(s.Lines, Line{Kind: LineCap, Code: c.Code})
			continue
		}
		s.line(LineCap, c.Code, min(0, c.Maximum-s.Total))
	}
}

func (s *Score) establish(rules PostRules) {
	for _, need := range rules.Minimum {
		have := 0
		for _, c := range s.Components {
			if c.Code == need.Component {
				have = c.Observations
			}
		}
		if have < need.Count {
			s.Established = false
			s.Short = append(s.Short, Shortfall{need.Component, have, need.Count})
		}
	}
}
