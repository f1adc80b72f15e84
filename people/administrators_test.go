package people_test

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// administers makes Kim an administrator, by account 2, and Lee (employee 2), by
// account 3.
func (h hospital) administers() {
	h.t.Helper()
	h.hire("N-2", "Lee", 2, "2024-01-01")
	h.DB.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('kim', 1, 'x', '2024-01-01'), ('lee', 2, 'x', '2024-01-01')`)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) VALUES (2, 'admin', '2024-01-01'), (3, 'admin', '2024-01-01')`)
}

func TestTheLastAdministratorDoesNotLeave(t *testing.T) {
	h := newHospital(t)
	h.administers()
	for _, test := range []struct {
		what string
		in   people.LeaveHospital
		want fault.Kind
	}{
		{"one of two, next year", people.LeaveHospital{ID: 1, On: "2027-01-01"}, ""},
		{"the other before", people.LeaveHospital{ID: 2, On: "2026-12-01"}, fault.Conflict},
		{"the other afterwards", people.LeaveHospital{ID: 2, On: "2027-02-01"}, fault.Conflict},
		{"the other in the past", people.LeaveHospital{ID: 2, On: "2026-10-01"}, fault.Conflict},
	} {
		_, err := h.Leave(t.Context(), hr, test.in)
		want(t, test.what, err, test.want)
	}
	e, err := h.GetEmployee(t.Context(), hr, people.GetEmployee{ID: 2})
	if err != nil || e.LeftOn != "" || e.Postings[0].To != "" {
		t.Errorf("after being refused: %+v, %v", e, err)
	}
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) VALUES (1, 'admin', '2026-12-01')`)
	_, err = h.Leave(t.Context(), hr, people.LeaveHospital{ID: 2, On: "2026-11-30"})
	want(t, "the day before there is another", err, fault.Conflict)
	_, err = h.Leave(t.Context(), hr, people.LeaveHospital{ID: 2, On: "2026-12-01"})
	want(t, "with another from that day on", err, "")
}

func TestOneAdministratorLeavesWhileTheOtherIsDisabled(t *testing.T) {
	h := newHospital(t)
	h.administers()
	var errs [2]error
	h.meanwhile(`SELECT FROM employees, accounts FOR UPDATE`,
		func() { _, errs[0] = h.Leave(t.Context(), hr, people.LeaveHospital{ID: 1, On: "2026-11-01"}) },
		func() {
			s := &accounts.Service{DB: h.DB, Now: h.Now}
			_, errs[1] = s.Disable(t.Context(), hr, accounts.DisableAccount{ID: 3})
		})
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("want one of two: %v", errs)
	}
}
