package training

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// Withdraw says who does not come after all, and why.
type Withdraw struct {
	SessionID  int64  `params:"id" json:"-" validate:"required"`
	EmployeeID int64  `json:"employeeId" validate:"min=0"` // oneself unless given
	Reason     string `json:"reason"     validate:"required,max=500"`
}

// Withdraw takes somebody within reach off those days of a session that have yet
// to end. Their places go to whoever has waited longest.
func (s *Service) Withdraw(ctx context.Context, actor accounts.Actor, in Withdraw) (Enrolment, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return Enrolment{}, fault.Field("reason", "say why they do not come")
	}
	if in.EmployeeID == 0 {
		in.EmployeeID = actor.EmployeeID
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Enrolment, error) {
		days, err := s.lockDays(ctx, tx, in.SessionID)
		if err != nil {
			return Enrolment{}, err
		}
		if err := reaches(ctx, tx, actor, in.EmployeeID, days[0].day); err != nil {
			return Enrolment{}, err
		}
		before, err := enrolment(ctx, tx, in.SessionID, in.EmployeeID)
		if err != nil {
			return Enrolment{}, err
		}
		if before.ID == 0 {
			return Enrolment{}, fault.Errorf(fault.NotFound, "employee %d is not enrolled in this session", in.EmployeeID)
		}
		for _, d := range days {
			if err := d.withdraw(ctx, tx, actor, in); err != nil {
				return Enrolment{}, err
			}
		}
		after := before
		after.WithdrawnAt, after.WithdrawReason = &days[0].now, in.Reason
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "withdraw", Object: "training-session", ObjectID: in.SessionID, Before: before, After: after,
		})
	})
}

func (l lesson) withdraw(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in Withdraw) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE enrolments SET withdrawn_at = $3, withdrawn_by = nullif($4::bigint, 0), withdraw_reason = $5
		WHERE session_id = $1 AND employee_id = $2 AND withdrawn_at IS NULL`,
		l.ID, in.EmployeeID, l.now, actor.AccountID, in.Reason); err != nil {
		return fmt.Errorf("withdraw employee %d: %w", in.EmployeeID, err)
	}
	return l.fill(ctx, tx)
}

// fill gives the places that l, which is locked, has left to those who have waited
// longest.
func (l lesson) fill(ctx context.Context, tx *sqlx.Tx) error {
	var waiting []int64
	if err := tx.SelectContext(ctx, &waiting, `
		SELECT employee_id FROM enrolments WHERE session_id = $1 AND placed_at IS NULL AND withdrawn_at IS NULL ORDER BY id`, l.ID); err != nil {
		return fmt.Errorf("waiting list of session %d: %w", l.ID, err)
	}
	for _, id := range waiting {
		free, err := l.free(ctx, tx, id)
		if err != nil || !free {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE enrolments SET placed_at = $3 WHERE session_id = $1 AND employee_id = $2 AND withdrawn_at IS NULL`, l.ID, id, l.now); err != nil {
			return fmt.Errorf("place employee %d: %w", id, err)
		}
	}
	return nil
}

// ChangeSession says when, where and by whom a session is held instead. It is about
// one day of a session of several.
type ChangeSession struct {
	ID        int64     `params:"id" json:"-" validate:"required"`
	TrainerID int64     `json:"trainerId" validate:"required,min=1"`
	Place     string    `json:"place"     validate:"required,max=200"`
	Capacity  int       `json:"capacity"  validate:"min=0,max=10000"`
	StartsAt  time.Time `json:"startsAt"  validate:"required"`
	EndsAt    time.Time `json:"endsAt"    validate:"required"`
}

// ChangeSession changes a session that has yet to start. More places go to whoever
// has waited longest; with fewer, nobody loses theirs.
func (s *Service) ChangeSession(ctx context.Context, actor accounts.Actor, in ChangeSession) (Session, error) {
	if err := (Times{in.StartsAt, in.EndsAt}).check(""); err != nil {
		return Session{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Session, error) {
		l, err := s.lesson(ctx, tx, in.ID, "FOR NO KEY UPDATE")
		if err != nil {
			return Session{}, err
		}
		if err := l.ledWithin(ctx, tx, actor.Reach); err != nil {
			return Session{}, err
		}
		if !l.now.Before(l.StartsAt) {
			return Session{}, fault.Errorf(fault.Conflict, "this session started on %s", l.at(l.StartsAt))
		}
		if err := checkTrainer(ctx, tx, actor.Reach, in.TrainerID, in.StartsAt); err != nil {
			return Session{}, err
		}
		before := l.Session
		if err := tx.GetContext(ctx, &l.Session, `
			UPDATE training_sessions SET trainer_id = $2, place = $3, capacity = $4, starts_at = $5, ends_at = $6 WHERE id = $1 RETURNING `+sessionColumns,
			in.ID, in.TrainerID, in.Place, in.Capacity, in.StartsAt.UTC().Truncate(time.Second), in.EndsAt.UTC().Truncate(time.Second)); err != nil {
			return Session{}, fmt.Errorf("change session %d: %w", in.ID, err)
		}
		if err := l.fill(ctx, tx); err != nil {
			return Session{}, err
		}
		return l.Session, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "training-session", ObjectID: in.ID, Before: before, After: l.Session,
		})
	})
}

// CancelSession says why a session is not held.
type CancelSession struct {
	ID     int64  `params:"id" json:"-" validate:"required"`
	Reason string `json:"reason" validate:"required,max=500"`
	Days   string `json:"days"   validate:"omitempty,oneof=this all"` // all that have yet to end, or this one only; this one unless given
}

// CancelSession calls a session off, or a day of it, for which nobody has been
// credited with hours yet. It answers with the named day.
func (s *Service) CancelSession(ctx context.Context, actor accounts.Actor, in CancelSession) (Session, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return Session{}, fault.Field("reason", "say why it is not held")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (named Session, err error) {
		days, err := s.lockDays(ctx, tx, in.ID)
		if err != nil {
			return named, err
		}
		if in.Days != "all" {
			days = slices.DeleteFunc(days, func(d lesson) bool { return d.ID != in.ID })
		}
		for _, d := range days {
			if err := d.ledWithin(ctx, tx, actor.Reach); err != nil {
				return named, err
			}
			after, err := d.cancel(ctx, tx, actor, in.Reason)
			if err != nil {
				return named, err
			}
			if d.ID == in.ID {
				named = after
			}
		}
		return named, nil
	})
}

func (l lesson) cancel(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, reason string) (after Session, err error) {
	var credited bool
	if err := tx.GetContext(ctx, &credited, `SELECT EXISTS (SELECT FROM credits WHERE session_id = $1 AND voided_at IS NULL)`, l.ID); err != nil {
		return after, fmt.Errorf("credits of session %d: %w", l.ID, err)
	}
	if credited {
		return after, fault.Errorf(fault.Conflict, "hours of this session were credited already; void them first")
	}
	if err := tx.GetContext(ctx, &after, `
		UPDATE training_sessions SET cancelled_at = $2, cancelled_by = nullif($3::bigint, 0), cancel_reason = $4 WHERE id = $1 RETURNING `+sessionColumns,
		l.ID, l.now, actor.AccountID, reason); err != nil {
		return after, fmt.Errorf("cancel session %d: %w", l.ID, err)
	}
	return after, journal.Record(ctx, tx, actor.AccountID, l.now, journal.Entry{
		Action: "cancel", Object: "training-session", ObjectID: l.ID, Before: l.Session, After: after,
	})
}
