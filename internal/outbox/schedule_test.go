package outbox_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/outbox"
)

func TestSchedule(t *testing.T) {
	o := newOffice(t)
	var ran []string
	fail := false
	o.Schedule = []outbox.Scheduled{{Name: "reminders", Spec: "30 7 * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
		if fail {
			return errors.New("not today")
		}
		ran = append(ran, at.Format("02 15:04 MST"))
		return nil
	}}}
	tick := func() error { return o.Tick(t.Context()) }
	for _, step := range []struct {
		promise string
		wait    time.Duration
		fail    bool
		want    []string
	}{
		{"a new task waits for its next instant", 0, false, nil},
		{"it runs on the hospital's clock", 19*time.Hour + 31*time.Minute, false, []string{"21 07:30 KST"}},
		{"once an instant", time.Minute, false, nil},
		{"a failure is tried again", 24 * time.Hour, true, nil},
		{"until it succeeds", time.Minute, false, []string{"22 07:30 KST"}},
		{"after days without a server it runs for the last instant only", 96 * time.Hour, false, []string{"26 07:30 KST"}},
	} {
		o.clock.advance(step.wait)
		ran, fail = nil, step.fail
		if err := tick(); (err != nil) != step.fail {
			t.Errorf("%s: %v", step.promise, err)
		}
		if diff := cmp.Diff(step.want, ran); diff != "" {
			t.Errorf("%s:\n%s", step.promise, diff)
		}
	}
}

func TestOneOfManyServersRunsATask(t *testing.T) {
	o := newOffice(t)
	var mu sync.Mutex
	n := 0
	o.Schedule = []outbox.Scheduled{{Name: "count", Spec: "* * * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
		mu.Lock()
		defer mu.Unlock()
		n++
		return outbox.Put(ctx, tx, at, outbox.Job{Kind: "reminder"})
	}}}
	if err := o.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for minute := 1; minute <= 5; minute++ {
		o.clock.advance(time.Minute)
		var servers sync.WaitGroup
		for range 4 {
			servers.Go(func() {
				if err := o.Tick(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		servers.Wait()
		if n != minute || o.outcomes()["waiting"] != minute {
			t.Fatalf("after %d minutes it ran %d times, %v", minute, n, o.outcomes())
		}
	}
}

func TestHousekeepingKeepsKeys(t *testing.T) {
	o := newOffice(t)
	o.Handlers["greet"] = func(context.Context, outbox.Taken) error { return nil }
	o.put(outbox.Job{Kind: "greet", Key: "kim", Payload: "Kim"})
	o.put(outbox.Job{Kind: "greet"})
	o.drain()
	run := func() {
		t.Helper()
		if err := inTx(t.Context(), o.DB, func(tx *sqlx.Tx) error {
			return outbox.Housekeeping().Run(t.Context(), tx, o.clock.Now())
		}); err != nil {
			t.Fatal(err)
		}
	}
	if run(); o.outcomes()["done"] != 2 {
		t.Fatal("what was done today is gone")
	}
	o.clock.advance(91 * 24 * time.Hour)
	run()
	var payloads []string
	if err := o.DB.Select(&payloads, `SELECT payload::text FROM jobs`); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"null"}, payloads); diff != "" {
		t.Error(diff)
	}
	o.put(outbox.Job{Kind: "greet", Key: "kim"})
	if o.drain() != 0 {
		t.Error("a key was taken again")
	}
}
