package evaluation

import (
	"fmt"
	"math"
)

// XmR is a chart of individual values and moving ranges: the centre and natural limits of
// a series that varies by chance alone, and the points that do not look like chance.
//
// Source: Wheeler, "Understanding Variation" (1993), with the four zone rules of the
// Western Electric handbook (1956).
type XmR struct {
	Centre, Sigma float64 // sigma = mean moving range / 1.128
	Lower, Upper  float64 // centre ± 3 sigma
	RangeLimit    float64 // 3.267 · mean moving range
	Signals       []Signal
}

// Signal is a rule that a point completes.
type Signal struct {
	Index int // of the last point of the pattern
	Rule  ChartRule
	Above bool // which side of the centre
}

// ChartRule names a rule.
type ChartRule string

// The four rules.
const (
	RuleBeyond     ChartRule = "beyondLimits" // one point beyond 3 sigma
	RuleTwoOfThree ChartRule = "twoOfThree"   // two of three beyond 2 sigma on one side
	RuleFourOfFive ChartRule = "fourOfFive"   // four of five beyond 1 sigma on one side
	RuleRunOfEight ChartRule = "runOfEight"   // eight in a row on one side of the centre
)

// NewXmR charts a series in the order of time. The limits are taken from the first
// baseline values (all of them if baseline is 0), the rules are applied to all.
//
// It returns an error if the baseline has fewer than two values or a value is not a
// number. A baseline without variation has no limits to cross: sigma is 0, and then any
// value off the centre is a signal.
func NewXmR(values []float64, baseline int) (XmR, error) {
	if err := checkNumbers("the series", values, len(values)); err != nil {
		return XmR{}, err
	}
	if baseline == 0 {
		baseline = len(values)
	}
	if baseline < 2 || baseline > len(values) {
		return XmR{}, fmt.Errorf("a chart needs a baseline of at least two values, and no more than there are")
	}
	c := XmR{}
	moving := 0.0
	for i, v := range values[:baseline] {
		c.Centre += v / float64(baseline)
		if i > 0 {
			moving += math.Abs(v-values[i-1]) / float64(baseline-1)
		}
	}
	c.Sigma = moving / 1.128
	c.Lower, c.Upper = c.Centre-float64(3*c.Sigma), c.Centre+float64(3*c.Sigma)
	c.RangeLimit = float64(3.267 * moving)
	for i := range values {
		c.signals(values, i)
	}
	return c, nil
}

// signals applies the rules to the patterns that end at point i, on either side.
func (c *XmR) signals(values []float64, i int) {
	for _, above := range []bool{true, false} {
		beyond := func(k int, sigmas float64) bool {
			d := values[k] - c.Centre
			if !above {
				d = -d
			}
			return d > float64(sigmas*c.Sigma)
		}
		count := func(window int, sigmas float64) int {
			n := 0
			for k := max(0, i-window+1); k <= i; k++ {
				if beyond(k, sigmas) {
					n++
				}
			}
			return n
		}
		for _, r := range []struct {
			rule         ChartRule
			window, need int
			sigmas       float64
		}{{RuleBeyond, 1, 1, 3}, {RuleTwoOfThree, 3, 2, 2}, {RuleFourOfFive, 5, 4, 1}, {RuleRunOfEight, 8, 8, 0}} {
			if i+1 >= r.need && beyond(i, r.sigmas) && count(r.window, r.sigmas) >= r.need {
				c.Signals = append(c.Signals, Signal{i, r.rule, above})
			}
		}
	}
}
