package evaluation

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestUnseenLevelsAreTheirPosterior: the figure of somebody new, from checks and visits
// that the fit has not seen, is the posterior of u + h_c + e given the variances, which can
// be written down: checks of m_c items with means ȳ_c have weights m_c/(σ² + m_c·σ_h²).
func TestUnseenLevelsAreTheirPosterior(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high int64) int64 { return rapid.Int64Range(low, high).Draw(t, name) }
		residual, people, halo := draw("residual", 50, 900), draw("people", 5, 100), draw("halo", 1, 300)
		p := Parameters{Mean: 70 * Unit, Intercept: 70 * Unit, Residual: residual * Unit, Variance: people * Unit,
			Lambda: mulDiv(residual, Unit, people), Random: []RandomFactor{{Name: "spotCheck", Kind: OneOff, Variance: halo * Unit}}}
		var observations []Observation
		precision, sum := 1/float64(people), 0.0
		for check := range draw("checks", 1, 6) {
			m := draw("items", 1, 12)
			w := 1 / (float64(residual) + float64(m*halo))
			for range m {
				y := draw("value", 0, 100)
				observations = append(observations, Observation{ID: int64(len(observations) + 1), Employee: 1, Value: y * Unit, Random: []int64{check + 1}})
				sum += w * float64(y-70)
			}
			precision += w * float64(m)
		}
		e, err := p.Explain(1, observations)
		if err != nil {
			t.Fatal(err)
		}
		effect, sd := sum/precision, math.Sqrt(1/precision)
		// Weights are whole millionths, of which a few dozen may be of a thousandth each.
		if math.Abs(float64(e.Effect)/Unit-effect) > 0.01 || math.Abs(float64(e.SD)/Unit-sd) > 0.01 {
			t.Fatalf("%d ± %d, want %.6f ± %.6f", e.Effect, e.SD, effect, sd)
		}
		if e.Unseen != len(observations) {
			t.Fatalf("%d of %d are unseen", e.Unseen, len(observations))
		}
	})
}

// TestDeviationFollowsTheEvidence: less than the fit saw makes a figure less sure, down to
// nothing being known; more makes it surer; the same gives the frozen one.
func TestDeviationFollowsTheEvidence(t *testing.T) {
	p := Parameters{Residual: 400 * Unit, Variance: 50 * Unit, Lambda: 8 * Unit, Tau: rootOf(50 * Unit * Unit),
		Employees: []FrozenEmployee{{ID: 1, Weight: 20 * Unit, SD: 4_200_000}}} // 20 observations, found to be worth 14.7
	was := int64(0)
	for _, c := range []struct {
		seen, unseen, want int64
	}{
		{40, 10, 2_804_989}, {40, 0, 3_268_869}, {20, 10, 3_497_949}, {20, 0, 4_200_000}, {10, 0, 5_106_622}, {0, 10, 4_714_045}, {0, 0, 7_071_068},
	} {
		got := p.deviation(1, &tally{weight: (c.seen + c.unseen) * Unit, unseen: c.unseen * Unit})
		star := 400/(4.2*4.2) - 8
		exact := 1e6 * math.Sqrt(400/(star*float64(c.seen)/20+float64(c.unseen)+8))
		if math.Abs(float64(got)-exact) > 2 {
			t.Errorf("%d seen, %d new: %d, want %.0f", c.seen, c.unseen, got, exact)
		}
		if c.unseen == 0 && got < was {
			t.Errorf("%d seen, %d new: surer with less", c.seen, c.unseen)
		}
		if c.unseen == 0 {
			was = got
		}
	}
}

// TestIntervalsMayBeWiderThanTheSpread that the scheme was frozen with: what is not known
// is not known the better for that.
func TestIntervalsMayBeWiderThanTheSpread(t *testing.T) {
	e := Explanation{Component: "ratings", Employee: 1, Observations: 2, SD: 9 * Unit}
	s, err := Compose(measured().WithTau("ratings", 6*Unit), "nurse", Inputs{Employee: 1, Components: []Explanation{e}})
	if err != nil {
		t.Fatal(err)
	}
	if s.Components[0].SD != 9*Unit || s.Components[0].Reliability != 0 {
		t.Errorf("sd %d, reliability %d", s.Components[0].SD, s.Components[0].Reliability)
	}
}

// TestWordsThatParseAsNumbers are words: a ward may be called INF.
func TestWordsThatParseAsNumbers(t *testing.T) {
	f := NewFactor("ward", []string{"nan", "INF", "10", "CARD", "9", "1e1", "0x1p3", "+Inf", "-3.5", ".", "1_0"})
	want := []string{"-3.5", "9", "10", "1e1", "+Inf", ".", "0x1p3", "1_0", "CARD", "INF", "nan"}
	for i, l := range f.Labels {
		if l != want[i] {
			t.Fatalf("the order is %q, want %q", f.Labels, want)
		}
	}
}
