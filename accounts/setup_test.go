package accounts_test

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
)

const password = "three metre smile"

var passwordHash = sync.OnceValue(func() string {
	h, err := accounts.HashPassword(password)
	if err != nil {
		panic(err)
	}
	return h
})

// clock is the time, moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type hospital struct {
	*accounts.Service
	clock *clock
	t     *testing.T
}

// newHospital is one in Shanghai at noon of 31 October 2026, with the departments
// surgery (1) with ward (2) with bay (3), and pharmacy (4); the employees Wang
// (1) and Kim (2), and the accounts wang (1), kim (2) and admin (3).
func newHospital(t *testing.T) hospital {
	t.Helper()
	t.Parallel()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "General"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'surgery', '{"en": "Surgery"}'), (1, 'ward', '{"en": "Ward"}'),
			(2, 'bay', '{"en": "Bay"}'), (NULL, 'pharmacy', '{"en": "Pharmacy"}')`,
		`INSERT INTO employees (number, name, latin_name, hired_on) VALUES ('N-1', '王芳', 'Wang Fang', '2020-01-01'), ('N-2', '김민준', '', '2020-01-01')`,
	} {
		db.MustExec(query)
	}
	db.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at)
		VALUES ('wang', 1, $1, '2026-01-01'), ('kim', 2, $1, '2026-01-01'), ('admin', NULL, $1, '2026-01-01')`, passwordHash())
	c := &clock{at: time.Date(2026, 10, 31, 4, 0, 0, 0, time.UTC)}
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return hospital{&accounts.Service{DB: db, Now: c.Now, Key: []byte("a key for the tests"), Keys: keys}, c, t}
}

func (h hospital) signIn(name string) accounts.Session {
	h.t.Helper()
	return h.signInWith(name, password)
}

func (h hospital) signInWith(name, password string) accounts.Session {
	h.t.Helper()
	s, err := h.SignIn(h.t.Context(), accounts.Client{}, accounts.SignIn{Name: name, Password: password})
	if err != nil {
		h.t.Fatalf("sign in as %s: %v", name, err)
	}
	return s
}

func (h hospital) actor(token string) accounts.Actor {
	h.t.Helper()
	a, err := h.Authenticate(h.t.Context(), token)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// admin is the administrator in a request that reaches the whole hospital.
var admin = accounts.Actor{AccountID: 3, Name: "admin", Reach: accounts.Reach{Hospital: true}}

// want fails the test unless err is a fault of that kind; "" stands for none.
func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	got := fault.Kind("")
	if err != nil {
		got = fault.As(err).Kind
	}
	if got != kind {
		t.Errorf("%s: %v, want %q", what, err, kind)
	}
}

func count(t *testing.T, db *sqlx.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.Get(&n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}
