package goals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// ReportTask says what shows that a task is done.
type ReportTask struct {
	ID       int64  `params:"id"     json:"-" validate:"required,min=1"`
	Evidence string `json:"evidence" validate:"required,max=4000"`
}

// Report is how the owner of a task says that it is done. Until somebody has
// looked at it the evidence can be added to; the day is that of the first report.
func (s *Service) Report(ctx context.Context, actor accounts.Actor, in ReportTask) (Task, error) {
	in.Evidence = strings.TrimSpace(in.Evidence)
	if in.Evidence == "" {
		return Task{}, fault.Field("evidence", "say what shows that it is done")
	}
	own := accounts.Reach{EmployeeID: actor.EmployeeID}
	return s.moveTask(ctx, actor, own, in.ID, "report-task", func(tx *sqlx.Tx, t *Task) error {
		if t.Status == Done || t.Status == Cancelled {
			return fault.Errorf(fault.Conflict, "the task is %s", t.Status)
		}
		if t.Status == Open {
			today, err := people.LocalDay(ctx, tx, s.Now())
			if err != nil {
				return err
			}
			t.DoneOn = today
		}
		t.Status, t.Evidence = Reported, in.Evidence
		return nil
	})
}

// DecideTask names a task and says why.
type DecideTask struct {
	ID    int64  `params:"id" json:"-" validate:"required,min=1"`
	Words string `json:"words,omitempty" validate:"max=1000"`
}

// Confirm is how somebody entitled, other than the owner, says that the
// evidence of a task shows it to be done.
func (s *Service) Confirm(ctx context.Context, actor accounts.Actor, in DecideTask) (Task, error) {
	return s.decide(ctx, actor, in, "confirm-task", Done, Reported)
}

// Return gives a task back to its owner: the evidence does not show it done.
func (s *Service) Return(ctx context.Context, actor accounts.Actor, in DecideTask) (Task, error) {
	return s.decide(ctx, actor, in, "return-task", Open, Reported)
}

// Cancel takes a task away that nobody needs any more, or nobody can do.
func (s *Service) Cancel(ctx context.Context, actor accounts.Actor, in DecideTask) (Task, error) {
	return s.decide(ctx, actor, in, "cancel-task", Cancelled, Open, Reported)
}

func (s *Service) decide(ctx context.Context, actor accounts.Actor, in DecideTask, action, status string, from ...string) (Task, error) {
	in.Words = strings.TrimSpace(in.Words)
	if in.Words == "" && status != Done {
		return Task{}, fault.Field("words", "say why")
	}
	return s.moveTask(ctx, actor, manages(actor), in.ID, action, func(_ *sqlx.Tx, t *Task) error {
		if actor.Is(t.OwnerID) {
			return fault.Errorf(fault.Forbidden, "nobody decides about a task of their own")
		}
		if !slices.Contains(from, t.Status) {
			return fault.Errorf(fault.Conflict, "the task is %s", t.Status)
		}
		now := s.now()
		t.Status, t.Words, t.DecidedAt = status, in.Words, &now
		return nil
	})
}

// moveTask changes a task within reach, under its lock, and journals it.
func (s *Service) moveTask(ctx context.Context, actor accounts.Actor, reach accounts.Reach, id int64, action string, fn func(*sqlx.Tx, *Task) error) (Task, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Task, error) {
		t, err := task(ctx, tx, reach, id, "FOR UPDATE OF t")
		if err != nil {
			return Task{}, err
		}
		before := t
		if err := fn(tx, &t); err != nil {
			return Task{}, err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE goal_tasks SET status = $2, done_on = $3, evidence = $4, words = $5, decided_at = $6,
				decided_by = CASE WHEN $7 THEN $8::bigint ELSE decided_by END WHERE id = $1`,
			t.ID, t.Status, t.DoneOn, t.Evidence, t.Words, t.DecidedAt, t.Status != Reported, actor.AccountID); err != nil {
			return Task{}, fmt.Errorf("save task %d: %w", id, err)
		}
		if t, err = task(ctx, tx, reach, id, ""); err != nil {
			return Task{}, err
		}
		return t, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: action, Object: "goal", ObjectID: t.GoalID, Before: before, After: t})
	})
}

func task(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, id int64, lock string) (t Task, err error) {
	err = sqlx.GetContext(ctx, q, &t, selectTasks+`
		JOIN goals g ON g.id = t.goal_id
		WHERE t.id = $4 AND ($1 OR g.department_id = ANY($2) OR t.owner_id = $3) `+lock,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Task{}, fault.Errorf(fault.NotFound, "there is no task %d", id)
	}
	if err != nil {
		return Task{}, fmt.Errorf("task %d: %w", id, err)
	}
	return t, nil
}
