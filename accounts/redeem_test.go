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

func TestRedeemCode(t *testing.T) {
	const fresh = "of my own choice"
	for _, test := range []struct {
		what   string
		after  time.Duration
		change func(in *accounts.RedeemCode)
		want   fault.Kind
	}{
		{"as it was handed over", 0, func(*accounts.RedeemCode) {}, ""},
		{"as people type", 0, func(in *accounts.RedeemCode) {
			in.Name, in.Code = " WANG ", " "+strings.ToUpper(strings.ReplaceAll(in.Code, "-", " "))
		}, ""},
		{"in the last second", 72*time.Hour - time.Second, func(*accounts.RedeemCode) {}, ""},
		{"after three days", 72 * time.Hour, func(*accounts.RedeemCode) {}, fault.Forbidden},
		{"a wrong one", 0, func(in *accounts.RedeemCode) { in.Code = "aaaa-bbbb-cccc-dddd" }, fault.Unauthenticated},
		{"somebody else's", 0, func(in *accounts.RedeemCode) { in.Name = "kim" }, fault.Unauthenticated},
		{"nobody's", 0, func(in *accounts.RedeemCode) { in.Name = "nobody" }, fault.Unauthenticated},
		{"a password that was chosen", 0, func(in *accounts.RedeemCode) { in.Name, in.Code = "admin", password }, fault.Unauthenticated},
		{"a new password that is too short", 0, func(in *accounts.RedeemCode) { in.NewPassword = "short" }, fault.Invalid},
		{"the code as the new password", 0, func(in *accounts.RedeemCode) { in.NewPassword = in.Code }, fault.Invalid},
	} {
		t.Run(test.what, func(t *testing.T) {
			h := newHospital(t)
			open := h.signIn("wang")
			given, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 1})
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.Authenticate(t.Context(), open.Token)
			want(t, "a session from before", err, fault.Unauthenticated)
			h.clock.advance(test.after)
			in := accounts.RedeemCode{Name: "wang", Code: given.Password, NewPassword: fresh}
			test.change(&in)
			s, err := h.RedeemCode(t.Context(), accounts.Client{}, in)
			want(t, test.what, err, test.want)
			if err != nil {
				if s.Token != "" || count(t, h.DB, `SELECT count(*) FROM sessions`) != 0 {
					t.Error("a session is open")
				}
				return
			}
			if a := h.actor(s.Token); a.AccountID != 1 || a.MustChangePassword {
				t.Errorf("signed in: %+v", a)
			}
			_, err = h.RedeemCode(t.Context(), accounts.Client{}, in)
			want(t, "a second time", err, fault.Unauthenticated)
			h.signInWith("wang", fresh)
		})
	}
}

func TestACodeIsRedeemedOnceAlsoByManyAtOnce(t *testing.T) {
	h := newHospital(t)
	given, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 1})
	if err != nil {
		t.Fatal(err)
	}
	var good, refused atomic.Int32
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			_, err := h.RedeemCode(t.Context(), accounts.Client{Address: address(i)},
				accounts.RedeemCode{Name: "wang", Code: given.Password, NewPassword: "of my own choice " + string(rune('a'+i))})
			switch {
			case err == nil:
				good.Add(1)
			case fault.Is(err, fault.Conflict), fault.Is(err, fault.Unauthenticated):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if good.Load() != 1 || refused.Load() != 19 || count(t, h.DB, `SELECT count(*) FROM sessions`) != 1 {
		t.Errorf("%d redeemed it, %d did not", good.Load(), refused.Load())
	}
}

func TestGuessingCodesCountsAsSigningIn(t *testing.T) {
	h := newHospital(t)
	given, err := h.ResetPassword(t.Context(), admin, accounts.ResetPassword{ID: 1})
	if err != nil {
		t.Fatal(err)
	}
	guess := accounts.RedeemCode{Name: "wang", Code: "aaaa-bbbb-cccc-dddd", NewPassword: "of my own choice"}
	for range 8 {
		_, err := h.RedeemCode(t.Context(), accounts.Client{Address: address(1)}, guess)
		want(t, "a guess", err, fault.Unauthenticated)
	}
	_, err = h.SignIn(t.Context(), accounts.Client{Address: address(1)}, accounts.SignIn{Name: "wang", Password: given.Password})
	want(t, "signing in from there", err, fault.TooMany)
	guess.Code = given.Password
	_, err = h.RedeemCode(t.Context(), accounts.Client{Address: address(2)}, guess)
	want(t, "redeeming it elsewhere", err, "")
}

// TestASharedAddressIsNotLockedOut: in a hospital that has one address for all, who
// guesses at every name does not keep the others out.
func TestASharedAddressIsNotLockedOut(t *testing.T) {
	h := newHospital(t)
	from := accounts.Client{Address: address(1)}
	right := accounts.SignIn{Name: "wang", Password: password}
	fail := func(n int) {
		h.DB.MustExec(`INSERT INTO sign_in_failures (key, at) SELECT network, $1::timestamptz FROM
			(SELECT DISTINCT network FROM sessions) n, generate_series(1, $2)`, h.clock.Now(), n)
	}
	_, err := h.SignIn(t.Context(), from, right)
	want(t, "the first of the day", err, "")
	fail(119)
	_, err = h.SignIn(t.Context(), from, right)
	want(t, "with one person there, after 119 failures", err, "")
	fail(1)
	_, err = h.SignIn(t.Context(), from, right)
	want(t, "after 120", err, fault.TooMany)
	h.DB.MustExec(`INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at, network)
		SELECT sha256('kim'), 2, $1, $1, $1::timestamptz + interval '1 day', network FROM sessions LIMIT 1`, h.clock.Now())
	_, err = h.SignIn(t.Context(), from, right)
	want(t, "with two people there", err, "")
	_, err = h.SignIn(t.Context(), accounts.Client{Address: address(2)}, right)
	want(t, "another address", err, "")
}
