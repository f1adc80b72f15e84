package goals

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// ListSchedules asks about the tasks that were due from a day to a day.
type ListSchedules struct {
	From worktime.Day `query:"from" validate:"required"`
	To   worktime.Day `query:"to"   validate:"required"`
}

// DepartmentSchedule is how a department keeps to the schedule of its tasks.
type DepartmentSchedule struct {
	DepartmentID   int64           `json:"departmentId"   db:"department_id"`
	DepartmentName texts.Localized `json:"departmentName" db:"department_name"`
	Schedule
}

// Schedules returns, for each department in the actor's reach that had tasks,
// how many were finished on schedule.
func (s *Service) Schedules(ctx context.Context, actor accounts.Actor, in ListSchedules) ([]DepartmentSchedule, error) {
	for name, day := range map[string]worktime.Day{"from": in.From, "to": in.To} {
		if err := day.Validate(); err != nil {
			return nil, fault.Field(name, "%v", err)
		}
	}
	if in.To < in.From {
		return nil, fault.Field("to", "before from")
	}
	today, err := people.LocalDay(ctx, s.DB, s.Now())
	if err != nil {
		return nil, err
	}
	list := []DepartmentSchedule{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT g.department_id, d.name AS department_name, count(*) AS due,
			count(*) FILTER (WHERE t.status = 'done' AND t.done_on <= t.due_on) AS ontime
		FROM goal_tasks t JOIN goals g ON g.id = t.goal_id JOIN departments d ON d.id = g.department_id
		WHERE ($1 OR g.department_id = ANY($2)) AND t.due_on BETWEEN $3 AND $4
			AND (t.status = 'done' OR t.status = 'open' AND t.due_on < $5)
		GROUP BY g.department_id, d.name, d.id ORDER BY d.id`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.From, in.To, today)
	if err != nil {
		return nil, fmt.Errorf("schedules of departments: %w", err)
	}
	for i := range list {
		list[i].rate()
	}
	return list, nil
}
