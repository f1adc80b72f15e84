package periods_test

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/periods"
)

// TestWhatIsOwedOfTheYear is what the page of hours says: 40 hours a year, in
// proportion to the days employed, less what was credited and not voided.
func TestWhatIsOwedOfTheYear(t *testing.T) {
	t.Parallel()
	s, owner := owned(t)
	owner.MustExec(`UPDATE employees SET left_on = '2026-10-11' WHERE id = 10`)
	owner.MustExec(`UPDATE employees SET hired_on = '2026-09-01' WHERE id = 12`)
	owner.MustExec(`UPDATE credits SET voided_at = $1, void_reason = 'was not there' WHERE employee_id = 15`, november)
	open(t, s)
	compute(t, s)
	for id, want := range map[int64]int64{
		13: 0,    // has 40 hours
		8:  1999, // 304 of 365 days of 2400 minutes, to the nearest
		10: 1861, // 283 days until they left
		12: 401,  // 61 days since they came
		15: 1999, // had 40 hours, which were voided
	} {
		for _, g := range gatesOf(t, s, id) {
			if g.Code == "hoursOnCourse" && g.Have != want {
				t.Errorf("employee %d: %d minutes are missing, want %d", id, g.Have, want)
			}
		}
	}
}

func gatesOf(t *testing.T, s *periods.Service, id int64) periods.Gates {
	t.Helper()
	e, err := s.Score(t.Context(), accounts.Actor{Reach: accounts.Reach{Hospital: true}}, periods.AskScore{Name: "2026-10", EmployeeID: id})
	if err != nil || len(e.Gates) == 0 {
		t.Fatalf("gates of %d: %v, %v", id, e.Gates, err)
	}
	return e.Gates
}
