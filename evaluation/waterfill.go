package evaluation

import "math"

// unlimited is the limit of a claim without one.
const unlimited = math.MaxInt64

// claim is a claim on money: in proportion to mass, at most limit.
type claim struct{ mass, limit int64 }

// together returns the most that all claims with a mass may take.
func together(claims []claim) int64 {
	sum := int64(0)
	for _, c := range claims {
		if c.mass == 0 {
			continue
		}
		if c.limit >= unlimited-sum {
			return unlimited
		}
		sum += c.limit
	}
	return sum
}

// fill divides an amount among claims in proportion to their mass by largest remainder.
// Claims whose quota reaches their limit get the limit, and what that sets free is divided
// again among the others, until no quota is over. Equal remainders go by position.
func fill(amount int64, claims []claim) []int64 {
	out := make([]int64, len(claims))
	open := make([]int, 0, len(claims))
	total := int64(0)
	for i, c := range claims {
		if c.mass > 0 && c.limit > 0 {
			open = append(open, i)
			total += c.mass
		}
	}
	for full := true; full; {
		full = false
		rest := open[:0]
		spent, gone := int64(0), int64(0)
		for _, i := range open {
			c := claims[i]
			if quota, _ := product(amount, c.mass).floor(total); quota >= c.limit {
				out[i] = c.limit
				spent, gone, full = spent+c.limit, gone+c.mass, true
				continue
			}
			rest = append(rest, i)
		}
		open, amount, total = rest, amount-spent, total-gone
	}
	if len(open) == 0 {
		return out
	}
	floors, remainders := make([]int64, len(open)), make([]int64, len(open))
	for k, i := range open {
		floors[k], remainders[k] = product(amount, claims[i].mass).floor(total)
	}
	largestRemainder(amount, floors, remainders)
	for k, i := range open {
		out[i] = floors[k]
	}
	return out
}
