package evaluation

import (
	"fmt"
	"math"
)

// Exposure is how often something was found about a person, and how often it would have
// been expected: patients seen (or days worked) × the hospital's rate, in millionths.
type Exposure struct {
	Employee int64
	Count    int64 // substantiated findings
	Expected int64 // millionths of a finding, above 0
}

// RateParameters are the frozen parameters of a Gamma–Poisson component.
type RateParameters struct {
	Algorithm string `json:"algorithm"`
	Component string `json:"component"`
	// Alpha is the shape (and rate) of the Gamma distribution of true relative rates, which
	// has mean 1 and variance 1/α. Millionths; 0 says that nobody's rate can be told from
	// the hospital's.
	Alpha int64 `json:"alpha"`
}

// RateAlgorithm names the arithmetic of RateParameters.Relative.
const RateAlgorithm = "wardstar-rate-1"

// Bounds of α: below the lower one people would differ beyond reason, above the upper one
// not at all.
const (
	smallestAlpha = 0.05
	largestAlpha  = 1e4
)

// FitRates estimates α by maximum likelihood. With y_j ~ Poisson(E_j·θ_j) and
// θ_j ~ Gamma(α, α), the counts are negative binomial,
//
//	log L(α) = Σ_j [ Σ_{k<y_j} log(α + k) + α·log α - (α + y_j)·log(α + E_j) ] + const.
//
// Precondition: expectations are positive and, over everybody, sum to about the counts.
// The order of the input does not matter beyond rounding; it is summed in a fixed order.
// Source: Christiansen & Morris (1997), "Hierarchical Poisson regression modeling".
func FitRates(component string, people []Exposure) (RateParameters, error) {
	p := RateParameters{Algorithm: RateAlgorithm, Component: component}
	sorted := sortedExposures(people)
	for i, x := range sorted {
		if x.Count < 0 || x.Expected <= 0 {
			return p, fmt.Errorf("%s: employee %d has %d findings where %d millionths were expected", component, x.Employee, x.Count, x.Expected)
		}
		if i > 0 && sorted[i-1].Employee == x.Employee {
			return p, fmt.Errorf("%s: employee %d occurs twice", component, x.Employee)
		}
	}
	if len(sorted) < 2 {
		return p, nil
	}
	alpha := exp(goldenMaximum(ln(smallestAlpha), ln(largestAlpha), func(x float64) float64 { return rateLikelihood(sorted, exp(x)) }))
	// At the upper end the likelihood does not fall: the counts vary no more than by chance.
	if alpha < float64(0.99*largestAlpha) {
		p.Alpha = fixed(alpha, Unit)
	}
	return p, nil
}

func rateLikelihood(people []Exposure, alpha float64) float64 {
	sum := 0.0
	own := float64(alpha * ln(alpha))
	for _, x := range people {
		for k := range x.Count {
			sum += ln(alpha + float64(k))
		}
		sum += own - float64((alpha+float64(x.Count))*ln(alpha+float64(x.Expected)/Unit))
	}
	return sum
}

// goldenMaximum returns the place of the maximum of a unimodal function to 1e-9.
func goldenMaximum(low, high float64, f func(float64) float64) float64 {
	const ratio = 0.6180339887498949
	a, b := high-float64(ratio*(high-low)), low+float64(ratio*(high-low))
	fa, fb := f(a), f(b)
	for high-low > 1e-9 {
		if fa > fb {
			high, b, fb = b, a, fa
			a = high - float64(ratio*(high-low))
			fa = f(a)
			continue
		}
		low, a, fa = a, b, fb
		b = low + float64(ratio*(high-low))
		fb = f(b)
	}
	return float64(0.5 * (low + high))
}

// Relative returns a person's rate relative to the hospital's, in ten-thousandths, and its
// posterior standard deviation:
//
//	E θ_j = (α + y_j)/(α + E_j),   sd θ_j = √(α + y_j)/(α + E_j).
//
// It is what a scheme's table maps to points. Integers alone. Precondition: the counts are
// as FitRates takes them.
func (p RateParameters) Relative(x Exposure) (rate, sd int64) {
	if p.Alpha == 0 {
		return Scale, 0
	}
	divisor := p.Alpha + x.Expected
	posterior := p.Alpha + x.Count*Unit
	return mulDiv(posterior, Scale, divisor), mulDiv(rootOf(posterior*Unit), Scale, divisor)
}

// TrainingShare returns verified minutes over required ones, capped at 1, in
// ten-thousandths rounded down; false if nothing is required.
func TrainingShare(verified, required int64) (int64, bool) {
	if required <= 0 {
		return 0, false
	}
	share, _ := product(min(max(verified, 0), required), Scale).floor(required)
	return share, true
}

// ShrinkToMean is the James–Stein estimator in Efron & Morris's form for values of equal
// known variance: mean + c·(x - mean), c = max(0, 1 - (n-3)·σ²/Σ(x - mean)²). It is the
// closed form of what the mixed model does, kept as a check that anyone can follow.
// Source: Efron & Morris (1975). Precondition: at least four values.
func ShrinkToMean(values []float64, variance float64) (shrunk []float64, factor float64) {
	mean, n := 0.0, float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	ss := 0.0
	for _, v := range values {
		ss += float64((v - mean) * (v - mean))
	}
	if ss > 0 {
		factor = math.Max(0, 1-float64((n-3)*variance)/ss)
	}
	shrunk = make([]float64, len(values))
	for i, v := range values {
		shrunk[i] = mean + float64(factor*(v-mean))
	}
	return shrunk, factor
}
