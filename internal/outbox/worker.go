package outbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// How jobs are worked on. Looking every second costs PostgreSQL a read of an
// index's first page, and needs no connection of its own as LISTEN would.
const (
	workers    = 4
	pause      = time.Second
	lease      = 5 * time.Minute // after which another takes over what a dead one left
	patience   = lease - time.Minute
	noting     = 10 * time.Second
	tries      = 15 // about a day
	firstPause = 15 * time.Second
	lastPause  = 6 * time.Hour
	kept       = 90 * 24 * time.Hour // of jobs that were done, for those who ask what went out
)

// Worker does jobs, and what is scheduled.
type Worker struct {
	DB       *sqlx.DB
	Now      func() time.Time
	Log      *slog.Logger
	Handlers map[string]Handler                                // by the kind of job; jobs of other kinds wait
	Schedule []Scheduled                                       // in the zone of Location
	Location func(ctx context.Context) (*time.Location, error) // the hospital's; nil: UTC
}

// Run works until ctx is done, and returns when the last job has been noted.
func (w *Worker) Run(ctx context.Context) {
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { w.repeat(ctx, "job", pause, w.next) })
	}
	wg.Go(func() {
		w.repeat(ctx, "schedule", 10*pause, func(ctx context.Context) (bool, error) { return false, w.Tick(ctx) })
	})
	wg.Wait()
}

// repeat calls do until ctx is done, and pauses when it had nothing to do.
func (w *Worker) repeat(ctx context.Context, what string, pause time.Duration, do func(context.Context) (bool, error)) {
	for ctx.Err() == nil {
		worked, err := do(ctx)
		if err != nil {
			w.Log.Error(what, "error", err)
		}
		if worked && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Drain does the jobs that are due, and returns how many.
func (w *Worker) Drain(ctx context.Context) (n int, err error) {
	for {
		worked, err := w.next(ctx)
		if err != nil || !worked {
			return n, err
		}
		n++
	}
}

// next does one job, if one is due. Taking it and noting its outcome are not
// interrupted: PostgreSQL may have done what a cancelled call asked for.
func (w *Worker) next(ctx context.Context) (bool, error) {
	steady, cancel := context.WithTimeout(context.WithoutCancel(ctx), noting)
	t, err := w.take(steady)
	cancel()
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	work, cancel := context.WithTimeout(ctx, patience)
	failure := w.do(work, t)
	cancel()
	if failure != nil && ctx.Err() != nil {
		failure = Later(w.Now(), "interrupted") // the server is told to stop: not the job's fault
	}
	steady, cancel = context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer cancel()
	return true, w.finish(steady, t, failure)
}

// take leases the job that has been due the longest.
func (w *Worker) take(ctx context.Context) (t Taken, err error) {
	now := w.Now()
	err = w.DB.GetContext(ctx, &t, `
		UPDATE jobs SET attempt = attempt + 1, run_at = $2
		WHERE id = (SELECT id FROM jobs WHERE outcome = 'waiting' AND run_at <= $1 AND kind = ANY($3)
		            ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING id, kind, payload, attempt, put_at`,
		now, now.Add(lease), pq.Array(slices.Collect(maps.Keys(w.Handlers))))
	if err != nil {
		return Taken{}, fmt.Errorf("take a job: %w", err)
	}
	return t, nil
}

// do calls the job's handler. A panic is a failure like others.
func (w *Worker) do(ctx context.Context, t Taken) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return w.Handlers[t.Kind](ctx, t)
}

// finish notes what became of a job, unless somebody else has taken it over.
func (w *Worker) finish(ctx context.Context, t Taken, failure error) error {
	now := w.Now()
	v := judge(t, now, failure)
	reason := ""
	if v.cause != nil {
		reason = clip(v.cause.Error(), 1000)
	}
	if failure != nil && v.outcome != dropped {
		w.Log.Warn("job not done", "id", t.ID, "kind", t.Kind, "attempt", t.Attempt, "outcome", v.outcome, "reason", reason)
	}
	attempt := t.Attempt
	if _, asked := errors.AsType[*verdict](failure); asked && v.outcome == waiting {
		attempt-- // being early is no try
	}
	if _, err := w.DB.ExecContext(ctx, `
		UPDATE jobs SET outcome = $2, reason = $3, attempt = $4,
		       run_at = CASE WHEN $2 = 'waiting' THEN $5::timestamptz ELSE run_at END,
		       ended_at = CASE WHEN $2 <> 'waiting' THEN $6::timestamptz END
		WHERE id = $1 AND outcome = 'waiting' AND attempt = $7`,
		t.ID, v.outcome, reason, attempt, v.runAt, now, t.Attempt); err != nil {
		return fmt.Errorf("note the outcome of job %d: %w", t.ID, err)
	}
	return nil
}

// judge decides what becomes of a job after a try.
func judge(t Taken, now time.Time, failure error) verdict {
	if failure == nil {
		return verdict{outcome: done, runAt: now}
	}
	if v, ok := errors.AsType[*verdict](failure); ok {
		return *v
	}
	if t.Attempt >= tries {
		return verdict{outcome: parked, runAt: now, cause: failure}
	}
	return verdict{outcome: waiting, runAt: now.Add(backOff(t)), cause: failure}
}

// backOff is the pause after a failed try: 15 s, doubling, at most six hours, and
// up to a quarter more by the job's id, so that jobs that failed together don't
// come back together.
func backOff(t Taken) time.Duration {
	d := lastPause
	if t.Attempt < 12 {
		d = min(firstPause<<(t.Attempt-1), lastPause)
	}
	return d + d*time.Duration(t.ID%16)/64
}

// clip cuts s to at most n bytes of valid text.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "")
	}
	return strings.ReplaceAll(s, "\x00", "")
}
