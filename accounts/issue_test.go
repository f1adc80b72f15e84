package accounts_test

import (
	"context"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// roster adds to the hospital people without accounts: Li (3) in surgery, Zhao (4)
// in its bay, Sun (5) who left, Zhou (6) who begins next month in the pharmacy, Wu
// (7) with a number that is no name, Zheng (8) with one that is another's account,
// Ho (9) and Ha (10), whose numbers differ by case only, and Qian (11), whose
// account is disabled.
func (h hospital) roster() {
	h.DB.MustExec(`
		INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}');
		INSERT INTO employees (number, name, hired_on, left_on) VALUES ('N-3', 'Li', '2020-01-01', NULL), ('00104', 'Zhao', '2020-01-01', NULL),
			('N-5', 'Sun', '2020-01-01', '2026-10-31'), ('N-6', 'Zhou', '2026-11-15', NULL), ('甲 7', 'Wu', '2020-01-01', NULL),
			('ADMIN', 'Zheng', '2020-01-01', NULL), ('h-9', 'Ho', '2020-01-01', NULL), ('H-9', 'Ha', '2020-01-01', NULL), ('N-11', 'Qian', '2020-01-01', NULL);
		INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (3, 1, 1, '2020-01-01', NULL), (4, 3, 1, '2020-01-01', NULL),
			(6, 4, 1, '2026-11-15', NULL), (7, 1, 1, '2020-01-01', '2026-10-31'), (7, 4, 1, '2026-10-31', NULL);
		INSERT INTO accounts (name, employee_id, password_hash, created_at, disabled_at) VALUES ('qian', 11, '', '2026-01-01', '2026-02-01')`)
}

func TestIssue(t *testing.T) {
	h := newHospital(t)
	h.roster()
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    accounts.IssueAccounts
		want  accounts.Issued
		kind  fault.Kind
	}{
		{"a department that is not there", admin, accounts.IssueAccounts{DepartmentID: 99}, accounts.Issued{}, fault.Invalid},
		{"whoever reaches nobody", accounts.Actor{AccountID: 1}, accounts.IssueAccounts{}, accounts.Issued{}, ""},
		{"a dry run", admin, accounts.IssueAccounts{DryRun: true}, accounts.Issued{Issued: 7, Had: 3, DryRun: true}, ""},
		{"a department and those below", admin, accounts.IssueAccounts{DepartmentID: 1}, accounts.Issued{Issued: 2}, ""},
		{"again", admin, accounts.IssueAccounts{DepartmentID: 1}, accounts.Issued{Had: 2}, ""},
		{"where somebody begins, or was moved to", admin, accounts.IssueAccounts{DepartmentID: 4, DryRun: true}, accounts.Issued{Issued: 2, DryRun: true}, ""},
		{"everybody", admin, accounts.IssueAccounts{}, accounts.Issued{Issued: 5, Had: 5}, ""},
		{"everybody again", admin, accounts.IssueAccounts{}, accounts.Issued{Had: 10}, ""},
	} {
		got, err := h.Issue(t.Context(), test.actor, test.in)
		if want(t, test.what, err, test.kind); err == nil && got != test.want {
			t.Errorf("%s: %+v, want %+v", test.what, got, test.want)
		}
	}
	for employee, name := range map[int]string{3: "n-3", 4: "00104", 6: "n-6", 7: "employee-7", 8: "employee-8", 9: "employee-9", 10: "employee-10", 11: "qian"} {
		if n := count(t, h.DB, `SELECT count(*) FROM accounts WHERE employee_id = $1 AND name = $2 AND password_hash = '' AND NOT must_change_password`, employee, name); n != 1 {
			t.Errorf("employee %d has no account %s without a password", employee, name)
		}
	}
	if n := count(t, h.DB, `SELECT count(*) FROM accounts WHERE employee_id = 5`); n != 0 {
		t.Error("who has left was given an account")
	}
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'issue' AND object = 'account' AND account_id = 3 AND after ? 'employeeId'`); n != 7 {
		t.Errorf("%d accounts in the journal, want 7", n)
	}
}

// TestIssuedAccountsOpenByTheService, and by no password.
func TestIssuedAccountsOpenByTheService(t *testing.T) {
	h := newHospital(t)
	h.roster()
	s := h.serviceOf()
	_, err := s.signIn(h, "u-4", "00104")
	wantReason(t, "before", err, accounts.ReasonNoAccount)
	if _, err := h.Issue(t.Context(), admin, accounts.IssueAccounts{}); err != nil {
		t.Fatal(err)
	}
	in, err := s.signIn(h, "u-4", "00104")
	if wantReason(t, "after", err, ""); in.Me.Name != "00104" || in.Me.MustChangePassword {
		t.Errorf("signed in: %+v", in.Me)
	}
	for _, password := range []string{"", "00104", password} {
		_, err := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "00104", Password: password})
		want(t, "by password "+password, err, fault.Unauthenticated)
	}
	reset, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: in.Me.AccountID})
	if want(t, "a password for who needs one", err, ""); err == nil {
		h.signInWith("00104", reset.Password)
	}
}

// TestIssueAtOnce: of several who issue accounts at once each employee gets one.
func TestIssueAtOnce(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on) SELECT 'M' || n, 'x', '2020-01-01' FROM generate_series(1, 200) n`)
	var total int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			got, err := h.Issue(context.WithoutCancel(t.Context()), admin, accounts.IssueAccounts{})
			mu.Lock()
			defer mu.Unlock()
			if total += got.Issued; err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := count(t, h.DB, `SELECT count(*) FROM accounts WHERE name ~ '^m[0-9]+$'`); n != 200 || total != 200 {
		t.Errorf("%d accounts, %d told of", n, total)
	}
}
