package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
)

// store stores c, or returns what has been stored for the same person and the
// same session, online course and year, or training elsewhere, and counts.
func store(ctx context.Context, tx *sqlx.Tx, c earned) (stored Credit, isNew bool, err error) {
	err = tx.GetContext(ctx, &c.ID, `
		INSERT INTO credits (session_id, course_id, external_id, employee_id, posting_id, minutes, purpose, earned_on,
			source, note, statement_id, credited_by, credited_at)
		VALUES (nullif($1::bigint, 0), nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5, $6, $7, $8, $9, $10, nullif($11, '')::uuid, $12, $13)
		ON CONFLICT DO NOTHING RETURNING id`,
		c.SessionID, c.CourseID, c.ExternalID, c.EmployeeID, c.PostingID, c.Minutes, c.Purpose, c.EarnedOn,
		c.Source, c.Note, c.statement, c.CreditedBy, c.CreditedAt)
	switch {
	case err == nil:
		return c.Credit, true, nil
	case !errors.Is(err, sql.ErrNoRows):
		return Credit{}, false, fmt.Errorf("insert credit of employee %d: %w", c.EmployeeID, err)
	}
	err = tx.GetContext(ctx, &stored, `
		SELECT `+creditColumns+` FROM credits
		WHERE employee_id = $4 AND voided_at IS NULL
			AND (session_id = $1 OR course_id = $2 AND extract(year FROM earned_on) = extract(year FROM $5::date) OR external_id = $3)`,
		c.SessionID, c.CourseID, c.ExternalID, c.EmployeeID, c.EarnedOn)
	if errors.Is(err, sql.ErrNoRows) { // voided in this moment
		return store(ctx, tx, c)
	}
	if err != nil {
		return Credit{}, false, fmt.Errorf("credit of employee %d: %w", c.EmployeeID, err)
	}
	if stored.Minutes != c.Minutes && !c.whatever {
		return Credit{}, false, fault.Errorf(fault.Conflict,
			"employee %d was credited with %d minutes of this %s already", c.EmployeeID, stored.Minutes, c.of())
	}
	return stored, false, nil
}

// of names what the hours are of.
func (c Credit) of() string {
	switch {
	case c.SessionID != 0:
		return "session"
	case c.CourseID != 0:
		return "course"
	}
	return "training"
}
