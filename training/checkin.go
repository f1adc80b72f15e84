package training

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// CheckIn is what a phone sends from a session: what it scanned, or what its owner
// typed.
type CheckIn struct {
	SessionID int64  `params:"id" json:"-" validate:"required"`
	Code      string `json:"code" validate:"required,max=100"`
}

// CheckIn notes that the actor is at a session, once. Sent again, also with a code
// that is no longer shown, it answers with what is stored: a phone need not know
// whether its first attempt got through.
func (s *Service) CheckIn(ctx context.Context, actor accounts.Actor, in CheckIn) (Attendance, error) {
	if err := onRoster(actor); err != nil {
		return Attendance{}, err
	}
	if a, err := s.attended(ctx, actor, in.SessionID); err != nil || a.ID != 0 {
		return a, err
	}
	by, err := s.proof(ctx, actor, in.SessionID, in.Code)
	if err != nil {
		return Attendance{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Attendance, error) {
		l, err := s.lesson(ctx, tx, in.SessionID, "FOR NO KEY UPDATE")
		if err != nil {
			return Attendance{}, err
		}
		if err := l.admit(ctx, tx, actor); err != nil {
			return Attendance{}, err
		}
		a, isNew, err := attend(ctx, tx, Attendance{SessionID: l.ID, EmployeeID: actor.EmployeeID, CameAt: l.now, CameBy: by}, 0)
		if err != nil || !isNew {
			return a, err
		}
		return a, journal.Record(ctx, tx, actor.AccountID, l.now, journal.Entry{
			Action: "check-in", Object: "training-session", ObjectID: l.ID, After: a,
		})
	})
}

func onRoster(actor accounts.Actor) error {
	if actor.EmployeeID == 0 {
		return fault.Errorf(fault.Forbidden, "only somebody on the roster can check in; your account belongs to nobody there")
	}
	return nil
}

// attended returns the actor's attendance of a session; the zero one without.
func (s *Service) attended(ctx context.Context, actor accounts.Actor, session int64) (Attendance, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Attendance, error) {
		return readAttendance(ctx, tx, session, actor.EmployeeID)
	})
}

// admit refuses whoever cannot check in to l, which is locked.
func (l lesson) admit(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor) error {
	if err := l.open(); err != nil {
		return err
	}
	if !l.now.Before(l.EndsAt) {
		return fault.Errorf(fault.Conflict, "this session ended on %s; its trainer can still credit the hours", l.at(l.EndsAt))
	}
	if l.TrainerID == actor.EmployeeID {
		return fault.Errorf(fault.Forbidden, "you show the codes of this session; somebody else credits your hours")
	}
	if _, err := people.PostingOn(ctx, tx, actor.EmployeeID, l.day, 0); err != nil {
		return err
	}
	e, err := enrolment(ctx, tx, l.ID, actor.EmployeeID)
	if err != nil || e.PlacedAt != nil {
		return err
	}
	free, err := l.free(ctx, tx, actor.EmployeeID)
	if err == nil && !free {
		return fault.Errorf(fault.Conflict, "all %d places of this session are taken", l.Capacity)
	}
	return err
}

// attend stores a, or returns what is stored of that person and session.
func attend(ctx context.Context, tx *sqlx.Tx, a Attendance, tickedBy int64) (stored Attendance, isNew bool, err error) {
	done, err := tx.ExecContext(ctx, `
		INSERT INTO attendances (session_id, employee_id, came_at, came_by, ticked_by)
		VALUES ($1, $2, $3, $4, nullif($5::bigint, 0)) ON CONFLICT (session_id, employee_id) DO NOTHING`,
		a.SessionID, a.EmployeeID, a.CameAt, a.CameBy, tickedBy)
	if err != nil {
		return a, false, fmt.Errorf("insert attendance of employee %d: %w", a.EmployeeID, err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		return a, false, err
	}
	stored, err = readAttendance(ctx, tx, a.SessionID, a.EmployeeID)
	return stored, n == 1, err
}

// CheckedOut is an attendance with what it was worth.
type CheckedOut struct {
	Attendance
	Credit Credit `json:"credit"`
}

// CheckOut notes that the actor leaves a session that they checked in to, and
// credits them with the minutes between, once: those before it starts and after it
// ends do not count. It may be repeated like CheckIn.
func (s *Service) CheckOut(ctx context.Context, actor accounts.Actor, in CheckIn) (CheckedOut, error) {
	if err := onRoster(actor); err != nil {
		return CheckedOut{}, err
	}
	a, err := s.attended(ctx, actor, in.SessionID)
	if err != nil {
		return CheckedOut{}, err
	}
	by := ""
	switch {
	case a.ID == 0:
		return CheckedOut{}, fault.Errorf(fault.Conflict, "you have not checked in to this session; its trainer can still credit the hours")
	case a.LeftAt == nil:
		if by, err = s.proof(ctx, actor, in.SessionID, in.Code); err != nil {
			return CheckedOut{}, err
		}
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out CheckedOut, err error) {
		l, err := s.lesson(ctx, tx, in.SessionID, "FOR NO KEY UPDATE")
		if err != nil {
			return out, err
		}
		out.Attendance, err = readAttendance(ctx, tx, l.ID, actor.EmployeeID)
		if err != nil {
			return out, err
		}
		first := out.LeftAt == nil
		if first {
			if err := l.open(); err != nil {
				return out, err
			}
			out.LeftAt = &l.now
		}
		isNew := false
		if out.Credit, isNew, err = l.creditAttended(ctx, tx, out.Attendance); err != nil || !first {
			return out, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE attendances SET left_at = $2, left_by = $3 WHERE id = $1`, out.ID, l.now, by); err != nil {
			return out, fmt.Errorf("check out employee %d: %w", actor.EmployeeID, err)
		}
		entry := journal.Entry{Action: "check-out", Object: "training-session", ObjectID: l.ID, After: out}
		if !isNew {
			entry.After = out.Attendance
		}
		return out, journal.Record(ctx, tx, actor.AccountID, l.now, entry)
	})
}

// creditAttended credits what an attendance with both its ends is worth, unless
// the trainer has credited that person already.
func (l lesson) creditAttended(ctx context.Context, tx *sqlx.Tx, a Attendance) (c Credit, isNew bool, err error) {
	minutes := min(l.minutes(l.course), a.minutes(l.Session))
	if minutes == 0 {
		return c, false, fault.Errorf(fault.Conflict, "you have been here for less than a minute of the session")
	}
	p, err := people.PostingOn(ctx, tx, a.EmployeeID, l.day, 0)
	if err != nil {
		return c, false, err
	}
	return store(ctx, tx, earned{whatever: true, Credit: Credit{
		SessionID: l.ID, EmployeeID: a.EmployeeID, PostingID: p.ID, Minutes: minutes, Purpose: l.course.purpose(),
		EarnedOn: l.day, Source: byCheckOut, CreditedAt: l.now,
	}})
}
