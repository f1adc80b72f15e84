package people_test

import (
	"math"
	"testing"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

func TestSaveSource(t *testing.T) {
	h := newHospital(t)
	good := people.SaveSource{Code: "survey-co", Kind: "ratings", Name: en("Survey Co"), Note: "By telephone, a month later.", Weight: 5000, Low: 0, High: 10}
	for _, test := range []struct {
		what   string
		change func(*people.SaveSource)
		want   fault.Kind
		weight int // afterwards
	}{
		{"new", func(*people.SaveSource) {}, "", 5000},
		{"another weight", func(s *people.SaveSource) { s.Weight = 2500 }, "", 2500},
		{"another scale", func(s *people.SaveSource) { s.High = 100 }, fault.Conflict, 2500},
		{"another kind", func(s *people.SaveSource) { s.Kind = "spot-checks" }, fault.Conflict, 2500},
		{"no code", func(s *people.SaveSource) { s.Code = "Survey Co" }, fault.Invalid, 2500},
		{"no name", func(s *people.SaveSource) { s.Name = nil }, fault.Invalid, 2500},
		{"a scale upside down", func(s *people.SaveSource) { s.Low, s.High = 5, 1 }, fault.Invalid, 2500},
		{"half an hour of training an hour", func(s *people.SaveSource) { s.Code, s.Kind = "lms", "training" }, fault.Invalid, 2500},
	} {
		in := good
		test.change(&in)
		_, err := h.SaveSource(t.Context(), hr, in)
		want(t, test.what, err, test.want)
		list, err := h.ListSources(t.Context(), nobody, struct{}{})
		if err != nil || len(list) != 1 || list[0].Weight != test.weight {
			t.Errorf("%s: %+v, %v, want the weight %d", test.what, list, err, test.weight)
		}
	}
	if h.journalled("create") != 1 || h.journalled("update") != 1 {
		t.Errorf("journalled %d and %d", h.journalled("create"), h.journalled("update"))
	}
	plain, err := h.SaveSource(t.Context(), hr, people.SaveSource{Code: "old", Kind: "ratings", Name: en("Old system"), Weight: 10_000})
	if err != nil || plain.Low != 1 || plain.High != 5 {
		t.Errorf("without a scale: %+v, %v", plain, err)
	}
}

func TestPoints(t *testing.T) {
	for _, test := range []struct {
		low, high int
		value     float64
		want      int // -1: refused
	}{
		{1, 5, 1, 0}, {1, 5, 5, 100}, {1, 5, 4, 75}, {0, 100, 87.5, 88}, {0, 10, 9, 90}, {2, 10, 8, 75}, {-2, 2, 0, 50},
		{1, 5, 0, -1}, {1, 5, 5.01, -1}, {1, 5, math.NaN(), -1},
	} {
		got, err := people.Source{Low: test.low, High: test.high}.Points(test.value)
		if err != nil {
			got = -1
		}
		if got != test.want {
			t.Errorf("%g of %d to %d: %d, %v, want %d", test.value, test.low, test.high, got, err, test.want)
		}
	}
}
