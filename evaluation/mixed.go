package evaluation

import (
	"fmt"
	"math"
)

// Method is the criterion that is minimised.
type Method string

const (
	// REML is restricted maximum likelihood: variances are estimated from the part of the
	// data that the fixed effects leave over.
	REML Method = "reml"
	// ML is maximum likelihood: needed to compare models with different fixed effects.
	ML Method = "ml"
)

// Mixed is a linear model with crossed random intercepts,
//
//	y = X·b + Σ_k Z_k·u_k + e,   u_k ~ N(0, σ_k²·I),   e_i ~ N(0, σ²/w_i),
//
// with any number of random factors k, nested or crossed. X has an intercept, treatment
// contrasts of the categorical fixed effects against their first level, and the numeric
// ones.
//
// Every slice has one entry per row of data. Weights may be nil (all 1); rows of weight
// zero are left out. Sources: Henderson's mixed-model equations; Bates et al. (2015),
// "Fitting linear mixed-effects models using lme4", whose criterion this is.
type Mixed struct {
	Response []float64
	Fixed    []Factor
	Numeric  []Covariate
	Random   []Factor
	Weights  []float64
	Method   Method // empty is REML
	Solver   Solver // empty chooses by size
	Workers  int    // goroutines; any number gives the same bytes, 0 is one
}

// Solver is how the equations of the smaller factors are solved.
type Solver string

const (
	// Exact factors them: every number is exact but for rounding.
	Exact Solver = "exact"
	// Iterative solves them by conjugate gradients and estimates traces from fixed probes:
	// for many thousands of levels beside the largest factor. Effects are exact given the
	// variances; variances, standard deviations and the criterion are estimates. With two
	// factors they are within some thousandths of the exact ones; with more, standard
	// deviations of many levels that meet each other a few times each are within some
	// hundredths, and those of the largest factor's levels within a tenth.
	Iterative Solver = "iterative"
)

// Covariate is a numeric fixed effect, one value per row.
type Covariate struct {
	Name  string
	Value []float64
}

// check returns an error in words if the model can't be read at all.
func (m *Mixed) check() error {
	n := len(m.Response)
	if n == 0 {
		return fmt.Errorf("no rows to fit")
	}
	if m.Method != REML && m.Method != ML {
		return fmt.Errorf("method %q is neither reml nor ml", m.Method)
	}
	if m.Solver != "" && m.Solver != Exact && m.Solver != Iterative {
		return fmt.Errorf("solver %q is neither exact nor iterative", m.Solver)
	}
	if err := checkNumbers("response", m.Response, n); err != nil {
		return err
	}
	for _, c := range m.Numeric {
		if err := checkNumbers(c.Name, c.Value, n); err != nil {
			return err
		}
	}
	for _, f := range append(append([]Factor(nil), m.Fixed...), m.Random...) {
		if err := f.check(n); err != nil {
			return err
		}
	}
	if m.Weights == nil {
		return nil
	}
	if err := checkNumbers("weights", m.Weights, n); err != nil {
		return err
	}
	for i, w := range m.Weights {
		if w < 0 {
			return fmt.Errorf("weights: row %d has %g; a weight can't be negative", i+1, w)
		}
	}
	return nil
}

func (f *Factor) check(n int) error {
	if len(f.Level) != n {
		return fmt.Errorf("%s has %d values for %d rows", f.Name, len(f.Level), n)
	}
	for i, l := range f.Level {
		if l < 0 || int(l) >= len(f.Labels) {
			return fmt.Errorf("%s: row %d has level %d of %d", f.Name, i+1, l, len(f.Labels))
		}
	}
	return nil
}

// largest bounds the numbers accepted, so that no sum of squares overflows.
const largest = 1e100

func checkNumbers(name string, values []float64, n int) error {
	if len(values) != n {
		return fmt.Errorf("%s has %d values for %d rows", name, len(values), n)
	}
	for i, v := range values {
		if math.IsNaN(v) || math.Abs(v) > largest {
			return fmt.Errorf("%s: row %d has %g, which is not a usable number", name, i+1, v)
		}
	}
	return nil
}
