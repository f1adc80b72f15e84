package evaluation

import (
	"cmp"
	"fmt"
	"slices"
)

// Explanation is one person's effect in one component, and where it comes from. All
// figures are micro-points. Raw + CaseMix + Strictness + SmallSample = Effect, and the
// shares sum to Effect, identically.
type Explanation struct {
	Component    string  `json:"component"`
	Employee     int64   `json:"employee"`
	Observations int     `json:"observations"`
	Unseen       int     `json:"unseen"`      // observations with a level that the fit has not seen
	Effect       int64   `json:"effect"`      // u_j
	Raw          int64   `json:"raw"`         // raw difference from the hospital's mean
	CaseMix      int64   `json:"caseMix"`     // correction for the mix of cases
	Strictness   int64   `json:"strictness"`  // correction for the strictness of the raters
	SmallSample  int64   `json:"smallSample"` // caution because of the small number of observations
	SD           int64   `json:"sd"`          // posterior standard deviation of the effect
	Setting      int64   `json:"setting"`     // mean effect of the settings (departments); not in Effect
	Neutral      string  `json:"neutral"`     // why the effect is zero whatever the evidence, or ""
	Shares       []Share `json:"shares"`      // ascending by evidence id
}

// Share is what one piece of evidence contributes.
type Share struct {
	ID     int64 `json:"id"`
	Points int64 `json:"points"`
}

// Explain computes a person's effect from their evidence and the frozen parameters, in
// integers alone:
//
//	u_j = Σ w_i·r_i / (Σ w_i + λ),   r_i = y_i - x_i'b - a_i.
//
// A level of a random factor that the fit has not seen has a = 0, and evidence i of it
// counts with weight w_i·σ²/(σ² + σ_a²·W), W being the weight of all of this person's
// evidence in that level: σ²/(σ² + σ_a²) for the one rating of a new visit, and for the
// items of a new spot check no more together than their common halo allows.
//
// The order of the observations does not matter; all must be the employee's. Cost: under a
// microsecond an observation.
func (p *Parameters) Explain(employee int64, observations []Observation) (Explanation, error) {
	e := Explanation{Component: p.Component, Employee: employee, Observations: len(observations),
		Neutral: p.Neutral, Shares: make([]Share, len(observations))}
	sorted := slices.Clone(observations)
	slices.SortFunc(sorted, func(a, b Observation) int { return cmp.Compare(a.ID, b.ID) })
	t := tally{parts: make([]wide, len(sorted))}
	for i := range sorted {
		o := &sorted[i]
		if err := p.readable(employee, o, i > 0 && sorted[i-1].ID == o.ID); err != nil {
			return Explanation{}, err
		}
		e.Shares[i].ID = o.ID
	}
	unseen := p.unseen(sorted)
	for i := range sorted {
		if p.count(&t, i, &sorted[i], unseen) {
			e.Unseen++
		}
	}
	e.SD = p.deviation(employee, &t)
	if p.Neutral != "" || t.weight == 0 {
		return e, nil
	}
	p.divide(&e, &t)
	return e, nil
}

// tally holds the weighted sums over one person's evidence.
type tally struct {
	weight                 int64 // Σ w, of which
	unseen                 int64 // of evidence with a level that the fit has not seen
	value, expected, rater wide  // Σ w·y, Σ w·(x'b + settings), Σ w·(raters and occasions)
	setting                wide  // Σ w·settings
	residual               wide  // Σ w·r
	parts                  []wide
}

func (p *Parameters) readable(employee int64, o *Observation, repeated bool) error {
	switch {
	case o.Employee != employee:
		return fmt.Errorf("evidence %d is employee %d's, not %d's", o.ID, o.Employee, employee)
	case repeated:
		return fmt.Errorf("evidence %d occurs twice", o.ID)
	case o.Value < 0 || o.Value > 100*Unit || o.Weight < 0 || o.Weight > 1000*Unit:
		return fmt.Errorf("evidence %d has a value or a weight out of range", o.ID)
	case len(o.Fixed) != len(p.Fixed) || len(o.Random) != len(p.Random):
		return fmt.Errorf("evidence %d has %d fixed and %d random levels; the parameters have %d and %d",
			o.ID, len(o.Fixed), len(o.Random), len(p.Fixed), len(p.Random))
	}
	return nil
}

// newLevel is a level that the fit has not seen, of random factor k.
type newLevel struct {
	k  int
	id int64
}

// unseen returns the levels that the fit has not seen, with the weight of the evidence in
// each; nil if there are none.
func (p *Parameters) unseen(observations []Observation) map[newLevel]int64 {
	var weights map[newLevel]int64 // looked up, never iterated
	for i := range observations {
		o := &observations[i]
		for k := range p.Random {
			f := &p.Random[k]
			if f.Variance == 0 {
				continue
			}
			if _, ok := f.estimate(o.level(k)); !ok {
				if weights == nil {
					weights = map[newLevel]int64{}
				}
				weights[newLevel{k, o.level(k)}] += o.weight()
			}
		}
	}
	return weights
}

// count adds observation i to the tally and says whether one of its levels is unseen.
func (p *Parameters) count(t *tally, i int, o *Observation, news map[newLevel]int64) (unseen bool) {
	expected, rater, setting, unknown := p.Intercept, int64(0), int64(0), int64(0)
	for k := range p.Fixed {
		expected += p.Fixed[k].estimate(o.Fixed[k])
	}
	for k := range p.Random {
		f := &p.Random[k]
		if f.Variance == 0 {
			continue
		}
		estimate, ok := f.estimate(o.level(k))
		if !ok {
			unknown += mulDiv(f.Variance, news[newLevel{k, o.level(k)}], Unit)
			unseen = true
		}
		if f.Kind == Setting {
			expected += estimate
			setting += estimate
			continue
		}
		rater += estimate
	}
	w := o.weight()
	if unseen {
		w = mulDiv(w, p.Residual, max(1, p.Residual+unknown))
		t.unseen += w
	}
	t.weight += w
	t.value = t.value.add(product(w, o.Value))
	t.expected = t.expected.add(product(w, expected))
	t.rater = t.rater.add(product(w, rater))
	t.setting = t.setting.add(product(w, setting))
	t.parts[i] = product(w, o.Value-expected-rater)
	t.residual = t.residual.add(t.parts[i])
	return unseen
}

// divide turns the tally into the effect, its four lines and its shares.
func (p *Parameters) divide(e *Explanation, t *tally) {
	divisor := t.weight + p.Lambda
	e.Effect = t.residual.over(divisor)
	e.Raw = t.value.over(t.weight) - p.Mean
	e.CaseMix = p.Mean - t.expected.over(t.weight)
	e.Strictness = -t.rater.over(t.weight)
	e.Setting = t.setting.over(t.weight)
	e.SmallSample = e.Effect - e.Raw - e.CaseMix - e.Strictness
	floors, remainders := make([]int64, len(t.parts)), make([]int64, len(t.parts))
	for i, part := range t.parts {
		floors[i], remainders[i] = part.floor(divisor)
	}
	largestRemainder(e.Effect, floors, remainders)
	for i := range e.Shares {
		e.Shares[i].Points = floors[i]
	}
}

// deviation is the posterior standard deviation. With the evidence of the fit it is the
// frozen one. That fit found the evidence W worth only W* = σ²/sd² - λ, as what it says of
// visits, raters and cases is not known for sure, either; with more or less of it, and the
// evidence W' that the fit has not seen,
//
//	sd² = σ²/(W_now·W*/W + W' + λ).
//
// It is never above the spread of people.
func (p *Parameters) deviation(employee int64, t *tally) int64 {
	if p.Neutral != "" {
		return 0
	}
	worth := t.weight
	if frozen, ok := p.employee(employee); ok {
		if frozen.Weight == t.weight && t.unseen == 0 {
			return frozen.SD
		}
		square := max(1, mulDiv(frozen.SD, frozen.SD, Unit))
		then := min(max(0, mulDiv(p.Residual, Unit, square)-p.Lambda), frozen.Weight)
		worth = mulDiv(t.weight-t.unseen, then, max(1, frozen.Weight)) + t.unseen
	}
	return rootOf(min(mulDiv(p.Residual, Unit, max(1, worth+p.Lambda)), p.Variance) * Unit)
}

// estimate compares a handful of words one by one, which is faster than halving.
func (f *FixedFactor) estimate(level string) int64 {
	if len(f.Levels) <= 32 {
		for i := range f.Levels {
			if f.Levels[i].Level == level {
				return f.Levels[i].Estimate
			}
		}
		return f.Average
	}
	at, ok := slices.BinarySearchFunc(f.Levels, level, func(l FixedLevel, level string) int { return cmp.Compare(l.Level, level) })
	if !ok {
		return f.Average
	}
	return f.Levels[at].Estimate
}

// estimate halves by hand: a call for each comparison would be most of an explanation.
func (f *RandomFactor) estimate(id int64) (int64, bool) {
	low, high := 0, len(f.Levels)
	for low < high {
		if middle := (low + high) / 2; f.Levels[middle].ID < id {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(f.Levels) || f.Levels[low].ID != id {
		return 0, false
	}
	return f.Levels[low].Estimate, true
}

// Comparable returns an error in words if no chain of raters connects two people, or one
// of them was not in the fit.
func (p *Parameters) Comparable(a, b int64) error {
	x, okX := p.employee(a)
	y, okY := p.employee(b)
	switch {
	case !okX || !okY:
		return fmt.Errorf("employees %d and %d can't be compared in %s: there was no evidence of one of them", a, b, p.Component)
	case x.Part != y.Part:
		return fmt.Errorf("employees %d and %d can't be compared in %s: no rater, directly or through others, has seen both", a, b, p.Component)
	}
	return nil
}
