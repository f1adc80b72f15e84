package periods_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/periods"
)

// TestACrowdedDayCountsAsTwenty: sixty fives by somebody's code on one day move
// the score as far as twenty would, far less than sixty on six days do. The
// explanation says so, its lines and shares still sum, and a verification finds
// the same, also after the hospital has moved to another time zone.
func TestACrowdedDayCountsAsTwenty(t *testing.T) {
	t.Parallel()
	gain := func(n, days int) (int, *periods.Service) {
		s, owner := owned(t)
		open(t, s)
		for day := range days {
			for range n / days {
				answer(t, s, someRated, 1, 5, time.Date(2026, 10, 1+day, 9, 0, 0, 0, shanghai))
			}
		}
		owner.MustExec(`UPDATE ratings SET score = 1 + id % 4 WHERE employee_id = $1 AND id <= (SELECT min(id) + 11 FROM ratings WHERE employee_id = $1)`, someRated)
		owner.MustExec(`UPDATE ratings SET channel = 'qr'`)
		compute(t, s)
		owner.MustExec(`UPDATE hospital SET time_zone = 'America/New_York'`)
		return *scoreOf(t, s, self(someRated), someRated).Score, s
	}
	twenty, _ := gain(20, 1)
	sixty, s := gain(60, 1)
	spread, _ := gain(60, 6)
	if sixty-twenty > (spread-twenty)/2 || spread <= twenty {
		t.Errorf("twenty on a day give %d, sixty on a day %d, sixty on six days %d", twenty, sixty, spread)
	}
	x := scoreOf(t, s, self(someRated), someRated)
	want := []periods.Capped{{Channel: "qr", Days: 1, Answers: 60, Counted: 20, DailyCap: 20}}
	if diff := cmp.Diff(want, x.Components[0].Capped); diff != "" {
		t.Errorf("the note (-want +got):\n%s", diff)
	}
	sum := int64(0)
	for _, item := range x.Components[0].Evidence {
		sum += item.Share
	}
	if sum != x.Components[0].Effect {
		t.Errorf("shares sum to %d, the effect is %d", sum, x.Components[0].Effect)
	}
	v, err := s.Verify(t.Context(), "2026-10")
	if err != nil || len(v.Differences) > 0 {
		t.Errorf("verification: %v, %v", v.Differences, err)
	}
}
