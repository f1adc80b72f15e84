package accounts

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// IssueAccounts says for whom accounts are made: everybody on the roster who has
// none, or those of a department.
type IssueAccounts struct {
	DepartmentID int64 `json:"departmentId" validate:"min=0"` // and all below it; 0: the whole hospital
	DryRun       bool  `json:"dryRun"`                        // say how many, and make none
}

// Issued is how many accounts were made.
type Issued struct {
	Issued int  `json:"issued"` // or, in a dry run, would be
	Had    int  `json:"had"`    // who had one already
	DryRun bool `json:"dryRun"`
}

// Issue makes an account, with nothing but what staff may, for everybody who is
// employed, or hired to be, and has none. Asked again it makes none.
//
// The accounts have no password: they open by the hospital's sign-in service. An
// account's name is the employee number in small letters or, where that is no name,
// or the name of another, employee- and the employee's id.
func (s *Service) Issue(ctx context.Context, actor Actor, in IssueAccounts) (Issued, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out Issued, err error) {
		out.DryRun = in.DryRun
		var found bool
		if err := tx.GetContext(ctx, &found, `SELECT $1::bigint = 0 OR EXISTS (SELECT FROM departments WHERE id = $1)`, in.DepartmentID); err != nil {
			return out, fmt.Errorf("look for department %d: %w", in.DepartmentID, err)
		}
		if !found {
			return out, fault.Field("departmentId", "there is no department %d", in.DepartmentID)
		}
		if err := tx.GetContext(ctx, &out, onRoster+`
			SELECT count(*) FILTER (WHERE account_id IS NULL) AS issued, count(account_id) AS had FROM roster`,
			s.now(), actor.Reach.Hospital, in.DepartmentID); err != nil {
			return out, fmt.Errorf("count who has no account: %w", err)
		}
		if in.DryRun {
			return out, nil
		}
		made, err := s.issue(ctx, tx, actor, in)
		if err != nil {
			return out, err
		}
		out.Issued = len(made)
		return out, journal.RecordAll(ctx, tx, actor.AccountID, s.now(), made)
	})
}

// onRoster is a relation of who is employed at the time $1, or hired to be, in the
// department $3 or below it, with the account that they have; $2 is whether the
// actor reaches the hospital.
const onRoster = `
	WITH RECURSIVE below AS (
		SELECT id FROM departments WHERE id = $3
		UNION SELECT d.id FROM departments d JOIN below b ON d.parent_id = b.id
	), roster AS (
		SELECT e.id, lower(e.number) AS number, a.id AS account_id FROM employees e LEFT JOIN accounts a ON a.employee_id = e.id
		WHERE $2 AND (e.left_on IS NULL OR e.left_on > ` + today + `) AND ($3::bigint = 0 OR EXISTS (
			SELECT FROM postings p WHERE p.employee_id = e.id AND (p.to_day IS NULL OR p.to_day > ` + today + `)
				AND p.department_id IN (SELECT id FROM below))))`

// issue makes the accounts and returns what the journal keeps of them. Who is given
// one by somebody else at this moment gets no second.
func (s *Service) issue(ctx context.Context, tx *sqlx.Tx, actor Actor, in IssueAccounts) ([]journal.Entry, error) {
	var made []struct {
		ID         int64  `db:"id"          json:"id"`
		Name       string `db:"name"        json:"name"`
		EmployeeID int64  `db:"employee_id" json:"employeeId"`
	}
	if err := tx.SelectContext(ctx, &made, onRoster+`, missing AS (
			SELECT id, number, count(*) OVER (PARTITION BY number) AS of_this_number FROM roster WHERE account_id IS NULL)
		INSERT INTO accounts (name, employee_id, password_hash, created_at)
		SELECT CASE WHEN number ~ '^[a-z0-9][a-z0-9._@-]{0,99}$' AND of_this_number = 1
			AND NOT EXISTS (SELECT FROM accounts a WHERE a.name = m.number) THEN number ELSE 'employee-' || id END, id, '', $1
		FROM missing m ORDER BY id
		ON CONFLICT DO NOTHING RETURNING id, name, employee_id`, s.now(), actor.Reach.Hospital, in.DepartmentID); err != nil {
		return nil, fmt.Errorf("insert accounts: %w", err)
	}
	entries := make([]journal.Entry, len(made))
	for i, a := range made {
		entries[i] = journal.Entry{Action: "issue", Object: "account", ObjectID: a.ID, After: a}
	}
	return entries, nil
}
