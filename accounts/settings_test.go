package accounts_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// choose changes the settings as an administrator does.
func (h hospital) choose(change func(*accounts.Settings)) {
	h.t.Helper()
	in, err := h.GetSettings(h.t.Context(), admin, struct{}{})
	if err == nil {
		change(&in)
		_, err = h.PutSettings(h.t.Context(), admin, in)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestSettings(t *testing.T) {
	h := newHospital(t)
	first, err := h.GetSettings(t.Context(), admin, struct{}{})
	if diff := cmp.Diff(accounts.DefaultSettings(), first); err != nil || diff != "" {
		t.Fatalf("before anything is chosen: %v\n%s", err, diff)
	}
	in := first
	in.SecondFactorRequiredFor, in.PasswordMinLength = []string{"trainer", "admin"}, 14
	out, err := h.PutSettings(t.Context(), admin, in)
	if err != nil || out.Version != 1 || out.PasswordMinLength != 14 || !slices.Equal(out.SecondFactorRequiredFor, []string{"admin", "trainer"}) {
		t.Errorf("changed: %+v, %v", out, err)
	}
	if got, err := h.GetSettings(t.Context(), admin, struct{}{}); err != nil || !cmp.Equal(got, out) {
		t.Errorf("read back: %+v, %v", got, err)
	}
	_, err = h.PutSettings(t.Context(), admin, in)
	want(t, "by whoever has not seen the change", err, fault.Conflict)
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE object = 'settings' AND account_id = 3
		AND before->>'passwordMinLength' = '10' AND after->>'passwordMinLength' = '14'`); n != 1 {
		t.Errorf("%d entries in the journal, want 1", n)
	}
	if _, err := h.DB.Exec(`UPDATE settings SET value = '{}'`); err == nil {
		t.Error("what was chosen once can be rewritten")
	}
	h.DB.MustExec(`INSERT INTO settings (version, value, changed_at) VALUES (2, '{"sessionDays": 1}', '2026-10-31')`)
	got, err := h.GetSettings(t.Context(), admin, struct{}{})
	if err != nil || got.SessionDays != 1 || got.PasswordMinLength != 10 || len(got.SecondFactorRequiredFor) != 3 {
		t.Errorf("what is not said is the default: %+v, %v", got, err)
	}
}

func TestOneOfManyWhoChangeTheSettingsAtOnceDoes(t *testing.T) {
	h := newHospital(t)
	var done, refused atomic.Int32
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			_, err := h.PutSettings(t.Context(), admin, accounts.DefaultSettings())
			switch {
			case err == nil:
				done.Add(1)
			case fault.Is(err, fault.Conflict):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if done.Load() != 1 || refused.Load() != 9 {
		t.Errorf("%d done, %d refused", done.Load(), refused.Load())
	}
}

// TestSettingsHoldForOpenSessions, from the next request on.
func TestSettingsHoldForOpenSessions(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) VALUES (1, 'trainer', '2026-01-01')`)
	token := h.signIn("wang").Token
	needs := func(what string, want accounts.SecondFactorState) {
		t.Helper()
		if got := h.actor(token).SecondFactor; got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	needs("by default a trainer needs none", accounts.SecondFactorDone)
	h.choose(func(s *accounts.Settings) { s.SecondFactorRequiredFor = []string{"trainer"} })
	needs("when trainers do", accounts.SecondFactorToEnrol)
	h.choose(func(s *accounts.Settings) { s.SecondFactorRequiredFor = []string{} })
	needs("when nobody does", accounts.SecondFactorDone)
	h.choose(func(s *accounts.Settings) { s.SecondFactorRequiredFor = []string{"hr"} })
	_, err := h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: 1, Role: "hr"})
	want(t, "assign", err, "")
	needs("with a role that does", accounts.SecondFactorToEnrol)

	h.choose(func(s *accounts.Settings) { s.SessionIdleMinutes = 30 })
	h.clock.advance(30*time.Minute - time.Second)
	h.actor(token)
	h.clock.advance(30 * time.Minute)
	_, err = h.Authenticate(t.Context(), token)
	want(t, "idle for as long as is allowed now", err, fault.Unauthenticated)

	h.choose(func(s *accounts.Settings) { s.SessionDays, s.SessionIdleMinutes = 1, 1440 })
	token = h.signIn("wang").Token
	use(h, token, 24*time.Hour-time.Second)
	h.actor(token)
	h.clock.advance(time.Second)
	_, err = h.Authenticate(t.Context(), token)
	want(t, "open for as long as is allowed now", err, fault.Unauthenticated)

	h.choose(func(s *accounts.Settings) { s.PasswordMinLength = 20 })
	token = h.signIn("wang").Token
	_, err = h.ChangePassword(t.Context(), h.actor(token), accounts.ChangePassword{OldPassword: password, NewPassword: strings.Repeat("x", 19)})
	want(t, "a password of nineteen", err, fault.Invalid)
	_, err = h.ChangePassword(t.Context(), h.actor(token), accounts.ChangePassword{OldPassword: password, NewPassword: strings.Repeat("x", 20)})
	want(t, "of twenty", err, "")
}
