package accounts_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// TestWhoIsLetIn goes through those who may come from the service.
func TestWhoIsLetIn(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on, left_on) VALUES
		('N-3', 'without an account', '2020-01-01', NULL), ('N-4', 'disabled', '2020-01-01', NULL),
		('N-5', 'left today', '2020-01-01', '2026-10-31'), ('0012', 'of digits', '2020-01-01', NULL), ('12', 'of fewer', '2020-01-01', NULL)`)
	h.DB.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at, disabled_at) VALUES
		('dis', 4, '', '2026-01-01', '2026-01-02'), ('gone', 5, '', '2026-01-01', NULL), ('zeros', 6, '', '2026-01-01', NULL), ('twelve', 7, '', '2026-01-01', NULL)`)
	for _, test := range []struct {
		what, subject string
		number        any
		want          accounts.Reason
		account       int64
	}{
		{"the first time, by number", "u-1", "N-1", "", 1},
		{"again", "u-1", "N-1", "", 1},
		{"who got another's number there stays themselves", "u-1", "N-2", "", 1},
		{"who lost theirs there, too", "u-1", nil, "", 1},
		{"somebody else with the number", "u-2", "N-1", accounts.ReasonTaken, 0},
		{"in small letters it is not the number", "u-3", "n-1", accounts.ReasonUnknown, 0},
		{"nor with blanks", "u-3", " N-1", accounts.ReasonUnknown, 0},
		{"nor in a list", "u-3", []string{"N-1"}, accounts.ReasonNoNumber, 0},
		{"nobody's", "u-3", "N-99", accounts.ReasonUnknown, 0},
		{"none", "u-3", nil, accounts.ReasonNoNumber, 0},
		{"empty", "u-3", "", accounts.ReasonNoNumber, 0},
		{"an employee without an account", "u-3", "N-3", accounts.ReasonNoAccount, 0},
		{"a disabled account", "u-4", "N-4", accounts.ReasonDisabled, 0},
		{"who has left", "u-5", "N-5", accounts.ReasonLeft, 0},
		{"digits as a text", "u-6", "0012", "", 6},
		{"digits as a number", "u-7", 12, "", 7},
		{"a name of SQL", "u-8", "' OR 1=1 --", accounts.ReasonUnknown, 0},
	} {
		in, err := s.signIn(h, test.subject, "", func(c map[string]any) { c["employee_number"] = test.number })
		wantReason(t, test.what, err, test.want)
		if in.Me.AccountID != test.account {
			t.Errorf("%s: account %d, want %d", test.what, in.Me.AccountID, test.account)
		}
	}
	h.DB.MustExec(`UPDATE accounts SET disabled_at = '2026-10-01' WHERE id = 1`)
	_, err := s.signIn(h, "u-1", "N-1")
	wantReason(t, "disabled after they were linked", err, accounts.ReasonDisabled)
	h.DB.MustExec(`UPDATE employees SET left_on = '2026-10-30' WHERE id = 6`)
	_, err = s.signIn(h, "u-6", "0012")
	wantReason(t, "left after they were linked", err, accounts.ReasonLeft)
}

func TestTheNumberMayComeBesidesTheToken(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	in, err := s.signIn(h, "u-2", "", func(map[string]any) { s.told["employee_number"] = "N-2" })
	if wantReason(t, "sign in", err, ""); in.Me.AccountID != 2 {
		t.Errorf("signed in: %+v", in.Me)
	}
	_, err = s.signIn(h, "u-1", "", func(map[string]any) { s.told = map[string]any{"sub": "u-2", "employee_number": "N-1"} })
	wantReason(t, "what it tells of somebody else", err, accounts.ReasonFailed)
}

// TestWhoComesBackInVain again and again is not asked about any more, for a while.
func TestWhoComesBackInVain(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	from := accounts.Client{Address: address(1)}
	try := func(in accounts.Arrival) error {
		d, _ := h.LeaveToSignIn(t.Context(), "/")
		var claims map[string]any
		in.Cookie = d.Cookie
		in.State, claims = s.asks(d, "u-1")
		claims["employee_number"] = "N-1"
		_, err := h.ComeBack(t.Context(), from, in)
		return err
	}
	for range 80 {
		wantReason(t, "in vain", try(accounts.Arrival{Error: "access_denied"}), accounts.ReasonCancelled)
	}
	wantReason(t, "then, with a good code", try(accounts.Arrival{Code: "code"}), accounts.ReasonTooMany)
	if n := count(t, h.DB, `SELECT count(*) FROM journal`); n != 80 {
		t.Errorf("journalled %d times", n)
	}
	h.clock.advance(16 * time.Minute)
	for range 3 {
		wantReason(t, "later, and a success uses none up", try(accounts.Arrival{Code: "code"}), "")
	}
	if n := count(t, h.DB, `SELECT count(*) FROM sign_in_failures WHERE at > $1`, h.clock.Now().Add(-time.Minute)); n != 0 {
		t.Errorf("%d failures are left", n)
	}
}

func TestUnlinking(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	in, err := s.signIn(h, "u-1", "N-1")
	wantReason(t, "sign in", err, "")
	byPassword := h.signIn("wang")
	for _, who := range []accounts.Actor{{AccountID: 2}, {}} {
		_, err = h.UnlinkIdentity(t.Context(), who, accounts.UnlinkIdentity{ID: 1})
		want(t, "by who may not", err, fault.NotFound)
	}
	_, err = h.UnlinkIdentity(t.Context(), admin, accounts.UnlinkIdentity{ID: 1})
	want(t, "unlink", err, "")
	_, err = h.Authenticate(t.Context(), in.Token)
	want(t, "the session it vouched for", err, fault.Unauthenticated)
	_, err = h.Authenticate(t.Context(), byPassword.Token)
	want(t, "one by password", err, "")
	_, err = h.UnlinkIdentity(t.Context(), admin, accounts.UnlinkIdentity{ID: 1})
	want(t, "again", err, fault.Conflict)
	_, err = s.signIn(h, "u-1-anew", "N-1")
	wantReason(t, "as they are known from now on", err, "")
	_, err = s.signIn(h, "u-1", "N-1")
	wantReason(t, "as they were known before", err, accounts.ReasonTaken)
}

func TestTheEarlierSessionOfABrowserEnds(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	earlier := h.signIn("kim").Token
	d, _ := h.LeaveToSignIn(t.Context(), "/")
	state, claims := s.asks(d, "u-1")
	claims["employee_number"] = "N-1"
	in, err := h.ComeBack(t.Context(), accounts.Client{}, accounts.Arrival{Cookie: d.Cookie, State: state, Code: "code", Earlier: earlier})
	wantReason(t, "sign in over it", err, "")
	_, err = h.Authenticate(t.Context(), earlier)
	want(t, "the earlier session", err, fault.Unauthenticated)
	if in.Token == earlier || h.actor(in.Token).AccountID != 1 {
		t.Error("the session is not a new one")
	}
}

// TestASecondFactorAtTheServiceCounts where the hospital says which words of the
// service mean one.
func TestASecondFactorAtTheServiceCounts(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) VALUES (1, 'hr', '2026-10-01')`)
	for _, test := range []struct {
		what  string
		claim string
		value any
		want  accounts.SecondFactorState
	}{
		{"it says nothing", "acr", nil, accounts.SecondFactorToEnrol},
		{"a password only", "amr", []string{"pwd"}, accounts.SecondFactorToEnrol},
		{"another class", "acr", "0", accounts.SecondFactorToEnrol},
		{"a class that counts", "acr", "mfa", ""},
		{"a method that counts", "amr", []string{"pwd", "otp"}, ""},
	} {
		in, err := s.signIn(h, "u-1", "N-1", func(c map[string]any) { c[test.claim] = test.value })
		wantReason(t, test.what, err, "")
		if got := h.actor(in.Token).SecondFactor; got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

// TestAOneTimePasswordIsNotInTheWay of those the service vouches for: they may
// never have been told it.
func TestAOneTimePasswordIsNotInTheWay(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	h.DB.MustExec(`UPDATE accounts SET must_change_password = true WHERE id = 1`)
	in, err := s.signIn(h, "u-1", "N-1")
	wantReason(t, "sign in", err, "")
	byService, byPassword := h.actor(in.Token), h.actor(h.signIn("wang").Token)
	if byService.MustChangePassword || !byPassword.MustChangePassword {
		t.Errorf("must change: by the service %v, by password %v", byService.MustChangePassword, byPassword.MustChangePassword)
	}
	if me, err := h.Me(t.Context(), byService, struct{}{}); err != nil || me.MustChangePassword {
		t.Errorf("me: %+v, %v", me, err)
	}
}

func TestPasswordsForAdministratorsOnly(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) VALUES (3, 'admin', '2026-10-01')`)
	shut, _ := h.GetSettings(t.Context(), admin, struct{}{})
	shut.PasswordsForAdministratorsOnly = true
	_, err := h.PutSettings(t.Context(), admin, shut)
	want(t, "without a service", err, fault.Invalid)
	s := h.serviceOf()
	_, err = h.PutSettings(t.Context(), admin, shut)
	want(t, "before anybody has signed in by it", err, fault.Invalid)
	_, err = s.signIn(h, "u-1", "N-1")
	wantReason(t, "who does", err, "")
	_, err = h.PutSettings(t.Context(), admin, shut)
	want(t, "then", err, "")
	for name, kind := range map[string]fault.Kind{"wang": fault.Forbidden, "kim": fault.Forbidden, "admin": ""} {
		_, err := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: name, Password: password})
		want(t, name, err, kind)
	}
	_, err = h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "wang", Password: "wrong"})
	want(t, "who does not know the password is told no more", err, fault.Unauthenticated)
	options, err := h.SignInOptions(t.Context(), accounts.Actor{}, struct{}{})
	b, _ := json.Marshal(options)
	if want(t, "options", err, ""); string(b) != `{"provider":{"label":{"en":"Hospital"},"path":"/auth/oidc"},"passwordsForAdministratorsOnly":true}` {
		t.Errorf("options: %s", b)
	}
	h.Provider = nil
	h.signIn("wang") // the service was taken away: nobody is locked out
}
