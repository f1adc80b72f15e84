package periods

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
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
	if err := copyIn(ctx, tx, "scores", append([]string{"computation_id"}, figureColumns()...), func(add func(...any) error) error {
		for i := range out.people {
			row := out.people[i].figures()
			if err := add(append([]any{computation}, row.values()...)...); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return copyIn(ctx, tx, "score_lines", lineColumns, func(add func(...any) error) error {
		for _, p := range out.people {
			for i, l := range p.lines {
				if err := add(computation, p.id, i+1, l.Code, l.Component, l.Value, l.Reason); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

var lineColumns = []string{"computation_id", "employee_id", "ordinal", "code", "component", "value", "reason"}

// copyIn writes many rows at once; fill adds them.
func copyIn(ctx context.Context, tx *sqlx.Tx, table string, columns []string, fill func(add func(...any) error) error) error {
	stmt, err := tx.PrepareContext(ctx, pq.CopyIn(table, columns...))
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	defer stmt.Close()
	err = fill(func(row ...any) error {
		_, err := stmt.ExecContext(ctx, row...)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	if _, err := stmt.ExecContext(ctx); err != nil { // sends what is buffered
		return fmt.Errorf("copy into %s: %w", table, err)
	}
	return nil
}
