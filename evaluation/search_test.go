package evaluation

import "testing"

// TestSimplexFindsTheSamePlace: the fall-back agrees with Newton's method.
func TestSimplexFindsTheSamePlace(t *testing.T) {
	m := auditsModel(t)
	m.Method = REML
	want, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := canonical(&m)
	d := newDesign(r)
	e := newSystem(newSums(r, d, []int{1, 2, 3}), d, REML, 1)
	e3, err := Mixed{Response: m.Response, Fixed: m.Fixed, Random: m.Random[1:]}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	s := &search{system: e, eta: e.startingPoint()}
	out, err := s.withoutDerivatives()
	if err != nil {
		t.Fatal(err)
	}
	if !out.simplex || out.boundary >= 0 {
		t.Errorf("outcome %+v", out)
	}
	near(t, "criterion", e.criterion(), e3.Criterion, 1e-6)
	if e3.Criterion < want.Criterion {
		t.Error("a model with fewer factors fits better")
	}
}

// TestFactorComesBackFromTheBoundary: a factor that was left out too early is taken in
// again, and one that belongs at zero is not.
func TestFactorComesBackFromTheBoundary(t *testing.T) {
	m := auditsModel(t)
	m.Method = REML
	r, _ := canonical(&m)
	f := &fitting{method: REML, rows: r, design: newDesign(r), out: newMixedFit(&m, r)}
	e := newSystem(newSums(r, f.design, []int{0, 1, 3}), f.design, REML, 1)
	out, err := e.minimise(e.startingPoint())
	if err != nil || out.boundary >= 0 {
		t.Fatalf("%+v %v", out, err)
	}
	known := make([]float64, 4)
	for v, k := range e.factors {
		known[k] = -ln(e.lambda[v])
	}
	if k := f.revive(e, []int{2}, known); k != 2 {
		t.Errorf("revived %d, want the supervisors", k)
	}
	noise := Mixed{Response: dyestuff2, Random: []Factor{NewFactor("batch", groups(30, 5))}, Method: REML}
	r, _ = canonical(&noise)
	f = &fitting{method: REML, rows: r, design: newDesign(r), out: newMixedFit(&noise, r)}
	e = newSystem(newSums(r, f.design, nil), f.design, REML, 1)
	if !e.evaluate(nil) {
		t.Fatal("a model without random factors can't be evaluated")
	}
	if k := f.revive(e, []int{0}, make([]float64, 1)); k != -1 {
		t.Errorf("revived %d, whose variance is zero", k)
	}
}
