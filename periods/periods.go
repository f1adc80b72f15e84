// Package periods turns a month's evidence into scores, rankings and files.
//
// A period is a stretch of time with a scheme. Computing it reads the view
// evidence and nothing else, counts a person's ratings five at a time (see
// settle), lets package evaluation do the arithmetic, and keeps the result with
// everything needed to do it again: the models' parameters as integers, the
// hash of the evidence, and which rows it was. Nothing is ever overwritten; the
// latest computation counts.
package periods

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// The states of a period's life, in their order.
const (
	Draft     = "draft"     // its scheme may still be changed
	Announced = "announced" // its scheme is known to the staff; it has not begun
	Running   = "running"   // figures may be computed, and are provisional
	Computed  = "computed"  // it is over and computed
	Appeals   = "appeals"
	Signed    = "signed"
	Closed    = "closed"
)

// Period is a stretch of time whose evidence is scored together.
type Period struct {
	ID         int64        `json:"id"                   db:"id"`
	Name       string       `json:"name"                 db:"name"` // as in 2026-10
	StartsOn   worktime.Day `json:"startsOn"             db:"starts_on"`
	EndsOn     worktime.Day `json:"endsOn"               db:"ends_on"` // exclusive
	Status     string       `json:"status"               db:"status"`
	ComputedAt *time.Time   `json:"computedAt,omitempty" db:"computed_at"`
	Scheme     SchemeName   `json:"scheme"               db:"scheme"`
}

// SchemeName says which scheme something was done by.
type SchemeName struct {
	ID      int64  `json:"id"      db:"id"`
	Name    string `json:"name"    db:"name"`
	Version int    `json:"version" db:"version"`
}

// Service keeps the periods.
type Service struct {
	DB     *sqlx.DB
	Now    func() time.Time
	frozen frozen
}

// ListPeriods asks for all periods.
type ListPeriods struct{}

// List returns the periods, the latest first.
func (s *Service) List(ctx context.Context, _ accounts.Actor, _ ListPeriods) ([]Period, error) {
	ps := []Period{}
	if err := s.DB.SelectContext(ctx, &ps, periodColumns+` ORDER BY p.starts_on DESC`); err != nil {
		return nil, fmt.Errorf("list periods: %w", err)
	}
	return ps, nil
}

const periodColumns = `
	SELECT p.id, p.name, p.starts_on, p.ends_on, p.status,
	       (SELECT max(c.computed_at) FROM computations c WHERE c.period_id = p.id) AS computed_at,
	       s.id AS "scheme.id", s.name AS "scheme.name", s.version AS "scheme.version"
	FROM periods p JOIN schemes s ON s.id = p.scheme_id`

// period returns the period of that name.
func period(ctx context.Context, q sqlx.ExtContext, name string) (p Period, err error) {
	err = sqlx.GetContext(ctx, q, &p, periodColumns+` WHERE p.name = $1`, name)
	if errors.Is(err, sql.ErrNoRows) {
		return Period{}, fault.Errorf(fault.NotFound, "there is no period %s", name)
	}
	if err != nil {
		return Period{}, fmt.Errorf("period %s: %w", name, err)
	}
	return p, nil
}

// NewPeriod names the month to evaluate.
type NewPeriod struct {
	Name     string `json:"name"               validate:"required,len=7"`  // as in 2026-10
	SchemeID int64  `json:"schemeId,omitempty" validate:"omitempty,min=1"` // the latest version of the latest scheme if absent
}

// Create opens a period for a calendar month, with the scheme it is scored
// by. It runs at once if the month has begun, and is announced otherwise.
func (s *Service) Create(ctx context.Context, actor accounts.Actor, in NewPeriod) (Period, error) {
	m, err := parseMonth(in.Name)
	if err != nil {
		return Period{}, fault.Field("name", "%s", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Period, error) {
		loc, err := people.Location(ctx, tx)
		if err != nil {
			return Period{}, err
		}
		if in.SchemeID == 0 {
			if in.SchemeID, err = s.defaultScheme(ctx, tx); err != nil {
				return Period{}, err
			}
		}
		status := Announced
		if m.first <= worktime.DayOf(s.Now(), loc) {
			status = Running
		}
		if err := s.insert(ctx, tx, actor, m, in.SchemeID, status); err != nil {
			return Period{}, err
		}
		p, err := period(ctx, tx, m.name)
		if err != nil {
			return Period{}, err
		}
		return p, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "create", Object: "period", ObjectID: p.ID, After: p,
		})
	})
}

func (s *Service) insert(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, m month, scheme int64, status string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO periods (name, starts_on, ends_on, scheme_id, status, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, nullif($6, 0), $7)`,
		m.name, m.first, m.end, scheme, status, actor.AccountID, s.Now())
	switch {
	case database.Violates(err, "periods_name"), database.Violates(err, "periods_overlap"):
		return fault.Errorf(fault.Conflict, "there is a period %s already", m.name)
	case database.Violates(err, "periods_scheme_id_fkey"):
		return fault.Field("schemeId", "there is no such scheme")
	case err != nil:
		return fmt.Errorf("insert period %s: %w", m.name, err)
	}
	return nil
}
