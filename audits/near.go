package audits

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// near holds, by observer, the departments in which they are no outsiders.
type near map[int64]map[int64]bool

// outside reports whether an observer is an outsider in a department.
func (n near) outside(observer, department int64) bool { return !n[observer][department] }

// nearOf returns the departments of each observer on day, with those above and
// below them: a ward's head is no outsider there, nor is a nurse to the head.
func nearOf(ctx context.Context, q sqlx.QueryerContext, observers []int64, day worktime.Day) (near, error) {
	var rows []struct {
		Observer   int64 `db:"employee_id"`
		Department int64 `db:"id"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		WITH RECURSIVE own AS (
			SELECT employee_id, department_id AS id FROM postings
			WHERE employee_id = ANY($1) AND from_day <= $2 AND (to_day IS NULL OR to_day > $2)
		), above (employee_id, id) AS (
			SELECT employee_id, id FROM own
			UNION
			SELECT a.employee_id, d.parent_id FROM above a JOIN departments d ON d.id = a.id WHERE d.parent_id IS NOT NULL
		), below (employee_id, id) AS (
			SELECT employee_id, id FROM own
			UNION
			SELECT b.employee_id, d.id FROM below b JOIN departments d ON d.parent_id = b.id
		)
		SELECT employee_id, id FROM above UNION SELECT employee_id, id FROM below`, pq.Array(observers), day); err != nil {
		return nil, fmt.Errorf("departments of observers: %w", err)
	}
	n := near{}
	for _, r := range rows {
		if n[r.Observer] == nil {
			n[r.Observer] = map[int64]bool{}
		}
		n[r.Observer][r.Department] = true
	}
	return n, nil
}
