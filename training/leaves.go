package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// shortestLeave is how many days a leave has at least: ordinary holidays and a
// week of illness are part of everybody's year, and change nothing.
const shortestLeave = 28

// Leave is a stretch of days, of four weeks at least, for which somebody owes no
// training. What it is for is not asked.
type Leave struct {
	ID         int64        `json:"id"           db:"id"`
	EmployeeID int64        `json:"employeeId"   db:"employee_id"`
	From       worktime.Day `json:"from"         db:"from_day"`
	To         worktime.Day `json:"to,omitempty" db:"to_day"` // the first day back; none: not known yet
}

const leaveColumns = `l.id, l.employee_id, l.from_day, l.to_day`

// ListLeaves names an employee.
type ListLeaves struct {
	EmployeeID int64 `params:"id" json:"-" validate:"required"`
}

// ListLeaves returns the long leaves of somebody within reach, the latest first,
// 100 at most. Those that were entered by mistake are left out.
func (s *Service) ListLeaves(ctx context.Context, actor accounts.Actor, in ListLeaves) ([]Leave, error) {
	y, err := s.year(ctx, 0)
	if err != nil {
		return nil, err
	}
	list := []Leave{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT `+leaveColumns+` FROM leaves l JOIN employees e ON e.id = l.employee_id
		WHERE l.employee_id = $1 AND (l.to_day IS NULL OR l.to_day > l.from_day) AND `+withinReach+`
		ORDER BY l.from_day DESC LIMIT $2`,
		in.EmployeeID, 100, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day)
	if err != nil {
		return nil, fmt.Errorf("leaves of employee %d: %w", in.EmployeeID, err)
	}
	if len(list) > 0 {
		return list, nil
	}
	return list, s.exists(ctx, fmt.Sprintf("employee %d", in.EmployeeID), `SELECT FROM employees e WHERE e.id = $1 AND $2::int > 0 AND `+withinReach,
		in.EmployeeID, 100, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day)
}

// NewLeave describes a long leave.
type NewLeave struct {
	EmployeeID int64        `params:"id" json:"-" validate:"required"`
	From       worktime.Day `json:"from" validate:"required"`
	To         worktime.Day `json:"to"` // the first day back, if it is known
}

// EnterLeave notes that somebody else is away for long.
func (s *Service) EnterLeave(ctx context.Context, actor accounts.Actor, in NewLeave) (Leave, error) {
	if err := in.From.Validate(); err != nil {
		return Leave{}, fault.Field("from", "%v", err)
	}
	if err := in.To.Validate(); err != nil {
		return Leave{}, fault.Field("to", "%v", err)
	}
	if in.To != "" && in.To.Sub(in.From) < shortestLeave {
		return Leave{}, fault.Field("to", "%d days after the first at least: shorter absences change nothing", shortestLeave)
	}
	if err := s.notThemselves(actor, in.EmployeeID); err != nil {
		return Leave{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (l Leave, err error) {
		if err := reaches(ctx, tx, actor, in.EmployeeID, in.From); err != nil {
			return l, err
		}
		err = tx.GetContext(ctx, &l, `
			INSERT INTO leaves AS l (employee_id, from_day, to_day, entered_by, entered_at)
			VALUES ($1, $2, $3, nullif($4::bigint, 0), $5) RETURNING `+leaveColumns, in.EmployeeID, in.From, in.To, actor.AccountID, s.now())
		if database.Violates(err, "leaves_overlap") {
			return l, fault.Errorf(fault.Conflict, "employee %d is on leave on some of these days already", in.EmployeeID)
		}
		if err != nil {
			return l, fmt.Errorf("insert leave: %w", err)
		}
		return l, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "enter", Object: "leave", ObjectID: l.ID, After: l,
		})
	})
}

func (s *Service) notThemselves(actor accounts.Actor, employeeID int64) error {
	if actor.Is(employeeID) {
		return fault.Errorf(fault.Forbidden, "nobody enters their own leave")
	}
	return nil
}

// EndLeave says when somebody came back, or will.
type EndLeave struct {
	ID int64        `params:"id" json:"-" validate:"required"`
	On worktime.Day `json:"on" validate:"required"` // the first day back
}

// EndLeave sets the end of a leave, which may also correct the one it had. Of one
// shorter than four weeks nothing is left: it was entered by mistake, or has come
// to be an ordinary absence.
func (s *Service) EndLeave(ctx context.Context, actor accounts.Actor, in EndLeave) (Leave, error) {
	if err := in.On.Validate(); err != nil {
		return Leave{}, fault.Field("on", "%v", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Leave, error) {
		var before Leave
		err := tx.GetContext(ctx, &before, `SELECT `+leaveColumns+` FROM leaves l WHERE l.id = $1 FOR UPDATE`, in.ID)
		missing := fault.Errorf(fault.NotFound, "there is no leave %d", in.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return Leave{}, missing
		}
		if err != nil {
			return Leave{}, fmt.Errorf("leave %d: %w", in.ID, err)
		}
		if err := reaches(ctx, tx, actor, before.EmployeeID, before.From); err != nil {
			return Leave{}, missing
		}
		if err := s.notThemselves(actor, before.EmployeeID); err != nil {
			return Leave{}, err
		}
		after := before
		if after.To = in.On; in.On.Sub(before.From) < shortestLeave {
			after.To = before.From
		}
		_, err = tx.ExecContext(ctx, `UPDATE leaves SET to_day = $2 WHERE id = $1`, in.ID, after.To)
		if database.Violates(err, "leaves_overlap") {
			return Leave{}, fault.Errorf(fault.Conflict, "employee %d is on another leave by then", before.EmployeeID)
		}
		if err != nil {
			return Leave{}, fmt.Errorf("end leave %d: %w", in.ID, err)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "end", Object: "leave", ObjectID: in.ID, Before: before, After: after,
		})
	})
}
