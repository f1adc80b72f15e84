package evaluation

import (
	"cmp"
	"slices"
)

// largestRemainder adds total - Σ floors units to the floors, one each in the order of
// descending remainder; equal remainders go by ascending position. It changes floors in
// place, and Σ floors is then exactly total.
//
// Should the difference be negative or exceed the number of parts (it can't, where the
// total is the rounded sum of the same fractions), whole rounds are given or taken first.
// Precondition: if there are no parts, total is 0.
func largestRemainder(total int64, floors, remainders []int64) {
	n := int64(len(floors))
	if n == 0 {
		return
	}
	left := total
	for _, f := range floors {
		left -= f
	}
	round := left / n
	if left%n < 0 {
		round--
	}
	left -= round * n
	order := make([]int, n)
	for i := range order {
		order[i] = i
		floors[i] += round
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(remainders[b], remainders[a]), cmp.Compare(a, b)) })
	for _, i := range order[:left] {
		floors[i]++
	}
}

// apportion cuts total into integer parts in proportion to signed shares: part i is
// share_i·multiplier/divisor to within a unit, and the parts sum to total exactly.
func apportion(total int64, shares []int64, multiplier, divisor int64) []int64 {
	floors, remainders := make([]int64, len(shares)), make([]int64, len(shares))
	for i, s := range shares {
		floors[i], remainders[i] = product(s, multiplier).floor(divisor)
	}
	largestRemainder(total, floors, remainders)
	return floors
}
