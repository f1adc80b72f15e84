package evaluation

import "fmt"

// ICC holds the six intraclass correlations of Shrout & Fleiss (1979) for n targets rated
// by the same k raters: one rater at random per rating (1), raters drawn at random (2),
// raters fixed (3), for a single rating and, with K, for the mean of all k.
type ICC struct {
	ICC1, ICC2, ICC3    float64
	ICC1K, ICC2K, ICC3K float64
}

// IntraclassCorrelations computes them from the two-way analysis of variance of
// ratings[target][rater]. It returns an error if there are fewer than two targets or
// raters, a value is missing, or all ratings are equal.
func IntraclassCorrelations(ratings [][]float64) (ICC, error) {
	n := len(ratings)
	if n < 2 || len(ratings[0]) < 2 {
		return ICC{}, fmt.Errorf("intraclass correlations need at least two targets and two raters")
	}
	k := len(ratings[0])
	grand := 0.0
	target, rater := make([]float64, n), make([]float64, k)
	for i, row := range ratings {
		if err := checkNumbers(fmt.Sprintf("target %d", i+1), row, k); err != nil {
			return ICC{}, err
		}
		for j, v := range row {
			target[i] += v / float64(k)
			rater[j] += v / float64(n)
			grand += v / float64(n*k)
		}
	}
	between, raters, within, rest := 0.0, 0.0, 0.0, 0.0
	for i, row := range ratings {
		between += float64(float64(k) * float64((target[i]-grand)*(target[i]-grand)))
		for j, v := range row {
			w := v - target[i]
			e := v - target[i] - rater[j] + grand
			within += float64(w * w)
			rest += float64(e * e)
		}
	}
	for _, m := range rater {
		raters += float64(float64(n) * float64((m-grand)*(m-grand)))
	}
	if between+within == 0 {
		return ICC{}, fmt.Errorf("all ratings are equal: there is nothing to correlate")
	}
	return iccOf(between/float64(n-1), raters/float64(k-1), within/float64(n*(k-1)), rest/float64((n-1)*(k-1)), float64(n), float64(k)), nil
}

// iccOf takes the mean squares between targets, between raters, within targets and of the
// rest. A coefficient whose denominator vanishes is 0.
func iccOf(b, j, w, e, n, k float64) ICC {
	return ICC{
		ICC1:  ratioOrZero(b-w, b+float64((k-1)*w)),
		ICC2:  ratioOrZero(b-e, b+float64((k-1)*e)+float64(k*(j-e))/n),
		ICC3:  ratioOrZero(b-e, b+float64((k-1)*e)),
		ICC1K: ratioOrZero(b-w, b),
		ICC2K: ratioOrZero(b-e, b+(j-e)/n),
		ICC3K: ratioOrZero(b-e, b),
	}
}

func ratioOrZero(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
