package periods_test

import (
	"testing"

	"github.com/wardstar/wardstar/periods"
)

// TestSchemesShowWhatTheirWeightsDo, once a month was computed by them.
func TestSchemesShowWhatTheirWeightsDo(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	schemes := func() []periods.Scheme {
		all, err := s.Schemes(t.Context(), hr, periods.ListSchemes{})
		if err != nil || len(all) == 0 {
			t.Fatalf("schemes: %v, %v", all, err)
		}
		return all
	}
	if e := schemes()[0].Effective; e != nil {
		t.Errorf("before anything was computed: %+v", e)
	}
	compute(t, s)
	e := schemes()[0].Effective
	if e == nil || e.Period != "2026-10" || e.People != staff-4 || len(e.Weights) != 3 {
		t.Fatalf("%+v, want three components of %d people", e, staff-4)
	}
	sum := int64(0)
	for _, w := range e.Weights {
		sum += w.Effective
		if want := map[string]int64{"ratings": 5000, "audits": 5000}[w.Component]; w.Nominal != want || (w.Effective > 0) != (want > 0) {
			t.Errorf("%+v, nominal is %d", w, want)
		}
	}
	if sum != 10_000 {
		t.Errorf("they sum to %d", sum)
	}
	if _, err := s.MeasureScheme(t.Context(), hr, periods.MeasureScheme{Name: "2026-10"}); err != nil {
		t.Fatal(err)
	}
	if all := schemes(); all[0].Effective != nil || all[1].Effective == nil {
		t.Error("a new version shows what the one before did")
	}
}
