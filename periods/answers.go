package periods

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/wardstar/wardstar/evaluation"
)

// answer is how many patients gave an answer, or one of several neighbouring
// ones.
type answer struct {
	low, high int // 0 to 100
	n         int64
	sum       int64 // of the values
}

// answers puts ratings together by what was answered, the best first. An answer
// of fewer than five patients is put together with the neighbouring one of
// fewer, the lower of equals, until none is. Of one to four ratings there is
// nothing to tell.
func answers(values []int) []answer {
	if len(values) < countedFrom {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	var out []answer
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			out = append(out, answer{low: v, high: v})
		}
		last := &out[len(out)-1]
		last.n++
		last.sum += int64(v)
	}
	for len(out) > 1 {
		i := fewest(out)
		if out[i].n >= countedFrom {
			break
		}
		if i == 0 || i < len(out)-1 && out[i+1].n < out[i-1].n {
			i++ // with the one above
		}
		a, b := out[i-1], out[i]
		out[i-1] = answer{a.low, b.high, a.n + b.n, a.sum + b.sum}
		out = slices.Delete(out, i, i+1)
	}
	slices.Reverse(out)
	return out
}

// fewest returns the place of the answer that fewest gave, the first of equals.
func fewest(all []answer) (at int) {
	for i := range all {
		if all[i].n < all[at].n {
			at = i
		}
	}
	return at
}

// shareAnswers gives each answer its part of the effect, in micro-points; the
// parts sum to it. Of n ratings with values y and the mean ȳ, those of an
// answer contribute
//
//	n_v·effect/n + Σ_v (y − ȳ) / (n + λ),
//
// which is what they would contribute if all ratings had been given under
// the same circumstances: in the same shift and language, by visits equally
// strict. What follows from the true circumstances of each, the evaluation's
// own shares, would tell them: whoever knows the models could tell the one
// patient who spoke Korean at night by the fraction. This tells nothing that
// the answers and the effect's four lines do not.
func shareAnswers(all []answer, effect, lambda int64) []int64 {
	if len(all) == 0 {
		return nil
	}
	n, sum := int64(0), int64(0)
	for _, a := range all {
		n, sum = n+a.n, sum+a.sum
	}
	out, order := make([]int64, len(all)), make([]int, len(all))
	remainders := make([]*big.Int, len(all))
	left := effect
	weight := big.NewInt(n*evaluation.Unit + lambda)
	divisor := new(big.Int).Mul(big.NewInt(n), weight)
	for i, a := range all {
		circumstances := new(big.Int).Mul(new(big.Int).Mul(big.NewInt(a.n), big.NewInt(effect)), weight)
		answered := new(big.Int).Mul(big.NewInt(n*a.sum-a.n*sum), big.NewInt(evaluation.Unit*evaluation.Unit))
		quotient := circumstances.Add(circumstances, answered)
		quotient, remainders[i] = quotient.DivMod(quotient, divisor, new(big.Int))
		out[i], order[i] = quotient.Int64(), i
		left -= out[i]
	}
	slices.SortStableFunc(order, func(i, k int) int { return remainders[k].Cmp(remainders[i]) })
	for _, i := range order[:left] { // 0 ≤ left < number of answers, as the exact parts sum to the effect
		out[i]++
	}
	return out
}

// ratingItems tells what patients answered in a month, and what it contributed.
func ratingItems(p part, mine []source, lambda int64, month string) []Item {
	values := make([]int, len(mine))
	for i := range mine {
		values[i] = mine[i].Value
	}
	all := answers(values)
	shares := make([]int64, len(all))
	if p.Neutral == "" {
		shares = shareAnswers(all, p.Effect, lambda)
	}
	items := []Item{}
	for i, a := range all {
		items = append(items, Item{
			ID: ratingKind + "-" + strconv.Itoa(i+1), Kind: ratingKind, OccurredOn: month,
			Value: (a.low + a.high) / 2, ValueLow: a.low, ValueHigh: a.high, Count: int(a.n), Share: shares[i],
		})
	}
	return items
}
