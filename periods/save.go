package periods

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
)

// saveOutcome writes the parameter files, the scores and their lines.
func saveOutcome(ctx context.Context, tx *sqlx.Tx, computation int64, out outcome) error {
	for _, f := range out.files {
		sum := sha256.Sum256(f.body)
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO parameters (computation_id, component, body, sha256) VALUES ($1, $2, $3, $4)`,
			computation, f.component, string(f.body), sum[:]); err != nil {
			return fmt.Errorf("parameters of %s: %w", f.component, err)
		}
	}
	err := database.Copy(ctx, tx, "scores", append([]string{"computation_id"}, figureColumns()...), len(out.people), func(i int) []any {
		row := out.people[i].figures()
		return append([]any{computation}, row.values()...)
	})
	if err != nil {
		return err
	}
	var lines [][]any
	for _, p := range out.people {
		for i, l := range p.lines {
			lines = append(lines, []any{computation, p.id, i + 1, l.Code, l.Component, l.Value, l.Reason})
		}
	}
	return database.Copy(ctx, tx, "score_lines", lineColumns, len(lines), func(i int) []any { return lines[i] })
}

var lineColumns = []string{"computation_id", "employee_id", "ordinal", "code", "component", "value", "reason"}
