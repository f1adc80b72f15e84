package periods

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// foreseen is a provisional score about to be kept.
type foreseen struct {
	person
	computation int64 // whose parameters it was judged by
	after       int   // number of the period's latest computation, 0 for none
	zone        zone
	before      []evidence // that counted towards its gates
}

// snapshot is a provisional score that was kept.
type snapshot struct {
	storedScore
	SnapshotID    int64            `db:"snapshot_id"`
	ComputationID int64            `db:"computation_id"`
	CheckedAt     time.Time        `db:"checked_at"`
	Parameters    Frozen           `db:"parameters"`
	Zone          zone             `db:"time_zone"`
	Lines         document[[]Line] `db:"lines"`
	CreditIDs     pq.Int64Array    `db:"credit_ids"`
}

// lastSnapshot returns a person's latest provisional score in a period, nil if
// there is none that the reader reaches.
func lastSnapshot(ctx context.Context, q sqlx.ExtContext, p Period, who accounts.Reach, employeeID int64) (*snapshot, error) {
	var r snapshot
	err := sqlx.GetContext(ctx, q, &r, `
		SELECT e.id, e.number, e.name, e.latin_name, d.name AS department, o.name AS post,
		       s.score, s.low, s.high, s.sd, s.reliability, s.established, s.ratings, s.ranked, s.components, s.gates, s.lines,
		       s.rating_ids, s.finding_ids, s.credit_ids, s.id AS snapshot_id, s.computation_id, s.checked_at,
		       coalesce(s.time_zone, '') AS time_zone, f.name AS "parameters.period", c.computed_at AS "parameters.computed_at"
		FROM provisional_scores s
		JOIN employees e ON e.id = s.employee_id
		JOIN departments d ON d.id = s.department_id
		JOIN posts o ON o.id = s.post_id
		JOIN computations c ON c.id = s.computation_id
		JOIN periods f ON f.id = c.period_id
		WHERE s.period_id = $1 AND s.employee_id = $2
		  AND ($3 OR s.department_id = ANY($4) OR s.employee_id = $5)
		ORDER BY s.day DESC
		LIMIT 1`, p.ID, employeeID, who.Hospital, pq.Array(who.Departments), who.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("provisional score of employee %d in %s: %w", employeeID, p.Name, err)
	}
	return &r, nil
}

// same reports whether a new snapshot would say what the last one says: nil
// says nothing.
func (r *snapshot) same(n foreseen) bool {
	return r != nil && r.ComputationID == n.computation && int64(r.Score) == n.total && int64(r.SD) == n.sd &&
		slices.Equal(r.Lines.Of, n.lines) && slices.Equal(r.Gates, n.gates) && slices.Equal(r.Parts, n.parts) &&
		slices.Equal(r.RatingIDs, n.held.ratingIDs) && slices.Equal(r.FindingIDs, n.held.findingIDs) &&
		slices.Equal(r.CreditIDs, n.held.creditIDs)
}

// confirm says that the snapshot still holds.
func (r *snapshot) confirm(ctx context.Context, tx *sqlx.Tx, now time.Time) error {
	if _, err := tx.ExecContext(ctx, `UPDATE provisional_scores SET checked_at = $2 WHERE id = $1`, r.SnapshotID, now); err != nil {
		return fmt.Errorf("confirm provisional score of employee %d: %w", r.ID, err)
	}
	return nil
}

// insert keeps the snapshot of a day. Of two that are taken at once the first
// stays.
func (n *foreseen) insert(ctx context.Context, tx *sqlx.Tx, period int64, day worktime.Day, now time.Time) error {
	f := n.figures()
	_, err := tx.ExecContext(ctx, `
		INSERT INTO provisional_scores (period_id, employee_id, day, after, computation_id, department_id, post_id, score, low, high, sd,
		    reliability, established, ranked, ratings, components, lines, gates, rating_ids, finding_ids, credit_ids, checked_at, time_zone)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
		ON CONFLICT ON CONSTRAINT provisional_scores_day DO NOTHING`,
		period, f.EmployeeID, day, n.after, n.computation, f.DepartmentID, f.PostID, f.Score, f.Low, f.High, f.SD,
		f.Reliability, f.Established, f.Ranked, f.Ratings, f.Components, document[[]Line]{n.lines}, f.Gates,
		f.RatingIDs, f.FindingIDs, f.CreditIDs, now, n.zone)
	if err != nil {
		return fmt.Errorf("keep provisional score of employee %d: %w", f.EmployeeID, err)
	}
	return nil
}

// reached returns NotFound unless the person had a posting in the period that
// the reader reaches.
func reached(ctx context.Context, q sqlx.ExtContext, p Period, who accounts.Reach, employeeID int64) error {
	var ok bool
	err := sqlx.GetContext(ctx, q, &ok, `
		SELECT EXISTS (
			SELECT FROM postings WHERE employee_id = $1 AND from_day < $3 AND (to_day IS NULL OR to_day > $2)
			AND ($4 OR department_id = ANY($5) OR employee_id = $6))`,
		employeeID, p.StartsOn, p.EndsOn, who.Hospital, pq.Array(who.Departments), who.EmployeeID)
	if err != nil {
		return fmt.Errorf("postings of employee %d: %w", employeeID, err)
	}
	if !ok {
		return noProvisional(p, employeeID)
	}
	return nil
}

// parametersOf names a computation whose parameters are used for a period.
type parametersOf struct {
	ID       int64 `db:"id"`
	PeriodID int64 `db:"period_id"`
	Number   int   `db:"number"`
}

// after is the number of the period's own latest computation, 0 for none.
func (c parametersOf) after(p Period) int {
	if c.PeriodID != p.ID {
		return 0
	}
	return c.Number
}

func newestParameters(ctx context.Context, q sqlx.ExtContext, p Period) (c parametersOf, err error) {
	err = sqlx.GetContext(ctx, q, &c, `
		SELECT c.id, c.period_id, c.number
		FROM computations c JOIN periods p ON p.id = c.period_id
		WHERE p.starts_on <= $1
		ORDER BY p.starts_on DESC, c.number DESC
		LIMIT 1`, p.StartsOn)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.Errorf(fault.NotFound, "no month has been computed yet: there is nothing to judge %s by", p.Name)
	}
	if err != nil {
		return c, fmt.Errorf("newest parameters for %s: %w", p.Name, err)
	}
	return c, nil
}
