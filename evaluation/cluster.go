package evaluation

import (
	"cmp"
	"slices"
)

// clusterOrder returns a position for each kept level such that levels which often meet in
// one level of the eliminated factor lie in the same 48 positions: the blocks of the
// preconditioner. From the lowest level that has no place yet, a block takes the levels
// that meet it most; equals go by index.
func clusterOrder(q int, begin []int32, entries []entry) []int32 {
	start, member := transposeCliques(q, begin, entries)
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
			clique := entries[begin[l]:begin[l+1]]
			for _, e := range clique {
				if place[e.column] >= 0 {
					continue
				}
				if meets[e.column] == 0 {
					touched = append(touched, e.column)
				}
				meets[e.column] += e.weight / float64(len(clique))
			}
		}
		slices.SortFunc(touched, func(a, b int32) int {
			return cmp.Or(cmp.Compare(meets[b], meets[a]), cmp.Compare(a, b))
		})
		for _, c := range touched {
			if next%side != 0 {
				place[c] = next
				next++
			}
			meets[c] = 0
		}
	}
	return place
}

// transposeCliques lists for each kept level the levels of E in which it occurs.
func transposeCliques(q int, begin []int32, entries []entry) (start, member []int32) {
	start = make([]int32, q+1)
	for _, e := range entries {
		start[e.column+1]++
	}
	for i := range q {
		start[i+1] += start[i]
	}
	next := slices.Clone(start)
	member = make([]int32, len(entries))
	for l := range len(begin) - 1 {
		for _, e := range entries[begin[l]:begin[l+1]] {
			member[next[e.column]] = int32(l)
			next[e.column]++
		}
	}
	return start, member
}
