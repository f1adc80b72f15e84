package accounts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// by is an administrator in a request that reaches the whole hospital.
func by(account int64) accounts.Actor {
	return accounts.Actor{AccountID: account, Reach: accounts.Reach{Hospital: true}}
}

func TestASecondFactorIsRemovedByTwo(t *testing.T) {
	const wang, kim, second, puppet = 1, 2, 4, 5
	for _, test := range []struct {
		what    string
		first   accounts.Actor
		between time.Duration
		then    accounts.Actor
		want    fault.Kind
		removed bool
	}{
		{"two administrators", admin, time.Hour, by(second), "", true},
		{"the same one twice", admin, time.Hour, admin, "", false},
		{"the second one too late", admin, 72 * time.Hour, by(second), "", false},
		{"one's own, as the second", admin, time.Hour, by(wang), fault.Forbidden, false},
		{"an account that the first has just made", admin, time.Hour, by(puppet), fault.Forbidden, false},
		{"who stands in for the first", admin, time.Hour, accounts.Actor{AccountID: second, Reach: accounts.Reach{Hospital: true},
			InPlaceOf: []accounts.Person{{AccountID: 3}}}, "", false},
		{"who stands in for the account's holder", admin, time.Hour, accounts.Actor{AccountID: second, Reach: accounts.Reach{Hospital: true},
			InPlaceOf: []accounts.Person{{AccountID: wang, EmployeeID: 1}}}, fault.Forbidden, false},
		{"out of reach", admin, time.Hour, accounts.Actor{AccountID: second}, fault.NotFound, false},
		{"the program, by itself", accounts.Program(), 0, by(kim), fault.Conflict, true},
	} {
		t.Run(test.what, func(t *testing.T) {
			h := newHospital(t)
			h.DB.MustExec(`INSERT INTO accounts (name, password_hash, created_at, code_issued_at, code_issued_by) VALUES
				('second', '', '2026-01-01', '2026-09-01', 3), ('puppet', '', '2026-10-31', '2026-10-30', 3)`)
			_, session := h.enrol("wang")
			in := accounts.RemoveSecondFactor{ID: wang}
			_, err := h.RemoveSecondFactor(t.Context(), test.first, in)
			want(t, "the first", err, "")
			h.clock.advance(test.between)
			_, err = h.RemoveSecondFactor(t.Context(), test.then, in)
			want(t, "the second", err, test.want)
			if removed := count(t, h.DB, `SELECT count(*) FROM second_factors`) == 0; removed != test.removed {
				t.Errorf("removed: %t, want %t", removed, test.removed)
			}
			if open := count(t, h.DB, `SELECT count(*) FROM sessions WHERE id = $1`, session.SessionID) == 1; open == test.removed {
				t.Errorf("its session is open: %t", open)
			}
		})
	}
}

func TestAResetDoesNotGetPastTheSecondFactor(t *testing.T) {
	h := newHospital(t)
	p, _ := h.enrol("wang")
	given, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 1})
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.RedeemCode(t.Context(), accounts.Client{}, accounts.RedeemCode{Name: "wang", Code: given.Password, NewPassword: "of the administrator"})
	want(t, "redeemed by whoever has the code", err, "")
	if got := h.actor(s.Token).SecondFactor; got != accounts.SecondFactorRequired {
		t.Errorf("and then: %q", got)
	}
	s, err = h.GiveSecondFactor(t.Context(), accounts.Client{}, h.actor(s.Token), p.next())
	want(t, "by whoever has the phone", err, "")
	if s.Me.CodeIssued == nil || s.Me.CodeIssued.By != "admin" || !s.Me.CodeIssued.At.Before(h.clock.Now()) {
		t.Errorf("told: %+v", s.Me.CodeIssued)
	}
	h.clock.advance(30 * 24 * time.Hour)
	if me := h.signInWith("wang", "of the administrator").Me; me.CodeIssued != nil {
		t.Errorf("a month later: %+v", me.CodeIssued)
	}
}

func TestPeopleAreToldByMail(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE employees SET email = 'wang@hospital.example' WHERE id = 1`)
	h.DB.MustExec(`UPDATE accounts SET language = 'en' WHERE id = 1`)
	h.DB.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('second', '', '2026-01-01')`)
	given, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 1})
	want(t, "reset", err, "")
	h.DB.MustExec(`UPDATE accounts SET password_hash = $1, must_change_password = false`, passwordHash())
	p, _ := h.enrol("wang")
	for _, actor := range []accounts.Actor{admin, by(4)} {
		_, err := h.RemoveSecondFactor(t.Context(), actor, accounts.RemoveSecondFactor{ID: 1})
		want(t, "remove", err, "")
	}
	_, err = h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 2})
	want(t, "one without an address", err, "")
	var mails []string
	if err := h.DB.Select(&mails, `SELECT payload->>'to' || ': ' || (payload->>'subject') || ' ' || (payload->>'text') FROM jobs ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	for i, says := range []string{"admin handed out a one-time code for your account at 2026-10-31 12:00", "set up for your account", "admin asked at", "second removed"} {
		if len(mails) != 4 || !strings.HasPrefix(mails[i], "wang@hospital.example: ") || !strings.Contains(mails[i], says) {
			t.Errorf("mail %d: %q, want %q", i, mails, says)
		}
	}
	for _, secret := range append(p.recoveryCodes, given.Password, p.secret) {
		if strings.Contains(strings.Join(mails, "\n"), secret) {
			t.Errorf("a mail holds %q", secret)
		}
	}
}
