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
// A level of a random factor that the fit has not seen has a = 0 and the evidence counts
// with weight σ²/(σ² + σ_a²). The order of the observations does not matter; all must be
// the employee's. Cost: under a microsecond an observation.
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
		if p.count(&t, i, o) {
			e.Unseen++
		}
	}
	e.SD = p.deviation(employee, t.weight)
	if p.Neutral != "" || t.weight == 0 {
		return e, nil
	}
	p.divide(&e, &t)
	return e, nil
}

// tally holds the weighted sums over one person's evidence.
type tally struct {
	weight                 int64 // Σ w
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

// count adds observation i to the tally and says whether one of its levels is unseen.
func (p *Parameters) count(t *tally, i int, o *Observation) (unseen bool) {
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
			unknown += f.Variance
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

// deviation is the posterior standard deviation at this weight of evidence. With the
// evidence of the fit it is the frozen one; with more or less its square changes by
// (W_then + λ)/(W_now + λ), and a person new to the component has σ²/(W + λ). It is never
// above the spread of people.
func (p *Parameters) deviation(employee, weight int64) int64 {
	if p.Neutral != "" {
		return 0
	}
	frozen, ok := p.employee(employee)
	if ok && frozen.Weight == weight {
		return frozen.SD
	}
	var variance int64
	if ok {
		square := mulDiv(frozen.SD, frozen.SD, Unit)
		variance = mulDiv(square, frozen.Weight+p.Lambda, weight+p.Lambda)
	} else {
		variance = mulDiv(p.Residual, Unit, weight+p.Lambda)
	}
	return rootOf(min(variance, p.Variance) * Unit)
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
