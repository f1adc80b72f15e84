package outbox_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/secrets"
)

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

// office is an outbox with a worker at noon of 20 October 2026 in Seoul.
type office struct {
	*outbox.Worker
	clock *clock
	desk  *outbox.Desk
	keys  *secrets.Keys
	t     *testing.T
}

func newOffice(t *testing.T) office {
	t.Helper()
	t.Parallel()
	db := dbtest.New(t)
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{at: time.Date(2026, 10, 20, 3, 0, 0, 0, time.UTC)}
	return office{
		Worker: &outbox.Worker{DB: db, Now: c.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Location: seoul, Handlers: map[string]outbox.Handler{}},
		clock:  c,
		desk:   &outbox.Desk{DB: db, Now: c.Now, Keys: keys},
		keys:   keys,
		t:      t,
	}
}

func seoul(context.Context) (*time.Location, error) { return time.LoadLocation("Asia/Seoul") }

// put asks for a job in a transaction of its own.
func (o office) put(j outbox.Job) {
	o.t.Helper()
	if err := outbox.Put(o.t.Context(), o.DB, o.clock.Now(), j); err != nil {
		o.t.Fatal(err)
	}
}

// drain does what is due and returns how much that was.
func (o office) drain() int {
	o.t.Helper()
	n, err := o.Drain(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// outcomes counts the jobs by what became of them.
func (o office) outcomes() map[string]int {
	o.t.Helper()
	var rows []struct {
		Outcome string
		N       int
	}
	if err := o.DB.Select(&rows, `SELECT outcome, count(*) AS n FROM jobs GROUP BY outcome`); err != nil {
		o.t.Fatal(err)
	}
	m := map[string]int{}
	for _, r := range rows {
		m[r.Outcome] = r.N
	}
	return m
}

func inTx(ctx context.Context, db *sqlx.DB, fn func(tx *sqlx.Tx) error) error {
	_, err := database.InTx(ctx, db, func(tx *sqlx.Tx) (struct{}, error) { return struct{}{}, fn(tx) })
	return err
}
