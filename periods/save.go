package periods

import (
	"context"
	"crypto/sha256"
	"encoding/json"
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
	if err := copyIn(ctx, tx, "scores", scoreColumns, func(add func(...any) error) error {
		for i := range out.people {
			row, err := scoreRow(computation, &out.people[i])
			if err != nil {
				return err
			}
			if err := add(row...); err != nil {
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

var (
	scoreColumns = []string{
		"computation_id", "employee_id", "posting_id", "department_id", "post_id", "family", "score", "low", "high", "sd",
		"reliability", "components", "facts", "gates", "stars", "ratings", "visits", "findings", "spot_checks", "observers",
		"training_minutes", "established", "tier", "ranked", "rank_low", "rank_high", "band", "position", "top_probability",
		"rating_ids", "finding_ids",
	}
	lineColumns = []string{"computation_id", "employee_id", "ordinal", "code", "component", "value", "reason"}
)

// scoreRow returns a person's figures in the order of scoreColumns.
func scoreRow(computation int64, p *person) ([]any, error) {
	var jsons [4]string
	for i, v := range []any{p.parts, p.facts, p.gates, p.stars} {
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("encode figures of employee %d: %w", p.id, err)
		}
		jsons[i] = string(b)
	}
	h := &p.held
	row := []any{
		computation, p.id, p.main.ID, p.main.DepartmentID, p.main.PostID, p.main.Family, p.total, p.low, p.high, p.sd,
		p.reliability, jsons[0], jsons[1], jsons[2], jsons[3], h.ratings, h.visits, h.findings, h.spotChecks, h.observers,
		h.training, p.established, p.star, p.ranked,
	}
	if s := p.standing; p.ranked {
		row = append(row, s.Highest, s.Lowest, s.Band, position(s.Group), s.Top/100)
	} else {
		row = append(row, nil, nil, nil, nil, nil)
	}
	return append(row, pq.Int64Array(h.ratingIDs), pq.Int64Array(h.findingIDs)), nil
}

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
