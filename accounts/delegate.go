package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// longestDelegation is how many days a role may be handed over for: who is away
// for longer is replaced by an administrator.
const longestDelegation = 92

// NewDelegation is what people say who hand over a role while they are away.
type NewDelegation struct {
	AssignmentID int64        `json:"assignmentId" validate:"required"` // of the actor's own
	EmployeeID   int64        `json:"employeeId"   validate:"required"` // who stands in
	From         worktime.Day `json:"from"`                             // today unless given
	To           worktime.Day `json:"to"           validate:"required"` // the first day without it
	Reason       string       `json:"reason"       validate:"max=200"`
}

func (in *NewDelegation) check(today worktime.Day, r RoleAssignment) error {
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
	case in.To <= in.From:
		return fault.Field("to", "after the first day, %s", in.From)
	case in.To.Sub(in.From) > longestDelegation:
		return fault.Field("to", "at most %d days; for longer, an administrator assigns the role", longestDelegation)
	case in.From < r.From:
		return fault.Field("from", "not before %s, from when on you hold the role", r.From)
	case r.To != "" && in.To > r.To:
		return fault.Field("to", "at most until %s, when your role ends", r.To)
	}
	return nil
}

// Delegate hands over a role that the actor holds, as it is and no wider, to
// another employee. Both see it; it ends by itself, with the role, or when either
// leaves or ends it. It cannot be handed on.
func (s *Service) Delegate(ctx context.Context, actor Actor, in NewDelegation) (Delegation, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (d Delegation, err error) {
		day, err := s.today(ctx, tx)
		if err != nil {
			return d, err
		}
		r, err := ownRole(ctx, tx, actor.AccountID, in.AssignmentID, day)
		if err != nil {
			return d, err
		}
		if err := in.check(day, r); err != nil {
			return d, err
		}
		to, err := standIn(ctx, tx, actor, in.EmployeeID, in.From)
		if err != nil {
			return d, err
		}
		var id int64
		err = tx.GetContext(ctx, &id, `
			INSERT INTO delegations (assignment_id, account_id, from_day, to_day, reason, created_at)
			VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, r.ID, to, in.From, in.To, strings.TrimSpace(in.Reason), s.now())
		if database.Violates(err, "delegations_overlap") {
			return d, fault.Errorf(fault.Conflict, "they stand in for you in this role at that time already")
		}
		if err != nil {
			return d, fmt.Errorf("insert delegation: %w", err)
		}
		if d, err = s.delegation(ctx, tx, actor.AccountID, id, ""); err != nil {
			return d, err
		}
		return d, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "delegate-role", Object: "account", ObjectID: to, After: d,
		})
	})
}

// ownRole locks an assignment that the account itself holds, now or later, so that
// it is not revoked while it is handed over.
func ownRole(ctx context.Context, tx *sqlx.Tx, accountID, id int64, day worktime.Day) (r RoleAssignment, err error) {
	err = tx.GetContext(ctx, &r, `
		SELECT `+roleColumns+` FROM role_assignments
		WHERE id = $1 AND account_id = $2 AND (to_day IS NULL OR to_day > $3) FOR NO KEY UPDATE`, id, accountID, day)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.Field("assignmentId", "you hold no such role yourself")
	}
	if err != nil {
		return r, fmt.Errorf("role %d to hand over: %w", id, err)
	}
	return r, nil
}

// standIn returns the account of the employee who is to stand in. That there is
// none is said in the same words whatever the reason: whether somebody was
// dismissed is no business of those who look for a stand-in.
func standIn(ctx context.Context, tx *sqlx.Tx, actor Actor, employeeID int64, from worktime.Day) (account int64, err error) {
	if employeeID == actor.EmployeeID {
		return 0, fault.Field("employeeId", "somebody else than you")
	}
	err = tx.GetContext(ctx, &account, `
		SELECT a.id FROM accounts a JOIN employees e ON e.id = a.employee_id
		WHERE e.id = $1 AND a.id <> $2 AND a.disabled_at IS NULL AND (e.left_on IS NULL OR e.left_on > $3)`, employeeID, actor.AccountID, from)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fault.Field("employeeId", "nobody with an account who is employed at that time")
	}
	if err != nil {
		return 0, fmt.Errorf("account of employee %d: %w", employeeID, err)
	}
	return account, nil
}

// EndDelegation names a delegation to end.
type EndDelegation struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// EndDelegation ends a delegation at once, by whoever gave it or stands in; one
// that has yet to begin never will.
func (s *Service) EndDelegation(ctx context.Context, actor Actor, in EndDelegation) (Delegation, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Delegation, error) {
		day, err := s.today(ctx, tx)
		if err != nil {
			return Delegation{}, err
		}
		before, err := s.delegation(ctx, tx, actor.AccountID, in.ID, "FOR UPDATE OF d")
		if err != nil {
			return Delegation{}, err
		}
		end := max(day, before.From)
		if before.To <= end {
			return Delegation{}, fault.Errorf(fault.Conflict, "this ended on %s", before.To)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE delegations SET to_day = $2, ended_at = $3, ended_by = $4 WHERE id = $1`,
			in.ID, end, s.now(), actor.AccountID); err != nil {
			return Delegation{}, fmt.Errorf("end delegation %d: %w", in.ID, err)
		}
		after, err := s.delegation(ctx, tx, actor.AccountID, in.ID, "")
		if err != nil {
			return Delegation{}, err
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "end-delegation", Object: "account", ObjectID: before.ToAccount, Before: before, After: after,
		})
	})
}
