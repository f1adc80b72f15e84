package evaluation

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Report is a fit as statisticians exchange it. Its numbers are in fixed point, rounded to
// the places that two machines agree on, so that its JSON and its hash are the same on all.
type Report struct {
	N           int                       `json:"n"`
	Method      Method                    `json:"method"`
	Criterion   Decimal                   `json:"criterion"`
	Converged   bool                      `json:"converged"`
	Evaluations int                       `json:"evaluations"`
	Residual    Decimal                   `json:"residual_variance"`
	Variance    map[string]Decimal        `json:"variance"` // encoding/json sorts the keys
	Fixed       []ReportCoefficient       `json:"fixed"`
	Effects     map[string][]ReportEffect `json:"effects"`
	Components  int                       `json:"components"`
	Warnings    []string                  `json:"warnings"`
	SHA256      string                    `json:"sha256,omitempty"`
}

// ReportCoefficient is a fixed effect.
type ReportCoefficient struct {
	Name     string  `json:"name"`
	Estimate Decimal `json:"estimate"`
	SE       Decimal `json:"se"`
}

// ReportEffect is the effect of one level.
type ReportEffect struct {
	Level    string  `json:"level"`
	N        int     `json:"n"`
	Estimate Decimal `json:"estimate"`
	SD       Decimal `json:"sd"`
}

// Decimal is a number that was rounded to a number of places which suits how well it is
// known. JSON has its shortest form.
type Decimal float64

// decimal rounds x to seven significant digits of its scale (a standard deviation of it, or
// itself), but never to fewer than six places after the point.
func decimal(x, scale float64) Decimal {
	places := 6
	for s := scale; s > 0 && s < 1 && places < 320; s *= 10 {
		places++
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', places, 64), 64)
	if err != nil || rounded == 0 {
		return Decimal(math.Abs(rounded)) // there is no negative zero; what is no number stays none
	}
	return Decimal(rounded)
}

// MarshalJSON refuses what JSON has no number for.
func (d Decimal) MarshalJSON() ([]byte, error) {
	x := float64(d)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil, fmt.Errorf("%g has no place in a report", x)
	}
	if a := math.Abs(x); a != 0 && (a < 1e-12 || a >= 1e15) {
		return strconv.AppendFloat(nil, x, 'e', -1, 64), nil
	}
	return strconv.AppendFloat(nil, x, 'f', -1, 64), nil
}

// NewReport returns the fit as a report with its hash: SHA-256 over the JSON without the
// hash and without the number of evaluations, which is how the search went, not what it
// found.
func NewReport(f *MixedFit) (Report, error) {
	r := Report{N: f.N, Method: f.Method, Criterion: decimal(f.Criterion, 1), Converged: f.Converged,
		Residual: decimal(f.Residual, f.Residual), Variance: map[string]Decimal{}, Fixed: []ReportCoefficient{},
		Effects: map[string][]ReportEffect{}, Components: f.Components, Warnings: []string{}}
	for _, c := range f.Fixed {
		r.Fixed = append(r.Fixed, ReportCoefficient{c.Name, decimal(c.Estimate, c.SE), decimal(c.SE, c.SE)})
	}
	for _, factor := range f.Factors {
		r.Variance[factor.Name] = decimal(factor.Variance, factor.Variance)
		effects := make([]ReportEffect, 0, len(factor.Levels))
		for _, l := range factor.Levels {
			effects = append(effects, ReportEffect{l.Level, l.N, decimal(l.Estimate, l.SD), decimal(l.SD, l.SD)})
		}
		r.Effects[factor.Name] = effects
	}
	for _, w := range f.Warnings {
		r.Warnings = append(r.Warnings, w.Message)
	}
	body, err := json.Marshal(r)
	if err != nil {
		return Report{}, fmt.Errorf("write report: %w", err)
	}
	r.SHA256 = hashOf(body)
	r.Evaluations = f.Evaluations
	return r, nil
}

// EffectiveWeight is how much a component really decides about the differences between
// people, beside the weight that the scheme gives it.
type EffectiveWeight struct {
	Component string `json:"component"`
	Nominal   int64  `json:"nominal"`   // ten-thousandths
	Effective int64  `json:"effective"` // ten-thousandths; they sum to 10_000
}

// EffectiveWeights measures them on past scores of one post: cov(points_k, Σ points) /
// var(Σ points), to the nearest ten-thousandth by largest remainder. Table components and
// caps are not counted. Where nobody differs, all are 0. The order of the scores does not
// matter.
func EffectiveWeights(scores []Score) []EffectiveWeight {
	if len(scores) == 0 {
		return []EffectiveWeight{}
	}
	k := len(scores[0].Components)
	scores = slices.DeleteFunc(slices.Clone(scores), func(s Score) bool { return len(s.Components) != k })
	n := int64(len(scores))
	sums, total := make([]int64, k), int64(0)
	for _, s := range scores {
		for i, c := range s.Components {
			sums[i] += c.Points
			total += c.Points
		}
	}
	// n times each deviation is an integer, so the covariances are exact.
	with, all := make([]float64, k), 0.0
	exact := make([]wide, k)
	for _, s := range scores {
		own := int64(0)
		for _, c := range s.Components {
			own += c.Points
		}
		for i, c := range s.Components {
			exact[i] = exact[i].add(product(n*c.Points-sums[i], n*own-total))
		}
	}
	for i, w := range exact {
		with[i] = w.float()
		all += with[i]
	}
	out := make([]EffectiveWeight, k)
	floors, remainders := make([]int64, k), make([]int64, k)
	for i, c := range scores[0].Components {
		out[i] = EffectiveWeight{Component: c.Code, Nominal: c.Weight}
		if all > 0 {
			micro := fixed(float64(Scale*with[i])/all, Unit)
			floors[i], remainders[i] = wide{micro >> 63, uint64(micro)}.floor(Unit)
		}
	}
	if all > 0 {
		largestRemainder(Scale, floors, remainders)
	}
	for i := range out {
		out[i].Effective = floors[i]
	}
	return out
}

// float returns the nearest float64, to about one unit in the last place.
func (a wide) float() float64 {
	if a.hi < 0 { // two large parts would cancel
		return -a.negated().float()
	}
	return float64(float64(a.hi)*0x1p64) + float64(a.lo)
}
