package evaluation

import (
	"fmt"
	"math"
	"slices"
)

// corner is one vertex of the simplex.
type corner struct {
	eta []float64
	dev float64
}

// withoutDerivatives is the fall-back: Nelder and Mead's simplex on the criterion, from
// the best point so far, restarted once. Bounds are a wall of infinite criterion. It ends
// in an error in words if the gradient at the end is not near zero.
// Source: Nelder & Mead (1965).
func (s *search) withoutDerivatives() (outcome, error) {
	best := slices.Clone(s.eta)
	for range 2 {
		best = s.simplex(best, 1)
	}
	if !s.at(best) {
		return outcome{}, fmt.Errorf("%w: none were found at which the equations can be solved", errNotConverged)
	}
	s.eta = best
	s.slope = s.derivatives()
	if out, done := s.bound(); done {
		out.simplex = true
		return out, nil
	}
	if g := largestAbs(s.slope.gradient); !(g < 1e-3) {
		return outcome{}, fmt.Errorf("%w in %d evaluations (slope %.2g): "+
			"the data may not be able to tell the random factors apart", errNotConverged, s.evaluations, g)
	}
	out := s.done()
	out.simplex = true
	return out, nil
}

// simplex searches from a start with the given edge and returns the best point.
func (s *search) simplex(start []float64, edge float64) []float64 {
	m := len(start)
	corners := []corner{{start, s.value(start)}}
	for v := range m {
		eta := slices.Clone(start)
		eta[v] += edge
		corners = append(corners, corner{eta, s.value(eta)})
	}
	for range 400 * m {
		slices.SortStableFunc(corners, func(a, b corner) int {
			switch {
			case a.dev < b.dev:
				return -1
			case a.dev > b.dev:
				return 1
			}
			return 0
		})
		best, worst := corners[0], corners[m]
		if worst.dev-best.dev <= noise(best.dev) && spread(corners) < 1e-6 {
			break
		}
		centre := make([]float64, m)
		for _, c := range corners[:m] {
			for v := range m {
				centre[v] += c.eta[v] / float64(m)
			}
		}
		reflected := s.along(centre, worst.eta, -1)
		switch {
		case reflected.dev < best.dev:
			corners[m] = better(s.along(centre, worst.eta, -2), reflected)
		case reflected.dev < corners[m-1].dev:
			corners[m] = reflected
		default:
			inner := better(s.along(centre, worst.eta, 0.5), s.along(centre, worst.eta, -0.5))
			if inner.dev < worst.dev {
				corners[m] = inner
				continue
			}
			for i := 1; i <= m; i++ {
				corners[i] = s.along(best.eta, corners[i].eta, 0.5)
			}
		}
	}
	return corners[0].eta
}

// along returns centre + t·(point - centre).
func (s *search) along(centre, point []float64, t float64) corner {
	eta := make([]float64, len(centre))
	for v := range eta {
		eta[v] = centre[v] + float64(t*(point[v]-centre[v]))
	}
	return corner{eta, s.value(eta)}
}

// value is the criterion, infinite outside the bounds.
func (s *search) value(eta []float64) float64 {
	for _, x := range eta {
		if x < ln(smallestRatio)-3 || x > ln(largestRatio)+3 {
			return math.Inf(1)
		}
	}
	s.at(eta)
	return s.dev
}

func better(a, b corner) corner {
	if b.dev < a.dev {
		return b
	}
	return a
}

func spread(corners []corner) float64 {
	top := 0.0
	for _, c := range corners[1:] {
		for v, x := range c.eta {
			top = math.Max(top, math.Abs(x-corners[0].eta[v]))
		}
	}
	return top
}
