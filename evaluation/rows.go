package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// rows is a Mixed in canonical order: sorted by everything that is in a row, so that any
// permutation of the input gives the same sums to the last bit.
type rows struct {
	y, w   []float64
	fixed  []Factor
	number []Covariate
	random []Factor
	solver Solver
}

// canonical leaves out rows of weight zero, drops levels that no row has any more, sorts.
// It also returns how many rows were left out.
func canonical(m *Mixed) (*rows, int) {
	keep := make([]int32, 0, len(m.Response))
	for i := range m.Response {
		if m.Weights == nil || m.Weights[i] > 0 {
			keep = append(keep, int32(i))
		}
	}
	sortRows(m, keep)
	r := &rows{y: pick(m.Response, keep), w: make([]float64, len(keep)), solver: m.Solver}
	for i, k := range keep {
		r.w[i] = 1
		if m.Weights != nil {
			r.w[i] = m.Weights[k]
		}
	}
	for _, f := range m.Fixed {
		r.fixed = append(r.fixed, f.pick(keep))
	}
	for _, c := range m.Numeric {
		r.number = append(r.number, Covariate{c.Name, pick(c.Value, keep)})
	}
	for _, f := range m.Random {
		r.random = append(r.random, f.pick(keep))
	}
	return r, len(m.Response) - len(keep)
}

func pick[T any](values []T, keep []int32) []T {
	out := make([]T, len(keep))
	for i, k := range keep {
		out[i] = values[k]
	}
	return out
}

// pick returns the factor on the kept rows, without levels that none of them has.
func (f Factor) pick(keep []int32) Factor {
	level := pick(f.Level, keep)
	code := make([]int32, len(f.Labels))
	for _, l := range level {
		code[l] = 1
	}
	var labels []string
	for l := range code {
		if code[l] == 1 {
			code[l] = int32(len(labels))
			labels = append(labels, f.Labels[l])
		}
	}
	for i, l := range level {
		level[i] = code[l]
	}
	return Factor{Name: f.Name, Labels: labels, Level: level}
}

// sortRows orders by the largest random factor first, by counting, because with millions
// of rows that leaves only short runs for comparisons.
func sortRows(m *Mixed, keep []int32) {
	compare := func(a, b int32) int {
		for _, f := range m.Random {
			if c := cmp.Compare(f.Level[a], f.Level[b]); c != 0 {
				return c
			}
		}
		for _, f := range m.Fixed {
			if c := cmp.Compare(f.Level[a], f.Level[b]); c != 0 {
				return c
			}
		}
		for _, v := range m.Numeric {
			if c := compareBits(v.Value[a], v.Value[b]); c != 0 {
				return c
			}
		}
		if c := compareBits(m.Response[a], m.Response[b]); c != 0 || m.Weights == nil {
			return c
		}
		return cmp.Compare(m.Weights[a], m.Weights[b])
	}
	first := largestFactor(m.Random)
	if first < 0 {
		slices.SortFunc(keep, compare)
		return
	}
	f := m.Random[first]
	start := make([]int32, len(f.Labels)+1)
	for _, k := range keep {
		start[f.Level[k]+1]++
	}
	for l := range f.Labels {
		start[l+1] += start[l]
	}
	next := slices.Clone(start)
	sorted := make([]int32, len(keep))
	for _, k := range keep {
		l := f.Level[k]
		sorted[next[l]] = k
		next[l]++
	}
	copy(keep, sorted)
	for l := range f.Labels {
		slices.SortFunc(keep[start[l]:start[l+1]], compare)
	}
}

// compareBits is a total order that also tells 0 from -0.
func compareBits(a, b float64) int {
	if c := cmp.Compare(a, b); c != 0 {
		return c
	}
	return cmp.Compare(math.Float64bits(a), math.Float64bits(b))
}

// largestFactor returns the index of the factor with most levels, the first of equals, or -1.
func largestFactor(factors []Factor) int {
	best := -1
	for k, f := range factors {
		if best < 0 || len(f.Labels) > len(factors[best].Labels) {
			best = k
		}
	}
	return best
}
