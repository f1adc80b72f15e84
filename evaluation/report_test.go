package evaluation

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestReportHash is the same on every machine, with any kernel, for any order of the rows
// and for any names of the levels that keep their order.
func TestReportHash(t *testing.T) {
	const want = "5f0e9488281cf59f8989573b38cc0aa14e8715843e1e920e21dee2a2947dec03"
	m := auditsModel(t)
	for name, model := range map[string]Mixed{
		"as it is":            m,
		"shuffled":            permuted(m, rand.New(rand.NewPCG(9, 9)).Perm(len(m.Response))),
		"with two goroutines": withWorkers(m, 2),
	} {
		fit, err := model.Fit()
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewReport(fit)
		if err != nil {
			t.Fatal(err)
		}
		if r.SHA256 != want {
			t.Errorf("%s: hash %s, want %s", name, r.SHA256, want)
		}
	}
}

func withWorkers(m Mixed, n int) Mixed {
	m.Workers = n
	return m
}

// TestRelabelling: names that keep the order change no bit, other names nothing to speak of.
func TestRelabelling(t *testing.T) {
	m := auditsModel(t)
	want, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	kept, turned := m, m
	kept.Random, turned.Random = nil, nil
	for _, f := range m.Random {
		a, b := make([]int64, len(f.Level)), make([]int64, len(f.Level))
		for i, l := range f.Level {
			a[i], b[i] = 1000+3*int64(l), int64(len(f.Labels))-int64(l)
		}
		kept.Random, turned.Random = append(kept.Random, NewIDFactor(f.Name, a)), append(turned.Random, NewIDFactor(f.Name, b))
	}
	same, err := kept.Fit()
	if err != nil {
		t.Fatal(err)
	}
	other, err := turned.Fit()
	if err != nil {
		t.Fatal(err)
	}
	for k, f := range want.Factors {
		for l, e := range f.Levels {
			if got := same.Factors[k].Levels[l]; got.Estimate != e.Estimate || got.SD != e.SD {
				t.Fatalf("%s %s: a bit changed with the names", f.Name, e.Level)
			}
			near(t, f.Name+" "+e.Level, other.Factors[k].Levels[len(f.Levels)-1-l].Estimate, e.Estimate, 1e-9)
		}
	}
}

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		x, scale float64
		want     string
	}{
		{0, 0, "0"}, {math.Copysign(1e-9, -1), 1, "0"}, {1.5, 3, "1.5"}, {-2.0000004, 1, "-2"}, {330.8605889, 2, "330.860589"},
		{0.00123456789, 0.00123456789, "0.001234568"}, {123456789.1234567, 5, "123456789.123457"}, {2e12, 1, "2000000000000"},
		{4.00000012345e-30, 4e-30, "4e-30"}, {1.23456789e-90, 1e-90, "1.234568e-90"}, {1e99, 1e99, "1e+99"},
	} {
		b, err := json.Marshal(decimal(c.x, c.scale))
		if err != nil || string(b) != c.want {
			t.Errorf("%g: %s %v, want %s", c.x, b, err, c.want)
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1)} {
		if b, err := json.Marshal(decimal(x, 1)); err == nil {
			t.Errorf("%g became %s", x, b)
		}
	}
}

// TestEffectiveWeights: of two independent components the one that spreads twice as far
// decides four times as much.
func TestEffectiveWeights(t *testing.T) {
	var scores []Score
	for _, a := range []int64{-10, 10} {
		for _, b := range []int64{-20, 20} {
			scores = append(scores, Score{Components: []ComponentScore{{Code: "ratings", Weight: 5000, Points: a * Scale}, {Code: "audits", Weight: 5000, Points: b * Scale}}})
		}
	}
	got := EffectiveWeights(scores)
	if got[0].Effective != 2000 || got[1].Effective != 8000 || got[0].Nominal != 5000 {
		t.Errorf("%+v", got)
	}
	// A component that runs against the others has a weight below zero.
	scores = nil
	for _, a := range []int64{-30, 30} {
		scores = append(scores, Score{Components: []ComponentScore{{Code: "ratings", Weight: 5000, Points: a}, {Code: "audits", Weight: 5000, Points: -a / 3}}})
	}
	if got := EffectiveWeights(scores); got[0].Effective != 15000 || got[1].Effective != -5000 {
		t.Errorf("%+v", got)
	}
	if got := EffectiveWeights(scores[:1]); got[0].Effective != 0 {
		t.Errorf("one score decides %+v", got)
	}
	if got := EffectiveWeights(nil); len(got) != 0 {
		t.Errorf("no scores decide %+v", got)
	}
}

// TestHarshSupervisor: one supervisor who marks everybody 15 points harsher moves nobody
// by more than half a point.
func TestHarshSupervisor(t *testing.T) {
	m := auditsModel(t)
	for i, y := range m.Response { // room at the ends of the scale
		m.Response[i] = 20 + 0.6*y
	}
	before, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []int32{0, 11, 23} {
		harsh := m
		harsh.Response = append([]float64(nil), m.Response...)
		for i, s := range m.Random[2].Level {
			if s == l {
				harsh.Response[i] -= 15
			}
		}
		after, err := harsh.Fit()
		if err != nil {
			t.Fatal(err)
		}
		worst := 0.0
		for j, e := range after.Factors[1].Levels {
			worst = max(worst, e.Estimate-before.Factors[1].Levels[j].Estimate, before.Factors[1].Levels[j].Estimate-e.Estimate)
		}
		t.Logf("supervisor %d: nobody moves by more than %.3f", l, worst)
		if worst > 0.5 {
			t.Errorf("supervisor %d moves somebody by %.3f points", l, worst)
		}
	}
}

// TestAnyTableIsAnswered: whatever the table, the fit gives numbers or an error in words.
func TestAnyTableIsAnswered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 25).Draw(t, "n")
		value := rapid.OneOf(rapid.SampledFrom([]float64{0, 1, 100, -1, 1e-8}), rapid.Float64Range(-1e99, 1e99), rapid.Float64())
		column := func(name string) []string {
			return rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "1", "2", "", "1e3"}), n, n).Draw(t, name)
		}
		m := Mixed{Response: rapid.SliceOfN(value, n, n).Draw(t, "y"), Method: rapid.SampledFrom([]Method{REML, ML}).Draw(t, "method"),
			Solver: rapid.SampledFrom([]Solver{"", Iterative}).Draw(t, "solver")}
		for k := range rapid.IntRange(0, 2).Draw(t, "fixed") {
			m.Fixed = append(m.Fixed, NewFactor("f"+strconv.Itoa(k), column("f")))
		}
		for k := range rapid.IntRange(0, 3).Draw(t, "random") {
			m.Random = append(m.Random, NewFactor("r"+strconv.Itoa(k), column("r")))
		}
		if rapid.Bool().Draw(t, "numeric") {
			m.Numeric = append(m.Numeric, Covariate{"x", rapid.SliceOfN(value, n, n).Draw(t, "x")})
		}
		if rapid.Bool().Draw(t, "weighted") {
			m.Weights = rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1, 2, 0.5, 1e6}), n, n).Draw(t, "w")
		}
		fit, err := m.Fit()
		if err != nil {
			if strings.Contains(err.Error(), "NaN") && !strings.Contains(err.Error(), "usable") {
				t.Errorf("error without words: %v", err)
			}
			return
		}
		if _, err := NewReport(fit); err != nil {
			t.Errorf("%v in %+v", err, fit)
		}
	})
}
