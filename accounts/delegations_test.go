package accounts_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// away has Wang (1) hold two roles and Kim (2) an account: head of surgery (1), and
// trainer (2) until the middle of November.
func away(t *testing.T) (h hospital, wang, kim string) {
	h = newHospital(t)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, department_id, from_day, to_day) VALUES
		(1, 'department-head', 1, '2026-01-01', NULL), (1, 'trainer', NULL, '2026-01-01', '2026-11-15'), (3, 'admin', NULL, '2026-01-01', NULL),
		(1, 'supervisor', NULL, '2026-01-01', '2026-10-31')`)
	return h, h.signIn("wang").Token, h.signIn("kim").Token
}

func TestDelegate(t *testing.T) {
	good := accounts.NewDelegation{AssignmentID: 1, EmployeeID: 2, From: "2026-11-02", To: "2026-11-09", Reason: "leave"}
	for _, test := range []struct {
		what   string
		as     int64
		change func(in *accounts.NewDelegation)
		want   fault.Kind
	}{
		{"a week", 1, func(*accounts.NewDelegation) {}, ""},
		{"from today unless given", 1, func(in *accounts.NewDelegation) { in.From = "" }, ""},
		{"as long as may be", 1, func(in *accounts.NewDelegation) { in.To = "2027-02-02" }, ""},
		{"for longer", 1, func(in *accounts.NewDelegation) { in.To = "2027-02-03" }, fault.Invalid},
		{"for no day", 1, func(in *accounts.NewDelegation) { in.To = in.From }, fault.Invalid},
		{"yesterday", 1, func(in *accounts.NewDelegation) { in.From = "2026-10-30" }, fault.Invalid},
		{"no day", 1, func(in *accounts.NewDelegation) { in.To = "soon" }, fault.Invalid},
		{"until the role ends", 1, func(in *accounts.NewDelegation) { in.AssignmentID, in.To = 2, "2026-11-15" }, ""},
		{"beyond it", 1, func(in *accounts.NewDelegation) { in.AssignmentID, in.To = 2, "2026-11-16" }, fault.Invalid},
		{"a role that has ended", 1, func(in *accounts.NewDelegation) { in.AssignmentID = 4 }, fault.Invalid},
		{"somebody else's role", 2, func(in *accounts.NewDelegation) { in.EmployeeID = 1 }, fault.Invalid},
		{"no such role", 1, func(in *accounts.NewDelegation) { in.AssignmentID = 1 << 40 }, fault.Invalid},
		{"to oneself", 1, func(in *accounts.NewDelegation) { in.EmployeeID = 1 }, fault.Invalid},
		{"to nobody", 1, func(in *accounts.NewDelegation) { in.EmployeeID = 1 << 40 }, fault.Invalid},
		{"to somebody without an account", 1, func(in *accounts.NewDelegation) { in.EmployeeID = 3 }, fault.Invalid},
		{"to somebody who leaves before", 1, func(in *accounts.NewDelegation) { in.EmployeeID = 4 }, fault.Invalid},
	} {
		t.Run(test.what, func(t *testing.T) {
			h, _, _ := away(t)
			h.DB.MustExec(`INSERT INTO employees (number, name, hired_on, left_on) VALUES ('N-3', 'Ann', '2020-01-01', NULL), ('N-4', 'Bob', '2020-01-01', '2026-11-02')`)
			h.DB.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('bob', 4, '', '2026-01-01')`)
			in := good
			test.change(&in)
			d, err := h.Delegate(t.Context(), accounts.Actor{AccountID: test.as, EmployeeID: test.as}, in)
			want(t, test.what, err, test.want)
			if err != nil {
				return
			}
			if d.FromName != "王芳" || d.ToAccount != 2 || d.Active != (d.From == "2026-10-31") {
				t.Errorf("%+v", d)
			}
			_, err = h.Delegate(t.Context(), accounts.Actor{AccountID: test.as, EmployeeID: test.as}, in)
			want(t, "the same again", err, fault.Conflict)
			for _, account := range []int64{1, 2} {
				list, err := h.ListDelegations(t.Context(), accounts.Actor{AccountID: account}, struct{}{})
				if err != nil || len(list) != 1 || list[0].ID != d.ID {
					t.Errorf("shown to %d: %+v, %v", account, list, err)
				}
			}
			list, err := h.ListDelegations(t.Context(), admin, struct{}{})
			if err != nil || list == nil || len(list) != 0 {
				t.Errorf("shown to others: %+v, %v", list, err)
			}
			if list, err = h.ListAccountDelegations(t.Context(), admin, accounts.GetAccount{ID: 2}); err != nil || len(list) != 1 {
				t.Errorf("shown to administrators: %+v, %v", list, err)
			}
			_, err = h.ListAccountDelegations(t.Context(), accounts.Actor{AccountID: 1}, accounts.GetAccount{ID: 2})
			want(t, "of others, out of reach", err, fault.NotFound)
		})
	}
}

// TestARoleHandedOver follows an open session of the one who stands in, through
// everything that begins and ends it.
func TestARoleHandedOver(t *testing.T) {
	staff := accounts.Assignment{Role: "staff"}
	head := accounts.Assignment{Role: "department-head", Departments: []int64{1, 2, 3}, For: &accounts.Person{AccountID: 1, EmployeeID: 1}}
	for _, test := range []struct {
		what string
		end  func(h hospital, kim string)
	}{
		{"by itself, at the hospital's midnight", func(h hospital, kim string) { use(h, kim, 12*time.Hour) }},
		{"by whoever gave it", func(h hospital, _ string) {
			_, err := h.EndDelegation(h.t.Context(), accounts.Actor{AccountID: 1}, accounts.EndDelegation{ID: 1})
			want(h.t, "end", err, "")
		}},
		{"by whoever stands in", func(h hospital, _ string) {
			_, err := h.EndDelegation(h.t.Context(), accounts.Actor{AccountID: 2}, accounts.EndDelegation{ID: 1})
			want(h.t, "end", err, "")
		}},
		{"with the role", func(h hospital, _ string) {
			_, err := h.RevokeRole(h.t.Context(), admin, accounts.RevokeRole{ID: 1})
			want(h.t, "revoke", err, "")
		}},
		{"with the giver's account", func(h hospital, _ string) {
			_, err := h.Disable(h.t.Context(), admin, accounts.DisableAccount{ID: 1})
			want(h.t, "disable", err, "")
		}},
		{"when the giver leaves", func(h hospital, _ string) { h.DB.MustExec(`UPDATE employees SET left_on = '2026-10-31' WHERE id = 1`) }},
	} {
		t.Run(test.what, func(t *testing.T) {
			h, _, kim := away(t)
			roles := func(what string, want ...accounts.Assignment) {
				t.Helper()
				if diff := cmp.Diff(append(want, staff), h.actor(kim).Roles); diff != "" {
					t.Errorf("%s (-want +got):\n%s", what, diff)
				}
			}
			roles("before")
			_, err := h.Delegate(t.Context(), accounts.Actor{AccountID: 1, EmployeeID: 1}, accounts.NewDelegation{AssignmentID: 1, EmployeeID: 2, To: "2026-11-01"})
			want(t, "delegate", err, "")
			roles("at once", head)
			me, err := h.Me(t.Context(), h.actor(kim), struct{}{})
			if err != nil || len(me.StandsIn) != 1 || me.StandsIn[0].FromName != "王芳" || len(me.Roles) != 0 {
				t.Errorf("told: %+v, %v", me, err)
			}
			_, err = h.Delegate(t.Context(), h.actor(kim), accounts.NewDelegation{AssignmentID: 1, EmployeeID: 1, To: "2026-11-01"})
			want(t, "handed on", err, fault.Invalid)
			test.end(h, kim)
			roles("afterwards")
		})
	}
}

func TestEndDelegation(t *testing.T) {
	h, _, _ := away(t)
	wang := accounts.Actor{AccountID: 1, EmployeeID: 1}
	d, err := h.Delegate(t.Context(), wang, accounts.NewDelegation{AssignmentID: 1, EmployeeID: 2, From: "2026-11-02", To: "2026-11-09"})
	want(t, "delegate", err, "")
	in := accounts.EndDelegation{ID: d.ID}
	_, err = h.EndDelegation(t.Context(), admin, in)
	want(t, "by somebody else", err, fault.NotFound)
	d, err = h.EndDelegation(t.Context(), wang, in)
	if err != nil || d.To != d.From || d.EndedAt == nil {
		t.Errorf("before it began: %+v, %v", d, err)
	}
	_, err = h.EndDelegation(t.Context(), wang, in)
	want(t, "again", err, fault.Conflict)
	_, err = h.Delegate(t.Context(), wang, accounts.NewDelegation{AssignmentID: 1, EmployeeID: 2, From: "2026-11-02", To: "2026-11-09"})
	want(t, "anew", err, "")
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action IN ('delegate-role', 'end-delegation') AND account_id = 1 AND object_id = 2`); n != 3 {
		t.Errorf("%d entries in the journal, want 3", n)
	}
}

// TestNobodyDecidesAboutThemselves, nor about somebody in whose place they act.
func TestNobodyDecidesAboutThemselves(t *testing.T) {
	h, _, _ := away(t)
	standIn := accounts.Actor{AccountID: 2, EmployeeID: 2, Reach: accounts.Reach{Hospital: true}, InPlaceOf: []accounts.Person{{AccountID: 3}, {AccountID: 1, EmployeeID: 1}}}
	for _, account := range []int64{1, 2, 3} {
		_, err := h.AssignRole(t.Context(), standIn, accounts.NewRole{AccountID: account, Role: "auditor"})
		want(t, "assign a role", err, fault.Forbidden)
		_, err = h.Disable(t.Context(), standIn, accounts.DisableAccount{ID: account})
		want(t, "disable", err, fault.Forbidden)
		_, err = h.ResetPassword(t.Context(), standIn, accounts.ResetPassword{ID: account})
		want(t, "reset the password", err, fault.Forbidden)
	}
	_, err := h.RevokeRole(t.Context(), standIn, accounts.RevokeRole{ID: 3})
	want(t, "revoke a role", err, fault.Forbidden)
	for employee, is := range map[int64]bool{0: false, 1: true, 2: true, 3: false} {
		if standIn.Is(employee) != is {
			t.Errorf("about employee %d: %t", employee, !is)
		}
	}
}
