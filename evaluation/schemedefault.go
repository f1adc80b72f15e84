package evaluation

import "slices"

// DefaultScheme is the scheme a hospital starts from: ratings and audits carry the money
// in equal parts, training, cases and certificates are gates and caps. The spreads Tau are
// zero until WithTau freezes measured ones; until then every component is neutral.
func DefaultScheme() Scheme {
	return Scheme{
		Name: "Default", Version: 1,
		Base: 70 * Scale, Minimum: 0, Maximum: 100 * Scale,
		Components: []SchemeComponent{
			{Code: "ratings", Floor: Unit},
			{Code: "audits", Floor: Unit},
			{Code: "clocks", Floor: Unit},
		},
		Tables: []Table{
			{Code: "training", Unit: "share of required hours", Steps: []Step{{0, 0}}},
			{Code: "complaints", Unit: "rate relative to the hospital's", Steps: []Step{{0, 0}}},
			{Code: "praise", Unit: "rate relative to the hospital's", Steps: []Step{{0, 0}}},
		},
		Posts: []PostRules{{
			Post:    AnyPost,
			Weights: []Weight{{"ratings", Scale / 2}, {"audits", Scale / 2}, {"clocks", 0}},
			Minimum: []Required{{"ratings", 10}, {"audits", 8}},
		}},
		Caps: []Cap{
			{Code: "majorCase", Fact: FactUpheldMajorCases, AtLeast: 1, Maximum: 70 * Scale},
			{Code: "training", Fact: FactMissingMinutes, AtLeast: 8 * 60, Maximum: 85 * Scale},
		},
		Gates: GateRules{Reliability: Scale / 2, DistinctVisits: 10, Audits: 3, AuditSupervisors: 2, OutsideAudits: 1,
			HoursOnCourse: true, CertificatesValid: true, NoOpenMajorCase: true},
		Stars:           []StarTier{{"one", 75 * Scale}, {"two", 80 * Scale}, {"three", 85 * Scale}},
		StarProbability: 8000,
		DisplayRatings:  30,
		BelowMinimum:    HoldPayout,
		Channels:        defaultChannels(),
	}
}

// WithTau returns the scheme with a component's spread set, in micro-points. It is meant
// for the moment the scheme is frozen: take Parameters.Tau of the latest fit.
func (s Scheme) WithTau(component string, tau int64) Scheme {
	s.Components = slices.Clone(s.Components)
	for k := range s.Components {
		if s.Components[k].Code == component {
			s.Components[k].Tau = tau
		}
	}
	return s
}

// post returns the rules of a post, or those of any post.
func (s *Scheme) post(post string) (PostRules, bool) {
	for _, name := range []string{post, AnyPost} {
		for _, p := range s.Posts {
			if p.Post == name {
				return p, true
			}
		}
	}
	return PostRules{}, false
}

func (p *PostRules) weight(component string) int64 {
	for _, w := range p.Weights {
		if w.Component == component {
			return w.Weight
		}
	}
	return 0
}

func (s *Scheme) table(code string) (Table, bool) {
	for _, t := range s.Tables {
		if t.Code == code {
			return t, true
		}
	}
	return Table{}, false
}

// points looks a value up. A value under the first step gets no points.
func (t *Table) points(value int64) int64 {
	points := int64(0)
	for _, s := range t.Steps {
		if value >= s.From {
			points = s.Points
		}
	}
	return points
}
