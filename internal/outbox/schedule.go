package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/robfig/cron/v3"

	"github.com/wardstar/wardstar/internal/database"
)

// Scheduled is a task that is due at the instants of a specification. Of all
// servers one runs it, once an instant. After a time without a server it is run
// for the last instant only.
type Scheduled struct {
	Name string
	Spec string // of cron, five fields, on the hospital's clock: "30 3 * * *"
	// Run does the task for the instant at, in the transaction that notes it done.
	Run func(ctx context.Context, tx *sqlx.Tx, at time.Time) error
}

// Housekeeping removes what jobs have left and nobody will ask for. A job with a
// key stays, without its payload: the key must not be taken again.
func Housekeeping() Scheduled {
	return Scheduled{Name: "outbox.housekeeping", Spec: "40 3 * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
		old := at.Add(-kept)
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM jobs WHERE key IS NULL AND outcome IN ('done', 'dropped') AND ended_at < $1`, old); err != nil {
			return fmt.Errorf("remove old jobs: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE jobs SET payload = 'null' WHERE key IS NOT NULL AND outcome IN ('done', 'dropped') AND ended_at < $1
			AND payload <> 'null'`, old); err != nil {
			return fmt.Errorf("empty old jobs: %w", err)
		}
		return nil
	}}
}

// Tick runs what has become due since the last time.
func (w *Worker) Tick(ctx context.Context) error {
	loc := time.UTC
	if w.Location != nil && len(w.Schedule) > 0 {
		var err error
		if loc, err = w.Location(ctx); err != nil {
			return err
		}
	}
	var errs []error
	for _, s := range w.Schedule {
		if err := w.keep(ctx, s, loc); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.Name, err)) // the others are still run
		}
	}
	return errors.Join(errs...)
}

// keep runs one task if an instant of it has passed since its last.
func (w *Worker) keep(ctx context.Context, s Scheduled, loc *time.Location) error {
	spec, err := cron.ParseStandard(s.Spec)
	if err != nil {
		return err
	}
	now := w.Now().In(loc)
	// A new task begins with its next instant.
	if _, err := w.DB.ExecContext(ctx, `
		INSERT INTO schedule (name, last_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, s.Name, now); err != nil {
		return fmt.Errorf("begin a schedule: %w", err)
	}
	_, err = database.InTx(ctx, w.DB, func(tx *sqlx.Tx) (struct{}, error) {
		var last []time.Time // none while another server runs the task
		if err := tx.SelectContext(ctx, &last, `SELECT last_at FROM schedule WHERE name = $1 FOR UPDATE SKIP LOCKED`, s.Name); err != nil {
			return struct{}{}, fmt.Errorf("lock the schedule: %w", err)
		}
		if len(last) == 0 {
			return struct{}{}, nil
		}
		at, due := latest(spec, last[0].In(loc), now)
		if !due {
			return struct{}{}, nil
		}
		if _, err := tx.ExecContext(ctx, `UPDATE schedule SET last_at = $2 WHERE name = $1`, s.Name, at); err != nil {
			return struct{}{}, fmt.Errorf("note the schedule: %w", err)
		}
		return struct{}{}, s.Run(ctx, tx, at)
	})
	return err
}

// latest returns the last instant of spec after one time and up to another.
// Searching starts at most a month back: no task is rarer than that.
func latest(spec cron.Schedule, after, until time.Time) (at time.Time, due bool) {
	if month := until.AddDate(0, -1, -3); after.Before(month) {
		after = month
	}
	for next := spec.Next(after); !next.IsZero() && !next.After(until); next = spec.Next(next) {
		at, due = next, true
	}
	return at, due
}
