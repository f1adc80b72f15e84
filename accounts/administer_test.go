package accounts_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestCreate(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('N-3', 'Ann', '2020-01-01')`)
	for _, test := range []struct {
		what string
		in   accounts.NewAccount
		want fault.Kind
	}{
		{"of an employee", accounts.NewAccount{Name: "Ann.Lee", EmployeeID: 3, Language: "ko"}, ""},
		{"of nobody on the roster", accounts.NewAccount{Name: "kiosk"}, ""},
		{"a name in use", accounts.NewAccount{Name: "WANG"}, fault.Conflict},
		{"an employee with an account", accounts.NewAccount{Name: "wang2", EmployeeID: 1}, fault.Conflict},
		{"no such employee", accounts.NewAccount{Name: "ghost", EmployeeID: 1 << 40}, fault.Invalid},
		{"a name that is hard to type", accounts.NewAccount{Name: "王 芳"}, fault.Invalid},
	} {
		_, err := h.Create(t.Context(), admin, test.in)
		want(t, test.what, err, test.want)
	}
	list, err := h.List(t.Context(), admin, accounts.ListAccounts{Search: "ann"})
	if err != nil || len(list) != 1 || list[0].Name != "ann.lee" || list[0].EmployeeName != "Ann" || list[0].Roles == nil {
		t.Errorf("list: %+v, %v", list, err)
	}
}

func TestAOneTimePasswordHasToBeChanged(t *testing.T) {
	h := newHospital(t)
	made, err := h.Create(t.Context(), admin, accounts.NewAccount{Name: "new"})
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "new", Password: made.Password})
	if err != nil || !s.Me.MustChangePassword || !h.actor(s.Token).MustChangePassword {
		t.Fatalf("first sign-in: %+v, %v", s.Me, err)
	}
	me, err := h.ChangePassword(t.Context(), h.actor(s.Token), accounts.ChangePassword{OldPassword: made.Password, NewPassword: "of my own choice"})
	if err != nil || me.MustChangePassword || h.actor(s.Token).MustChangePassword {
		t.Errorf("after the change: %+v, %v", me, err)
	}
	reset, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: made.Account.ID})
	if err != nil || !reset.Account.MustChangePassword || reset.Password == made.Password {
		t.Errorf("reset: %+v, %v", reset, err)
	}
	_, err = h.Authenticate(t.Context(), s.Token)
	want(t, "a session from before the reset", err, fault.Unauthenticated)
	_, err = h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: admin.AccountID})
	want(t, "resetting one's own", err, fault.Forbidden)
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE concat(before, after) LIKE '%' || $1 || '%' OR concat(before, after) LIKE '%argon2%'`, made.Password); n != 0 {
		t.Error("the journal holds a password")
	}
}

func TestAOneTimePasswordExpires(t *testing.T) {
	h := newHospital(t)
	made, err := h.Create(t.Context(), admin, accounts.NewAccount{Name: "new"})
	if err != nil {
		t.Fatal(err)
	}
	signIn := func(password string) (accounts.Session, error) {
		return h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "new", Password: password})
	}
	h.clock.advance(72*time.Hour - time.Second)
	_, err = signIn(made.Password)
	want(t, "within three days", err, "")
	h.clock.advance(time.Second)
	_, err = signIn(made.Password)
	want(t, "after three days", err, fault.Forbidden)
	if says := "this one-time password has expired; ask an administrator for another"; err == nil || err.Error() != says {
		t.Errorf("it says: %v", err)
	}
	_, err = signIn("wrong")
	want(t, "to those who do not know it", err, fault.Unauthenticated)

	reset, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: made.Account.ID})
	if err != nil {
		t.Fatal(err)
	}
	h.clock.advance(71 * time.Hour)
	s, err := signIn(reset.Password)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.ChangePassword(t.Context(), h.actor(s.Token), accounts.ChangePassword{OldPassword: reset.Password, NewPassword: password}); err != nil {
		t.Fatal(err)
	}
	h.clock.advance(1000 * time.Hour)
	_, err = signIn(password)
	want(t, "one's own, much later", err, "")
	if n := count(t, h.DB, `SELECT count(*) FROM accounts WHERE password_expires_at IS NOT NULL`); n != 0 {
		t.Errorf("%d passwords of people's own choice expire", n)
	}
	if _, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: made.Account.ID}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, h.DB, `SELECT count(*) FROM accounts WHERE password_expires_at = $1`, h.clock.Now().Add(72*time.Hour)); n != 1 {
		t.Error("a reset password does not expire after three days")
	}
}

func TestChangePassword(t *testing.T) {
	h := newHospital(t)
	mine, elsewhere, other := h.signIn("wang"), h.signIn("wang"), h.signIn("kim")
	wang := h.actor(mine.Token)
	const chosen = "five-second response"
	for _, test := range []struct {
		what, old, new string
		want           fault.Kind
	}{
		{"not the old one", "wrong", chosen, fault.Invalid},
		{"short", password, "九个字的密码不够长", fault.Invalid},
		{"long", password, strings.Repeat("长", 201), fault.Invalid},
		{"the same again", password, password, fault.Invalid},
		{"good", password, chosen, ""},
		{"the old one is gone", password, "another one of mine", fault.Invalid},
	} {
		_, err := h.ChangePassword(t.Context(), wang, accounts.ChangePassword{OldPassword: test.old, NewPassword: test.new})
		want(t, test.what, err, test.want)
	}
	h.actor(mine.Token)
	h.actor(other.Token)
	_, err := h.Authenticate(t.Context(), elsewhere.Token)
	want(t, "the session on another device", err, fault.Unauthenticated)

	h.DB.MustExec(`UPDATE accounts SET name = 'head.of.surgery' WHERE id = 1`)
	_, err = h.ChangePassword(t.Context(), wang, accounts.ChangePassword{OldPassword: chosen, NewPassword: " Head.of.Surgery"})
	want(t, "the name of the account", err, fault.Invalid)
	for range 8 {
		h.ChangePassword(t.Context(), wang, accounts.ChangePassword{OldPassword: "guess", NewPassword: "what a thief wants"})
	}
	_, err = h.ChangePassword(t.Context(), wang, accounts.ChangePassword{OldPassword: chosen, NewPassword: "what a thief wants"})
	want(t, "guessing in a stolen session", err, fault.TooMany)
}

func TestDisable(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	for _, test := range []struct {
		what string
		do   func() error
		want fault.Kind
	}{
		{"oneself", func() error {
			_, err := h.Disable(t.Context(), admin, accounts.DisableAccount{ID: 3})
			return err
		}, fault.Forbidden},
		{"out of reach", func() error {
			_, err := h.Disable(t.Context(), accounts.Actor{AccountID: 3}, accounts.DisableAccount{ID: 1})
			return err
		}, fault.NotFound},
		{"somebody", func() error { _, err := h.Disable(t.Context(), admin, accounts.DisableAccount{ID: 1}); return err }, ""},
		{"again", func() error { _, err := h.Disable(t.Context(), admin, accounts.DisableAccount{ID: 1}); return err }, fault.Conflict},
		{"enable", func() error { _, err := h.Enable(t.Context(), admin, accounts.EnableAccount{ID: 1}); return err }, ""},
		{"enable again", func() error { _, err := h.Enable(t.Context(), admin, accounts.EnableAccount{ID: 1}); return err }, fault.Conflict},
		{"nobody", func() error { _, err := h.Enable(t.Context(), admin, accounts.EnableAccount{ID: 99}); return err }, fault.NotFound},
	} {
		want(t, test.what, test.do(), test.want)
	}
	_, err := h.Authenticate(t.Context(), token)
	want(t, "a session from before", err, fault.Unauthenticated)
	h.signIn("wang")
}

func TestAssignRole(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what string
		in   accounts.NewRole
		want fault.Kind
	}{
		{"in a department", accounts.NewRole{AccountID: 1, Role: "supervisor", DepartmentID: 2}, ""},
		{"the same again", accounts.NewRole{AccountID: 1, Role: "supervisor", DepartmentID: 2, From: "2027-01-01"}, fault.Conflict},
		{"in another department", accounts.NewRole{AccountID: 1, Role: "supervisor", DepartmentID: 4}, ""},
		{"of the whole hospital", accounts.NewRole{AccountID: 1, Role: "hr"}, ""},
		{"of the whole hospital, in one department", accounts.NewRole{AccountID: 1, Role: "finance", DepartmentID: 2}, fault.Invalid},
		{"a head of nothing", accounts.NewRole{AccountID: 1, Role: "department-head"}, fault.Invalid},
		{"while somebody is away", accounts.NewRole{AccountID: 1, Role: "department-head", DepartmentID: 2, From: "2026-11-02", To: "2026-11-16"}, ""},
		{"and when they are away again", accounts.NewRole{AccountID: 1, Role: "department-head", DepartmentID: 2, From: "2026-11-16"}, ""},
		{"backwards", accounts.NewRole{AccountID: 1, Role: "trainer", From: "2026-11-02", To: "2026-11-02"}, fault.Invalid},
		{"in hindsight", accounts.NewRole{AccountID: 1, Role: "trainer", From: "2026-10-30"}, fault.Invalid},
		{"from a day that is none", accounts.NewRole{AccountID: 1, Role: "trainer", From: "2026-02-30"}, fault.Invalid},
		{"no such department", accounts.NewRole{AccountID: 1, Role: "trainer", DepartmentID: 1 << 40}, fault.Invalid},
		{"no such account", accounts.NewRole{AccountID: 99, Role: "trainer"}, fault.NotFound},
		{"one's own", accounts.NewRole{AccountID: 3, Role: "hr"}, fault.Forbidden},
	} {
		_, err := h.AssignRole(t.Context(), admin, test.in)
		want(t, test.what, err, test.want)
	}
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'assign-role' AND object_id = 1 AND account_id = 3`); n != 5 {
		t.Errorf("%d journal entries, want 5", n)
	}
}

func TestAnAccountOfNobodyOnTheRosterAdministersOrAudits(t *testing.T) {
	h := newHospital(t)
	made, err := h.Create(t.Context(), admin, accounts.NewAccount{Name: "office"})
	if err != nil {
		t.Fatal(err)
	}
	for role, kind := range map[string]fault.Kind{
		"admin": "", "auditor": "", "supervisor": fault.Invalid, "trainer": fault.Invalid, "service-centre": fault.Invalid,
		"quality": fault.Invalid, "hr": fault.Invalid, "finance": fault.Invalid, "leadership": fault.Invalid,
	} {
		_, err := h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: made.Account.ID, Role: role})
		want(t, role, err, kind)
		if says := "office belongs to no employee, so it can be admin or auditor only"; kind != "" && fault.As(err).Fields["role"] != says {
			t.Errorf("%s: says %v", role, fault.As(err).Fields)
		}
	}
	_, err = h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: made.Account.ID, Role: "department-head", DepartmentID: 1})
	want(t, "department-head", err, fault.Invalid)
}

func TestTwoAssignmentsAtOnceAreOne(t *testing.T) {
	h := newHospital(t)
	var done, conflicts atomic.Int32
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			_, err := h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: 1, Role: "hr"})
			switch {
			case err == nil:
				done.Add(1)
			case fault.Is(err, fault.Conflict):
				conflicts.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() != 1 || conflicts.Load() != 5 {
		t.Errorf("%d done, %d conflicts, want 1 and 5", done.Load(), conflicts.Load())
	}
}

func TestRevokeRole(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	assign := func(role string, from, to string) int64 {
		t.Helper()
		var id int64
		if err := h.DB.Get(&id, `INSERT INTO role_assignments (account_id, role, from_day, to_day) VALUES (1, $1, $2, nullif($3, '')::date) RETURNING id`,
			role, from, to); err != nil {
			t.Fatal(err)
		}
		return id
	}
	since, new, later, over := assign("hr", "2026-01-01", ""), assign("finance", "2026-10-31", "2026-12-01"),
		assign("quality", "2027-01-01", ""), assign("trainer", "2026-01-01", "2026-10-31")
	mine := assign("admin", "2026-01-01", "")
	h.DB.MustExec(`UPDATE role_assignments SET account_id = 3 WHERE id = $1`, mine)
	for _, test := range []struct {
		what string
		id   int64
		to   string
		want fault.Kind
	}{
		{"held for long", since, "2026-10-31", ""},
		{"since today", new, "2026-10-31", ""},
		{"yet to begin", later, "2027-01-01", ""},
		{"twice", since, "", fault.Conflict},
		{"over", over, "", fault.Conflict},
		{"one's own", mine, "", fault.Forbidden},
		{"none", 999, "", fault.NotFound},
	} {
		r, err := h.RevokeRole(t.Context(), admin, accounts.RevokeRole{ID: test.id})
		want(t, test.what, err, test.want)
		if string(r.To) != test.to {
			t.Errorf("%s: ends %q, want %q", test.what, r.To, test.to)
		}
	}
	_, err := h.RevokeRole(t.Context(), accounts.Actor{AccountID: 3}, accounts.RevokeRole{ID: later})
	want(t, "out of reach", err, fault.NotFound)
	if roles := h.actor(token).Roles; len(roles) != 1 {
		t.Errorf("at once: %v", roles)
	}
}
