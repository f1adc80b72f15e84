package goals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// maxTasks is how many tasks a goal may have.
const maxTasks = 50

// NewGoal is what somebody entitled sets for a department.
type NewGoal struct {
	DepartmentID int64        `json:"departmentId" validate:"required,min=1"`
	From         worktime.Day `json:"from"         validate:"required"`
	To           worktime.Day `json:"to"           validate:"required"` // the last day
	Title        string       `json:"title"        validate:"required,max=200"`
	Method       string       `json:"method"       validate:"required,max=2000"` // how it will be judged
}

// Create sets a goal for a department in the actor's reach.
func (s *Service) Create(ctx context.Context, actor accounts.Actor, in NewGoal) (Goal, error) {
	in.Title, in.Method = strings.TrimSpace(in.Title), strings.TrimSpace(in.Method)
	if err := in.check(); err != nil {
		return Goal{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Goal, error) {
		var id int64
		err := tx.GetContext(ctx, &id, `
			INSERT INTO goals (department_id, from_day, to_day, title, method, author_id, created_at)
			SELECT id, $4, $5, $6, $7, $8, $9 FROM departments WHERE id = $3 AND ($1 OR id = ANY($2)) RETURNING id`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.DepartmentID, in.From, in.To, in.Title, in.Method,
			actor.AccountID, s.now())
		if errors.Is(err, sql.ErrNoRows) {
			return Goal{}, fault.Errorf(fault.NotFound, "there is no department %d", in.DepartmentID)
		}
		if err != nil {
			return Goal{}, fmt.Errorf("insert goal: %w", err)
		}
		return s.recorded(ctx, tx, actor, "create", id, nil)
	})
}

func (in NewGoal) check() error {
	wrong := map[string]string{}
	for name, day := range map[string]worktime.Day{"from": in.From, "to": in.To} {
		if err := day.Validate(); err != nil {
			wrong[name] = err.Error()
		}
	}
	if len(wrong) == 0 && in.To < in.From {
		wrong["to"] = "before the period begins"
	}
	if len(wrong) == 0 && in.To.Sub(in.From) > 366 {
		wrong["to"] = "a goal is for a year at most"
	}
	if in.Title == "" {
		wrong["title"] = "say what is to be reached"
	}
	if in.Method == "" {
		wrong["method"] = "say how it will be judged"
	}
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Message: "some fields are not valid", Fields: wrong}
	}
	return nil
}

// JudgeGoal says how a goal came out.
type JudgeGoal struct {
	ID      int64  `params:"id"   json:"-" validate:"required,min=1"`
	Outcome string `json:"outcome" validate:"required,oneof=reached partly missed dropped"`
	Words   string `json:"words"   validate:"required,max=2000"` // by the method that was set
}

// Judge says how a goal came out, once. Whoever set it doesn't judge it.
func (s *Service) Judge(ctx context.Context, actor accounts.Actor, in JudgeGoal) (Goal, error) {
	in.Words = strings.TrimSpace(in.Words)
	if in.Words == "" {
		return Goal{}, fault.Field("words", "say what the judgement rests on")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Goal, error) {
		g, err := s.goal(ctx, tx, manages(actor), in.ID, "FOR UPDATE OF g")
		if err != nil {
			return Goal{}, err
		}
		switch {
		case actor.IsAccount(g.AuthorID):
			return Goal{}, fault.Errorf(fault.Forbidden, "nobody judges a goal that they have set themselves")
		case g.Outcome != "":
			return Goal{}, fault.Errorf(fault.Conflict, "it was judged already: %s", g.Outcome)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE goals SET outcome = $2, outcome_words = $3, judged_by = $4, judged_at = $5 WHERE id = $1`,
			g.ID, in.Outcome, in.Words, actor.AccountID, s.now()); err != nil {
			return Goal{}, fmt.Errorf("judge goal %d: %w", g.ID, err)
		}
		return s.recorded(ctx, tx, actor, "judge", g.ID, g)
	})
}

// manages is the actor's reach without what they only own a task of.
func manages(actor accounts.Actor) accounts.Reach {
	reach := actor.Reach
	reach.EmployeeID = 0
	return reach
}

// NewTask is a step towards a goal.
type NewTask struct {
	GoalID  int64        `params:"id"    json:"-" validate:"required,min=1"`
	Title   string       `json:"title"   validate:"required,max=200"`
	OwnerID int64        `json:"ownerId" validate:"required,min=1"` // an employee
	DueOn   worktime.Day `json:"dueOn"   validate:"required"`
}

// AddTask gives somebody a task. Its day stays: a task that cannot be done in
// time is cancelled with a reason and another is given.
func (s *Service) AddTask(ctx context.Context, actor accounts.Actor, in NewTask) (Goal, error) {
	in.Title = strings.TrimSpace(in.Title)
	if in.Title == "" {
		return Goal{}, fault.Field("title", "say what is to be done")
	}
	if err := in.DueOn.Validate(); err != nil {
		return Goal{}, fault.Field("dueOn", "%v", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Goal, error) {
		g, err := s.goal(ctx, tx, manages(actor), in.GoalID, "FOR UPDATE OF g")
		if err != nil {
			return Goal{}, err
		}
		today, err := people.LocalDay(ctx, tx, s.Now())
		if err != nil {
			return Goal{}, err
		}
		switch {
		case g.Outcome != "":
			return Goal{}, fault.Errorf(fault.Conflict, "the goal was judged already")
		case len(g.Tasks) >= maxTasks:
			return Goal{}, fault.Errorf(fault.Conflict, "a goal has at most %d tasks", maxTasks)
		case in.DueOn < g.From || in.DueOn > g.To:
			return Goal{}, fault.Field("dueOn", "within the goal's period, %s to %s", g.From, g.To)
		case in.DueOn < today:
			return Goal{}, fault.Field("dueOn", "that day is over")
		}
		if err := s.mayOwn(ctx, tx, manages(actor), in.OwnerID, today); err != nil {
			return Goal{}, err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO goal_tasks (goal_id, title, owner_id, due_on, status, created_at) VALUES ($1, $2, $3, $4, 'open', $5)`,
			g.ID, in.Title, in.OwnerID, in.DueOn, s.now()); err != nil {
			return Goal{}, fmt.Errorf("insert task of goal %d: %w", g.ID, err)
		}
		return s.recorded(ctx, tx, actor, "add-task", g.ID, nil)
	})
}

// mayOwn refuses to give a task to who does not work here, or elsewhere.
func (s *Service) mayOwn(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, employee int64, today worktime.Day) error {
	var exists bool
	err := sqlx.GetContext(ctx, q, &exists, `
		SELECT EXISTS (SELECT FROM postings p WHERE p.employee_id = $3 AND ($1 OR p.department_id = ANY($2))
			AND p.from_day <= $4 AND (p.to_day IS NULL OR p.to_day > $4))`,
		reach.Hospital, pq.Array(reach.Departments), employee, today)
	if err != nil {
		return fmt.Errorf("posting of employee %d: %w", employee, err)
	}
	if !exists {
		return fault.Field("ownerId", "nobody with this number works in your department")
	}
	return nil
}

// recorded journals what became of a goal and returns it.
func (s *Service) recorded(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, action string, id int64, before any) (Goal, error) {
	g, err := s.goal(ctx, tx, accounts.Reach{Hospital: true}, id, "")
	if err != nil {
		return Goal{}, err
	}
	return g, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
		Action: action, Object: "goal", ObjectID: id, Before: before, After: g})
}

// now is the present as the database keeps it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }
