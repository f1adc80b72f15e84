package evaluation

import (
	"math/rand/v2"
	"testing"
)

// crossed simulates n ratings of rated people by raters who each see some of them, with a
// numeric and a categorical fixed effect.
func crossed(n, raters, rated int) Mixed {
	rng := rand.New(rand.NewPCG(7, 7))
	a, b := make([]float64, raters), make([]float64, rated)
	for i := range a {
		a[i] = 0.35 * rng.NormFloat64()
	}
	for i := range b {
		b[i] = 0.5 * rng.NormFloat64()
	}
	m := Mixed{Response: make([]float64, n)}
	rater, person, service := make([]int64, n), make([]int64, n), make([]float64, n)
	for i := range n {
		r := rng.IntN(raters)
		// A rater meets people of their own field mostly, as students do lecturers.
		p := (r*rated/raters + int(30*rng.NormFloat64()) + rated) % rated
		if rng.IntN(3) == 0 {
			p = rng.IntN(rated)
		}
		rater[i], person[i], service[i] = int64(r), int64(p), float64(rng.IntN(2))
		m.Response[i] = 3.2 + a[r] + b[p] - 0.1*service[i] + 1.2*rng.NormFloat64()
	}
	m.Random = []Factor{NewIDFactor("rater", rater), NewIDFactor("rated", person)}
	m.Numeric = []Covariate{{"service", service}}
	return m
}

func BenchmarkFit(b *testing.B) {
	m := crossed(73_000, 3_000, 1_100)
	for b.Loop() {
		fit, err := m.Fit()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(fit.Evaluations), "evaluations")
	}
}

func BenchmarkExplain(b *testing.B) {
	spec, evidence := ratingsEvidence(b)
	fit, err := FitComponent(spec, evidence)
	if err != nil {
		b.Fatal(err)
	}
	p := Freeze(fit)
	mine := ofEmployee(evidence, 1)
	for b.Loop() {
		if _, err := p.Explain(1, mine); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(mine)), "ns/rating")
}

func BenchmarkTop(b *testing.B) {
	rng := rand.New(rand.NewPCG(9, 9))
	peers := make([]Posterior, 10_000)
	for i := range peers {
		peers[i] = Posterior{int64(i + 1), 700_000 + int64(50_000*rng.NormFloat64()), 30_000 + int64(rng.IntN(20_000))}
	}
	b.Run("probabilities", func(b *testing.B) {
		for b.Loop() {
			topProbabilities(peers, 1000)
		}
	})
	b.Run("rank", func(b *testing.B) {
		for b.Loop() {
			Rank(peers, 1000)
		}
	})
}
