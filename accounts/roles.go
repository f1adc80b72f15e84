package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// RoleAssignment says that an account holds a role from a day on, up to and
// without another.
type RoleAssignment struct {
	ID           int64        `json:"id"                     db:"id"`
	AccountID    int64        `json:"accountId"              db:"account_id"`
	Role         string       `json:"role"                   db:"role"`
	DepartmentID *int64       `json:"departmentId,omitempty" db:"department_id"` // with all below it; none: the whole hospital
	From         worktime.Day `json:"from"                   db:"from_day"`
	To           worktime.Day `json:"to,omitempty"           db:"to_day"` // the first day without it
	GrantedBy    *int64       `json:"grantedBy,omitempty"    db:"granted_by"`
}

const roleColumns = `id, account_id, role, department_id, from_day, to_day, granted_by`

// hospitalWide lists the roles that make no sense in one department.
var hospitalWide = []string{"hr", "finance", "quality", "leadership", "auditor", "admin"}

// withoutEmployee lists the roles that an account of nobody on the roster may
// hold. Whoever judges, credits or reads about colleagues has to be known as
// one: rules such as "nobody credits their own hours" go by the employee.
var withoutEmployee = []string{"admin", "auditor"}

// NewRole is what an administrator says about an account's new role.
type NewRole struct {
	AccountID    int64        `params:"id" json:"-"  validate:"required"`
	Role         string       `json:"role"         validate:"required,oneof=supervisor department-head trainer service-centre quality hr finance leadership auditor admin"`
	DepartmentID int64        `json:"departmentId" validate:"min=0"` // 0: the whole hospital
	From         worktime.Day `json:"from"`                          // today unless given
	To           worktime.Day `json:"to"`                            // the first day without it; until revoked unless given
}

func (in *NewRole) check(today worktime.Day) error {
	if in.From == "" {
		in.From = today
	}
	if err := in.From.Validate(); err != nil {
		return fault.Field("from", "%v", err)
	}
	if err := in.To.Validate(); err != nil {
		return fault.Field("to", "%v", err)
	}
	switch {
	case in.From < today:
		return fault.Field("from", "not before today, %s: what has been done cannot be allowed afterwards", today)
	case in.To != "" && in.To <= in.From:
		return fault.Field("to", "after the first day, %s", in.From)
	case in.DepartmentID != 0 && slices.Contains(hospitalWide, in.Role):
		return fault.Field("departmentId", "%s is a role of the whole hospital", in.Role)
	case in.DepartmentID == 0 && in.Role == "department-head":
		return fault.Field("departmentId", "the head of which department?")
	}
	return nil
}

// AssignRole gives an account a role. Nobody changes their own roles, nor those of
// whom they stand in for.
func (s *Service) AssignRole(ctx context.Context, actor Actor, in NewRole) (RoleAssignment, error) {
	if actor.IsAccount(in.AccountID) {
		return RoleAssignment{}, errOwnRoles
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (r RoleAssignment, err error) {
		day, err := s.today(ctx, tx)
		if err != nil {
			return r, err
		}
		if err := in.check(day); err != nil {
			return r, err
		}
		// Waiting for each other at the constraint, two at once could end in a deadlock.
		a, err := s.get(ctx, tx, actor, in.AccountID, "FOR NO KEY UPDATE OF a")
		if err != nil {
			return r, err
		}
		if a.EmployeeID == nil && !slices.Contains(withoutEmployee, in.Role) {
			return r, fault.Field("role", "%s belongs to no employee, so it can be %s only", a.Name, strings.Join(withoutEmployee, " or "))
		}
		err = tx.GetContext(ctx, &r, `
			INSERT INTO role_assignments (account_id, role, department_id, from_day, to_day, granted_by)
			VALUES ($1, $2, nullif($3::bigint, 0), $4, $5, nullif($6::bigint, 0)) RETURNING `+roleColumns,
			in.AccountID, in.Role, in.DepartmentID, in.From, in.To, actor.AccountID)
		if err != nil {
			return r, notAssigned(err, in)
		}
		return r, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "assign-role", Object: "account", ObjectID: in.AccountID, After: r,
		})
	})
}

var errOwnRoles = fault.Errorf(fault.Forbidden, "nobody changes their own roles; ask another administrator")

func notAssigned(err error, in NewRole) error {
	switch {
	case database.Violates(err, "role_assignments_overlap"):
		return fault.Errorf(fault.Conflict, "account %d holds %s there at that time already", in.AccountID, in.Role)
	case database.Violates(err, "role_assignments_department_id_fkey"):
		return fault.Field("departmentId", "there is no department %d", in.DepartmentID)
	}
	return fmt.Errorf("insert role assignment: %w", err)
}

// RevokeRole names the assignment to end.
type RevokeRole struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// RevokeRole ends a role assignment at once; one that has yet to begin never
// will. The last administrator's is not revoked.
func (s *Service) RevokeRole(ctx context.Context, actor Actor, in RevokeRole) (RoleAssignment, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (RoleAssignment, error) {
		day, err := s.today(ctx, tx)
		if err != nil {
			return RoleAssignment{}, err
		}
		before, err := lockRole(ctx, tx, actor, in.ID)
		if err != nil {
			return RoleAssignment{}, err
		}
		if actor.IsAccount(before.AccountID) {
			return RoleAssignment{}, errOwnRoles
		}
		after := before
		if after.To = max(day, before.From); before.To != "" && before.To <= after.To {
			return RoleAssignment{}, fault.Errorf(fault.Conflict, "this ended on %s", before.To)
		}
		if err := KeepAdministrator(ctx, tx, day, func() error { return endRole(ctx, tx, after) }); err != nil {
			return RoleAssignment{}, err
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "revoke-role", Object: "account", ObjectID: before.AccountID, Before: before, After: after,
		})
	})
}

func endRole(ctx context.Context, tx *sqlx.Tx, r RoleAssignment) error {
	if _, err := tx.ExecContext(ctx, `UPDATE role_assignments SET to_day = $2 WHERE id = $1`, r.ID, r.To); err != nil {
		return fmt.Errorf("revoke role assignment %d: %w", r.ID, err)
	}
	return nil
}

func lockRole(ctx context.Context, tx *sqlx.Tx, actor Actor, id int64) (r RoleAssignment, err error) {
	err = tx.GetContext(ctx, &r, `SELECT `+roleColumns+` FROM role_assignments WHERE id = $1 AND $2 FOR UPDATE`,
		id, actor.Reach.Hospital)
	if errors.Is(err, sql.ErrNoRows) {
		return RoleAssignment{}, fault.Errorf(fault.NotFound, "there is no role assignment %d", id)
	}
	if err != nil {
		return RoleAssignment{}, fmt.Errorf("lock role assignment %d: %w", id, err)
	}
	return r, nil
}

func (s *Service) today(ctx context.Context, q sqlx.ExtContext) (day worktime.Day, err error) {
	if err := sqlx.GetContext(ctx, q, &day, `SELECT `+today, s.now()); err != nil {
		return "", fmt.Errorf("today at the hospital: %w", err)
	}
	return day, nil
}

// location is the hospital's time zone.
func location(ctx context.Context, q sqlx.ExtContext) (*time.Location, error) {
	var name string
	if err := sqlx.GetContext(ctx, q, &name, `SELECT coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai')`); err != nil {
		return nil, fmt.Errorf("time zone of the hospital: %w", err)
	}
	return time.LoadLocation(name)
}
