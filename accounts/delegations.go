package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Delegation says that somebody stands in for somebody else in one of their roles,
// on the days from one up to and without another.
type Delegation struct {
	ID           int64        `json:"id"                     db:"id"`
	AssignmentID int64        `json:"assignmentId"           db:"assignment_id"`
	Role         string       `json:"role"                   db:"role"`
	DepartmentID *int64       `json:"departmentId,omitempty" db:"department_id"` // with all below it; none: the whole hospital
	FromAccount  int64        `json:"fromAccountId"          db:"from_account_id"`
	FromName     string       `json:"fromName"               db:"from_name"`
	ToAccount    int64        `json:"toAccountId"            db:"to_account_id"`
	ToName       string       `json:"toName"                 db:"to_name"`
	From         worktime.Day `json:"from"                   db:"from_day"`
	To           worktime.Day `json:"to"                     db:"to_day"` // the first day without it
	Reason       string       `json:"reason"                 db:"reason"`
	CreatedAt    time.Time    `json:"createdAt"              db:"created_at"`
	EndedAt      *time.Time   `json:"endedAt,omitempty"      db:"ended_at"` // before its time
	Active       bool         `json:"active"                 db:"active"`   // it gives the role today
}

// selectDelegations needs the time as $1.
const selectDelegations = `
	SELECT d.id, d.assignment_id, r.role, r.department_id, d.from_day, d.to_day, d.reason, d.created_at, d.ended_at,
		g.id AS from_account_id, coalesce(ge.name, g.name) AS from_name, t.id AS to_account_id, coalesce(te.name, t.name) AS to_name,
		d.from_day <= ` + today + ` AND ` + today + ` < d.to_day AND r.from_day <= ` + today + ` AND (r.to_day IS NULL OR ` + today + ` < r.to_day)
			AND g.disabled_at IS NULL AND t.disabled_at IS NULL
			AND (ge.left_on IS NULL OR ` + today + ` < ge.left_on) AND (te.left_on IS NULL OR ` + today + ` < te.left_on) AS active
	FROM delegations d JOIN role_assignments r ON r.id = d.assignment_id
		JOIN accounts g ON g.id = r.account_id LEFT JOIN employees ge ON ge.id = g.employee_id
		JOIN accounts t ON t.id = d.account_id LEFT JOIN employees te ON te.id = t.employee_id`

// ListDelegations returns what the actor has handed over and what was handed over
// to them, the latest first: past ones, too, of which 200 at most.
func (s *Service) ListDelegations(ctx context.Context, actor Actor, _ struct{}) ([]Delegation, error) {
	return s.delegationsOf(ctx, actor.AccountID)
}

// ListAccountDelegations returns what was handed over by or to an account, for
// whoever looks after accounts.
func (s *Service) ListAccountDelegations(ctx context.Context, actor Actor, in GetAccount) ([]Delegation, error) {
	if _, err := s.Get(ctx, actor, in); err != nil {
		return nil, err
	}
	return s.delegationsOf(ctx, in.ID)
}

func (s *Service) delegationsOf(ctx context.Context, accountID int64) ([]Delegation, error) {
	list := []Delegation{}
	if err := s.DB.SelectContext(ctx, &list, selectDelegations+`
		WHERE d.account_id = $2 OR r.account_id = $2 ORDER BY d.to_day DESC, d.id DESC LIMIT 200`, s.now(), accountID); err != nil {
		return nil, fmt.Errorf("delegations of account %d: %w", accountID, err)
	}
	return list, nil
}

// delegation reads one that the account has given or was given; lock may be a FOR clause.
func (s *Service) delegation(ctx context.Context, q sqlx.ExtContext, accountID, id int64, lock string) (d Delegation, err error) {
	err = sqlx.GetContext(ctx, q, &d, selectDelegations+` WHERE d.id = $2 AND (d.account_id = $3 OR r.account_id = $3) `+lock,
		s.now(), id, accountID)
	if errors.Is(err, sql.ErrNoRows) {
		return Delegation{}, fault.Errorf(fault.NotFound, "you have no delegation %d", id)
	}
	if err != nil {
		return Delegation{}, fmt.Errorf("delegation %d: %w", id, err)
	}
	return d, nil
}
