package evaluation

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func auditsSystem(t *testing.T) *system {
	t.Helper()
	m := auditsModel(t)
	m.Method = REML
	r, _ := canonical(&m)
	d := newDesign(r)
	return newSystem(newSums(r, d, []int{1, 2, 3}), d, REML, 1)
}

// TestStepsAreHalved: a step in the right direction but far too long is halved until the
// criterion falls, and one that leads nowhere but up is refused.
func TestStepsAreHalved(t *testing.T) {
	e := auditsSystem(t)
	s := &search{system: e, eta: []float64{-6, -6, -6}}
	if !s.at(s.eta) {
		t.Fatal("no criterion at the start")
	}
	s.slope = e.derivatives()
	before, step := s.dev, make([]float64, 3)
	for v, g := range s.slope.gradient {
		step[v] = -math.Copysign(40, g)
	}
	if !s.move(step) || s.dev > before || math.Abs(s.eta[0]+6) >= 40 {
		t.Errorf("criterion %g from %g at %v", s.dev, before, s.eta)
	}

	out, err := e.minimise(e.startingPoint())
	if err != nil {
		t.Fatal(err)
	}
	best := &search{system: e, slope: out.slope, eta: make([]float64, 3)}
	for v, l := range e.lambda {
		best.eta[v] = -ln(l)
	}
	if !best.at(best.eta) {
		t.Fatal("no criterion at the minimum")
	}
	at := best.dev
	if best.move([]float64{100, 100, 100}) && best.dev > at+noise(at) {
		t.Errorf("the criterion rose from %g to %g", at, best.dev)
	}
}

// TestNothingIsMadeUp: where there is no answer there is an error in words, never a NaN.
func TestNothingIsMadeUp(t *testing.T) {
	e := auditsSystem(t)
	nowhere := []float64{math.NaN(), 0, 0}
	if _, err := e.minimise(nowhere); err == nil || !strings.Contains(err.Error(), "can't be solved") {
		t.Errorf("from nowhere: %v", err)
	}
	s := &search{system: e, eta: nowhere}
	if _, err := s.withoutDerivatives(); !errors.Is(err, errNotConverged) {
		t.Errorf("the fall-back from nowhere: %v", err)
	}
}
