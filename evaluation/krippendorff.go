package evaluation

import (
	"fmt"
	"math"
	"slices"
)

// Measurement is the level on which observations are compared.
type Measurement string

// The levels of measurement.
const (
	Nominal  Measurement = "nominal"  // equal or not
	Ordinal  Measurement = "ordinal"  // ranks
	Interval Measurement = "interval" // differences
	Ratio    Measurement = "ratio"    // differences relative to size; values must not be negative
)

// KrippendorffAlpha measures the agreement of any number of observers, also where some did
// not observe some units: α = 1 - D_o/D_e, observed over expected disagreement.
// values[o][u] is what observer o gave unit u, NaN for nothing. Units with fewer than two
// values can't be paired and do not count.
//
// It returns an error if nothing can be paired or all values are equal.
// Source: Krippendorff (2011), "Computing Krippendorff's alpha-reliability".
func KrippendorffAlpha(values [][]float64, level Measurement) (float64, error) {
	units, err := pairable(values)
	if err != nil {
		return 0, err
	}
	var distinct []float64
	for _, u := range units {
		distinct = append(distinct, u...)
	}
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	k := len(distinct)
	if k < 2 {
		return 0, fmt.Errorf("all values are equal: there is no agreement beyond chance to measure")
	}
	coincidence := coincidences(units, distinct)
	margin := make([]float64, k)
	total := 0.0
	for i := range k {
		for j := range k {
			margin[i] += coincidence[i*k+j]
		}
		total += margin[i]
	}
	distance, err := level.distances(distinct, margin)
	if err != nil {
		return 0, err
	}
	observed, expected := 0.0, 0.0
	for i := range k {
		for j := range k {
			observed += float64(coincidence[i*k+j] * distance[i*k+j])
			expected += float64(float64(margin[i]*margin[j]) * distance[i*k+j])
		}
	}
	return 1 - float64((total-1)*observed)/expected, nil
}

// pairable returns the values of each unit that has at least two.
func pairable(values [][]float64) ([][]float64, error) {
	var units [][]float64
	for u := 0; len(values) > 0 && u < len(values[0]); u++ {
		var unit []float64
		for o, row := range values {
			if len(row) != len(values[0]) {
				return nil, fmt.Errorf("observer %d has %d units, not %d", o+1, len(row), len(values[0]))
			}
			if math.IsInf(row[u], 0) {
				return nil, fmt.Errorf("observer %d gave unit %d an infinite value", o+1, u+1)
			}
			if !math.IsNaN(row[u]) {
				unit = append(unit, row[u])
			}
		}
		if len(unit) > 1 {
			units = append(units, unit)
		}
	}
	if len(units) == 0 {
		return nil, fmt.Errorf("no unit was observed twice")
	}
	return units, nil
}

// coincidences counts the ordered pairs of values within units, each unit with m values
// weighing m in all.
func coincidences(units [][]float64, distinct []float64) []float64 {
	k := len(distinct)
	c := make([]float64, k*k)
	for _, unit := range units {
		for a, x := range unit {
			for b, y := range unit {
				if a != b {
					i, _ := slices.BinarySearch(distinct, x)
					j, _ := slices.BinarySearch(distinct, y)
					c[i*k+j] += 1 / float64(len(unit)-1)
				}
			}
		}
	}
	return c
}

// distances returns the squared difference function of the level of measurement.
func (level Measurement) distances(distinct, margin []float64) ([]float64, error) {
	k := len(distinct)
	d := make([]float64, k*k)
	for i := range k {
		for j := range i {
			var delta float64
			switch level {
			case Nominal:
				delta = 1
			case Ordinal:
				for g := j; g <= i; g++ {
					delta += margin[g]
				}
				delta -= float64(0.5 * (margin[i] + margin[j]))
			case Interval:
				delta = distinct[i] - distinct[j]
			case Ratio:
				if distinct[0] < 0 {
					return nil, fmt.Errorf("ratio agreement is for values that are not negative")
				}
				delta = (distinct[i] - distinct[j]) / (distinct[i] + distinct[j])
			default:
				return nil, fmt.Errorf("%q is not a level of measurement", level)
			}
			d[i*k+j] = float64(delta * delta)
			d[j*k+i] = d[i*k+j]
		}
	}
	return d, nil
}
