package evaluation

import (
	"math"
	"math/bits"
)

// wide is a signed 128-bit integer: products of two int64 and sums of a few billion of
// them are exact in it.
type wide struct {
	hi int64
	lo uint64
}

// product returns a·b.
func product(a, b int64) wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	h := int64(hi)
	if a < 0 {
		h -= b
	}
	if b < 0 {
		h -= a
	}
	return wide{h, lo}
}

func (a wide) add(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return wide{a.hi + b.hi + int64(carry), lo}
}

func (a wide) negated() wide {
	lo, borrow := bits.Sub64(0, a.lo, 0)
	return wide{-a.hi - int64(borrow), lo}
}

// floor returns the quotient rounded towards minus infinity and the remainder in [0, d).
// Precondition: d > 0. A quotient beyond int64 is the nearest int64, with remainder 0.
func (a wide) floor(d int64) (quotient, remainder int64) {
	negative := a.hi < 0
	if negative {
		a = a.negated()
	}
	if uint64(a.hi) >= uint64(d) {
		return saturated(negative), 0
	}
	q, r := bits.Div64(uint64(a.hi), a.lo, uint64(d))
	if q > math.MaxInt64 {
		return saturated(negative), 0
	}
	if !negative {
		return int64(q), int64(r)
	}
	if r == 0 {
		return -int64(q), 0
	}
	return -int64(q) - 1, d - int64(r)
}

func saturated(negative bool) int64 {
	if negative {
		return math.MinInt64
	}
	return math.MaxInt64
}

// over returns the quotient rounded to the nearest integer, halves upwards.
// Precondition: d > 0.
func (a wide) over(d int64) int64 {
	q, r := a.floor(d)
	if r >= d-r {
		q++
	}
	return q
}

// mulDiv returns a·b/d, rounded to the nearest integer, halves upwards. Precondition: d > 0.
func mulDiv(a, b, d int64) int64 { return product(a, b).over(d) }

// rootOf returns the largest integer whose square is at most v; 0 for negative v.
func rootOf(v int64) int64 {
	if v <= 0 {
		return 0
	}
	r := int64(math.Sqrt(float64(v)))
	for product(r, r).above(v) {
		r--
	}
	for !product(r+1, r+1).above(v) {
		r++
	}
	return r
}

// above reports a > v for a >= 0 and v >= 0.
func (a wide) above(v int64) bool { return a.hi > 0 || a.lo > uint64(v) }

// fixed returns x in units of 1/unit, rounded to the nearest integer, halves to even.
func fixed(x float64, unit int64) int64 { return int64(math.RoundToEven(float64(x * float64(unit)))) }
