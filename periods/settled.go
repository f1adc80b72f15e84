package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// settled returns the computation that a person's own figures are shown of:
// the latest whose ratings of that person are the same as in the one shown
// before, or differ from it in five at least. Watching a score move by one
// rating would tell what a single patient said.
func settled(ctx context.Context, q sqlx.ExtContext, last computation, employee int64) (computation, error) {
	var runs []struct {
		computation
		RatingIDs pq.Int64Array `db:"rating_ids"`
	}
	err := sqlx.SelectContext(ctx, q, &runs, `
		SELECT c.id, c.number, c.computed_at, s.rating_ids
		FROM computations c JOIN scores s ON s.computation_id = c.id AND s.employee_id = $2
		WHERE c.period_id = $1 ORDER BY c.number`, last.PeriodID, employee)
	if err != nil {
		return computation{}, fmt.Errorf("computations about employee %d: %w", employee, err)
	}
	if len(runs) == 0 {
		return last, nil // there is no score to show
	}
	shown := runs[0]
	for _, next := range runs[1:] {
		if n := differing(shown.RatingIDs, next.RatingIDs); n == 0 || n >= countedFrom {
			shown = next
		}
	}
	last.ID, last.Number, last.ComputedAt = shown.ID, shown.Number, shown.ComputedAt
	return last, nil
}

// differing counts the ids that are in one list only; both ascend.
func differing(a, b []int64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b = a[1:], b[1:]
			continue
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
		n++
	}
	return n + len(a) + len(b)
}
