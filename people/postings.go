package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Posting says that an employee works somewhere as something, from a day on, up
// to and without another.
type Posting struct {
	ID           int64        `json:"id"           db:"id"`
	EmployeeID   int64        `json:"employeeId"   db:"employee_id"`
	DepartmentID int64        `json:"departmentId" db:"department_id"`
	PostID       int64        `json:"postId"       db:"post_id"`
	FTE          int          `json:"fte"          db:"fte"` // thousandths of full time
	From         worktime.Day `json:"from"         db:"from_day"`
	To           worktime.Day `json:"to,omitempty" db:"to_day"` // the first day no longer posted
}

const postingColumns = `id, employee_id, department_id, post_id, fte, from_day, to_day`

// PostingOn returns the posting to stamp on what an employee did on a day: the
// one in the preferred department, else the one that began first. It is
// NotFound if they were not posted on that day.
func PostingOn(ctx context.Context, q sqlx.QueryerContext, employeeID int64, day worktime.Day, preferDepartment int64) (p Posting, err error) {
	err = sqlx.GetContext(ctx, q, &p, `
		SELECT `+postingColumns+` FROM postings
		WHERE employee_id = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day > $2)
		ORDER BY department_id <> $3, from_day, id LIMIT 1`, employeeID, day, preferDepartment)
	if errors.Is(err, sql.ErrNoRows) {
		return Posting{}, fault.Errorf(fault.NotFound, "employee %d is not posted anywhere on %s", employeeID, day)
	}
	if err != nil {
		return Posting{}, fmt.Errorf("posting of employee %d on %s: %w", employeeID, day, err)
	}
	return p, nil
}

// NewPosting describes a posting besides those somebody has.
type NewPosting struct {
	EmployeeID   int64        `params:"id" json:"-"  validate:"required"`
	DepartmentID int64        `json:"departmentId" validate:"required,min=1"`
	PostID       int64        `json:"postId"       validate:"required,min=1"`
	FTE          int          `json:"fte"          validate:"min=0,max=1000"` // thousandths of full time; full unless given
	From         worktime.Day `json:"from"         validate:"required"`
	To           worktime.Day `json:"to"` // the first day no longer posted; until ended unless given
}

// AddPosting posts an employee somewhere besides.
func (s *Service) AddPosting(ctx context.Context, actor accounts.Actor, in NewPosting) (Employee, error) {
	if err := errors.Join(checkDay("from", in.From), checkDay("to", in.To)); err != nil {
		return Employee{}, err
	}
	if in.To != "" && in.To <= in.From {
		return Employee{}, fault.Field("to", "after the first day, %s", in.From)
	}
	return s.changeEmployee(ctx, actor, in.EmployeeID, "add-posting", func(tx *sqlx.Tx, e *Employee) error {
		if err := e.employed("from", in.From, in.To); err != nil {
			return err
		}
		p, err := insertPosting(ctx, tx, actor.Reach, Posting{
			EmployeeID: e.ID, DepartmentID: in.DepartmentID, PostID: in.PostID, FTE: in.FTE, From: in.From, To: in.To,
		})
		e.Postings = append(e.Postings, p)
		return err
	})
}

// employed refuses a posting outside the time of employment.
func (e *Employee) employed(field string, from, to worktime.Day) error {
	switch {
	case from < e.HiredOn:
		return fault.Field(field, "not before they were hired, on %s", e.HiredOn)
	case e.LeftOn != "" && (to == "" || to > e.LeftOn):
		return fault.Errorf(fault.Conflict, "%s left on %s", e.Name, e.LeftOn)
	}
	return nil
}

// EndPosting says when a posting ends.
type EndPosting struct {
	ID int64        `params:"id" json:"-" validate:"required"`
	On worktime.Day `json:"on" validate:"required"` // the first day no longer posted
}

// EndPosting ends a posting on a day, which may also correct the end it had. One
// that has yet to begin by then never will.
func (s *Service) EndPosting(ctx context.Context, actor accounts.Actor, in EndPosting) (Employee, error) {
	if err := checkDay("on", in.On); err != nil {
		return Employee{}, err
	}
	return s.changePosting(ctx, actor, in.ID, "end-posting", func(tx *sqlx.Tx, e *Employee, p *Posting) (err error) {
		if e.LeftOn != "" && in.On > e.LeftOn {
			return fault.Errorf(fault.Conflict, "%s left on %s", e.Name, e.LeftOn)
		}
		*p, err = endPosting(ctx, tx, *p, in.On)
		return err
	})
}

// Transfer says where somebody goes from one of their postings.
type Transfer struct {
	ID           int64        `params:"id" json:"-"  validate:"required"` // of the posting they leave
	DepartmentID int64        `json:"departmentId" validate:"required,min=1"`
	PostID       int64        `json:"postId"       validate:"required,min=1"`
	FTE          int          `json:"fte"          validate:"min=0,max=1000"` // as before unless given
	On           worktime.Day `json:"on"           validate:"required"`       // the first day in the new place
}

// Transfer ends a posting and begins another on the same day. What was earned
// before stays where it was earned.
func (s *Service) Transfer(ctx context.Context, actor accounts.Actor, in Transfer) (Employee, error) {
	if err := checkDay("on", in.On); err != nil {
		return Employee{}, err
	}
	return s.changePosting(ctx, actor, in.ID, "transfer", func(tx *sqlx.Tx, e *Employee, p *Posting) (err error) {
		old := *p
		switch {
		case in.On <= old.From:
			return fault.Field("on", "after the posting began, on %s", old.From)
		case old.To != "" && old.To <= in.On:
			return fault.Errorf(fault.Conflict, "this posting ended on %s", old.To)
		}
		if *p, err = endPosting(ctx, tx, old, in.On); err != nil {
			return err
		}
		next := Posting{EmployeeID: e.ID, DepartmentID: in.DepartmentID, PostID: in.PostID, FTE: in.FTE, From: in.On, To: old.To}
		if next.FTE == 0 {
			next.FTE = old.FTE
		}
		next, err = insertPosting(ctx, tx, actor.Reach, next)
		e.Postings = append(e.Postings, next)
		return err
	})
}

// changePosting is changeEmployee for whoever has the posting.
func (s *Service) changePosting(ctx context.Context, actor accounts.Actor, id int64, action string, fn func(*sqlx.Tx, *Employee, *Posting) error) (Employee, error) {
	missing := fault.Errorf(fault.NotFound, "there is no posting %d", id)
	var employeeID int64
	err := s.DB.GetContext(ctx, &employeeID, `SELECT employee_id FROM postings WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Employee{}, missing
	}
	if err != nil {
		return Employee{}, fmt.Errorf("posting %d: %w", id, err)
	}
	e, err := s.changeEmployee(ctx, actor, employeeID, action, func(tx *sqlx.Tx, e *Employee) error {
		i := slices.IndexFunc(e.Postings, func(p Posting) bool { return p.ID == id })
		if i < 0 {
			return missing
		}
		return fn(tx, e, &e.Postings[i])
	})
	if fault.Is(err, fault.NotFound) {
		return Employee{}, missing // also where the employee is out of reach
	}
	return e, err
}

// endPosting sets the day on which p ends, or the day it would have begun if
// that is later.
func endPosting(ctx context.Context, tx *sqlx.Tx, p Posting, on worktime.Day) (Posting, error) {
	p.To = max(on, p.From)
	if _, err := tx.ExecContext(ctx, `UPDATE postings SET to_day = $2 WHERE id = $1`, p.ID, p.To); err != nil {
		return Posting{}, postingRefused(err, p)
	}
	return p, nil
}

// insertPosting stores a posting in a department within reach.
func insertPosting(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, p Posting) (Posting, error) {
	if !reach.Hospital && !slices.Contains(reach.Departments, p.DepartmentID) {
		return Posting{}, fault.Field("departmentId", "there is no department %d", p.DepartmentID)
	}
	if p.FTE == 0 {
		p.FTE = 1000
	}
	err := tx.GetContext(ctx, &p.ID, `
		INSERT INTO postings (employee_id, department_id, post_id, fte, from_day, to_day)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, p.EmployeeID, p.DepartmentID, p.PostID, p.FTE, p.From, p.To)
	if err != nil {
		return Posting{}, postingRefused(err, p)
	}
	return p, nil
}

func postingRefused(err error, p Posting) error {
	switch {
	case database.Violates(err, "postings_overlap"):
		return fault.Errorf(fault.Conflict, "employee %d is posted there, in the same post, at that time already", p.EmployeeID)
	case database.Violates(err, "postings_department_id_fkey"):
		return fault.Field("departmentId", "there is no department %d", p.DepartmentID)
	case database.Violates(err, "postings_post_id_fkey"):
		return fault.Field("postId", "there is no post %d", p.PostID)
	}
	return fmt.Errorf("save posting of employee %d: %w", p.EmployeeID, err)
}
