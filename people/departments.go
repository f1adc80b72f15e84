package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// Department is a part of the hospital; departments form trees.
type Department struct {
	ID       int64           `json:"id"                 db:"id"`
	ParentID *int64          `json:"parentId,omitempty" db:"parent_id"`
	Code     string          `json:"code"               db:"code"`
	Name     texts.Localized `json:"name"               db:"name"`
}

const departmentColumns = `id, parent_id, code, name`

// ListDepartments returns all departments, ordered by their codes.
func (s *Service) ListDepartments(ctx context.Context, _ accounts.Actor, _ struct{}) ([]Department, error) {
	list := []Department{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT `+departmentColumns+` FROM departments ORDER BY code`); err != nil {
		return nil, fmt.Errorf("list departments: %w", err)
	}
	return list, nil
}

// NewDepartment describes a department to be.
type NewDepartment struct {
	ParentID int64           `json:"parentId" validate:"min=0"` // 0: at the top
	Code     string          `json:"code"     validate:"required,max=40"`
	Name     texts.Localized `json:"name"     validate:"required"`
}

// CreateDepartment adds a department.
func (s *Service) CreateDepartment(ctx context.Context, actor accounts.Actor, in NewDepartment) (Department, error) {
	if err := checkName(in.Name); err != nil {
		return Department{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (d Department, err error) {
		err = tx.GetContext(ctx, &d, `
			INSERT INTO departments (parent_id, code, name) VALUES (nullif($1::bigint, 0), $2, $3) RETURNING `+departmentColumns,
			in.ParentID, in.Code, in.Name)
		if err != nil {
			return d, departmentRefused(err, in.Code, in.ParentID)
		}
		return d, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "department", ObjectID: d.ID, After: d,
		})
	})
}

func departmentRefused(err error, code string, parent int64) error {
	switch {
	case database.Violates(err, "departments_code_key"):
		return fault.Errorf(fault.Conflict, "there is a department %s already", code)
	case database.Violates(err, "departments_code_check"):
		return badCode()
	case database.Violates(err, "departments_parent_id_fkey"):
		return fault.Field("parentId", "there is no department %d", parent)
	}
	return fmt.Errorf("save department: %w", err)
}

// UpdateDepartment says what a department is to be called, and where it belongs.
type UpdateDepartment struct {
	ID       int64           `params:"id" json:"-" validate:"required"`
	ParentID int64           `json:"parentId" validate:"min=0"` // 0: at the top
	Code     string          `json:"code"     validate:"required,max=40"`
	Name     texts.Localized `json:"name"     validate:"required"`
}

// UpdateDepartment renames or moves a department, with all below it.
func (s *Service) UpdateDepartment(ctx context.Context, actor accounts.Actor, in UpdateDepartment) (Department, error) {
	if err := checkName(in.Name); err != nil {
		return Department{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (after Department, err error) {
		// Two moves at once could tie a knot that neither would alone.
		if _, err := tx.ExecContext(ctx, `LOCK TABLE departments IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return after, fmt.Errorf("lock departments: %w", err)
		}
		before, err := readDepartment(ctx, tx, in.ID)
		if err != nil {
			return after, err
		}
		if err := checkMove(ctx, tx, before, in.ParentID); err != nil {
			return after, err
		}
		err = tx.GetContext(ctx, &after, `
			UPDATE departments SET parent_id = nullif($2::bigint, 0), code = $3, name = $4 WHERE id = $1 RETURNING `+departmentColumns,
			in.ID, in.ParentID, in.Code, in.Name)
		if err != nil {
			return after, departmentRefused(err, in.Code, in.ParentID)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "department", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

func readDepartment(ctx context.Context, q sqlx.ExtContext, id int64) (d Department, err error) {
	err = sqlx.GetContext(ctx, q, &d, `SELECT `+departmentColumns+` FROM departments WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return d, fault.Errorf(fault.NotFound, "there is no department %d", id)
	}
	if err != nil {
		return d, fmt.Errorf("department %d: %w", id, err)
	}
	return d, nil
}

// checkMove refuses to place a department below itself.
func checkMove(ctx context.Context, tx *sqlx.Tx, d Department, parentID int64) error {
	if parentID == d.ID {
		return fault.Field("parentId", "%s cannot be a part of itself", d.Code)
	}
	var code string
	err := tx.GetContext(ctx, &code, Below("$1")+`
		SELECT d.code FROM below JOIN departments d USING (id) WHERE d.id = $2`, d.ID, parentID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("departments below %d: %w", d.ID, err)
	}
	return fault.Field("parentId", "%s is a part of %s, so it cannot hold it", code, d.Code)
}

// Below begins a query that knows as "below" the ids of a department and of all
// below it. The department is what parameter, such as "$1", stands for; of one that
// does not exist, such as 0, there are none.
//
//	Below("$2") + ` SELECT … WHERE $2 = 0 OR p.department_id IN (SELECT id FROM below)`
func Below(parameter string) string {
	return `
	WITH RECURSIVE below (id) AS (
		SELECT id FROM departments WHERE id = ` + parameter + `
		UNION
		SELECT d.id FROM below b JOIN departments d ON d.parent_id = b.id
	)`
}
