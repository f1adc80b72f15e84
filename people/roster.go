package people

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// NewEmployee describes somebody who is hired, with their first posting.
type NewEmployee struct {
	Number       string       `json:"number"       validate:"required,max=40"`
	Name         string       `json:"name"         validate:"required,max=100"`
	LatinName    string       `json:"latinName"    validate:"max=100"`
	HiredOn      worktime.Day `json:"hiredOn"      validate:"required"`
	DepartmentID int64        `json:"departmentId" validate:"required,min=1"`
	PostID       int64        `json:"postId"       validate:"required,min=1"`
	FTE          int          `json:"fte"          validate:"min=0,max=1000"` // thousandths of full time; full unless given
}

// CreateEmployee puts somebody on the roster, posted from the day they are
// hired.
func (s *Service) CreateEmployee(ctx context.Context, actor accounts.Actor, in NewEmployee) (Employee, error) {
	if err := checkDay("hiredOn", in.HiredOn); err != nil {
		return Employee{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (e Employee, err error) {
		err = tx.GetContext(ctx, &e, `
			INSERT INTO employees (number, name, latin_name, hired_on) VALUES ($1, $2, $3, $4) RETURNING `+employeeColumns,
			strings.TrimSpace(in.Number), strings.TrimSpace(in.Name), strings.TrimSpace(in.LatinName), in.HiredOn)
		if err != nil {
			return e, employeeRefused(err, in.Number)
		}
		p, err := insertPosting(ctx, tx, actor.Reach, Posting{
			EmployeeID: e.ID, DepartmentID: in.DepartmentID, PostID: in.PostID, FTE: in.FTE, From: in.HiredOn,
		})
		if err != nil {
			return e, err
		}
		e.Postings = []Posting{p}
		return e, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "employee", ObjectID: e.ID, After: e,
		})
	})
}

func employeeRefused(err error, number string) error {
	switch {
	case database.Violates(err, "employees_number_key"):
		return fault.Errorf(fault.Conflict, "there is an employee with the number %s already", number)
	case database.Violates(err, "employees_number_check"):
		return fault.Field("number", "required")
	case database.Violates(err, "employees_name_check"):
		return fault.Field("name", "required")
	}
	return fmt.Errorf("save employee: %w", err)
}

// UpdateEmployee corrects what is known of an employee.
type UpdateEmployee struct {
	ID        int64        `params:"id" json:"-" validate:"required"`
	Number    string       `json:"number"    validate:"required,max=40"`
	Name      string       `json:"name"      validate:"required,max=100"`
	LatinName string       `json:"latinName" validate:"max=100"`
	HiredOn   worktime.Day `json:"hiredOn"   validate:"required"`
}

// UpdateEmployee corrects an employee's number, name or day of hire, which must
// not be after the first posting.
func (s *Service) UpdateEmployee(ctx context.Context, actor accounts.Actor, in UpdateEmployee) (Employee, error) {
	if err := checkDay("hiredOn", in.HiredOn); err != nil {
		return Employee{}, err
	}
	return s.changeEmployee(ctx, actor, in.ID, "update", func(tx *sqlx.Tx, e *Employee) error {
		if first := e.firstPosting(); in.HiredOn > e.HiredOn && first != "" && first < in.HiredOn {
			return fault.Field("hiredOn", "not after the first posting, which began on %s", first)
		}
		if e.LeftOn != "" && e.LeftOn < in.HiredOn {
			return fault.Field("hiredOn", "not after the day they left, %s", e.LeftOn)
		}
		err := tx.GetContext(ctx, e, `
			UPDATE employees SET number = $2, name = $3, latin_name = $4, hired_on = $5 WHERE id = $1 RETURNING `+employeeColumns,
			in.ID, strings.TrimSpace(in.Number), strings.TrimSpace(in.Name), strings.TrimSpace(in.LatinName), in.HiredOn)
		if err != nil {
			return employeeRefused(err, in.Number)
		}
		return nil
	})
}

// firstPosting returns the day on which the first posting of this employment began;
// those of an earlier one don't count.
func (e *Employee) firstPosting() worktime.Day {
	for _, p := range e.Postings {
		if p.From >= e.HiredOn {
			return p.From
		}
	}
	return ""
}

// LeaveHospital says when somebody leaves.
type LeaveHospital struct {
	ID int64        `params:"id" json:"-" validate:"required"`
	On worktime.Day `json:"on" validate:"required"` // the first day no longer employed
}

// Leave ends an employee's employment and all their postings on a day. What
// they have earned stays theirs. The last administrator does not leave.
func (s *Service) Leave(ctx context.Context, actor accounts.Actor, in LeaveHospital) (Employee, error) {
	if err := checkDay("on", in.On); err != nil {
		return Employee{}, err
	}
	return s.changeEmployee(ctx, actor, in.ID, "leave", func(tx *sqlx.Tx, e *Employee) error {
		switch {
		case e.LeftOn != "":
			return fault.Errorf(fault.Conflict, "%s left on %s", e.Name, e.LeftOn)
		case in.On < e.HiredOn:
			return fault.Field("on", "not before they were hired, on %s", e.HiredOn)
		}
		today, err := LocalDay(ctx, tx, s.now())
		if err != nil {
			return err
		}
		return accounts.KeepAdministrator(ctx, tx, max(today, in.On), func() error { return endEmployment(ctx, tx, e, in.On) })
	})
}

func endEmployment(ctx context.Context, tx *sqlx.Tx, e *Employee, on worktime.Day) (err error) {
	for i, p := range e.Postings {
		if p.To != "" && p.To <= on {
			continue
		}
		if e.Postings[i], err = endPosting(ctx, tx, p, on); err != nil {
			return err
		}
	}
	e.LeftOn = on
	if _, err := tx.ExecContext(ctx, `UPDATE employees SET left_on = $2 WHERE id = $1`, e.ID, on); err != nil {
		return fmt.Errorf("end employment of %d: %w", e.ID, err)
	}
	return nil
}

// changeEmployee locks an employee, and with them their postings, lets fn change
// them in the database as well as in its argument, and journals the difference.
func (s *Service) changeEmployee(ctx context.Context, actor accounts.Actor, id int64, action string, fn func(*sqlx.Tx, *Employee) error) (Employee, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Employee, error) {
		e, err := s.employee(ctx, tx, actor.Reach, id, "FOR NO KEY UPDATE OF e")
		if err != nil {
			return Employee{}, err
		}
		before := e
		before.Postings = append([]Posting{}, e.Postings...)
		if err := fn(tx, &e); err != nil {
			return Employee{}, err
		}
		return e, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: action, Object: "employee", ObjectID: id, Before: before, After: e,
		})
	})
}
