package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// mustImport imports a file that must be stored.
func (h hospital) mustImport(file string, change func(*people.RosterFile)) people.RosterReport {
	h.t.Helper()
	report, err := h.imports(file, change)
	if err != nil || !report.Stored {
		h.t.Fatalf("not stored: %v\n%s%v", err, report.Problems.String(), report.Questions)
	}
	return report
}

func (h hospital) is(what, roster string) {
	h.t.Helper()
	if got := h.roster(); got != roster {
		h.t.Errorf("%s:\n%s\nwant:\n%s", what, got, roster)
	}
}

func TestRosterComesBack(t *testing.T) {
	h := newHospital(t)
	h.mustImport("number,left on\nN-1,2026-03-01\n", nil)
	const left = "N-1 김민준 Kim Min-jun  2024-01-01..2026-03-01 | ward nurse 800 2024-01-01..2026-03-01"
	h.is("left", left)
	for file, problem := range map[string]string{
		header + "N-1,김민준,ward,nurse,2024-01-01,,,\n":        "row 2, number: N-1 has left on 2026-03-01; for somebody who came back, give the new day of hire",
		header + "N-1,김민준,ward,nurse,2026-02-01,,,\n":        "row 2, hired on: hired on 2026-02-01, while they were still employed: they left on 2026-03-01",
		"number,hired on\nN-1,2026-06-01\n":                  "row 2, department: required of somebody who comes back",
		header + "N-1,,ward,nurse,2026-06-01,2026-01-01,,\n": "row 2, from: from 2026-01-01, before they were hired, on 2026-06-01\nrow 2, from: from 2026-01-01, but they were posted there from 2024-01-01 to 2026-03-01 already",
		header + "N-1,,ward,nurse,2026-06-01,,2026-05-01,\n": "row 2, left on: left on 2026-05-01, before they were hired, on 2026-06-01",
	} {
		report, err := h.imports(file, nil)
		if got := strings.TrimSpace(report.Problems.String()); err != nil || got != problem {
			t.Errorf("%s: %v\n%s\nwant:\n%s", file, err, got, problem)
		}
	}
	h.mustImport(header+"N-1,김민지,anything,at all,2024-01-01,,2026-03-01,\n", nil)
	h.is("history is not asked where they were", strings.Replace(left, "김민준", "김민지", 1))
	h.mustImport(header+"N-1,,,,,,2026-04-01,\n", nil)
	h.is("left later than was thought", "N-1 김민지 Kim Min-jun  2024-01-01..2026-04-01 | ward nurse 800 2024-01-01..2026-04-01")

	h.DB.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('kim', 1, 'x', '2024-01-01')`)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES (2, 'department-head', 2, '2024-01-01')`)
	report := h.mustImport(header+"N-1,,ward,nurse,2026-06-01,,,\n", nil)
	h.is("came back", "N-1 김민지 Kim Min-jun  2026-06-01.. | ward nurse 800 2024-01-01..2026-04-01; ward nurse 1000 2026-06-01..")
	if report.Counts != (people.RosterCounts{CameBack: 1}) {
		t.Errorf("counts: %+v", report.Counts)
	}
	var past, role string
	if err := h.DB.Get(&past, `SELECT hired_on || '..' || left_on FROM past_employments WHERE employee_id = 1`); err != nil || past != "2024-01-01..2026-04-01" {
		t.Errorf("the earlier employment: %s, %v", past, err)
	}
	if err := h.DB.Get(&role, `SELECT r.to_day || ' ' || (a.disabled_at IS NOT NULL) FROM role_assignments r JOIN accounts a ON a.id = r.account_id`); err != nil || role != "2026-11-01 true" {
		t.Errorf("what the account could do: %s, %v", role, err)
	}
	h.mustImport(header+"N-1,김민지,ward,nurse,2026-06-01,2026-06-01,,1\n", nil)
	if _, err := h.UpdateEmployee(t.Context(), hr, people.UpdateEmployee{ID: 1, Number: "N-1", Name: "김민지", HiredOn: "2026-06-01"}); err != nil {
		t.Errorf("corrected by hand after coming back: %v", err)
	}
}

func TestRosterComplete(t *testing.T) {
	h := newHospital(t)
	for i := range 20 {
		h.hire(fmt.Sprintf("X-%02d", i), "이서연", 3, "2025-01-01")
	}
	h.hire("F-1", "박지훈", 3, "2027-01-01") // to come
	all := func(from int) string {
		var b strings.Builder
		b.WriteString("number,name\n")
		for i := from; i < 20; i++ {
			fmt.Fprintf(&b, "X-%02d,이서연\n", i)
		}
		return b.String()
	}
	report, err := h.imports(all(3), func(in *people.RosterFile) { in.Complete = true })
	if err != nil || report.Stored || report.Counts.Left != 4 || len(report.Questions) != 1 ||
		report.Questions[0] != "4 of 21 employees are not in the file, and would leave on 2026-11-01" {
		t.Errorf("many who leave: %+v, %v", report, err)
	}
	h.mustImport(all(0), func(in *people.RosterFile) { in.Complete, in.AsOf = true, "2026-11-15" })
	var left string
	if err := h.DB.Get(&left, `SELECT string_agg(e.number || ' ' || e.left_on || ' ' || p.to_day, ', ') FROM employees e JOIN postings p ON p.employee_id = e.id
		WHERE e.left_on IS NOT NULL`); err != nil || left != "N-1 2026-11-15 2026-11-15" {
		t.Errorf("one of many leaves: %s, %v", left, err)
	}
	h.mustImport(all(3), func(in *people.RosterFile) { in.AsOf = "2026-11-20" }) // partial: nobody leaves
	h.mustImport(all(10), complete)
	var n int
	if err := h.DB.Get(&n, `SELECT count(*) FROM employees WHERE left_on = '2026-11-01'`); err != nil || n != 11 { // who was to leave later, too

		t.Errorf("%d have left, %v", n, err)
	}
}

func TestRosterKeepsAnAdministrator(t *testing.T) {
	h := newHospital(t)
	h.administers()
	_, err := h.imports("number,left on\nN-1,2026-12-01\nN-2,2026-12-24\n", nil)
	want(t, "both administrators leave", err, fault.Conflict)
	h.mustImport("number,left on\nN-1,2026-12-01\n", nil)
	_, err = h.imports("number,left on\nN-2,2027-12-24\n", func(in *people.RosterFile) { in.DryRun = true })
	want(t, "the other one leaves, tried", err, fault.Conflict)
}

// TestWhoLeavesIsSignedOut on the day, and cannot sign in any more.
func TestWhoLeavesIsSignedOut(t *testing.T) {
	h := newHospital(t)
	now := h.Now()
	s := &accounts.Service{DB: h.DB, Now: func() time.Time { return now }, Key: []byte("0123456789abcdef")}
	made, err := s.Create(t.Context(), accounts.Program(), accounts.NewAccount{Name: "kim", EmployeeID: 1})
	if err != nil {
		t.Fatal(err)
	}
	signIn := accounts.SignIn{Name: "kim", Password: made.Password}
	session, err := s.SignIn(t.Context(), accounts.Client{}, signIn)
	if err != nil {
		t.Fatal(err)
	}
	h.mustImport("number,left on\nN-1,2026-11-02\n", nil)
	_, err = s.Authenticate(t.Context(), session.Token)
	want(t, "the day before", err, "")
	now = time.Date(2026, 11, 1, 15, 0, 0, 0, time.UTC) // midnight in Seoul
	_, err = s.Authenticate(t.Context(), session.Token)
	want(t, "on the day", err, fault.Unauthenticated)
	_, err = s.SignIn(t.Context(), accounts.Client{}, signIn)
	want(t, "signing in", err, fault.Forbidden)
}

// TestATransferMovesNoEvidence: what was seen before the day of a transfer stays
// where it was seen, also where the file comes weeks later.
func TestATransferMovesNoEvidence(t *testing.T) {
	h := newHospital(t)
	h.hire("O-1", "관찰자", 3, "2024-01-01") // 2
	check := func(key int, day worktime.Day) {
		t.Helper()
		p, err := people.PostingOn(t.Context(), h.DB, 1, day, 0)
		if err != nil {
			t.Fatal(err)
		}
		h.DB.MustExec(`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place,
				started_at, finished_at, recorded_at)
			VALUES (lpad($1::text, 32, '0')::uuid, sha256('x'), 2, 1, $2, $3, true, 'round', 'day', '', $4::date, $4::date, $4::date)`,
			key, p.ID, p.DepartmentID, day)
	}
	check(1, "2026-10-10")
	check(2, "2026-10-20") // in the ward still, as far as anybody knew
	h.mustImport("number,department,post,from\nN-1,pharmacy,nurse,2026-10-15\n", nil)
	check(3, "2026-10-14")
	check(4, "2026-10-15")
	var got []string
	if err := h.DB.Select(&got, `SELECT c.id || ' ' || d.code FROM spot_checks c JOIN postings p ON p.id = c.posting_id
		JOIN departments d ON d.id = p.department_id ORDER BY c.id`); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "[1 ward 2 ward 3 ward 4 pharmacy]" {
		t.Errorf("spot checks by department: %v", got)
	}
}

// TestTwoImportsAtOnce are one after the other: the second finds what the first has
// stored, and nobody is hired twice.
func TestTwoImportsAtOnce(t *testing.T) {
	h := newHospital(t)
	file := header + "A,이서연,응급실,약사,2025-02-01,,,\nN-1,김민준,응급실,nurse,,2026-10-15,,\n"
	var reports [2]people.RosterReport
	var errs [2]error
	do := func(i int) func() { return func() { reports[i], errs[i] = h.imports(file, yes) } }
	h.meanwhile(`SELECT FROM employees FOR UPDATE`, do(0), do(1))
	if errs[0] != nil || errs[1] != nil || !reports[0].Stored || !reports[1].Stored {
		t.Fatal(errs, reports)
	}
	if a, b := reports[0].Counts, reports[1].Counts; a.Hired+b.Hired != 1 || a.Transferred+b.Transferred != 1 || a.Unchanged+b.Unchanged != 2 {
		t.Errorf("%+v, %+v", a, b)
	}
	h.is("both", "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-10-15; 응급실 nurse 800 2026-10-15..\n"+
		"A 이서연   2025-02-01.. | 응급실 약사 1000 2025-02-01..")
}

// TestRosterAfterPlans: what another end, or another share of full time, makes of
// postings that were planned to end.
func TestRosterAfterPlans(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE employees SET left_on = '2026-12-01'`)
	h.DB.MustExec(`UPDATE postings SET to_day = '2026-12-01'`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (1, 2, 1, '2026-12-01', '2026-12-01')`)
	h.mustImport("number,left on\nN-1,2026-12-24\n", nil)
	h.is("a plan that the end had undone is none any more",
		"N-1 김민준 Kim Min-jun  2024-01-01..2026-12-24 | ward nurse 800 2024-01-01..2026-12-24; ward nurse 1000 2026-12-01..2026-12-01")

	h.reset()
	h.DB.MustExec(`UPDATE postings SET to_day = '2026-12-01'`)
	for range 2 {
		h.mustImport(header+"N-1,,ward,nurse,,2026-12-01,,1\n", nil)
		h.is("stays, full time, from the day on which they were to end", "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-12-01; ward nurse 1000 2026-12-01..")
	}
}
