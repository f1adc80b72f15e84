package evaluation

import (
	"math/rand/v2"
	"testing"
)

// TestHashes: the order of the rows and the number of goroutines change no hash. It logs
// the hashes, so that the tests for other processors, which run it there, can compare.
func TestHashes(t *testing.T) {
	weighted := auditsModel(t)
	for i := range weighted.Response {
		weighted.Weights = append(weighted.Weights, float64(1+i%7)/2)
	}
	estimated := auditsModel(t)
	estimated.Solver = Iterative
	trend := ratingsModel(t)
	trend.Fixed = trend.Fixed[1:]
	values := make([]float64, len(trend.Response))
	for i := range values {
		values[i] = float64(i%1000) / 8
	}
	trend.Numeric = []Covariate{{"day", values}}
	for _, c := range []struct {
		name  string
		model Mixed
	}{
		{"ratings", ratingsModel(t)},
		{"ratings by ML", withMethod(ratingsModel(t), ML)},
		{"ratings with a trend", trend},
		{"weighted audits", weighted},
		{"audits, iterative", estimated},
	} {
		want := hashOfFit(t, c.model)
		t.Logf("sha256 %s %s", want, c.name)
		if got := hashOfFit(t, withWorkers(c.model, 2)); got != want {
			t.Errorf("%s: two goroutines changed the hash", c.name)
		}
		if got := hashOfFit(t, shuffled(c.model)); got != want {
			t.Errorf("%s: the order of the rows changed the hash", c.name)
		}
	}
}

func hashOfFit(t *testing.T, m Mixed) string {
	t.Helper()
	fit, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReport(fit)
	if err != nil {
		t.Fatal(err)
	}
	return r.SHA256
}

// shuffled changes the order of the rows.
func shuffled(m Mixed) Mixed {
	order := rand.New(rand.NewPCG(4, 4)).Perm(len(m.Response))
	p := permuted(m, order)
	p.Solver, p.Method, p.Numeric, p.Weights = m.Solver, m.Method, nil, nil
	for _, c := range m.Numeric {
		p.Numeric = append(p.Numeric, Covariate{c.Name, inOrder(c.Value, order)})
	}
	if m.Weights != nil {
		p.Weights = inOrder(m.Weights, order)
	}
	return p
}

func inOrder(values []float64, order []int) []float64 {
	out := make([]float64, len(order))
	for i, o := range order {
		out[i] = values[o]
	}
	return out
}
