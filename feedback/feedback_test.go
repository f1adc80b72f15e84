package feedback

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/secrets"
)

// clock is the only thing in these tests that is not real.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(local string) {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", local, shanghai)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

var shanghai = time.FixedZone("CST", 8*3600)

// ward is a small hospital: two departments, three people, four codes.
type ward struct {
	*Service
	clock *clock
	db    *sqlx.DB
}

const (
	badge   = "BADGE001" // of Wang Li, in department 1
	badge2  = "BADGE002" // her second
	badge3  = "BADGE003" // of Kim, in department 1 until June 15th, then in 2
	counter = "CHAMBER1" // in department 2
)

const fixture = `
	INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "Model Hospital"}', 'Asia/Shanghai', 'zh-CN');
	INSERT INTO departments (code, name) VALUES ('blood', '{"en": "Blood tests"}'), ('ward', '{"en": "Ward"}');
	INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}');
	INSERT INTO employees (number, name, latin_name, hired_on) VALUES
		('1', '王丽', 'Wang Li', '2020-01-01'), ('2', '김', 'Kim', '2020-01-01'), ('3', '李', 'Li', '2020-01-01');
	INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES
		(1, 1, 1, '2020-01-01', NULL), (2, 1, 1, '2020-01-01', '2026-06-15'), (2, 2, 1, '2026-06-15', NULL), (3, 2, 1, '2020-01-01', NULL);
	INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES
		('BADGE001', 'badge', 1, '2026-01-01'), ('BADGE002', 'badge', 1, '2026-01-01'), ('BADGE003', 'badge', 2, '2026-01-01');
	INSERT INTO touchpoints (code, kind, department_id, label, created_at) VALUES
		('CHAMBER1', 'counter', 2, '{"en": "Counter 3"}', '2026-01-01');
	INSERT INTO accounts (name, password_hash, created_at) VALUES ('admin', '', '2026-01-01');`

func newWard(t testing.TB) ward {
	t.Helper()
	db := dbtest.New(t)
	db.MustExec(fixture)
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{}
	c.set("2026-06-10 10:20:30")
	s := New(Config{DB: db, Now: c.now, Keys: keys, Tags: map[string]bool{"kind": true, "slow": true}})
	t.Cleanup(s.Close)
	return ward{s, c, db}
}

var boss = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}

// key opens a page and returns its key.
func (w ward) key(t *testing.T, code, device string) string {
	t.Helper()
	page, err := w.Open(t.Context(), Visitor{Code: code, Device: device})
	if err != nil {
		t.Fatal(err)
	}
	return page.Key
}

func (w ward) tap(t *testing.T, code, key, device string, score int) Receipt {
	t.Helper()
	r, err := w.Submit(t.Context(), NewRating{Code: code, Key: key, Device: device, Score: score, Language: "ko"})
	if err != nil {
		t.Fatalf("score %d: %v", score, err)
	}
	return r
}

// scan opens a page and taps.
func (w ward) scan(t *testing.T, code, device string, score int) Receipt {
	t.Helper()
	return w.tap(t, code, w.key(t, code, device), device, score)
}

// votes returns the score that counts of each vote.
func (w ward) votes(t *testing.T) []int {
	t.Helper()
	scores := []int{}
	if err := w.db.Select(&scores, `
		SELECT score FROM ratings r
		WHERE NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version) ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return scores
}
