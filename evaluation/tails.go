package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// poissonTail returns P(X >= n) for X ~ Poisson(mean), summed upwards from n so that small
// probabilities keep their digits. Precondition: mean >= 0.
func poissonTail(n int, mean float64) float64 {
	if n <= 0 {
		return 1
	}
	if mean <= 0 {
		return 0
	}
	logTerm := float64(float64(n)*ln(mean)) - mean
	for k := 2; k <= n; k++ {
		logTerm -= ln(float64(k))
	}
	if float64(n) < mean { // not a small tail: 1 minus the rest
		below, term := 0.0, exp(-mean)
		for k := range n {
			below += term
			term = float64(term*mean) / float64(k+1)
		}
		return math.Max(0, 1-below)
	}
	sum, term := 0.0, 1.0
	for k := n + 1; term > 1e-17; k++ {
		sum += term
		term = float64(term*mean) / float64(k)
	}
	return math.Min(1, float64(exp(logTerm)*sum))
}

// chiSquaredBelow returns P(X <= x) for X chi-squared with n degrees of freedom, by Wilson
// and Hilferty's cube root (1931): within 0.002 for n >= 5, which is enough to look twice.
func chiSquaredBelow(x, n float64) float64 {
	if x <= 0 {
		return 0
	}
	v := 2 / float64(9*n)
	return normalCDF((power(x/n, 1.0/3) - (1 - v)) / math.Sqrt(v))
}

// discoveries returns the indices of the tests that Benjamini and Hochberg's procedure
// (1995) rejects at a false discovery rate, ascending. Equal p go by index.
func discoveries(p []float64, rate float64) []int {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	last := -1
	for k, i := range order {
		if p[i] <= float64(rate*float64(k+1))/float64(len(p)) {
			last = k
		}
	}
	found := slices.Clone(order[:last+1])
	slices.Sort(found)
	return found
}
