package training_test

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/training"
)

func TestLeaves(t *testing.T) {
	h := newHospital(t)
	officer := accounts.Actor{AccountID: 1, EmployeeID: 3, Reach: accounts.Reach{Hospital: true}}
	for _, test := range []struct {
		what     string
		actor    accounts.Actor
		employee int64
		from, to worktime.Day
		want     fault.Kind
	}{
		{"four weeks", officer, 2, "2026-03-01", "2026-03-29", ""},
		{"a day less", officer, 2, "2026-05-01", "2026-05-28", fault.Invalid},
		{"backwards", officer, 2, "2026-05-01", "2026-04-01", fault.Invalid},
		{"on days that are taken", officer, 2, "2026-03-28", "2026-06-01", fault.Conflict},
		{"with no end yet", officer, 2, "2026-08-01", "", ""},
		{"after that", officer, 2, "2027-08-01", "", fault.Conflict},
		{"no day", officer, 2, "soon", "", fault.Invalid},
		{"no day to come back on", officer, 2, "2026-05-01", "later", fault.Invalid},
		{"one's own", officer, 3, "2026-08-01", "", fault.Forbidden},
		{"before being hired", hr, 3, "2026-06-01", "", fault.NotFound},
		{"out of reach", head, 3, "2026-08-01", "", fault.NotFound},
		{"of nobody", hr, 99, "2026-08-01", "", fault.NotFound},
	} {
		_, err := h.EnterLeave(t.Context(), test.actor, training.NewLeave{EmployeeID: test.employee, From: test.from, To: test.to})
		want(t, test.what, err, test.want)
	}
	end := func(actor accounts.Actor, id int64, on worktime.Day) error {
		_, err := h.EndLeave(t.Context(), actor, training.EndLeave{ID: id, On: on})
		return err
	}
	wangAsOfficer := accounts.Actor{AccountID: 1, EmployeeID: 2, Reach: accounts.Reach{Hospital: true}}
	leave := h.count(`SELECT max(id) FROM leaves`)
	want(t, "back, one's own", end(wangAsOfficer, int64(leave), "2026-10-01"), fault.Forbidden)
	want(t, "back, out of reach", end(zhao, int64(leave), "2026-10-01"), fault.NotFound)
	want(t, "back", end(hr, int64(leave), "2026-10-01"), "")
	want(t, "none", end(hr, 99, "2026-10-01"), fault.NotFound)
	required := func() int {
		t.Helper()
		got, err := h.Hours(t.Context(), wang, training.HoursOf{EmployeeID: 2})
		if err != nil {
			t.Fatal(err)
		}
		return got.Required
	}
	if got := required(); got != 1815 { // 276 of 365 days are 1814.8
		t.Errorf("28 and 61 days away: %d", got)
	}
	want(t, "entered by mistake", end(hr, int64(leave), "2026-08-02"), "")
	if got := required(); got != 2216 { // 337 days are 2215.9
		t.Errorf("28 days away: %d", got)
	}
	list, err := h.ListLeaves(t.Context(), wang, training.ListLeaves{EmployeeID: 2})
	if err != nil || len(list) != 1 || list[0].From != "2026-03-01" || list[0].To != "2026-03-29" {
		t.Errorf("listed: %+v, %v", list, err)
	}
	if list, err := h.ListLeaves(t.Context(), zhao, training.ListLeaves{EmployeeID: 2}); !fault.Is(err, fault.NotFound) || len(list) != 0 {
		t.Errorf("listed to somebody else: %+v, %v", list, err)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE object = 'leave'`); n != 4 {
		t.Errorf("%d journal entries, want 4", n)
	}
}
