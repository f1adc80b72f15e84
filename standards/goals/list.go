package goals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// ListGoals narrows a list of goals.
type ListGoals struct {
	DepartmentID int64        `query:"departmentId" validate:"min=0"` // of it or below it
	From         worktime.Day `query:"from"`                          // goals whose period is not over before
	To           worktime.Day `query:"to"`                            // goals whose period begins by then
	Before       int64        `query:"before" validate:"min=0"`       // the last id of the page before
	Limit        int          `query:"limit"  validate:"min=0,max=100"`
}

// List returns the goals in the actor's reach, the newest first, 20 unless told
// otherwise: those of their departments, and those that they own a task of.
func (s *Service) List(ctx context.Context, actor accounts.Actor, in ListGoals) ([]Goal, error) {
	for name, day := range map[string]worktime.Day{"from": in.From, "to": in.To} {
		if err := day.Validate(); err != nil {
			return nil, fault.Field(name, "%v", err)
		}
	}
	if in.Limit == 0 {
		in.Limit = 20
	}
	list := []Goal{}
	err := s.DB.SelectContext(ctx, &list, listGoals,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID,
		in.DepartmentID, in.From, in.To, in.Before, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list goals: %w", err)
	}
	return list, s.addTasks(ctx, s.DB, list)
}

// listGoals is narrowed by $4 to $7. IN and OR leave the planner the goals by
// their ids, the newest first, which it leaves once it has a page.
var listGoals = people.Below("$4") + selectGoals + `
			AND ($4::bigint = 0 OR g.department_id IN (SELECT id FROM below))
			AND ($5::date IS NULL OR g.to_day >= $5) AND ($6::date IS NULL OR g.from_day <= $6)
			AND ($7::bigint = 0 OR g.id < $7)
		ORDER BY g.id DESC LIMIT $8`

// GetGoal names a goal.
type GetGoal struct {
	ID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// Get returns a goal with its tasks.
func (s *Service) Get(ctx context.Context, actor accounts.Actor, in GetGoal) (Goal, error) {
	return s.goal(ctx, s.DB, actor.Reach, in.ID, "")
}

// goal reads a goal within reach. The lock may be a FOR clause.
func (s *Service) goal(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, id int64, lock string) (Goal, error) {
	list := make([]Goal, 1)
	err := sqlx.GetContext(ctx, q, &list[0], selectGoals+`AND g.id = $4 `+lock,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Goal{}, fault.Errorf(fault.NotFound, "there is no goal %d", id)
	}
	if err != nil {
		return Goal{}, fmt.Errorf("goal %d: %w", id, err)
	}
	err = s.addTasks(ctx, q, list)
	return list[0], err
}

// selectGoals finds the goals in reach, which is $1 to $3.
const selectGoals = `
	SELECT g.id, g.department_id, d.name AS department_name, g.from_day, g.to_day, g.title, g.method, a.name AS author, g.author_id, g.created_at,
		coalesce(g.outcome, '') AS outcome, g.outcome_words, coalesce(j.name, '') AS judged_by, g.judged_at
	FROM goals g
	JOIN departments d ON d.id = g.department_id
	JOIN accounts a ON a.id = g.author_id
	LEFT JOIN accounts j ON j.id = g.judged_by
	WHERE ($1 OR g.department_id = ANY($2) OR g.id IN (SELECT goal_id FROM goal_tasks WHERE owner_id = $3)) `

const selectTasks = `
	SELECT t.id, t.goal_id, t.title, t.owner_id, e.name AS owner, t.due_on, t.status, t.done_on, t.evidence,
		coalesce(a.name, '') AS decided_by, t.decided_at, t.words
	FROM goal_tasks t JOIN employees e ON e.id = t.owner_id LEFT JOIN accounts a ON a.id = t.decided_by `

// addTasks fills in the tasks of goals and how they keep to their schedule.
func (s *Service) addTasks(ctx context.Context, q sqlx.ExtContext, list []Goal) error {
	today, err := people.LocalDay(ctx, q, s.Now())
	if err != nil {
		return err
	}
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i := range list {
		list[i].Tasks = []Task{}
		at[list[i].ID], ids[i] = i, list[i].ID
	}
	var tasks []Task
	if err := sqlx.SelectContext(ctx, q, &tasks, selectTasks+`WHERE t.goal_id = ANY($1) ORDER BY t.due_on, t.id`, pq.Array(ids)); err != nil {
		return fmt.Errorf("tasks of goals: %w", err)
	}
	for _, t := range tasks {
		g := &list[at[t.GoalID]]
		t.Overdue = t.Status == Open && t.DueOn < today
		g.Tasks = append(g.Tasks, t)
	}
	for i := range list {
		list[i].Schedule = schedule(list[i].Tasks, today)
	}
	return nil
}
