package evaluation

import "fmt"

// CohenKappa measures the agreement of two observers beyond chance from their table of
// counts, table[i][j] being how often the first said i and the second j:
// κ = (p_o - p_e)/(1 - p_e).
//
// It returns an error if the table is empty or not square, or if both observers always
// gave one and the same answer, when agreement beyond chance has no meaning.
// Source: Cohen (1960).
func CohenKappa(table [][]float64) (float64, error) {
	k := len(table)
	total, same := 0.0, 0.0
	first, second := make([]float64, k), make([]float64, k)
	for i, row := range table {
		if len(row) != k {
			return 0, fmt.Errorf("the table has %d rows, but row %d has %d columns", k, i+1, len(row))
		}
		for j, c := range row {
			if !(c >= 0) || c > largest {
				return 0, fmt.Errorf("row %d, column %d of the table is not a count", i+1, j+1)
			}
			total += c
			first[i] += c
			second[j] += c
		}
		same += row[i]
	}
	if total == 0 {
		return 0, fmt.Errorf("there are no double observations")
	}
	chance := 0.0
	for i := range k {
		chance += float64(first[i]/total) * (second[i] / total)
	}
	return beyondChance(same/total, chance)
}

// FleissKappa measures the agreement of many observers. counts[s][c] is how many of the
// observers put subject s into category c; every subject must have the same number of
// observers, at least two. Source: Fleiss (1971).
func FleissKappa(counts [][]float64) (float64, error) {
	if len(counts) == 0 {
		return 0, fmt.Errorf("there are no subjects")
	}
	raters := 0.0
	for _, c := range counts[0] {
		raters += c
	}
	if raters < 2 {
		return 0, fmt.Errorf("agreement needs at least two observers")
	}
	share := make([]float64, len(counts[0]))
	agreed := 0.0
	for s, row := range counts {
		n, pairs := 0.0, 0.0
		if len(row) != len(share) {
			return 0, fmt.Errorf("subject %d has %d categories, not %d", s+1, len(row), len(share))
		}
		for c, v := range row {
			n += v
			pairs += float64(v * (v - 1))
			share[c] += v
		}
		if n != raters {
			return 0, fmt.Errorf("subject %d has %g observers, not %g", s+1, n, raters)
		}
		agreed += pairs / float64(raters*(raters-1))
	}
	n := float64(len(counts))
	chance := 0.0
	for _, v := range share {
		p := v / float64(n*raters)
		chance += float64(p * p)
	}
	return beyondChance(agreed/n, chance)
}

func beyondChance(observed, chance float64) (float64, error) {
	if !(chance < 1-1e-12) {
		return 0, fmt.Errorf("all observations are equal: there is no agreement beyond chance to measure")
	}
	return (observed - chance) / (1 - chance), nil
}
