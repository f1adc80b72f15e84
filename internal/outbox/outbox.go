// Package outbox does what must happen after a transaction has committed, and
// only then: mail, webhooks, reminders, and whatever one domain asks of another.
//
// A job is a row written in the transaction that asks for it. A worker takes it,
// works, and notes the outcome; any number of servers may run one. What fails is
// tried again with growing pauses and parked, where people see it, when that is of
// no use. Work is done at least once: a handler makes itself idempotent by the
// job's id, and gives it to whomever it calls.
package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// maxPayload is the most that a job may carry, in bytes of JSON.
const maxPayload = 64 << 10

// Job is work to be done after the transaction that asks for it commits.
type Job struct {
	Kind    string    // who handles it: "training.remind"
	Key     string    // a second job of the same kind and key is not taken, ever; "": one of many alike
	Payload any       // JSON, at most 64 KB; it holds no secrets and no patient's contact
	RunAt   time.Time // not before; zero: at once
}

// Put asks for a job in the caller's transaction.
func Put(ctx context.Context, tx sqlx.ExecerContext, now time.Time, j Job) error {
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return fmt.Errorf("encode job %s: %w", j.Kind, err)
	}
	if len(payload) > maxPayload {
		return fmt.Errorf("job %s carries %d bytes, more than %d", j.Kind, len(payload), maxPayload)
	}
	runAt := j.RunAt
	if runAt.IsZero() {
		runAt = now
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO jobs (kind, key, payload, put_at, run_at) VALUES ($1, nullif($2, ''), $3, $4, $5)
		ON CONFLICT (kind, key) DO NOTHING`,
		j.Kind, j.Key, string(payload), now, runAt); err != nil {
		return fmt.Errorf("put job %s: %w", j.Kind, err)
	}
	return nil
}

// Taken is a job that a handler is to do.
type Taken struct {
	ID      int64           `db:"id"`
	Kind    string          `db:"kind"`
	Payload json.RawMessage `db:"payload"`
	Attempt int             `db:"attempt"` // 1 the first time
	PutAt   time.Time       `db:"put_at"`
}

// Decode reads the job's payload into v. A payload that v can't hold parks the job.
func (t Taken) Decode(v any) error {
	if err := json.Unmarshal(t.Payload, v); err != nil {
		return Park(fmt.Errorf("decode job %d, %s: %w", t.ID, t.Kind, err))
	}
	return nil
}

// Handler does a job. An error has it tried again later, unless it is of [Park],
// [Drop] or [Later].
type Handler func(ctx context.Context, t Taken) error

// verdict is an error that says what becomes of the job.
type verdict struct {
	outcome string
	runAt   time.Time
	cause   error
}

func (v *verdict) Error() string { return v.cause.Error() }
func (v *verdict) Unwrap() error { return v.cause }

// Park says that trying again is of no use until somebody has looked.
func Park(cause error) error { return &verdict{outcome: parked, cause: cause} }

// Drop says that the job needn't be done any more, and why.
func Drop(reason string) error { return &verdict{outcome: dropped, cause: errors.New(reason)} }

// Later says that it is too early, which isn't a failure.
func Later(at time.Time, reason string) error {
	return &verdict{outcome: waiting, runAt: at, cause: errors.New(reason)}
}

// What may become of a job.
const (
	waiting = "waiting"
	done    = "done"
	dropped = "dropped"
	parked  = "parked"
)
