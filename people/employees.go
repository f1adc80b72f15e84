package people

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
	"github.com/wardstar/wardstar/internal/worktime"
)

// Employee is a person on the roster.
type Employee struct {
	ID        int64        `json:"id"               db:"id"`
	Number    string       `json:"number"           db:"number"`
	Name      string       `json:"name"             db:"name"` // as the hospital writes it
	LatinName string       `json:"latinName"        db:"latin_name"`
	Email     string       `json:"email"            db:"email"` // where the hospital writes to; "": not known
	HiredOn   worktime.Day `json:"hiredOn"          db:"hired_on"`
	LeftOn    worktime.Day `json:"leftOn,omitempty" db:"left_on"` // the first day no longer employed
	Postings  []Posting    `json:"postings"         db:"-"`       // in a list: those of the day
}

const employeeColumns = `id, number, name, latin_name, email, hired_on, left_on`

// ListEmployees narrows a list of employees.
type ListEmployees struct {
	Search       string       `query:"search"       validate:"max=100"` // in the name or the number
	DepartmentID int64        `query:"departmentId" validate:"min=0"`   // posted there or below it on the day
	PostID       int64        `query:"postId"       validate:"min=0"`   // posted as that on the day
	On           worktime.Day `query:"on"`                              // employed on that day; whenever, unless given
	After        int64        `query:"after"        validate:"min=0"`   // the last id of the page before
	Limit        int          `query:"limit"        validate:"min=0,max=200"`
}

// ListEmployees returns employees in the order of their ids, 50 unless told
// otherwise. Where On is not given, who is posted where is a question about today.
//
// IN, not EXISTS: beside an OR, PostgreSQL answers the one with a hash made once
// and the other with a search for each employee.
func (s *Service) ListEmployees(ctx context.Context, actor accounts.Actor, in ListEmployees) ([]Employee, error) {
	if err := checkDay("on", in.On); err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	day, err := s.dayOr(ctx, in.On)
	if err != nil {
		return nil, err
	}
	list := []Employee{}
	err = s.DB.SelectContext(ctx, &list, Below("$1")+`
		SELECT `+employeeColumns+` FROM employees e
		WHERE ($2 OR e.id = $4 OR e.id IN (
				SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($3)
					AND p.from_day <= $5 AND (p.to_day IS NULL OR p.to_day > $5)))
			AND ($1::bigint = 0 AND $6::bigint = 0 OR e.id IN (
				SELECT p.employee_id FROM postings p
				WHERE ($1::bigint = 0 OR p.department_id IN (SELECT id FROM below)) AND ($6::bigint = 0 OR p.post_id = $6)
					AND p.from_day <= $5 AND (p.to_day IS NULL OR p.to_day > $5)))
			AND ($7 = '' OR e.name ILIKE $7 OR e.number ILIKE $7 OR e.latin_name ILIKE $7)
			AND (NOT $8 OR e.hired_on <= $5 AND (e.left_on IS NULL OR e.left_on > $5))
			AND e.id > $9
		ORDER BY e.id LIMIT $10`,
		in.DepartmentID, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day,
		in.PostID, database.Containing(in.Search), in.On != "", in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list employees: %w", err)
	}
	return list, addPostings(ctx, s.DB, list, day)
}

// dayOr returns day or, without one, today at the hospital.
func (s *Service) dayOr(ctx context.Context, day worktime.Day) (worktime.Day, error) {
	if day != "" {
		return day, nil
	}
	return LocalDay(ctx, s.DB, s.now())
}

// addPostings fills in the postings of the listed employees on a day or, without
// one, all.
func addPostings(ctx context.Context, q sqlx.ExtContext, list []Employee, day worktime.Day) error {
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i := range list {
		list[i].Postings = []Posting{}
		at[list[i].ID], ids[i] = i, list[i].ID
	}
	var postings []Posting
	if err := sqlx.SelectContext(ctx, q, &postings, `
		SELECT `+postingColumns+` FROM postings
		WHERE employee_id = ANY($1) AND ($2::date IS NULL OR from_day <= $2 AND (to_day IS NULL OR to_day > $2))
		ORDER BY from_day, id`, pq.Array(ids), day); err != nil {
		return fmt.Errorf("postings of employees: %w", err)
	}
	for _, p := range postings {
		e := &list[at[p.EmployeeID]]
		e.Postings = append(e.Postings, p)
	}
	return nil
}

// GetEmployee names an employee.
type GetEmployee struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// GetEmployee returns an employee with all postings there have been and are
// planned.
func (s *Service) GetEmployee(ctx context.Context, actor accounts.Actor, in GetEmployee) (Employee, error) {
	return s.employee(ctx, s.DB, actor.Reach, in.ID, "")
}

// employee reads an employee within reach: of whoever is posted in one of its
// departments today or will be. The lock may be a FOR clause.
func (s *Service) employee(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, id int64, lock string) (Employee, error) {
	today, err := LocalDay(ctx, q, s.now())
	if err != nil {
		return Employee{}, err
	}
	list := make([]Employee, 1)
	err = sqlx.GetContext(ctx, q, &list[0], `
		SELECT `+employeeColumns+` FROM employees e
		WHERE e.id = $4 AND ($1 OR e.id = $3 OR EXISTS (
			SELECT FROM postings p WHERE p.employee_id = e.id AND p.department_id = ANY($2) AND (p.to_day IS NULL OR p.to_day > $5)))
		`+lock, reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id, today)
	if errors.Is(err, sql.ErrNoRows) {
		return Employee{}, fault.Errorf(fault.NotFound, "there is no employee %d", id)
	}
	if err != nil {
		return Employee{}, fmt.Errorf("employee %d: %w", id, err)
	}
	err = addPostings(ctx, q, list, "")
	return list[0], err
}
