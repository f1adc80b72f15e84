package evaluation

import "slices"

// cliques lists for each level of the eliminated factor the kept levels of its rows, one
// entry for each row and kept factor.
type cliques struct {
	begin  []int32 // where the entries of a level begin; one more than levels
	column []int32
	weight []float64 // nil if all are 1
}

func (c *cliques) weightOf(i int) float64 {
	if c.weight == nil {
		return 1
	}
	return c.weight[i]
}

// newCliques numbers the levels of all kept factors one factor after the other.
func newCliques(r *rows, e Factor, kept []Factor, offset []int) *cliques {
	c := &cliques{begin: make([]int32, len(e.Labels)+1)}
	for _, l := range e.Level {
		c.begin[l+1] += int32(len(kept))
	}
	for l := range e.Labels {
		c.begin[l+1] += c.begin[l]
	}
	total := c.begin[len(e.Labels)]
	c.column = make([]int32, total)
	if r.w != nil {
		c.weight = make([]float64, total)
	}
	next := slices.Clone(c.begin)
	for i, l := range e.Level {
		for k, f := range kept {
			c.column[next[l]] = int32(offset[k]) + f.Level[i]
			if r.w != nil {
				c.weight[next[l]] = r.w[i]
			}
			next[l]++
		}
	}
	return c
}

// sort puts the kept levels in positions and each level's entries in ascending order.
func (c *cliques) sort(place []int32) {
	for i, k := range c.column {
		c.column[i] = place[k]
	}
	for l := range len(c.begin) - 1 {
		from, to := int(c.begin[l]), int(c.begin[l+1])
		if to-from > 32 {
			c.sortLong(from, to)
			continue
		}
		for i := from + 1; i < to; i++ {
			for j := i; j > from && c.column[j] < c.column[j-1]; j-- {
				c.column[j], c.column[j-1] = c.column[j-1], c.column[j]
				if c.weight != nil {
					c.weight[j], c.weight[j-1] = c.weight[j-1], c.weight[j]
				}
			}
		}
	}
}

func (c *cliques) sortLong(from, to int) {
	if c.weight == nil {
		slices.Sort(c.column[from:to])
		return
	}
	type entry struct {
		column int32
		weight float64
	}
	sorted := make([]entry, to-from)
	for i := range sorted {
		sorted[i] = entry{c.column[from+i], c.weight[from+i]}
	}
	slices.SortStableFunc(sorted, func(a, b entry) int { return int(a.column) - int(b.column) })
	for i, e := range sorted {
		c.column[from+i], c.weight[from+i] = e.column, e.weight
	}
}

// distinct returns how many kept levels level l meets, and whether it meets each of them in
// a single row of weight one. The entries must be sorted.
func (c *cliques) distinct(l int) (n int, plain bool) {
	segment := c.column[c.begin[l]:c.begin[l+1]]
	for i, k := range segment {
		if i == 0 || segment[i-1] != k {
			n++
		}
	}
	return n, n == len(segment) && c.weight == nil
}
