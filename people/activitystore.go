package people

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// saveActivity stores the counts that differ from what is stored.
func (s *Service) saveActivity(ctx context.Context, tx *sqlx.Tx, source string, counts []count) (Imported, error) {
	stored, err := storedCounts(ctx, tx, source, counts)
	if err != nil {
		return Imported{}, err
	}
	var added []count
	var ids, visits, minutes pq.Int64Array
	for _, c := range counts {
		before, known := stored[c.countKey]
		switch {
		case !known:
			added = append(added, c)
		case before.Visits != c.Visits || before.Minutes != c.Minutes:
			ids, visits, minutes = append(ids, before.ID), append(visits, int64(c.Visits)), append(minutes, int64(c.Minutes))
		}
	}
	done := Imported{Rows: len(counts), Added: len(added), Changed: len(ids), Unchanged: len(counts) - len(added) - len(ids)}
	if len(ids) > 0 {
		if _, err := tx.ExecContext(ctx, `
			UPDATE activity a SET visits = n.visits, minutes = n.minutes, recorded_at = $4
			FROM unnest($1::bigint[], $2::int[], $3::int[]) n (id, visits, minutes) WHERE a.id = n.id`, ids, visits, minutes, s.now()); err != nil {
			return Imported{}, fmt.Errorf("put %d counts right: %w", len(ids), err)
		}
	}
	if len(added) == 0 {
		return done, nil
	}
	columns := []string{"source", "employee_id", "department_id", "post_id", "day", "shift", "visits", "minutes", "recorded_at"}
	return done, database.Copy(ctx, tx, "activity", columns, len(added), func(i int) []any {
		c := added[i]
		return []any{source, orNull(c.EmployeeID), c.DepartmentID, orNull(c.PostID), c.Day, c.Shift, c.Visits, c.Minutes, s.now()}
	})
}

// storedCounts returns what the source has said of the days of the counts.
func storedCounts(ctx context.Context, q sqlx.ExtContext, source string, counts []count) (map[countKey]count, error) {
	first, last := worktime.Day("2999-12-31"), worktime.Day("1900-01-01")
	for _, c := range counts {
		first, last = min(first, c.Day), max(last, c.Day)
	}
	var rows []count
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT id, coalesce(employee_id, 0) AS employee_id, department_id, coalesce(post_id, 0) AS post_id, day, shift, visits, minutes
		FROM activity WHERE source = $1 AND day BETWEEN $2 AND $3`, source, first, last); err != nil {
		return nil, fmt.Errorf("activity from %s to %s: %w", first, last, err)
	}
	stored := make(map[countKey]count, len(rows))
	for _, c := range rows {
		stored[c.countKey] = c
	}
	return stored, nil
}

// orNull returns NULL for no id.
func orNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
