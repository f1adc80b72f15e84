package evaluation

import "testing"

// TestStarsAreTrue: of the people who are awarded a tier in simulated hospitals, at least
// four in five truly lie above its threshold.
func TestStarsAreTrue(t *testing.T) {
	awarded, deserved := 0, 0
	for seed := range simulations {
		h := simulate(uint64(seed), 400, 30)
		fit, err := FitComponent(h.spec, h.evidence)
		if err != nil {
			t.Fatal(err)
		}
		p := Freeze(fit)
		scheme := DefaultScheme().WithTau("ratings", p.Tau)
		scheme.Posts = []PostRules{{Post: AnyPost, Weights: []Weight{{"ratings", Scale}}, Minimum: []Required{{"ratings", 10}}}}
		scheme.Gates = GateRules{}
		if err := scheme.Validate(); err != nil {
			t.Fatal(err)
		}
		mine := make([][]Observation, len(h.truth))
		for _, o := range h.evidence {
			mine[o.Employee-1] = append(mine[o.Employee-1], o)
		}
		for j, evidence := range mine {
			e, err := p.Explain(int64(j+1), evidence)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Compose(scheme, "nurse", Inputs{Employee: int64(j + 1), Components: []Explanation{e}})
			if err != nil {
				t.Fatal(err)
			}
			truth := 70 + 10*h.truth[j]/2.5/(float64(p.Tau)/Unit)
			for _, star := range Stars(scheme, s, Gates(scheme, Facts{})) {
				if !star.Awarded {
					continue
				}
				awarded++
				if truth*Scale > float64(star.Threshold) {
					deserved++
				}
			}
		}
	}
	t.Logf("%d of %d tiers awarded are true", deserved, awarded)
	if awarded < 40*simulations || float64(deserved) < 0.8*float64(awarded) {
		t.Errorf("%d of %d tiers awarded are true", deserved, awarded)
	}
}
