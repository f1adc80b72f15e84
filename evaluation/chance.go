package evaluation

import "math"

// NegativeBinomialTail returns P(X >= n) for X negative binomial with a mean and a size:
// its variance is mean + mean²/size, so that a small size allows for days that differ more
// than chance alone explains. Summed upwards from n, so that small probabilities keep their
// digits. Preconditions: mean >= 0, size > 0.
func NegativeBinomialTail(n int, mean, size float64) float64 {
	if n <= 0 {
		return 1
	}
	if mean <= 0 {
		return 0
	}
	q := mean / (size + mean)
	start := float64(size * ln(size/(size+mean))) // of P(X = 0)
	if float64(n) < mean {                        // not a small tail: 1 minus the rest
		below, term := 0.0, exp(start)
		for k := range n {
			below += term
			term = float64(term*q) * (size + float64(k)) / float64(k+1)
		}
		return math.Max(0, 1-below)
	}
	logTerm := start + float64(float64(n)*ln(q))
	for k := range n {
		logTerm += ln((size + float64(k)) / float64(k+1))
	}
	sum, term := 0.0, 1.0
	for k := n; term > 1e-17; k++ {
		sum += term
		term = float64(term*q) * (size + float64(k)) / float64(k+1)
	}
	return math.Min(1, float64(exp(logTerm)*sum))
}

// PoissonTail returns P(X >= n) for X Poisson with a mean. Precondition: mean >= 0.
func PoissonTail(n int, mean float64) float64 { return poissonTail(n, mean) }

// Discoveries returns the indices of the tests that Benjamini and Hochberg's procedure
// (1995) rejects at a false discovery rate, ascending.
func Discoveries(probabilities []float64, rate float64) []int {
	return discoveries(probabilities, rate)
}
