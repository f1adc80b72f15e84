package evaluation

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// hospital is simulated evidence with the truth about its people.
type hospital struct {
	spec     ComponentSpec
	evidence []Observation
	truth    []float64 // by employee, from 1
	peer     []string  // department of each employee
}

// simulate draws a hospital of 12 departments: visits differ in strictness and see several
// people, departments and posts in how pleased their patients are, people in the mix of
// touchpoints and shifts they work. The spreads are those of the reference data divided by
// 2.5, so that hardly any answer is cut off at the ends of the scale: a cut-off answer
// would measure a different truth than the one that was drawn.
func simulate(seed uint64, people int, meanRatings float64) hospital {
	rng := rand.New(rand.NewPCG(seed, 99))
	h := hospital{spec: ComponentSpec{Code: "ratings", Fixed: []string{"department", "post", "touchpoint", "shift"},
		Random: []RandomSpec{{"visit", OneOff}}}}
	department := make([]float64, 12)
	for d := range department {
		department[d] = 5 * rng.NormFloat64()
	}
	post, touchpoint, shift := []float64{0, 4, -4, 3, -3}, []float64{0, 5, -10, 1}, []float64{0, -1, -3}
	byDepartment := make([][]int64, 12)
	posts, busy, bad, night := make([]int, people), make([]float64, people), make([]float64, people), make([]float64, people)
	for j := range people {
		d := rng.IntN(12)
		byDepartment[d] = append(byDepartment[d], int64(j+1))
		h.peer = append(h.peer, strconv.Itoa(d))
		h.truth = append(h.truth, math.Sqrt(47.9)*rng.NormFloat64())
		posts[j], busy[j], bad[j], night[j] = rng.IntN(5), math.Exp(0.6*rng.NormFloat64()), rng.Float64(), rng.Float64()
	}
	target := int(float64(people) * meanRatings)
	for visit := int64(1); len(h.evidence) < target; visit++ {
		d := rng.IntN(12)
		mood := math.Sqrt(245.9) * rng.NormFloat64()
		for _, k := range rng.Perm(len(byDepartment[d]))[:min(len(byDepartment[d]), 1+rng.IntN(5))] {
			j := byDepartment[d][k] - 1
			if rng.Float64() > busy[j]/2 {
				continue
			}
			tp, sh := rng.IntN(4), 0
			if rng.Float64() < bad[j] {
				tp = 2
			}
			if rng.Float64() < night[j] {
				sh = 1 + rng.IntN(2)
			}
			y := 50 + (department[d]+post[posts[j]]+touchpoint[tp]+shift[sh]+mood+h.truth[j]+math.Sqrt(538.6)*rng.NormFloat64())/2.5
			h.evidence = append(h.evidence, Observation{ID: int64(len(h.evidence) + 1), Employee: j + 1,
				Value: int64(math.Min(100, math.Max(0, y)) * Unit), Random: []int64{visit},
				Fixed: []string{strconv.Itoa(d), strconv.Itoa(posts[j]), strconv.Itoa(tp), strconv.Itoa(sh)}})
		}
	}
	return h
}

// scores returns for everybody with evidence the truth, the model's effect with its sd, and
// the raw mean less the mean of the peers.
func (h hospital) scores(t *testing.T) (truth, effect, sd, raw []float64) {
	t.Helper()
	fit, err := FitComponent(h.spec, h.evidence)
	if err != nil {
		t.Fatal(err)
	}
	p := Freeze(fit)
	mine := make([][]Observation, len(h.truth))
	peerSum, peerN := map[string]float64{}, map[string]float64{}
	for _, o := range h.evidence {
		mine[o.Employee-1] = append(mine[o.Employee-1], o)
		peerSum[h.peer[o.Employee-1]] += float64(o.Value) / Unit
		peerN[h.peer[o.Employee-1]]++
	}
	for j, evidence := range mine {
		if len(evidence) == 0 {
			continue
		}
		e, err := p.Explain(int64(j+1), evidence)
		if err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for _, o := range evidence {
			mean += float64(o.Value) / Unit / float64(len(evidence))
		}
		truth, effect, sd = append(truth, h.truth[j]/2.5), append(effect, float64(e.Effect)/Unit), append(sd, float64(e.SD)/Unit)
		raw = append(raw, mean-peerSum[h.peer[j]]/peerN[h.peer[j]])
	}
	return truth, effect, sd, raw
}

// kendall is Kendall's rank correlation of values without ties.
func kendall(a, b []float64) float64 {
	sum := 0
	for i := range a {
		for j := range i {
			switch d := (a[i] - a[j]) * (b[i] - b[j]); {
			case d > 0:
				sum++
			case d < 0:
				sum--
			}
		}
	}
	return float64(sum) / float64(len(a)*(len(a)-1)/2)
}

// TestModelBeatsRawMeans: on simulated hospitals the model orders people better than raw
// means adjusted for the peers, the more so the more evidence there is, and its 90 %
// intervals hold the truth about nine times in ten.
func TestModelBeatsRawMeans(t *testing.T) {
	for _, c := range []struct {
		ratings, gain float64
		hospitals     int
	}{{8, 0.03, simulations}, {20, 0.06, simulations}, {60, 0.08, simulations}} {
		tau, tauRaw, covered, n := 0.0, 0.0, 0.0, 0.0
		for seed := range c.hospitals {
			truth, effect, sd, raw := simulate(uint64(seed), 400, c.ratings).scores(t)
			tau += kendall(effect, truth) / float64(c.hospitals)
			tauRaw += kendall(raw, truth) / float64(c.hospitals)
			for j := range truth {
				n++
				if math.Abs(truth[j]-effect[j]) < z90*sd[j] {
					covered++
				}
			}
		}
		t.Logf("mean n %2.0f: tau %.3f, raw %.3f, gain %.3f, coverage %.3f", c.ratings, tau, tauRaw, tau-tauRaw, covered/n)
		if tau-tauRaw < c.gain {
			t.Errorf("at a mean of %g ratings the gain is %.3f, want %.2f", c.ratings, tau-tauRaw, c.gain)
		}
		if covered/n < 0.87 || covered/n > 0.92 {
			t.Errorf("at a mean of %g ratings 90 %% intervals cover %.3f", c.ratings, covered/n)
		}
	}
}
