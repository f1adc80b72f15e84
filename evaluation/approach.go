package evaluation

import "fmt"

// approach is minimise for the iterative solver, whose criterion is too noisy to compare:
// Newton steps on the gradient, which depends smoothly on η because the probes are fixed.
// A step after which the gradient is longer is halved. The criterion is estimated once, at
// the end.
func (s *search) approach() (outcome, error) {
	s.slope = s.derivatives()
	for range 40 {
		if out, done := s.bound(); done {
			return out, s.finishCriterion()
		}
		step := s.step()
		if largestAbs(step) < 1e-6 {
			return s.done(), s.finishCriterion()
		}
		if !s.follow(step) {
			break
		}
	}
	return outcome{}, fmt.Errorf("%w in %d evaluations of the iterative solver (slope %.2g): "+
		"the data may not be able to tell the random factors apart", errNotConverged, s.evaluations, largestAbs(s.slope.gradient))
}

// follow takes the step, halved while the gradient, in the units of the information, grows.
func (s *search) follow(step []float64) bool {
	before, information := s.slope, s.slope.information
	length := scaledLength(before.gradient, information)
	for range 10 {
		next := make([]float64, len(step))
		for v := range step {
			next[v] = s.eta[v] + step[v]
		}
		if s.at(next) {
			after := s.derivatives()
			if scaledLength(after.gradient, information) <= float64(1.5*length) || largestAbs(step) > 1 {
				s.lastEta, s.lastSlope = s.eta, before.gradient
				s.eta, s.slope = next, after
				return true
			}
		}
		for v := range step {
			step[v] = float64(0.5 * step[v])
		}
	}
	return false
}

// scaledLength is Σ g_v²/H_vv.
func scaledLength(g, h []float64) float64 {
	sum := 0.0
	for v, x := range g {
		if d := h[v*len(g)+v]; d > 0 {
			sum += float64(x*x) / d
		}
	}
	return sum
}

// finishCriterion adds log|S|, which evaluate leaves out while it iterates.
func (s *search) finishCriterion() error {
	s.dev += s.schur.(*conjugate).estimateDeterminant()
	return nil
}
