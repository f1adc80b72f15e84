package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Touchpoint is a code that patients scan: on a badge, or at a place.
type Touchpoint struct {
	ID           int64           `json:"id"           db:"id"`
	Code         string          `json:"code"         db:"code"`
	Kind         string          `json:"kind"         db:"kind"`
	EmployeeID   int64           `json:"employeeId"   db:"employee_id"`   // of a badge; 0: a place
	DepartmentID int64           `json:"departmentId" db:"department_id"` // of a badge: where it is preferred; 0: not said
	Name         string          `json:"name"         db:"name"`          // of the employee
	Label        texts.Localized `json:"label,omitempty" db:"label"`      // of a place
	CreatedAt    time.Time       `json:"createdAt"    db:"created_at"`
	RevokedAt    *time.Time      `json:"revokedAt"    db:"revoked_at"`
}

// ListTouchpoints narrows a list of touchpoints.
type ListTouchpoints struct {
	Kind         string `query:"kind"         validate:"omitempty,oneof=badge counter bed room slip"`
	EmployeeID   int64  `query:"employeeId"   validate:"omitempty,min=1"`
	DepartmentID int64  `query:"departmentId" validate:"omitempty,min=1"`
	Revoked      bool   `query:"revoked"` // those withdrawn, too
	After        int64  `query:"after"        validate:"omitempty,min=1"`
	Limit        int    `query:"limit"        validate:"omitempty,min=1,max=500"`
}

// reachable says which touchpoints an actor may touch, as t with $1 to $4: a
// person's where that person is posted today, a place's where the place is.
const reachable = `($1 OR t.employee_id = $3
	OR t.employee_id IS NULL AND t.department_id = ANY($2)
	OR EXISTS (SELECT FROM postings p WHERE p.employee_id = t.employee_id AND p.department_id = ANY($2)
	           AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4))`

const selectTouchpoint = `
	SELECT t.id, t.code, t.kind, coalesce(t.employee_id, 0) AS employee_id, coalesce(t.department_id, 0) AS department_id,
	       coalesce(e.name, '') AS name, t.label, t.created_at, t.revoked_at
	FROM touchpoints t LEFT JOIN employees e ON e.id = t.employee_id `

// Touchpoints lists those in the actor's reach, the oldest first. The next
// page begins after the last id of this one.
func (s *Service) Touchpoints(ctx context.Context, actor accounts.Actor, in ListTouchpoints) ([]Touchpoint, error) {
	day, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 100
	}
	list := []Touchpoint{}
	err = s.DB.SelectContext(ctx, &list, selectTouchpoint+`
		WHERE `+reachable+`
		  AND ($5 = '' OR t.kind = $5) AND ($6 = 0 OR t.employee_id = $6)
		  AND ($7 = 0 OR t.employee_id IS NULL AND t.department_id = $7
		       OR EXISTS (SELECT FROM postings p WHERE p.employee_id = t.employee_id AND p.department_id = $7
		                  AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4))
		  AND ($8 OR t.revoked_at IS NULL) AND t.id > $9
		ORDER BY t.id LIMIT $10`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day,
		in.Kind, in.EmployeeID, in.DepartmentID, in.Revoked, in.After, limit)
	if err != nil {
		return nil, fmt.Errorf("list touchpoints: %w", err)
	}
	return list, nil
}

// NewTouchpoint is a badge of an employee, or a place in a department.
type NewTouchpoint struct {
	Kind         string          `json:"kind"         validate:"required,oneof=badge counter bed room slip"`
	EmployeeID   int64           `json:"employeeId"   validate:"omitempty,min=1"` // of a badge
	DepartmentID int64           `json:"departmentId" validate:"omitempty,min=1"` // of a place; of a badge: where it is preferred
	Label        texts.Localized `json:"label"`                                   // of a place
}

// check holds the request to what its kind needs.
func (in NewTouchpoint) check() error {
	badge := in.Kind == "badge"
	switch {
	case badge && in.EmployeeID == 0:
		return fault.Field("employeeId", "a badge belongs to an employee")
	case badge && in.Label != nil:
		return fault.Field("label", "a badge says its bearer's name")
	case !badge && in.EmployeeID != 0:
		return fault.Field("employeeId", "a place belongs to nobody")
	case !badge && in.DepartmentID == 0:
		return fault.Field("departmentId", "a place belongs to a department")
	case badge:
		return nil
	}
	if err := in.Label.Validate(); err != nil {
		return fault.Field("label", "%v", err)
	}
	return nil
}

// CreateTouchpoint makes a new code. A person may have several; the old ones
// hold until they are revoked.
func (s *Service) CreateTouchpoint(ctx context.Context, actor accounts.Actor, in NewTouchpoint) (Touchpoint, error) {
	if err := in.check(); err != nil {
		return Touchpoint{}, err
	}
	day, err := s.today(ctx)
	if err != nil {
		return Touchpoint{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Touchpoint, error) {
		if err := s.mayPlace(ctx, tx, actor.Reach, in, day); err != nil {
			return Touchpoint{}, err
		}
		t, err := s.insertTouchpoint(ctx, tx, in)
		if err != nil {
			return Touchpoint{}, err
		}
		return t, journal.Record(ctx, tx, actor.AccountID, s.Now(),
			journal.Entry{Action: "create", Object: "touchpoint", ObjectID: t.ID, After: t.journalled()})
	})
}

// journalled is what the journal keeps of a touchpoint, for ever: neither the
// bearer's name nor the code, with which anybody can open the page.
func (t Touchpoint) journalled() any {
	return struct {
		Kind         string          `json:"kind"`
		EmployeeID   int64           `json:"employeeId,omitempty"`
		DepartmentID int64           `json:"departmentId,omitempty"`
		Label        texts.Localized `json:"label,omitempty"`
		RevokedAt    *time.Time      `json:"revokedAt,omitempty"`
	}{t.Kind, t.EmployeeID, t.DepartmentID, t.Label, t.RevokedAt}
}

// mayPlace checks that what the code is for exists, within the actor's reach.
func (s *Service) mayPlace(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, in NewTouchpoint, day worktime.Day) error {
	var ok bool
	if in.Kind == "badge" {
		err := sqlx.GetContext(ctx, q, &ok, `
			SELECT EXISTS (SELECT FROM employees e WHERE e.id = $1 AND ($2 OR EXISTS (
				SELECT FROM postings p WHERE p.employee_id = e.id AND p.department_id = ANY($3)
				AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4)))`,
			in.EmployeeID, reach.Hospital, pq.Array(reach.Departments), day)
		if err != nil {
			return fmt.Errorf("look for employee %d: %w", in.EmployeeID, err)
		}
		if !ok {
			return fault.Field("employeeId", "no such employee")
		}
	}
	if in.DepartmentID == 0 {
		return nil
	}
	// A badge may prefer any department: it counts only where the person is posted.
	err := sqlx.GetContext(ctx, q, &ok, `
		SELECT EXISTS (SELECT FROM departments WHERE id = $1 AND ($2 OR $3 OR id = ANY($4)))`,
		in.DepartmentID, reach.Hospital, in.Kind == "badge", pq.Array(reach.Departments))
	if err != nil {
		return fmt.Errorf("look for department %d: %w", in.DepartmentID, err)
	}
	if !ok {
		return fault.Field("departmentId", "no such department")
	}
	return nil
}

// insertTouchpoint tries codes until one is free. With 40 bits the first
// nearly always is.
func (s *Service) insertTouchpoint(ctx context.Context, tx *sqlx.Tx, in NewTouchpoint) (Touchpoint, error) {
	for range 5 {
		var id int64
		err := tx.GetContext(ctx, &id, `
			INSERT INTO touchpoints (code, kind, employee_id, department_id, label, created_at)
			VALUES ($1, $2, nullif($3, 0), nullif($4, 0), $5, $6)
			ON CONFLICT (code) DO NOTHING RETURNING id`,
			newCode(), in.Kind, in.EmployeeID, in.DepartmentID, in.Label, s.Now())
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return Touchpoint{}, fmt.Errorf("insert touchpoint: %w", err)
		}
		return getTouchpoint(ctx, tx, id)
	}
	return Touchpoint{}, errors.New("insert touchpoint: no free code")
}

func getTouchpoint(ctx context.Context, q sqlx.ExtContext, id int64) (t Touchpoint, err error) {
	if err = sqlx.GetContext(ctx, q, &t, selectTouchpoint+`WHERE t.id = $1`, id); err != nil {
		return Touchpoint{}, fmt.Errorf("touchpoint %d: %w", id, err)
	}
	return t, nil
}

// reachableTouchpoint returns one within the reach, locked or not.
func reachableTouchpoint(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, day worktime.Day, id int64, lock string) (t Touchpoint, err error) {
	err = sqlx.GetContext(ctx, q, &t, selectTouchpoint+`WHERE `+reachable+` AND t.id = $5 `+lock,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, day, id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Touchpoint{}, fault.Errorf(fault.NotFound, "no such touchpoint")
	case err != nil:
		return Touchpoint{}, fmt.Errorf("touchpoint %d: %w", id, err)
	}
	return t, nil
}

// RevokeTouchpoint names a code to withdraw.
type RevokeTouchpoint struct {
	ID int64 `params:"touchpoint" validate:"required,min=1"`
}

// RevokeTouchpoint withdraws a code. Ratings stop at once; the page may be
// shown for another half a minute by other servers. Doing it again changes nothing.
func (s *Service) RevokeTouchpoint(ctx context.Context, actor accounts.Actor, in RevokeTouchpoint) (Touchpoint, error) {
	day, err := s.today(ctx)
	if err != nil {
		return Touchpoint{}, err
	}
	t, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Touchpoint, error) {
		before, err := reachableTouchpoint(ctx, tx, actor.Reach, day, in.ID, `FOR NO KEY UPDATE OF t`) // ratings go on meanwhile
		if err != nil || before.RevokedAt != nil {
			return before, err
		}
		return s.revoke(ctx, tx, actor, before)
	})
	if err == nil {
		s.subjects.forget(t.Code)
	}
	return t, err
}

func (s *Service) revoke(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, before Touchpoint) (Touchpoint, error) {
	now := s.Now()
	if _, err := tx.ExecContext(ctx, `UPDATE touchpoints SET revoked_at = $2 WHERE id = $1`, before.ID, now); err != nil {
		return Touchpoint{}, fmt.Errorf("revoke touchpoint %d: %w", before.ID, err)
	}
	after, err := getTouchpoint(ctx, tx, before.ID)
	if err != nil {
		return Touchpoint{}, err
	}
	return after, journal.Record(ctx, tx, actor.AccountID, now,
		journal.Entry{Action: "revoke", Object: "touchpoint", ObjectID: before.ID, Before: before.journalled(), After: after.journalled()})
}
