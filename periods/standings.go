package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/people"
)

// Gates are the conditions of a star and how a person stands to them.
type Gates []evaluation.Gate

// Scan reads a jsonb column.
func (g *Gates) Scan(src any) error { return scanJSON(src, g) }

// standing is a row of a ranking before it is decided what may be shown of it.
type standing struct {
	Standing
	Family   string      `db:"family"`
	Ranked   bool        `db:"ranked"`
	Findings int         `db:"findings"`
	Parts    storedParts `db:"components"`
}

// standings returns the figures of the people in the actor's reach, by family
// and from the best. Those who are not ranked come last and by their numbers,
// not by a score that stays hidden; what would compare them is 0.
func standings(ctx context.Context, q sqlx.ExtContext, computation int64, who accounts.Reach, in AskRanking) ([]standing, error) {
	var out []standing
	err := sqlx.SelectContext(ctx, q, &out, people.Below("$5")+`
		SELECT s.employee_id, e.number, e.name, e.latin_name, s.department_id, d.name AS department, o.name AS post,
		       s.score, s.low, s.high, s.reliability, s.ratings, s.visits, s.spot_checks, s.observers, s.training_minutes,
		       s.star, s.tier, s.gates, s.family, s.ranked, s.established, s.findings, s.components,
		       coalesce(s.rank_low, 0) AS rank_low, coalesce(s.rank_high, 0) AS rank_high, coalesce(s.band, 0) AS band,
		       coalesce(s.position, '') AS position, coalesce(s.top_probability, 0) AS top_probability
		FROM scores s
		JOIN employees e ON e.id = s.employee_id
		JOIN departments d ON d.id = s.department_id
		JOIN posts o ON o.id = s.post_id
		WHERE s.computation_id = $1 AND ($2 OR s.department_id = ANY($3) OR s.employee_id = $4)
		  AND ($5 = 0 OR s.department_id IN (SELECT id FROM below)) AND ($6 = '' OR s.family = $6)
		ORDER BY s.family, s.ranked DESC, CASE WHEN s.ranked THEN s.score END DESC, e.number`,
		computation, who.Hospital, pq.Array(who.Departments), who.EmployeeID, in.DepartmentID, in.Family)
	if err != nil {
		return nil, fmt.Errorf("standings: %w", err)
	}
	return out, nil
}

// hiddenCounts decides about small numbers, over everybody in the computation.
func hiddenCounts(ctx context.Context, q sqlx.ExtContext, c computation) (hidden map[int64]bool, total bool, err error) {
	var all []headcount
	if err := sqlx.SelectContext(ctx, q, &all, `
		SELECT employee_id AS employee, department_id AS department, ratings FROM scores WHERE computation_id = $1`, c.ID); err != nil {
		return nil, false, fmt.Errorf("count ratings: %w", err)
	}
	hidden, total = withhold(all, c.ShownFrom)
	return hidden, total, nil
}
