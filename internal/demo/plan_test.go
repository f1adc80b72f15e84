package demo_test

import (
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/demo"
)

// hasAPlan: whoever tries the supervisor has people to observe, some of them
// strangers, and within a fortnight somebody to observe them with.
func hasAPlan(t *testing.T, db *sqlx.DB) {
	s := &audits.Service{DB: db, Now: now}
	supervisor := accounts.Actor{Reach: accounts.Reach{Hospital: true}}
	if err := db.Get(&supervisor.EmployeeID, `SELECT employee_id FROM accounts WHERE name = 'supervisor'`); err != nil {
		t.Fatal(err)
	}
	shifts, doubles := 0, 0
	for days := range 14 {
		s.Now = func() time.Time { return now().AddDate(0, 0, days) }
		p, err := s.Plan(t.Context(), supervisor, struct{}{})
		if err != nil {
			t.Fatal(err)
		}
		outside := 0
		for _, item := range p.Items {
			if item.Why == audits.PlannedOutside {
				outside++
			}
			if item.With != "" {
				doubles++
			}
			if item.Shift != "" {
				shifts++
			}
			if item.LastOn == "" {
				t.Errorf("%+v was never seen, in half a year", item)
			}
		}
		if len(p.Items) < 6 || outside*5 < len(p.Items) || p.Coverage.People != demo.Employees {
			t.Errorf("on %s: %+v", p.Day, p)
		}
	}
	if doubles == 0 || shifts < 14 {
		t.Errorf("%d double checks, %d with a shift to see them in", doubles, shifts)
	}
}
