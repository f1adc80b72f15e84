package evaluation

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// poisson draws a count by counting exponential waiting times.
func poisson(rng *rand.Rand, mean float64) int64 {
	n := int64(0)
	for t := rng.ExpFloat64(); t < mean; t += rng.ExpFloat64() {
		n++
	}
	return n
}

// TestRatesFindTheSpread: from simulated complaints with true shape 4 the fit finds about
// 4, in any order, and shrinks towards the hospital.
func TestRatesFindTheSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	var people []Exposure
	for id := range int64(2000) {
		theta := 0.0
		for range 4 {
			theta += rng.ExpFloat64() / 4
		}
		expected := 0.5 + 3*rng.Float64()
		people = append(people, Exposure{id + 1, poisson(rng, expected*theta), fixed(expected, Unit)})
	}
	p, err := FitRates("complaints", people)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "α", float64(p.Alpha)/Unit, 4, 0.8)
	slices.Reverse(people)
	if again, _ := FitRates("complaints", people); again != p {
		t.Errorf("the order changed %v to %v", p, again)
	}
	for _, c := range []struct{ count, expected int64 }{{0, Unit}, {5, Unit}, {40, 10 * Unit}} {
		rate, sd := p.Relative(Exposure{1, c.count, c.expected})
		a, e := float64(p.Alpha)/Unit, float64(c.expected)/Unit
		near(t, "rate", float64(rate)/Scale, (a+float64(c.count))/(a+e), 1e-4)
		near(t, "sd", float64(sd)/Scale, math.Sqrt(a+float64(c.count))/(a+e), 1e-4)
	}
}

// TestRatesWithoutSpread: counts that vary only by chance tell nobody apart.
func TestRatesWithoutSpread(t *testing.T) {
	var people []Exposure
	for id := range int64(100) {
		people = append(people, Exposure{id + 1, id % 2, Unit / 2})
	}
	p, err := FitRates("praise", people)
	if err != nil {
		t.Fatal(err)
	}
	if rate, sd := p.Relative(Exposure{1, 7, Unit}); p.Alpha != 0 || rate != Scale || sd != 0 {
		t.Errorf("α %d, rate %d ± %d", p.Alpha, rate, sd)
	}
	if _, err := FitRates("praise", []Exposure{{1, 1, 0}}); err == nil {
		t.Error("no exposure was accepted")
	}
	if _, err := FitRates("praise", []Exposure{{1, 1, 1}, {1, 1, 1}}); err == nil {
		t.Error("an employee twice was accepted")
	}
}

func TestExpect(t *testing.T) {
	out := Expect(map[int64]int64{1: 3, 2: 1}, map[int64]int64{1: 10, 2: 10, 3: 20, 4: 0})
	want := []Exposure{{1, 3, Unit}, {2, 1, Unit}, {3, 0, 2 * Unit}}
	if !slices.Equal(out, want) {
		t.Errorf("%v, want %v", out, want)
	}
}

func TestTrainingShare(t *testing.T) {
	for _, c := range []struct {
		verified, required, share int64
		known                     bool
	}{{0, 0, 0, false}, {0, 600, 0, true}, {599, 600, 9983, true}, {600, 600, Scale, true}, {900, 600, Scale, true}} {
		share, known := TrainingShare(c.verified, c.required)
		if share != c.share || known != c.known {
			t.Errorf("%d of %d: %d %v", c.verified, c.required, share, known)
		}
	}
}
