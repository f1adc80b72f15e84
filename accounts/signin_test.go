package accounts_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestSignIn(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO accounts (name, password_hash, created_at, disabled_at) VALUES ('closed', $1, '2026-01-01', '2026-02-01')`, passwordHash())
	h.DB.MustExec(`UPDATE employees SET left_on = '2026-10-31' WHERE id = 2`)
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on, left_on) VALUES ('N-3', 'Ann', '2020-01-01', '2026-11-01')`)
	h.DB.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('ann', 3, $1, '2026-01-01')`, passwordHash())
	for _, test := range []struct {
		what, name, password string
		want                 fault.Kind
	}{
		{"the right password", "wang", password, ""},
		{"case and blanks around a name do not matter", " WANG ", password, ""},
		{"those of a password do", "wang", password + " ", fault.Unauthenticated},
		{"somebody else's", "admin", "wrong", fault.Unauthenticated},
		{"no such account", "nobody", password, fault.Unauthenticated},
		{"no password", "wang", "", fault.Unauthenticated},
		{"a password longer than any", "wang", strings.Repeat("x", 100_000), fault.Unauthenticated},
		{"a disabled account", "closed", password, fault.Forbidden},
		{"a disabled account, to those who do not know the password", "closed", "wrong", fault.Unauthenticated},
		{"who has left today", "kim", password, fault.Forbidden},
		{"whose last day is today", "ann", password, ""},
	} {
		s, err := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: test.name, Password: test.password})
		want(t, test.what, err, test.want)
		if err == nil && len(s.Token) != 43 {
			t.Errorf("%s: token %q", test.what, s.Token)
		}
	}
	unknown, _ := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "nobody", Password: "x"})
	if unknown.Token != "" {
		t.Error("a refused sign-in carries a token")
	}
}

func TestASessionTellsWhoSignedIn(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES (1, 'supervisor', 2, '2026-10-31')`)
	me := h.signIn("wang").Me
	if me.AccountID != 1 || me.Name != "wang" || me.Employee == nil || me.Employee.Name != "王芳" || len(me.Roles) != 1 || me.Roles[0].Role != "supervisor" {
		t.Errorf("me: %+v", me)
	}
	if me := h.signIn("admin").Me; me.Employee != nil || me.Roles == nil {
		t.Errorf("an account of nobody on the roster: %+v", me)
	}
}

func TestThrottleByNameAndNetwork(t *testing.T) {
	h := newHospital(t)
	wrong, right := accounts.SignIn{Name: "wang", Password: "wrong"}, accounts.SignIn{Name: "wang", Password: password}
	guesser := accounts.Client{Address: address(1)}
	for i := range 8 {
		_, err := h.SignIn(t.Context(), guesser, wrong)
		want(t, fmt.Sprintf("attempt %d", i+1), err, fault.Unauthenticated)
		h.clock.advance(time.Minute)
	}
	_, err := h.SignIn(t.Context(), guesser, right)
	want(t, "after 8 failures, even the right password", err, fault.TooMany)
	if err != nil && err.Error() != "too many attempts; try again in 7 minutes" { // the first was 8 minutes ago
		t.Errorf("it says: %v", err)
	}
	_, err = h.SignIn(t.Context(), guesser, accounts.SignIn{Name: "kim", Password: password})
	want(t, "somebody else meanwhile", err, "")
	for _, from := range []accounts.Client{{Address: address(2)}, {Address: netip.MustParseAddr("2001:db8::1")}, {}} {
		_, err = h.SignIn(t.Context(), from, right)
		want(t, fmt.Sprintf("the account's owner meanwhile, from %v", from.Address), err, "")
	}
	_, err = h.SignIn(t.Context(), guesser, right)
	want(t, "the guesser after the owner's success elsewhere", err, fault.TooMany)
	h.clock.advance(7 * time.Minute)
	_, err = h.SignIn(t.Context(), guesser, right)
	want(t, "after waiting as told", err, "")
	for range 8 {
		_, err := h.SignIn(t.Context(), guesser, wrong)
		want(t, "failures before the success are forgiven", err, fault.Unauthenticated)
	}
}

func TestThrottleByName(t *testing.T) {
	h := newHospital(t)
	right := accounts.SignIn{Name: "wang", Password: password}
	h.clock.advance(-time.Second)
	_, err := h.SignIn(t.Context(), accounts.Client{Address: address(1)}, accounts.SignIn{Name: "wang", Password: "wrong"})
	want(t, "the first guess", err, fault.Unauthenticated)
	h.clock.advance(time.Second)
	h.DB.MustExec(`INSERT INTO sign_in_failures (key, at) SELECT key, $1 FROM (
		SELECT key FROM sign_in_failures ORDER BY id OFFSET 1 LIMIT 1) name, generate_series(1, 98)`, h.clock.Now())
	for range 2 {
		_, err = h.SignIn(t.Context(), accounts.Client{Address: address(2)}, right)
		want(t, "after 99 guesses from many networks: a success uses none up", err, "")
	}
	_, err = h.SignIn(t.Context(), accounts.Client{Address: address(3)}, accounts.SignIn{Name: "wang", Password: "wrong"})
	want(t, "the hundredth", err, fault.Unauthenticated)
	_, err = h.SignIn(t.Context(), accounts.Client{Address: address(4)}, right)
	want(t, "after it, from yet another network", err, fault.TooMany)
}

// TestHospitalsInOneDatabaseDoNotWait has two of them with the same key count a
// try at the same name, one of which is held up after it took its locks.
func TestHospitalsInOneDatabaseDoNotWait(t *testing.T) {
	t.Parallel()
	dsn := dbtest.Create(t)
	here, there := dbtest.Owner(t, dsn), dbtest.Owner(t, dsn+" search_path=elsewhere")
	here.MustExec(`CREATE SCHEMA elsewhere`)
	for _, table := range []string{"hospital", "employees", "accounts", "sign_in_failures", "journal"} {
		here.MustExec(`CREATE TABLE elsewhere.` + table + ` (LIKE public.` + table + ` INCLUDING ALL)`)
	}
	try := func(ctx context.Context, db *sqlx.DB) error {
		s := &accounts.Service{DB: db, Now: time.Now, Key: []byte("a key for the tests")}
		_, err := s.SignIn(ctx, accounts.Client{}, accounts.SignIn{Name: "wang", Password: "wrong"})
		return err
	}
	tx := here.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`LOCK TABLE sign_in_failures IN EXCLUSIVE MODE`)
	held := make(chan error)
	go func() { held <- try(t.Context(), here) }()
	for waiting := 0; waiting == 0; time.Sleep(time.Millisecond) {
		waiting = count(t, there, `SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database()`)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	want(t, "the other hospital", try(ctx, there), fault.Unauthenticated)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	want(t, "the one that was held up", <-held, fault.Unauthenticated)
}

func TestThrottleByAddress(t *testing.T) {
	h := newHospital(t)
	from := accounts.Client{Address: netip.MustParseAddr("2001:db8::1")}
	h.clock.advance(-time.Second)
	_, err := h.SignIn(t.Context(), from, accounts.SignIn{Name: "guess", Password: "wrong"})
	want(t, "the first guess", err, fault.Unauthenticated)
	h.clock.advance(time.Second)
	h.DB.MustExec(`INSERT INTO sign_in_failures (key, at) SELECT key, $1 FROM (
		SELECT key FROM sign_in_failures ORDER BY id DESC LIMIT 1) address, generate_series(1, 79)`, h.clock.Now())
	in := accounts.SignIn{Name: "wang", Password: password}
	_, err = h.SignIn(t.Context(), accounts.Client{Address: netip.MustParseAddr("2001:db8::2")}, in)
	want(t, "another address of the same subscriber", err, fault.TooMany)
	_, err = h.SignIn(t.Context(), accounts.Client{Address: netip.MustParseAddr("2001:db8:1::1")}, in)
	want(t, "another subscriber", err, "")
	if n := count(t, h.DB, `SELECT count(*) FROM sign_in_failures WHERE encode(key, 'escape') LIKE '%wang%'`); n != 0 {
		t.Error("names are readable in the table")
	}
}

func TestAttemptsAtOnceAreCountedBeforeTheyAreTried(t *testing.T) {
	h := newHospital(t)
	var tried, refused atomic.Int32
	var wg sync.WaitGroup
	for range 24 {
		wg.Go(func() {
			_, err := h.SignIn(t.Context(), accounts.Client{}, accounts.SignIn{Name: "wang", Password: "wrong"})
			switch {
			case fault.Is(err, fault.Unauthenticated):
				tried.Add(1)
			case fault.Is(err, fault.TooMany):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if tried.Load() != 8 || refused.Load() != 16 {
		t.Errorf("%d tried, %d refused, want 8 and 16", tried.Load(), refused.Load())
	}
}

func TestSignInsAreJournalledWithoutSecrets(t *testing.T) {
	h := newHospital(t)
	token := h.signIn("wang").Token
	for _, in := range []accounts.SignIn{{Name: "wang", Password: "guessed password"}, {Name: "typed my password here", Password: "x"}} {
		_, err := h.SignIn(t.Context(), accounts.Client{}, in)
		want(t, "wrong", err, fault.Unauthenticated)
	}
	var lines []string
	if err := h.DB.Select(&lines, `SELECT concat_ws(' ', action, object, object_id, account_id, before, after) FROM journal ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 3 || !strings.HasPrefix(lines[0], "sign-in account 1 1 ") || !strings.HasPrefix(lines[1], "refuse-sign-in account 1 {") {
		t.Errorf("journal: %q", lines)
	}
	for _, secret := range []string{password, token, "guessed", "typed"} {
		if strings.Contains(strings.Join(lines, "\n"), secret) {
			t.Errorf("the journal holds %q: %q", secret, lines)
		}
	}
}

func address(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}) }
