package evaluation

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// MixedFit is a fitted Mixed. All numbers are in the units of the response; none is NaN.
type MixedFit struct {
	N           int // rows used
	Method      Method
	Criterion   float64 // -2·log-likelihood (restricted for REML), as lme4 reports it
	Converged   bool
	Evaluations int
	Residual    float64 // σ²
	Fixed       []Coefficient
	Factors     []FactorFit // in the order of Mixed.Random
	Components  int         // connected parts of the design; 1 if there are fewer than two factors
	Warnings    []Warning
}

// Coefficient is a fixed effect. Effect and Level say where it came from: the intercept
// has neither, a numeric effect has no level.
type Coefficient struct {
	Name, Effect, Level string
	Estimate, SE        float64
}

// FactorFit is a random factor. A factor that was left out has variance 0 and effects 0.
type FactorFit struct {
	Name     string
	Variance float64 // σ_k²
	Dropped  bool    // not estimated: see the warnings
	Levels   []Effect
}

// Effect is the conditional mean of one level (BLUP) and its posterior standard
// deviation, which includes the uncertainty of the fixed effects.
type Effect struct {
	Level        string
	N            int // rows
	Weight       float64
	Estimate, SD float64
	Component    int // connected part of the design, from 1
}

// Fit estimates the model. It returns an error in words if the rows can't be read, leave
// no degrees of freedom, or the search does not converge; everything else that is unusual
// is a warning. The result does not depend on the order of the rows, bit for bit.
func (m Mixed) Fit() (*MixedFit, error) {
	if m.Method == "" {
		m.Method = REML
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	r, left := canonical(&m)
	if len(r.y) == 0 {
		return nil, fmt.Errorf("no rows with a weight above zero")
	}
	f := &fitting{method: m.Method, workers: m.Workers, rows: r, design: newDesign(r), out: newMixedFit(&m, r)}
	if left > 0 {
		f.warn(RowsWithoutWeight, "", "%d rows of weight zero were left out", left)
	}
	for _, name := range f.design.dropped {
		f.warn(FixedCollinear, name, "%s is a combination of other fixed effects: it was left out", name)
	}
	if len(r.y) <= f.design.p {
		return nil, fmt.Errorf("%d rows can't carry %d fixed effects and a variance: %w", len(r.y), f.design.p, errNoFreedom)
	}
	return f.out, f.run()
}

var (
	errNoFreedom    = errors.New("too few rows")
	errNotConverged = errors.New("the variance components did not converge")
)

// fitting is a fit on its way.
type fitting struct {
	method  Method
	workers int
	rows    *rows
	design  *design
	out     *MixedFit
}

func (f *fitting) warn(code WarningCode, subject, format string, args ...any) {
	f.out.Warnings = append(f.out.Warnings, warn(code, subject, format, args...))
}

// run fits, and where a variance is zero fits again without that factor.
func (f *fitting) run() error {
	factors, warnings := identifiable(f.rows)
	f.out.Warnings = append(f.out.Warnings, warnings...)
	f.connect(factors)
	known := make([]float64, len(f.rows.random)) // η from a fit with more factors, or 0
	var zero, revived []int                      // factors at the boundary; those that came back from it
	for {
		e := newSystem(newSums(f.rows, f.design, factors), f.design, f.method, f.workers)
		if e.constant() {
			f.constant(e)
			return nil
		}
		if v := e.confounded(); v >= 0 {
			k := e.factors[v]
			f.warn(FactorConfounded, f.rows.random[k].Name,
				"the fixed effects explain %s completely: it was left out", f.rows.random[k].Name)
			factors = without(factors, k)
			continue
		}
		start, looked := e.scan(e.resume(known))
		out, err := e.minimise(start)
		if err != nil {
			return err
		}
		f.out.Evaluations += looked + out.evaluations
		for v, k := range e.factors {
			known[k] = -ln(e.lambda[v])
		}
		if out.boundary < 0 {
			k := f.revive(e, without(zero, revived...), known)
			if k < 0 {
				f.finish(e, out, zero)
				return nil
			}
			factors, zero, revived = append(factors, k), without(zero, k), append(revived, k)
			slices.Sort(factors)
			continue
		}
		k := e.factors[out.boundary]
		factors, zero = without(factors, k), append(zero, k)
	}
}

// revive looks whether a factor that was left out lowers the criterion after all, now that
// the other variances are known. It returns the factor and sets its η, or returns -1.
func (f *fitting) revive(e *system, zero []int, known []float64) int {
	for _, k := range zero {
		full := newSystem(newSums(f.rows, f.design, append(slices.Clone(e.factors), k)), f.design, f.method, f.workers)
		if e.iterative || full.iterative {
			return -1 // its criterion is an estimate
		}
		for _, ratio := range []float64{1e-4, 1e-2} {
			f.out.Evaluations++
			lambda := make([]float64, len(full.factors))
			for v, j := range full.factors {
				lambda[v] = exp(-known[j])
				if j == k {
					lambda[v] = 1 / ratio
				}
			}
			if full.evaluate(lambda) && full.criterion() < e.criterion()-1e-6 {
				known[k] = ln(ratio)
				return k
			}
		}
	}
	return -1
}

// without returns the factors other than those given.
func without(factors []int, gone ...int) []int {
	return slices.DeleteFunc(slices.Clone(factors), func(j int) bool { return slices.Contains(gone, j) })
}

// resume is the starting point, improved by what an earlier fit found.
func (e *system) resume(known []float64) []float64 {
	eta := e.startingPoint()
	for v, k := range e.factors {
		if known[k] != 0 {
			eta[v] = math.Max(known[k], ln(smallestRatio)+1)
		}
	}
	return eta
}

func newMixedFit(m *Mixed, r *rows) *MixedFit {
	out := &MixedFit{N: len(r.y), Method: m.Method, Components: 1}
	for _, f := range r.random {
		fit := FactorFit{Name: f.Name, Dropped: true, Levels: make([]Effect, len(f.Labels))}
		for l, label := range f.Labels {
			fit.Levels[l] = Effect{Level: label, Component: 1}
		}
		for i, l := range f.Level {
			fit.Levels[l].N++
			fit.Levels[l].Weight += r.weight(i)
		}
		out.Factors = append(out.Factors, fit)
	}
	return out
}

// connect finds the parts of the design that comparisons are refused across.
func (f *fitting) connect(factors []int) {
	if len(factors) < 2 {
		return
	}
	chosen := make([]Factor, len(factors))
	for i, k := range factors {
		chosen[i] = f.rows.random[k]
	}
	count, component := connected(chosen)
	f.out.Components = count
	for i, k := range factors {
		for l := range component[i] {
			f.out.Factors[k].Levels[l].Component = int(component[i][l])
		}
	}
	if count > 1 {
		f.warn(Disconnected, "", "the design falls into %d parts that nothing connects: "+
			"levels in different parts can't be compared", count)
	}
}

// constant says that the fixed effects explain the response but for rounding.
func (e *system) constant() bool {
	_, rss := e.residual()
	return !(rss > float64(1e-20*float64(e.n))) || !(rss > float64(1e-14*e.yy))
}

// constant reports a response without variation: all variances are zero, and so is the
// criterion, because its logarithm has no value there.
func (f *fitting) constant(e *system) {
	f.warn(NoVariation, "", "the fixed effects explain the response completely: all variances are zero")
	b, _ := e.residual()
	f.out.Converged = true
	f.fixed(e, b, make([]float64, e.p*e.p))
}

// finish turns the solved system into a result.
func (f *fitting) finish(e *system, out outcome, zero []int) {
	for _, k := range zero {
		f.warn(FactorAtBoundary, f.rows.random[k].Name,
			"the variance of %s is zero: it was left out", f.rows.random[k].Name)
	}
	if out.noResidual {
		f.warn(NoResidual, "", "the random factors explain the response almost completely: the residual variance is practically zero")
	}
	if e.iterative {
		f.warn(Estimated, "", "the design is too large for an exact solution: variances, standard deviations and the criterion are close estimates")
	}
	if out.simplex {
		f.warn(DerivativeFree, "", "Newton's method failed; the result is that of the derivative-free search")
	}
	if e.iterative {
		e.posterior(out.slope)
	}
	unit := float64(e.scale * e.scale)
	f.out.Converged = true
	f.out.Criterion = e.criterion()
	f.out.Residual = float64(e.sigma2 * unit)
	cov := make([]float64, len(e.cov))
	for i, v := range e.cov {
		cov[i] = float64(v * f.out.Residual)
	}
	f.fixed(e, e.beta, cov)
	for v, k := range e.factors {
		fit := &f.out.Factors[k]
		fit.Dropped = false
		fit.Variance = f.out.Residual / e.lambda[v]
		for l := range fit.Levels {
			u, variance := e.effect(out.slope, v, l)
			fit.Levels[l].Estimate = float64(u * e.scale)
			fit.Levels[l].SD = math.Sqrt(float64(variance * f.out.Residual))
		}
	}
}

func (e *system) effect(s *slope, v, level int) (u, variance float64) {
	if v == 0 {
		i := e.placeE[level]
		return e.uE[i], s.varE[i]
	}
	i := e.place[e.offset[v-1]+level]
	return e.uK[i], s.varK[i]
}

// fixed writes the fixed effects in the units of the columns as they were given.
func (f *fitting) fixed(e *system, beta, cov []float64) {
	scaled := make([]float64, len(beta))
	for a, b := range beta {
		scaled[a] = float64(b * e.scale)
	}
	b, v := f.design.original(scaled, cov)
	b[0] += e.centre
	for a, c := range f.design.columns {
		f.out.Fixed = append(f.out.Fixed, Coefficient{Name: c.name, Effect: c.effect, Level: c.level,
			Estimate: b[a], SE: math.Sqrt(math.Max(0, v[a*e.p+a]))})
	}
}
