package periods_test

import (
	"testing"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

func TestMeasureScheme(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	october := periods.MeasureScheme{Name: "2026-10"}
	if _, err := s.MeasureScheme(t.Context(), hr, october); !fault.Is(err, fault.NotFound) {
		t.Errorf("of a month that was not computed: %v", err)
	}
	compute(t, s)

	measured, err := s.MeasureScheme(t.Context(), hr, october)
	if err != nil {
		t.Fatal(err)
	}
	if measured.Name != "Default" || measured.Version != 2 {
		t.Errorf("%s %d, want the next version of the scheme", measured.Name, measured.Version)
	}
	var stored string
	if err := s.DB.Get(&stored, `SELECT body FROM parameters WHERE component = 'ratings'`); err != nil {
		t.Fatal(err)
	}
	p, err := evaluation.DecodeParameters([]byte(stored))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range measured.Definition.Components {
		if c.Code == "ratings" && (c.Tau != p.Tau || c.Tau == 6*evaluation.Unit) {
			t.Errorf("the spread of ratings is %d, measured were %d", c.Tau, p.Tau)
		}
	}

	next, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-11"})
	if err != nil {
		t.Fatal(err)
	}
	if next.Scheme.Version != 2 {
		t.Errorf("the month after has version %d", next.Scheme.Version)
	}
	all, err := s.List(t.Context(), hr, periods.ListPeriods{})
	if err != nil {
		t.Fatal(err)
	}
	if october := all[len(all)-1]; october.Scheme.Version != 1 {
		t.Errorf("October has version %d now", october.Scheme.Version)
	}
}
