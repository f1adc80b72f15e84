package standards

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// consistent is a Conflict if, today or later, a post would be held to a
// standard that is not in force while its set is: it has no version yet, or is
// retired. Whatever approves or withdraws a version ends with it.
func consistent(ctx context.Context, q sqlx.ExtContext, today worktime.Day) error {
	var wrong []struct {
		Post     string       `db:"post"`
		Standard string       `db:"standard"`
		Since    worktime.Day `db:"since"`
	}
	err := sqlx.SelectContext(ctx, q, &wrong, `
		WITH sets AS (
			SELECT id, post_id, effective_from AS since, lead(effective_from, 1, 'infinity') OVER (PARTITION BY post_id ORDER BY effective_from) AS until
			FROM standard_sets WHERE withdrawn_at IS NULL
		), versions AS (
			SELECT standard_id, retired, effective_from AS since,
				lead(effective_from, 1, 'infinity') OVER (PARTITION BY standard_id ORDER BY effective_from) AS until
			FROM standard_versions WHERE withdrawn_at IS NULL
		)
		SELECT p.code AS post, t.code AS standard, s.since
		FROM sets s
		JOIN posts p ON p.id = s.post_id
		JOIN standard_set_items i ON i.set_id = s.id
		JOIN standards t ON t.id = i.standard_id
		WHERE s.until > $1 AND (
			NOT EXISTS (SELECT FROM versions v WHERE v.standard_id = t.id AND v.since <= s.since)
			OR EXISTS (SELECT FROM versions v WHERE v.standard_id = t.id AND v.retired AND v.since < s.until AND v.until > s.since))
		ORDER BY s.since, p.code, t.code LIMIT 1`, today)
	if err != nil {
		return fmt.Errorf("sets of standards that do not hold: %w", err)
	}
	if len(wrong) > 0 {
		w := wrong[0]
		return fault.Errorf(fault.Conflict, "the set of %s from %s names %s, which would not be in force; change that set first",
			w.Post, w.Since, w.Standard)
	}
	return nil
}
