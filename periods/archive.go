package periods

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
)

// archive is all that is kept of a computation.
type archive struct {
	scheme evaluation.Scheme
	files  []file
	scores []figures // by employee
	lines  map[int64][]Line
	rows   []evidence
	past   []earlier
}

func openArchive(ctx context.Context, q sqlx.ExtContext, c computation) (a archive, err error) {
	if a.scheme, err = schemeOf(ctx, q, c.Scheme.ID); err != nil {
		return archive{}, err
	}
	if a.files, err = readFiles(ctx, q, c.ID); err != nil {
		return archive{}, err
	}
	if err := sqlx.SelectContext(ctx, q, &a.scores, `
		SELECT `+strings.Join(figureColumns(), ", ")+` FROM scores WHERE computation_id = $1 ORDER BY employee_id`, c.ID); err != nil {
		return archive{}, fmt.Errorf("stored scores: %w", err)
	}
	if a.lines, err = readLines(ctx, q, c.ID); err != nil {
		return archive{}, err
	}
	if a.rows, err = readRows(ctx, q, a.scores); err != nil {
		return archive{}, err
	}
	s, err := c.span(ctx, q)
	if err != nil {
		return archive{}, err
	}
	weigh(a.rows, a.scheme, s.loc)
	a.past, err = readEarlier(ctx, q, s, c.Number, everybody)
	return a, err
}

func readLines(ctx context.Context, q sqlx.ExtContext, computation int64) (map[int64][]Line, error) {
	var lines []struct {
		EmployeeID int64 `db:"employee_id"`
		Line
	}
	if err := sqlx.SelectContext(ctx, q, &lines, `
		SELECT employee_id, code, component, value, reason FROM score_lines
		WHERE computation_id = $1 ORDER BY employee_id, ordinal`, computation); err != nil {
		return nil, fmt.Errorf("stored lines: %w", err)
	}
	out := map[int64][]Line{}
	for _, l := range lines {
		out[l.EmployeeID] = append(out[l.EmployeeID], l.Line)
	}
	return out, nil
}

// readRows returns the evidence that was read, in its order, also what has
// been voided since.
func readRows(ctx context.Context, q sqlx.ExtContext, scores []figures) (rows []evidence, err error) {
	var ratings, findings, credits pq.Int64Array
	for _, f := range scores {
		ratings, findings, credits = append(ratings, f.RatingIDs...), append(findings, f.FindingIDs...), append(credits, f.CreditIDs...)
	}
	if err := sqlx.SelectContext(ctx, q, &rows, evidenceColumns+`
		FROM evidence_sources
		WHERE kind = 'rating' AND source_id = ANY($1) OR kind = 'finding' AND source_id = ANY($2) OR kind = 'credit' AND source_id = ANY($3)
		ORDER BY kind COLLATE "C", source_id`, ratings, findings, credits); err != nil {
		return nil, fmt.Errorf("evidence: %w", err)
	}
	return rows, nil
}
