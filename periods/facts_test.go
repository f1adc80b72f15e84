package periods_test

import (
	"slices"
	"testing"
	"time"

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

// TestGatesLookNinetyDaysBack: what a person has of the months before makes the
// figure more reliable for a star, though the month's score rests on its own.
func TestGatesLookNinetyDaysBack(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	compute(t, s)
	reliability := func() (gate, score int64) {
		e := scoreOf(t, s, self(someRated), someRated)
		return e.Gates[0].Have, int64(*e.Reliability)
	}
	gate, before := reliability()
	if gate != before {
		t.Errorf("with nothing before the month the gate says %d, the score %d", gate, before)
	}
	answer(t, s, someRated, 40, 4, time.Date(2026, 9, 1, 8, 0, 0, 0, shanghai))
	answer(t, s, 9, 40, 4, time.Date(2026, 7, 1, 8, 0, 0, 0, shanghai)) // more than ninety days before the end
	older := scoreOf(t, s, self(9), 9).Gates
	compute(t, s)
	after, score := reliability()
	if after < gate+500 || score != before {
		t.Errorf("the gate went from %d to %d, the score's own from %d to %d", gate, after, before, score)
	}
	if now := scoreOf(t, s, self(9), 9).Gates; !slices.Equal(older, now) {
		t.Errorf("evidence of July moved the gates of October: %v, %v", older, now)
	}
}
