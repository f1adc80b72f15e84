package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// StoredJob is a job as administrators see it. Its payload isn't shown: it may
// name people.
type StoredJob struct {
	ID      int64      `json:"id"               db:"id"`
	Kind    string     `json:"kind"             db:"kind"`
	PutAt   time.Time  `json:"putAt"            db:"put_at"`
	RunAt   time.Time  `json:"runAt"            db:"run_at"`
	Attempt int        `json:"attempt"          db:"attempt"`
	Outcome string     `json:"outcome"          db:"outcome"`
	EndedAt *time.Time `json:"endedAt,omitempty" db:"ended_at"`
	Reason  string     `json:"reason"           db:"reason"`
}

// ListJobs says which jobs to list.
type ListJobs struct {
	Outcome string `query:"outcome" validate:"omitempty,oneof=waiting done dropped parked"` // default parked
	Kind    string `query:"kind"    validate:"max=80"`
	Before  int64  `query:"before"  validate:"min=0"` // the last id of the page before; 0: from the newest
	Limit   int    `query:"limit"   validate:"min=0,max=200"`
}

// Jobs is a page of jobs, the newest first, with how many there are by outcome.
type Jobs struct {
	Jobs    []StoredJob `json:"jobs"`
	Waiting int         `json:"waiting"`
	Parked  int         `json:"parked"`
}

// ListJobs returns jobs of one outcome.
func (d *Desk) ListJobs(ctx context.Context, _ int64, in ListJobs) (Jobs, error) {
	if in.Outcome == "" {
		in.Outcome = parked
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := Jobs{Jobs: []StoredJob{}}
	if err := d.DB.SelectContext(ctx, &list.Jobs, `
		SELECT id, kind, put_at, run_at, attempt, outcome, ended_at, reason FROM jobs
		WHERE outcome = $1 AND ($2 = '' OR kind = $2) AND ($3 = 0 OR id < $3) ORDER BY id DESC LIMIT $4`,
		in.Outcome, in.Kind, in.Before, in.Limit); err != nil {
		return Jobs{}, fmt.Errorf("list jobs: %w", err)
	}
	if err := d.DB.QueryRowxContext(ctx, `
		SELECT count(*) FILTER (WHERE outcome = 'waiting'), count(*) FILTER (WHERE outcome = 'parked')
		FROM jobs WHERE outcome IN ('waiting', 'parked')`).Scan(&list.Waiting, &list.Parked); err != nil {
		return Jobs{}, fmt.Errorf("count jobs: %w", err)
	}
	return list, nil
}

// JobID names a job.
type JobID struct {
	ID int64 `params:"id" validate:"min=1"`
}

// RetryJob has a parked job tried again, from its first attempt.
func (d *Desk) RetryJob(ctx context.Context, account int64, in JobID) (StoredJob, error) {
	return d.release(ctx, account, in.ID, "retry", `
		UPDATE jobs SET outcome = 'waiting', ended_at = NULL, attempt = 0, run_at = $2 WHERE id = $1`)
}

// DropJob gives a parked job up.
func (d *Desk) DropJob(ctx context.Context, account int64, in JobID) (StoredJob, error) {
	return d.release(ctx, account, in.ID, "drop", `UPDATE jobs SET outcome = 'dropped', ended_at = $2 WHERE id = $1`)
}

func (d *Desk) release(ctx context.Context, account, id int64, action, update string) (StoredJob, error) {
	return database.InTx(ctx, d.DB, func(tx *sqlx.Tx) (StoredJob, error) {
		var found []StoredJob
		if err := tx.SelectContext(ctx, &found, `
			SELECT id, kind, put_at, run_at, attempt, outcome, ended_at, reason FROM jobs WHERE id = $1 FOR UPDATE`, id); err != nil {
			return StoredJob{}, fmt.Errorf("lock job %d: %w", id, err)
		}
		switch {
		case len(found) == 0:
			return StoredJob{}, fault.Errorf(fault.NotFound, "there is no such job")
		case found[0].Outcome != parked:
			return StoredJob{}, fault.Errorf(fault.Conflict, "this job isn't parked: it is %s", found[0].Outcome)
		}
		now := d.Now()
		var after StoredJob
		if err := tx.GetContext(ctx, &after, update+`
			RETURNING id, kind, put_at, run_at, attempt, outcome, ended_at, reason`, id, now); err != nil {
			return StoredJob{}, fmt.Errorf("%s job %d: %w", action, id, err)
		}
		return after, journal.Record(ctx, tx, account, now, journal.Entry{
			Action: action, Object: "job", ObjectID: id, Before: found[0], After: after,
		})
	})
}
