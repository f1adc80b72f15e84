package evaluation

import (
	"fmt"
	"math"
	"slices"
)

// Bounds of the variance ratio γ = σ_k²/σ². Below the smallest one a factor whose criterion
// still falls towards zero is at the boundary; above the largest one the residual vanishes.
const (
	nearZero      = 1e-4
	smallestRatio = 1e-6
	largestRatio  = 1e10
)

// outcome is what a search came to.
type outcome struct {
	slope       *slope
	evaluations int
	boundary    int  // factor (in the order of λ) whose variance runs to zero, or -1
	noResidual  bool // a ratio ran to its upper bound
	simplex     bool // the derivative-free search was needed
}

// search minimises the criterion over η = log γ.
type search struct {
	*system
	eta         []float64
	slope       *slope
	evaluations int
	lastEta     []float64
	lastSlope   []float64
}

// minimise runs Newton steps with average information, each corrected by Broyden's
// rank-one formula from the step before, capped at 2 and halved until the criterion does
// not rise. If that fails it turns to the simplex search, and if that fails to an error.
func (e *system) minimise(eta []float64) (outcome, error) {
	s := &search{system: e, eta: slices.Clone(eta)}
	if !s.at(s.eta) {
		return outcome{}, fmt.Errorf("the equations can't be solved even at the starting point")
	}
	if len(eta) == 0 {
		return outcome{slope: e.derivatives(), evaluations: s.evaluations, boundary: -1}, nil
	}
	if e.iterative {
		return s.approach()
	}
	for range 100 {
		s.slope = e.derivatives()
		if out, done := s.bound(); done {
			return out, nil
		}
		step := s.step()
		if largestAbs(step) < 1e-7 {
			return s.done(), nil
		}
		if !s.move(step) {
			if s.flat(step) && s.at(s.eta) {
				s.slope = e.derivatives()
				return s.done(), nil
			}
			break
		}
	}
	return s.withoutDerivatives()
}

func (s *search) done() outcome {
	return outcome{slope: s.slope, evaluations: s.evaluations, boundary: -1}
}

// at evaluates the criterion at η.
func (s *search) at(eta []float64) bool {
	s.evaluations++
	lambda := make([]float64, len(eta))
	for v, x := range eta {
		lambda[v] = exp(-x)
	}
	return s.evaluate(lambda)
}

// bound says whether a variance has run to zero, or the residual has.
func (s *search) bound() (outcome, bool) {
	for v, x := range s.eta {
		if x < ln(smallestRatio) && s.slope.gradient[v] >= 0 {
			out := s.done()
			out.boundary = v
			return out, true
		}
		if x > ln(largestRatio) && s.slope.gradient[v] <= 0 {
			out := s.done()
			out.noResidual = true
			return out, true
		}
	}
	return outcome{}, false
}

// step returns -J⁻¹·g, capped. Where J is not positive definite its diagonal is raised.
func (s *search) step() []float64 {
	m := len(s.eta)
	j := s.corrected()
	top := 0.0
	for v := range m {
		top = math.Max(top, math.Abs(j[v*m+v]))
	}
	for ridge := 0.0; ; ridge = math.Max(float64(10*ridge), float64(1e-6*top)+1e-12) {
		raised := slices.Clone(j)
		for v := range m {
			raised[v*m+v] += ridge
		}
		l, ok := choleskySmall(raised, m)
		if !ok && ridge < 1e30 {
			continue
		}
		step := make([]float64, m)
		for v := range m {
			step[v] = -s.slope.gradient[v]
		}
		if ok {
			solveSmall(l, step, m)
		}
		return s.capped(step, j)
	}
}

// capped limits a step to 2 in each η. Near zero, where the criterion is practically
// linear in γ, a positive slope decides by itself. Should what is left no longer lead
// downhill, as capping may turn it, the step goes along each η by itself.
func (s *search) capped(step, j []float64) []float64 {
	m := len(step)
	for v, x := range step {
		step[v] = math.Max(-2, math.Min(2, x))
		if s.eta[v] < ln(nearZero) && s.slope.gradient[v] > 0 {
			step[v] = -2
		}
	}
	slope := 0.0
	for v, g := range s.slope.gradient {
		slope += math.Abs(float64(g * step[v]))
	}
	if dot(step, s.slope.gradient) <= -float64(0.1*slope) {
		return step
	}
	for v, g := range s.slope.gradient {
		step[v] = -math.Copysign(2, g)
		if d := j[v*m+v]; d > math.Abs(float64(0.5*g)) {
			step[v] = -g / d
		}
	}
	return step
}

// corrected is the average information, symmetrised after Broyden's correction
// J += (Δg - J·Δη)·Δη'/(Δη'Δη).
func (s *search) corrected() []float64 {
	m := len(s.eta)
	j := slices.Clone(s.slope.information)
	if s.lastEta == nil || largestAbs(s.slope.gradient) > 50 {
		return j
	}
	moved := make([]float64, m)
	for v := range m {
		moved[v] = s.eta[v] - s.lastEta[v]
	}
	length := dot(moved, moved)
	if length == 0 {
		return j
	}
	miss := make([]float64, m)
	for v := range m {
		miss[v] = s.slope.gradient[v] - s.lastSlope[v] - dot(s.slope.information[v*m:(v+1)*m], moved)
	}
	// The symmetric form of the correction (Powell), so that a Cholesky factor exists.
	along := dot(miss, moved) / float64(length*length)
	for v := range m {
		for w := range m {
			j[v*m+w] += (float64(miss[v]*moved[w])+float64(moved[v]*miss[w]))/length - float64(along*float64(moved[v]*moved[w]))
		}
	}
	return j
}

// move tries the step, then halves of it. It keeps what the next correction needs.
func (s *search) move(step []float64) bool {
	before, tolerance := s.dev, noise(s.dev)
	gradient := slices.Clone(s.slope.gradient)
	for range 12 {
		next := make([]float64, len(step))
		for v := range step {
			next[v] = s.eta[v] + step[v]
		}
		if s.at(next) && s.dev <= before+tolerance {
			s.lastEta, s.lastSlope, s.eta = s.eta, gradient, next
			return true
		}
		for v := range step {
			step[v] = float64(0.5 * step[v])
		}
	}
	s.dev = before
	return false
}

// flat says that the best a step could still gain is lost in rounding.
func (s *search) flat(step []float64) bool {
	return math.Abs(dot(step, s.slope.gradient)) < noise(s.dev) || largestAbs(s.slope.gradient) < 1e-6
}

// noise is the rounding error of a criterion of this size.
func noise(dev float64) float64 { return float64(1e-12*math.Abs(dev)) + 1e-10 }

func largestAbs(a []float64) float64 {
	top := 0.0
	for _, x := range a {
		top = math.Max(top, math.Abs(x))
	}
	return top
}
