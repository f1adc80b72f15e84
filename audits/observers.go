package audits

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// observer is somebody who holds the role of a supervisor, or stands in for one.
type observer struct {
	ID          int64         `db:"id"`
	Name        string        `db:"name"`
	Hospital    bool          `db:"hospital"`
	Departments pq.Int64Array `db:"departments"` // with those below them
	Givers      pq.Int64Array `db:"givers"`      // for whom they stand in, and whom they do not observe
}

// readObservers returns who observes on day. Supervisors alone do; a test of the
// routes holds the policy to that.
func readObservers(ctx context.Context, q sqlx.QueryerContext, day worktime.Day) (list []observer, err error) {
	if err := sqlx.SelectContext(ctx, q, &list, `
		WITH RECURSIVE assigned AS (
			SELECT r.id, r.department_id, a.employee_id FROM role_assignments r JOIN accounts a ON a.id = r.account_id
			WHERE r.role = 'supervisor' AND r.from_day <= $1 AND (r.to_day IS NULL OR r.to_day > $1)
				AND a.disabled_at IS NULL AND a.employee_id IS NOT NULL
		), held AS (
			SELECT employee_id, department_id, NULL::bigint AS giver FROM assigned
			UNION ALL
			SELECT a.employee_id, r.department_id, r.employee_id FROM delegations d
			JOIN assigned r ON r.id = d.assignment_id
			JOIN accounts a ON a.id = d.account_id AND a.disabled_at IS NULL AND a.employee_id IS NOT NULL
			WHERE d.from_day <= $1 AND d.to_day > $1
		), reach AS (
			SELECT employee_id, department_id FROM held WHERE department_id IS NOT NULL
			UNION
			SELECT r.employee_id, d.id FROM reach r JOIN departments d ON d.parent_id = r.department_id
		)
		SELECT e.id, e.name, bool_or(h.department_id IS NULL) AS hospital,
			ARRAY(SELECT r.department_id FROM reach r WHERE r.employee_id = e.id ORDER BY 1) AS departments,
			coalesce(array_agg(h.giver) FILTER (WHERE h.giver IS NOT NULL), '{}') AS givers
		FROM held h JOIN employees e ON e.id = h.employee_id
		GROUP BY e.id, e.name ORDER BY e.id`, day); err != nil {
		return nil, fmt.Errorf("who observes on %s: %w", day, err)
	}
	return list, nil
}
