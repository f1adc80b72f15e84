package training_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func TestHours(t *testing.T) {
	h := newHospital(t)
	h.credit(1, 2, 90)
	h.credit(2, 2, 60)
	h.credit(4, 3, 400)
	h.credit(1, 3, 100)
	for _, test := range []struct {
		what     string
		employee int64
		year     int
		want     [4]int // annual, required, onboarding, required
		credits  int
	}{
		{"the whole year", 2, 2026, [4]int{150, 2400, 0, 0}, 2},
		{"this year unless told otherwise", 2, 0, [4]int{150, 2400, 0, 0}, 2},
		{"a year without credits", 2, 2025, [4]int{0, 2400, 0, 0}, 0},
		{"184 of 365 days, hired in the year", 3, 2026, [4]int{100, 1210, 400, 2400}, 2},
		{"the year after that of hire", 3, 2027, [4]int{0, 2400, 400, 2400}, 1},
		{"two years after", 3, 2028, [4]int{0, 2400, 400, 0}, 1},
		{"before being hired", 3, 2025, [4]int{0, 0, 0, 0}, 0},
		{"90 of 365 days, having left", 4, 2026, [4]int{0, 592, 0, 0}, 0},
		{"after having left", 4, 2027, [4]int{0, 0, 0, 0}, 0},
		{"hired on New Year's Day of a leap year", 1, 2020, [4]int{0, 2400, 0, 2400}, 0},
	} {
		got, err := h.Hours(t.Context(), hr, training.HoursOf{EmployeeID: test.employee, Year: test.year})
		if err != nil {
			t.Errorf("%s: %v", test.what, err)
			continue
		}
		figures := [4]int{got.Minutes, got.Required, got.Onboarding, got.OnboardingRequired}
		if figures != test.want || got.Credits == nil || len(got.Credits) != test.credits {
			t.Errorf("%s: %v with %d credits, want %v with %d", test.what, figures, len(got.Credits), test.want, test.credits)
		}
	}
}

func TestHoursWithinReach(t *testing.T) {
	h := newHospital(t)
	h.credit(1, 2, 90)
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    training.ListHours
		want  []int64
	}{
		{"the hospital: whoever was employed in the year", hr, training.ListHours{}, []int64{1, 2, 3, 4}},
		{"a page", hr, training.ListHours{After: 1, Limit: 2}, []int64{2, 3}},
		{"an earlier year", hr, training.ListHours{Year: 2025}, []int64{1, 2, 4}},
		{"a later year", hr, training.ListHours{Year: 2027}, []int64{1, 2, 3}},
		{"a department today", hr, training.ListHours{DepartmentID: 1}, []int64{1, 2}},
		{"a department then", hr, training.ListHours{DepartmentID: 1, Year: 2025}, []int64{1, 2, 4}},
		{"one's department", head, training.ListHours{}, []int64{1, 2}},
		{"another department from outside", head, training.ListHours{DepartmentID: 2}, []int64{}},
		{"oneself", wang, training.ListHours{}, []int64{2}},
		{"out of reach", nobody, training.ListHours{}, []int64{}},
	} {
		list, err := h.ListHours(t.Context(), test.actor, test.in)
		got := []int64{}
		for _, l := range list {
			got = append(got, l.EmployeeID)
			_, err := h.Hours(t.Context(), test.actor, training.HoursOf{EmployeeID: l.EmployeeID, Year: test.in.Year})
			want(t, test.what+": each that is listed", err, "")
		}
		if diff := cmp.Diff(test.want, got); err != nil || list == nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	list, _ := h.ListHours(t.Context(), wang, training.ListHours{})
	if list[0].Minutes != 90 || list[0].Required != 2400 || list[0].Year != 2026 {
		t.Errorf("figures: %+v", list)
	}
	for what, actor := range map[string]accounts.Actor{"another department": head, "somebody else": wang, "out of reach": nobody} {
		_, err := h.Hours(t.Context(), actor, training.HoursOf{EmployeeID: 3})
		want(t, what, err, fault.NotFound)
	}
}
