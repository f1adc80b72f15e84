package evaluation

import (
	"cmp"
	"slices"
)

// Algorithm names the arithmetic of Explain and Compose. A release that computes anything
// else from the same parameters must use another name and keep this one working.
const Algorithm = "wardstar-explain-1"

// Parameters are the frozen estimates of one component: integers, in one order, so that
// every figure of a period can be recomputed without estimating anything again.
type Parameters struct {
	Algorithm    string           `json:"algorithm"`
	Component    string           `json:"component"`
	Observations int              `json:"observations"`
	Neutral      string           `json:"neutral"`   // why every effect is zero, or ""
	Mean         int64            `json:"mean"`      // the hospital's mean, micro-points
	Intercept    int64            `json:"intercept"` // micro-points
	Residual     int64            `json:"residual"`  // σ², millionths of a squared point
	Variance     int64            `json:"variance"`  // σ_u², the same
	Lambda       int64            `json:"lambda"`    // σ²/σ_u², millionths; 0 if neutral
	Tau          int64            `json:"tau"`       // σ_u, micro-points: the true spread of people
	Parts        int              `json:"parts"`
	Fixed        []FixedFactor    `json:"fixed"`
	Random       []RandomFactor   `json:"random"`
	Employees    []FrozenEmployee `json:"employees"`
	Warnings     []Warning        `json:"warnings"`
}

// FixedFactor holds the estimates of a fixed effect's levels, ascending by code point.
// A level that the fit has not seen counts as the hospital's average of the seen ones.
type FixedFactor struct {
	Name    string       `json:"name"`
	Average int64        `json:"average"` // micro-points
	Levels  []FixedLevel `json:"levels"`
}

// FixedLevel is one level's difference from the reference level, in micro-points.
type FixedLevel struct {
	Level    string `json:"level"`
	Estimate int64  `json:"estimate"`
}

// RandomFactor holds the effects of a random factor's levels, ascending by id. Evidence
// without a level of its own has minus its evidence id.
type RandomFactor struct {
	Name     string        `json:"name"`
	Kind     FactorKind    `json:"kind"`
	Variance int64         `json:"variance"` // millionths of a squared point; 0 if it was left out
	Levels   []RandomLevel `json:"levels"`
}

// RandomLevel is one level's effect in micro-points.
type RandomLevel struct {
	ID       int64 `json:"id"`
	Estimate int64 `json:"estimate"`
}

// FrozenEmployee is what the fit found for a person: Weight is the evidence it saw (micro),
// SD the posterior standard deviation in micro-points, including the fixed effects' share.
type FrozenEmployee struct {
	ID     int64 `json:"id"`
	Weight int64 `json:"weight"`
	SD     int64 `json:"sd"`
	Part   int   `json:"part"`
}

// Freeze rounds a fit to integers. The fit is not needed afterwards.
func Freeze(f *Fit) Parameters {
	p := Parameters{Algorithm: Algorithm, Component: f.Spec.Code, Observations: f.Observations, Neutral: f.Neutral,
		Mean: f.mean, Intercept: f.mean, Parts: f.Parts, Warnings: append([]Warning{}, f.Warnings...),
		Fixed: []FixedFactor{}, Random: []RandomFactor{}, Employees: []FrozenEmployee{}}
	p.freezeFixed(f)
	p.freezeRandom(f)
	if f.Mixed == nil {
		for i, id := range f.ids {
			p.Employees = append(p.Employees, FrozenEmployee{ID: id, Weight: f.weights[i], Part: 1})
		}
		return p
	}
	p.Intercept = fixed(f.Mixed.Fixed[0].Estimate, Unit)
	p.Residual = fixed(f.Mixed.Residual, Unit)
	people := f.Mixed.Factors[0]
	if p.Neutral == "" {
		p.Variance = max(1, fixed(people.Variance, Unit))
		p.Lambda = max(1, fixed(f.Mixed.Residual/people.Variance, Unit))
		p.Tau = rootOf(p.Variance * Unit)
	}
	for i, id := range f.ids { // the factor's levels are the same ids in the same order
		e := FrozenEmployee{ID: id, Weight: f.weights[i], Part: 1, SD: fixed(people.Levels[i].SD, Unit)}
		if f.part != nil {
			e.Part = int(f.part[i])
		}
		p.Employees = append(p.Employees, e)
	}
	return p
}

func (p *Parameters) freezeFixed(f *Fit) {
	for k, name := range f.Spec.Fixed {
		factor := FixedFactor{Name: name, Levels: []FixedLevel{}}
		var sum wide
		total := int64(0)
		for _, s := range f.shares[k] {
			estimate := int64(0)
			if f.Mixed != nil {
				estimate = fixed(f.Mixed.contrast(name, s.level), Unit)
			}
			factor.Levels = append(factor.Levels, FixedLevel{s.level, estimate})
			sum = sum.add(product(estimate, s.weight))
			total += s.weight
		}
		if total > 0 {
			factor.Average = sum.over(total)
		}
		p.Fixed = append(p.Fixed, factor)
	}
}

// contrast returns the estimate of a level, 0 for the reference level and dropped ones.
func (f *MixedFit) contrast(effect, level string) float64 {
	for _, c := range f.Fixed {
		if c.Effect == effect && c.Level == level {
			return c.Estimate
		}
	}
	return 0
}

func (p *Parameters) freezeRandom(f *Fit) {
	for k, spec := range f.Spec.Random {
		factor := RandomFactor{Name: spec.Name, Kind: spec.Kind, Levels: []RandomLevel{}}
		if f.Mixed != nil && !f.Mixed.Factors[k+1].Dropped {
			fit := f.Mixed.Factors[k+1]
			factor.Variance = fixed(fit.Variance, Unit)
			for _, l := range fit.Levels {
				factor.Levels = append(factor.Levels, RandomLevel{parseID(l.Level), fixed(l.Estimate, Unit)})
			}
		}
		p.Random = append(p.Random, factor)
	}
}

// employee finds what was frozen for a person.
func (p *Parameters) employee(id int64) (FrozenEmployee, bool) {
	at, ok := slices.BinarySearchFunc(p.Employees, id, func(e FrozenEmployee, id int64) int { return cmp.Compare(e.ID, id) })
	if !ok {
		return FrozenEmployee{}, false
	}
	return p.Employees[at], true
}
