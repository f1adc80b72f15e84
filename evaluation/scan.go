package evaluation

// Small data can have several local optima, and is cheap to look at from everywhere. Up to
// scanRows rows and scanLevels kept levels the search begins at the best point of a grid.
const (
	scanRows   = 2_000
	scanLevels = 200
)

// scan returns the given starting point, or the point of a grid over the variance ratios
// whose criterion is lower, the first of equals. It also returns the number of evaluations.
func (e *system) scan(eta []float64) ([]float64, int) {
	ratios := gridOf(len(eta), e.n)
	if e.n > scanRows || e.q > scanLevels || e.iterative || ratios == nil {
		return eta, 0
	}
	s := &search{system: e}
	s.at(eta)
	best, dev := eta, s.dev
	index := make([]int, len(eta))
	for {
		point := make([]float64, len(eta))
		for v, k := range index {
			point[v] = ln(ratios[k])
		}
		if s.at(point) && s.dev < dev-noise(dev) {
			best, dev = point, s.dev
		}
		v := 0
		for v < len(index) && index[v] == len(ratios)-1 {
			index[v] = 0
			v++
		}
		if v == len(index) {
			return best, s.evaluations
		}
		index[v]++
	}
}

// gridOf returns the variance ratios to try for so many factors and rows, nil for too many
// or none.
func gridOf(factors, rows int) []float64 {
	switch {
	case factors == 1, factors == 2, factors == 3 && rows <= scanRows/8:
		return []float64{1e-4, 0.01, 0.1, 0.3, 1, 3, 10, 100}
	case factors == 3:
		return []float64{1e-4, 0.1, 1, 10, 100}
	case factors == 4:
		return []float64{1e-4, 0.3, 10}
	}
	return nil
}
