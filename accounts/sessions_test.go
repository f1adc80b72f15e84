package accounts_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestAuthenticate(t *testing.T) {
	for _, test := range []struct {
		what   string
		change func(h hospital, token *string)
		want   fault.Kind
	}{
		{"a fresh session", func(hospital, *string) {}, ""},
		{"no token", func(_ hospital, token *string) { *token = "" }, fault.Unauthenticated},
		{"another token", func(_ hospital, token *string) { *token += "A" }, fault.Unauthenticated},
		{"the hash itself", func(h hospital, token *string) {
			if err := h.DB.Get(token, `SELECT encode(token_hash, 'base64') FROM sessions`); err != nil {
				h.t.Fatal(err)
			}
		}, fault.Unauthenticated},
		{"idle for less than half a day", func(h hospital, _ *string) { h.clock.advance(12*time.Hour - time.Second) }, ""},
		{"idle for half a day", func(h hospital, _ *string) { h.clock.advance(12 * time.Hour) }, fault.Unauthenticated},
		{"in use for a day", func(h hospital, token *string) { use(h, *token, 24*time.Hour) }, ""},
		{"in use for a week", func(h hospital, token *string) { use(h, *token, 7*24*time.Hour) }, fault.Unauthenticated},
		{"disabled meanwhile", func(h hospital, _ *string) {
			h.DB.MustExec(`UPDATE accounts SET disabled_at = '2026-10-31' WHERE id = 1`)
		}, fault.Unauthenticated},
		{"left meanwhile", func(h hospital, _ *string) {
			h.DB.MustExec(`UPDATE employees SET left_on = '2026-10-31' WHERE id = 1`)
		}, fault.Unauthenticated},
	} {
		t.Run(test.what, func(t *testing.T) {
			h := newHospital(t)
			token := h.signIn("wang").Token
			test.change(h, &token)
			_, err := h.Authenticate(t.Context(), token)
			want(t, test.what, err, test.want)
		})
	}
}

// use asks with a session every few hours until the given time is over.
func use(h hospital, token string, d time.Duration) {
	const pause = 6 * time.Hour
	for ; d > pause; d -= pause {
		h.clock.advance(pause)
		h.actor(token)
	}
	h.clock.advance(d)
}

func TestRolesAreThoseOfThisMoment(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	staff := accounts.Assignment{Role: "staff"}
	hold := func(what string, roles ...accounts.Assignment) {
		t.Helper()
		if diff := cmp.Diff(append(roles, staff), h.actor(token).Roles); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	hold("everybody is staff")
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, department_id, from_day, to_day) VALUES
		(1, 'department-head', 2, '2026-10-31', '2026-11-01'), (1, 'trainer', NULL, '2026-11-01', NULL), (1, 'hr', NULL, '2026-01-01', '2026-10-31'),
		(1, 'supervisor', 1, '2026-10-31', '2026-10-31'), (2, 'admin', NULL, '2026-01-01', NULL)`)
	hold("a department and all below it", accounts.Assignment{Role: "department-head", Departments: []int64{2, 3}})
	h.DB.MustExec(`UPDATE departments SET parent_id = 4 WHERE id = 3`)
	hold("the tree of this moment", accounts.Assignment{Role: "department-head", Departments: []int64{2}})
	h.clock.advance(11*time.Hour + 59*time.Minute) // 23:59 in Shanghai
	hold("the last minute of the day", accounts.Assignment{Role: "department-head", Departments: []int64{2}})
	h.clock.advance(time.Minute)
	hold("the next day begins at the hospital's midnight", accounts.Assignment{Role: "trainer"})

	a := h.actor(token)
	if a.AccountID != 1 || a.EmployeeID != 1 || a.SessionID == 0 || a.Name != "王芳" || a.MustChangePassword {
		t.Errorf("actor: %+v", a)
	}
}

func TestASessionIsWrittenOnceAMinute(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	seen := func() (at time.Time) {
		t.Helper()
		if err := h.DB.Get(&at, `SELECT last_seen_at FROM sessions`); err != nil {
			t.Fatal(err)
		}
		return at
	}
	first := seen()
	h.clock.advance(59 * time.Second)
	h.actor(token)
	if !seen().Equal(first) {
		t.Error("written within the minute")
	}
	h.clock.advance(time.Second)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := h.Authenticate(t.Context(), token); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := seen(); !got.Equal(first.Add(time.Minute)) {
		t.Errorf("after a minute: %s, want %s", got, first.Add(time.Minute))
	}
}

func TestSessionsAreOnesOwn(t *testing.T) {
	h := newHospital(t)
	first, second, other := h.signIn("wang"), h.signIn("wang"), h.signIn("kim")
	wang := h.actor(second.Token)
	list, err := h.ListSessions(t.Context(), wang, struct{}{})
	if err != nil || len(list) != 2 || !list[0].Current || list[1].Current {
		t.Fatalf("own sessions, the current first: %+v, %v", list, err)
	}
	_, err = h.EndSession(t.Context(), wang, accounts.EndSession{ID: h.actor(other.Token).SessionID})
	want(t, "ending somebody else's", err, fault.NotFound)
	_, err = h.EndSession(t.Context(), wang, accounts.EndSession{ID: list[1].ID})
	want(t, "ending one's own", err, "")
	_, err = h.Authenticate(t.Context(), first.Token)
	want(t, "the ended one", err, fault.Unauthenticated)
	_, err = h.SignOut(t.Context(), wang, struct{}{})
	want(t, "signing out", err, "")
	_, err = h.Authenticate(t.Context(), second.Token)
	want(t, "after signing out", err, fault.Unauthenticated)
	h.actor(other.Token)

	h.clock.advance(13 * time.Hour)
	list, err = h.ListSessions(t.Context(), accounts.Actor{AccountID: 2}, struct{}{})
	if err != nil || list == nil || len(list) != 0 {
		t.Errorf("idle sessions are not listed: %v, %v", list, err)
	}
	h.clock.advance(7 * 24 * time.Hour)
	h.signIn("wang")
	if n := count(t, h.DB, `SELECT count(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions are kept, want the live one", n)
	}
}

func TestEndingOtherSessions(t *testing.T) {
	h := newHospital(t)
	mine, lost, other := h.signIn("wang"), h.signIn("wang"), h.signIn("kim")
	list, err := h.EndOtherSessions(t.Context(), h.actor(mine.Token), struct{}{})
	if err != nil || len(list) != 1 || !list[0].Current {
		t.Errorf("left: %+v, %v", list, err)
	}
	_, err = h.Authenticate(t.Context(), lost.Token)
	want(t, "another of one's own", err, fault.Unauthenticated)
	h.actor(mine.Token)
	h.actor(other.Token)
}

func TestAnAdministratorEndsSomebodysSessions(t *testing.T) {
	h := newHospital(t)
	first, second, other := h.signIn("wang"), h.signIn("wang"), h.signIn("kim")
	in := accounts.GetAccount{ID: 1}
	list, err := h.ListAccountSessions(t.Context(), admin, in)
	if err != nil || len(list) != 2 || list[0].Current {
		t.Errorf("listed: %+v, %v", list, err)
	}
	outside := accounts.Actor{AccountID: 2, EmployeeID: 2}
	_, err = h.ListAccountSessions(t.Context(), outside, in)
	want(t, "listing out of reach", err, fault.NotFound)
	_, err = h.EndAccountSessions(t.Context(), outside, in)
	want(t, "ending out of reach", err, fault.NotFound)
	_, err = h.EndAccountSessions(t.Context(), admin, accounts.GetAccount{ID: 1 << 40})
	want(t, "of nobody", err, fault.NotFound)
	list, err = h.EndAccountSessions(t.Context(), admin, in)
	if err != nil || list == nil || len(list) != 0 {
		t.Errorf("ended: %+v, %v", list, err)
	}
	for _, s := range []accounts.Session{first, second} {
		_, err := h.Authenticate(t.Context(), s.Token)
		want(t, "theirs", err, fault.Unauthenticated)
	}
	h.actor(other.Token)
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'end-sessions' AND object_id = 1 AND account_id = 3`); n != 1 {
		t.Errorf("%d entries in the journal, want 1", n)
	}
}

// TestRolesOfAnOpenSession: what is granted and taken through the operations counts
// from the next request on.
func TestRolesOfAnOpenSession(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	has := func(role string) bool {
		t.Helper()
		return slices.ContainsFunc(h.actor(token).Roles, func(a accounts.Assignment) bool { return a.Role == role })
	}
	given, err := h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: 1, Role: "quality"})
	want(t, "assign", err, "")
	if !has("quality") {
		t.Error("a new role is not there")
	}
	_, err = h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: 1, Role: "leadership", From: "2026-11-01"})
	want(t, "assign for tomorrow", err, "")
	if has("leadership") {
		t.Error("tomorrow's role is there")
	}
	_, err = h.RevokeRole(t.Context(), admin, accounts.RevokeRole{ID: given.ID})
	want(t, "revoke", err, "")
	if has("quality") {
		t.Error("a lost role is still there")
	}
	_, err = h.Disable(t.Context(), admin, accounts.DisableAccount{ID: 1})
	want(t, "disable", err, "")
	_, err = h.Authenticate(t.Context(), token)
	want(t, "the session of a disabled account", err, fault.Unauthenticated)
	_, err = h.Enable(t.Context(), admin, accounts.EnableAccount{ID: 1})
	want(t, "enable", err, "")
	_, err = h.Authenticate(t.Context(), token)
	want(t, "it stays ended", err, fault.Unauthenticated)
}
