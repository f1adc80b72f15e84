package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// rows is a Mixed in canonical order: sorted by everything that is in a row, so that any
// permutation of the input gives the same sums to the last bit.
type rows struct {
	y      []float64
	w      []float64 // nil if all are 1
	fixed  []Factor
	number []Covariate
	random []Factor
	solver Solver
}

func (r *rows) weight(i int) float64 {
	if r.w == nil {
		return 1
	}
	return r.w[i]
}

// canonical leaves out rows of weight zero, drops levels that no row has any more, sorts.
// It also returns how many rows were left out.
func canonical(m *Mixed) (*rows, int) {
	keep := make([]int32, 0, len(m.Response))
	weighted := false
	for i := range m.Response {
		if m.Weights == nil || m.Weights[i] > 0 {
			keep = append(keep, int32(i))
			weighted = weighted || m.Weights != nil && m.Weights[i] != 1
		}
	}
	keep = sortByFactors(m.Random, keep)
	r := &rows{solver: m.Solver}
	for _, f := range m.Random {
		r.random = append(r.random, f.pick(keep))
	}
	sortEquals(m, r.random, keep)
	r.y = pick(m.Response, keep)
	if weighted {
		r.w = pick(m.Weights, keep)
	}
	for _, f := range m.Fixed {
		r.fixed = append(r.fixed, f.pick(keep))
	}
	for _, c := range m.Numeric {
		r.number = append(r.number, Covariate{c.Name, pick(c.Value, keep)})
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
	if !slices.Contains(code, 0) {
		return Factor{Name: f.Name, Labels: f.Labels, Level: level}
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

// sortByFactors orders by the largest factor, then by the others. It sorts by counting, the
// most important one last: with millions of rows few are left for comparisons.
func sortByFactors(factors []Factor, keep []int32) []int32 {
	first := largestFactor(factors)
	spare := make([]int32, len(keep))
	for k := len(factors) - 1; k >= 0; k-- {
		if k != first {
			factors[k].sortInto(spare, keep)
			keep, spare = spare, keep
		}
	}
	if first >= 0 {
		factors[first].sortInto(spare, keep)
		keep = spare
	}
	return keep
}

// sortEquals orders the rows which all factors (on the kept rows) have in common by
// everything else.
func sortEquals(m *Mixed, factors []Factor, keep []int32) {
	from := 0
	for i := 1; i <= len(keep); i++ {
		if i < len(keep) && !slices.ContainsFunc(factors, func(f Factor) bool { return f.Level[i] != f.Level[from] }) {
			continue
		}
		if i > from+1 {
			slices.SortFunc(keep[from:i], m.compareRest)
		}
		from = i
	}
}

// sortInto writes the rows in the order of their levels; equals keep theirs.
func (f Factor) sortInto(sorted, rows []int32) {
	next := make([]int32, len(f.Labels)+1)
	for _, k := range rows {
		next[f.Level[k]+1]++
	}
	for l := range f.Labels {
		next[l+1] += next[l]
	}
	for _, k := range rows {
		l := f.Level[k]
		sorted[next[l]] = k
		next[l]++
	}
}

// compareRest orders rows that have the same level of every random factor.
func (m *Mixed) compareRest(a, b int32) int {
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
