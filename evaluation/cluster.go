package evaluation

import (
	"cmp"
	"slices"
)

// clusterOrder returns a position for each kept level such that levels which often meet in
// one level of the eliminated factor lie in the same 48 positions: the blocks of the
// preconditioner. From the lowest level that has no place yet, a block takes the levels
// that meet it most; equals go by index.
func clusterOrder(q int, c *cliques) []int32 {
	start, member := c.transposed(q)
	place := make([]int32, q)
	for i := range place {
		place[i] = -1
	}
	meets := make([]float64, q)
	next := int32(0)
	var touched []int32
	for seed := range q {
		if place[seed] >= 0 {
			continue
		}
		place[seed] = next
		next++
		touched = touched[:0]
		for _, l := range member[start[seed]:start[seed+1]] {
			from, to := int(c.begin[l]), int(c.begin[l+1])
			for i := from; i < to; i++ {
				k := c.column[i]
				if place[k] >= 0 {
					continue
				}
				if meets[k] == 0 {
					touched = append(touched, k)
				}
				meets[k] += c.weightOf(i) / float64(to-from)
			}
		}
		slices.SortFunc(touched, func(a, b int32) int {
			return cmp.Or(cmp.Compare(meets[b], meets[a]), cmp.Compare(a, b))
		})
		for _, k := range touched {
			if next%side != 0 {
				place[k] = next
				next++
			}
			meets[k] = 0
		}
	}
	return place
}

// transposed lists for each kept level the levels of E in which it occurs.
func (c *cliques) transposed(q int) (start, member []int32) {
	start = make([]int32, q+1)
	for _, k := range c.column {
		start[k+1]++
	}
	for i := range q {
		start[i+1] += start[i]
	}
	next := slices.Clone(start)
	member = make([]int32, len(c.column))
	for l := range len(c.begin) - 1 {
		for _, k := range c.column[c.begin[l]:c.begin[l+1]] {
			member[next[k]] = int32(l)
			next[k]++
		}
	}
	return start, member
}
