package audits_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

// TestReasons: a phone learns in one word why a check is refused, and of
// whoever is out of reach nothing.
func TestReasons(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('6', 'Never posted', '2026-01-01')`)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (6, 2, 1, '2026-03-01', '2026-03-01')`) // withdrawn
	if _, err := s.Log(t.Context(), supervisor, check()); err != nil {
		t.Fatal(err)
	}
	finding := audits.NewFinding{Standard: "smile", Result: audits.Met}
	findings := func(list ...audits.NewFinding) func(*audits.NewSpotCheck) {
		return func(in *audits.NewSpotCheck) { in.Findings = list }
	}
	timed := audits.NewFinding{Standard: "five", Result: audits.Met, Attempts: []audits.Attempt{{Milliseconds: 20000}}}
	noteless := audits.NewFinding{Standard: "smile", Result: audits.Partly}
	at := func(started, finished time.Duration) func(*audits.NewSpotCheck) {
		return func(in *audits.NewSpotCheck) {
			in.StartedAt, in.FinishedAt = now.Add(started), now.Add(finished)
			in.Findings = []audits.NewFinding{noteless}
		}
	}
	of := func(employee int64) func(*audits.NewSpotCheck) {
		return func(in *audits.NewSpotCheck) { in.EmployeeID = employee }
	}
	within := func(departments ...int64) accounts.Actor {
		return actor(wang, accounts.Reach{Departments: departments})
	}
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		change func(*audits.NewSpotCheck)
		want   string
	}{
		{"an account of nobody", quality, of(nurse), "not-on-roster"},
		{"oneself", actor(nurse, supervisor.Reach), of(nurse), "self"},
		{"whoever left", supervisor, of(leaver), "posting-ended"},
		{"whoever left a department within reach", within(3), of(leaver), "posting-ended"},
		{"whoever moved out of reach today", within(3), of(nurse), "posting-ended"},
		{"whoever left a department out of reach", within(2), of(leaver), "nobody-there"},
		{"somebody out of reach", within(2), of(kim), "nobody-there"},
		{"nobody's number", supervisor, of(99), "nobody-there"},
		{"whose only posting was withdrawn", supervisor, of(6), "nobody-there"},
		{"the key of another check", supervisor, func(in *audits.NewSpotCheck) { in.Key, in.Place = key, "elsewhere" }, "sent-before"},
		{"91 days ago, and no note", supervisor, at(-91*24*time.Hour, -91*24*time.Hour), "too-old"},
		{"tomorrow, and no note", supervisor, at(24*time.Hour, 24*time.Hour), "clock-ahead"},
		{"backwards, and no note", supervisor, at(0, -time.Minute), "times"},
		{"a round of a day", supervisor, at(-24*time.Hour, 0), "times"},
		{"a standard to come", supervisor, findings(finding, audits.NewFinding{Standard: "later", Result: audits.Met}), "standard-not-in-force"},
		{"too slow, and yet met", supervisor, findings(timed), "not-timed-as-said"},
		{"no note", supervisor, findings(noteless), "note-missing"},
		{"not applicable, and not why", supervisor, findings(audits.NewFinding{Standard: "smile", Result: audits.NotApplicable}), "reason-missing"},
		{"a place that is no text", supervisor, func(in *audits.NewSpotCheck) { in.Place = "\x00" }, "invalid"},
		{"a standard twice", supervisor, findings(finding, finding), "invalid"},
		{"the first finding comes first", supervisor, findings(noteless, timed), "note-missing"},
		{"whichever that is", supervisor, findings(timed, noteless), "not-timed-as-said"},
	} {
		in := check()
		in.Key = "00000000-0000-4000-8000-000000000001"
		test.change(&in)
		_, err := s.Log(t.Context(), test.actor, in)
		if got := fault.As(err).Reason; err == nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", test.name, got, err, test.want)
		}
	}
}

// TestTheDepartmentWithinReachIsTaken of somebody who is posted in two.
func TestTheDepartmentWithinReachIsTaken(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (4, 2, 1, '2026-06-01')`)
	in := check()
	in.EmployeeID = kim
	if c, err := s.Log(t.Context(), actor(wang, accounts.Reach{Departments: []int64{2}}), in); err != nil || c.DepartmentID != 2 {
		t.Errorf("in department %d, %v", c.DepartmentID, err)
	}
}
