package people

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Activity is how much there was to do in a department in a month, without
// those below it.
type Activity struct {
	DepartmentID int64 `json:"departmentId"  db:"department_id"`
	Visits       int64 `json:"visits"        db:"visits"`        // as counted for the department
	Minutes      int64 `json:"minutes"       db:"minutes"`       // the same
	StaffVisits  int64 `json:"staffVisits"   db:"staff_visits"`  // as counted for its people
	StaffMinutes int64 `json:"staffMinutes"  db:"staff_minutes"` // the same
	Days         int   `json:"days"          db:"days"`          // that anything is known of
}

// ListActivity narrows a list of activity.
type ListActivity struct {
	Month        string `query:"month"        validate:"required,len=7"` // 2026-10
	DepartmentID int64  `query:"departmentId" validate:"min=0"`          // and those below it
}

// ListActivity returns the activity of the departments within reach in a month,
// in the order of their ids. Where several systems have counted the same,
// theirs are added up.
func (s *Service) ListActivity(ctx context.Context, actor accounts.Actor, in ListActivity) ([]Activity, error) {
	from, to, err := month(in.Month)
	if err != nil {
		return nil, err
	}
	list := []Activity{}
	err = s.DB.SelectContext(ctx, &list, Below("$3")+`
		SELECT a.department_id, count(DISTINCT a.day) AS days,
			coalesce(sum(a.visits) FILTER (WHERE a.employee_id IS NULL), 0) AS visits,
			coalesce(sum(a.minutes) FILTER (WHERE a.employee_id IS NULL), 0) AS minutes,
			coalesce(sum(a.visits) FILTER (WHERE a.employee_id IS NOT NULL), 0) AS staff_visits,
			coalesce(sum(a.minutes) FILTER (WHERE a.employee_id IS NOT NULL), 0) AS staff_minutes
		FROM activity a
		WHERE a.day >= $1 AND a.day < $2 AND ($3::bigint = 0 OR a.department_id IN (SELECT id FROM below))
			AND ($4 OR a.department_id = ANY($5))
		GROUP BY a.department_id ORDER BY a.department_id`,
		from, to, in.DepartmentID, actor.Reach.Hospital, pq.Array(actor.Reach.Departments))
	if err != nil {
		return nil, fmt.Errorf("activity in %s: %w", in.Month, err)
	}
	return list, nil
}

// Exposure is how often something could have happened to one person's patients.
type Exposure struct {
	EmployeeID int64 `db:"employee_id"`
	Visits     int64 `db:"visits"`  // patients they have seen
	Minutes    int64 `db:"minutes"` // they have worked: as counted or, where nobody counted, on the duties they came to
}

// Exposures returns the exposure of everybody of whom something is known on the
// days from the first up to and without the last, ascending by employee: what
// evaluation.Expect distributes findings by. Of a system that tells shifts and
// whole days of the same person and day, the whole day holds.
func Exposures(ctx context.Context, q sqlx.QueryerContext, from, to worktime.Day) ([]Exposure, error) {
	list := []Exposure{}
	err := sqlx.SelectContext(ctx, q, &list, `
		WITH days AS (
			SELECT employee_id, day, source, department_id,
				coalesce(sum(visits) FILTER (WHERE shift = ''), sum(visits)) AS visits,
				coalesce(sum(minutes) FILTER (WHERE shift = ''), sum(minutes)) AS minutes
			FROM activity WHERE employee_id IS NOT NULL AND day >= $1 AND day < $2
			GROUP BY employee_id, day, source, department_id
		), counted AS (
			SELECT employee_id, sum(visits) AS visits, sum(minutes) AS minutes FROM days GROUP BY employee_id
		), attended AS (
			SELECT employee_id, sum(extract(epoch FROM ends_at - starts_at) / 60)::bigint AS minutes FROM duties
			WHERE kind = 'present' AND day >= $1 AND day < $2 GROUP BY employee_id
		)
		SELECT coalesce(c.employee_id, a.employee_id) AS employee_id, coalesce(c.visits, 0) AS visits,
			coalesce(nullif(c.minutes, 0), a.minutes, 0) AS minutes
		FROM counted c FULL JOIN attended a ON a.employee_id = c.employee_id
		ORDER BY 1`, from, to)
	if err != nil {
		return nil, fmt.Errorf("exposures from %s to %s: %w", from, to, err)
	}
	return list, nil
}
