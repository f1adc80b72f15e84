package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// CheckTrace is what is known about how a spot check was made.
type CheckTrace struct {
	ID         int64
	Employee   int64
	Supervisor int64
	At         int64 // seconds since 1970
	Seconds    int64 // from opening to saving; 0 if unknown
	Items      int
	Mark       float64 // points, mean of the items
	Residual   float64 // Mark minus what the model expects of this person in this department
	Uniform    bool    // every item has the same answer
}

// CheckRules are the thresholds of CheckFlags.
type CheckRules struct {
	SecondsPerItem float64 // a check can't be faster
	Least          int     // checks of a supervisor (pairs: of a pair) below which nothing is concluded
	Discovery      float64 // false discovery rate of pairs
	Probability    float64 // of chance, below which straight lines and balancing are flagged
}

// DefaultCheckRules are the published thresholds.
func DefaultCheckRules() CheckRules {
	return CheckRules{SecondsPerItem: 4, Least: 8, Discovery: 0.05, Probability: 0.001}
}

// CheckFlags looks at how supervisors observe. sigma is the standard deviation of a
// check's residual by chance: √(σ_h² + σ²/items) of the audit model. The order of the
// traces does not matter.
func CheckFlags(traces []CheckTrace, sigma float64, rules CheckRules) []Flag {
	sorted := slices.Clone(traces)
	slices.SortFunc(sorted, func(a, b CheckTrace) int {
		return cmp.Or(cmp.Compare(a.Supervisor, b.Supervisor), cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	var flags []Flag
	for _, t := range sorted {
		if fastest := float64(rules.SecondsPerItem * float64(t.Items)); t.Seconds > 0 && float64(t.Seconds) < fastest {
			flags = append(flags, Flag{Kind: FlagTooFast, Employee: t.Employee, Supervisor: t.Supervisor,
				Observed: float64(t.Seconds), Expected: fastest, Evidence: []int64{t.ID}})
		}
	}
	uniform := 0.0
	for _, t := range sorted {
		if t.Uniform {
			uniform += 1 / float64(len(sorted))
		}
	}
	for _, mine := range chunks(sorted, func(t CheckTrace) int64 { return t.Supervisor }) {
		if len(mine) < rules.Least {
			continue
		}
		flags = append(flags, straightLines(mine, uniform, rules)...)
		flags = append(flags, drift(mine)...)
		flags = append(flags, balancing(mine, sigma, rules)...)
	}
	flags = append(flags, pairs(sorted, sigma, rules)...)
	return sortFlags(flags)
}

func checkIDs(traces []CheckTrace) []int64 {
	ids := make([]int64, len(traces))
	for i, t := range traces {
		ids[i] = t.ID
	}
	return ids
}

// straightLines flags a supervisor whose checks have one answer throughout far more often
// than everybody's together.
func straightLines(mine []CheckTrace, share float64, rules CheckRules) []Flag {
	same := slices.DeleteFunc(slices.Clone(mine), func(t CheckTrace) bool { return !t.Uniform })
	expected := float64(share * float64(len(mine)))
	p := poissonTail(len(same), expected)
	if len(same) < rules.Least || !(p < rules.Probability) {
		return nil
	}
	return []Flag{{Kind: FlagStraightLine, Supervisor: mine[0].Supervisor, Observed: float64(len(same)), Expected: expected,
		Probability: p, Evidence: checkIDs(same)}}
}

// drift charts a supervisor's residuals in the order of time; the last pattern counts.
func drift(mine []CheckTrace) []Flag {
	values := make([]float64, len(mine))
	for i, t := range mine {
		values[i] = t.Residual
	}
	chart, err := NewXmR(values, 0)
	if err != nil {
		return nil
	}
	for i := len(chart.Signals) - 1; i >= 0; i-- {
		s := chart.Signals[i]
		if s.Rule != RuleRunOfEight {
			continue // single checks far out are no drift
		}
		window := mine[s.Index-7 : s.Index+1]
		mean := 0.0
		for _, t := range window {
			mean += t.Residual / float64(len(window))
		}
		return []Flag{{Kind: FlagDrift, Supervisor: mine[0].Supervisor, Observed: mean, Expected: chart.Centre, Evidence: checkIDs(window)}}
	}
	return nil
}

// balancing flags marks whose spread is smaller than chance alone would make it.
func balancing(mine []CheckTrace, sigma float64, rules CheckRules) []Flag {
	if !(sigma > 0) {
		return nil
	}
	mean, ss := 0.0, 0.0
	for _, t := range mine {
		mean += t.Mark / float64(len(mine))
	}
	for _, t := range mine {
		ss += float64((t.Mark - mean) * (t.Mark - mean))
	}
	freedom := float64(len(mine) - 1)
	p := chiSquaredBelow(ss/float64(sigma*sigma), freedom)
	if !(p < rules.Probability) {
		return nil
	}
	return []Flag{{Kind: FlagBalancing, Supervisor: mine[0].Supervisor, Observed: math.Sqrt(ss / freedom), Expected: sigma,
		Probability: p, Evidence: checkIDs(mine)}}
}

// pairs tests for each supervisor and person with at least two checks whether the mean
// residual differs from that of the supervisor's other checks: two-sided, Benjamini–Hochberg.
func pairs(sorted []CheckTrace, sigma float64, rules CheckRules) []Flag {
	if !(sigma > 0) {
		return nil
	}
	var found []Flag
	var p []float64
	for _, mine := range chunks(sorted, func(t CheckTrace) int64 { return t.Supervisor }) {
		total := 0.0
		for _, t := range mine {
			total += t.Residual
		}
		own := slices.Clone(mine)
		slices.SortStableFunc(own, func(a, b CheckTrace) int { return cmp.Compare(a.Employee, b.Employee) })
		for _, pair := range chunks(own, func(t CheckTrace) int64 { return t.Employee }) {
			n, rest := float64(len(pair)), float64(len(mine)-len(pair))
			if len(pair) < 2 || len(mine)-len(pair) < rules.Least {
				continue
			}
			sum := 0.0
			for _, t := range pair {
				sum += t.Residual
			}
			difference := sum/n - (total-sum)/rest
			z := math.Abs(difference) / float64(sigma*math.Sqrt(1/n+1/rest))
			p = append(p, float64(2*normalCDF(-z)))
			found = append(found, Flag{Kind: FlagPair, Employee: pair[0].Employee, Supervisor: pair[0].Supervisor,
				Observed: difference, Probability: p[len(p)-1], Evidence: checkIDs(pair)})
		}
	}
	var flags []Flag
	for _, i := range discoveries(p, rules.Discovery) {
		flags = append(flags, found[i])
	}
	return flags
}
