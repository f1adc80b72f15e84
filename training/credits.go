package training

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Credit is what one person's attendance of one session is worth.
type Credit struct {
	ID         int64        `json:"id"                   db:"id"`
	SessionID  int64        `json:"sessionId"            db:"session_id"`
	EmployeeID int64        `json:"employeeId"           db:"employee_id"`
	PostingID  int64        `json:"postingId"            db:"posting_id"` // on that day: a later transfer does not move it
	Minutes    int          `json:"minutes"              db:"minutes"`
	Purpose    string       `json:"purpose"              db:"purpose"` // annual or onboarding
	EarnedOn   worktime.Day `json:"earnedOn"             db:"earned_on"`
	CreditedBy *int64       `json:"creditedBy,omitempty" db:"credited_by"`
	CreditedAt time.Time    `json:"creditedAt"           db:"credited_at"`
	VoidedAt   *time.Time   `json:"voidedAt,omitempty"   db:"voided_at"` // since when it does not count
	VoidedBy   *int64       `json:"voidedBy,omitempty"   db:"voided_by"`
	VoidReason string       `json:"voidReason,omitempty" db:"void_reason"`
}

const creditColumns = `id, session_id, employee_id, posting_id, minutes, purpose, earned_on, credited_by, credited_at,
	voided_at, voided_by, void_reason`

// CreditHours says who attended a session.
type CreditHours struct {
	SessionID int64       `params:"id" json:"-" validate:"required"`
	Credits   []NewCredit `json:"credits" validate:"required,min=1,max=200,unique=EmployeeID,dive"`
}

// NewCredit says how long one person attended.
type NewCredit struct {
	EmployeeID int64 `json:"employeeId" validate:"required,min=1"`
	Minutes    int   `json:"minutes"    validate:"min=0,max=60000"` // 0: all of it
}

// CreditHours credits attendance, for all that are named or for none. It may be
// repeated: hours are credited once per person and session, unless they were
// voided, and a repeat answers what is stored. Nobody credits themselves.
func (s *Service) CreditHours(ctx context.Context, actor accounts.Actor, in CreditHours) ([]Credit, error) {
	named := slices.SortedFunc(slices.Values(in.Credits), func(a, b NewCredit) int { // or two requests might wait for each other
		return cmp.Compare(a.EmployeeID, b.EmployeeID)
	})
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]Credit, error) {
		lesson, err := s.lesson(ctx, tx, in.SessionID)
		if err != nil {
			return nil, err
		}
		all, added := []Credit{}, []Credit{}
		for _, n := range named {
			if n.EmployeeID == actor.EmployeeID {
				return nil, fault.Errorf(fault.Forbidden, "nobody credits their own hours")
			}
			c, err := lesson.credit(ctx, tx, actor, n)
			if err != nil {
				return nil, err
			}
			stored, isNew, err := store(ctx, tx, c)
			if err != nil {
				return nil, err
			}
			if isNew {
				added = append(added, stored)
			}
			all = append(all, stored)
		}
		if len(added) == 0 {
			return all, nil
		}
		return all, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "credit", Object: "training-session", ObjectID: in.SessionID, After: added,
		})
	})
}

// lesson is a session whose hours are being credited.
type lesson struct {
	Session
	course Course
	day    worktime.Day
	now    time.Time
}

// lesson reads a session that is over.
func (s *Service) lesson(ctx context.Context, tx *sqlx.Tx, id int64) (l lesson, err error) {
	l.now = s.now()
	err = tx.GetContext(ctx, &l.Session, `SELECT `+sessionColumns+` FROM training_sessions WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return l, fault.Errorf(fault.NotFound, "there is no session %d", id)
	}
	if err != nil {
		return l, fmt.Errorf("session %d: %w", id, err)
	}
	if err := tx.GetContext(ctx, &l.course, `SELECT `+courseColumns+` FROM courses WHERE id = $1`, l.CourseID); err != nil {
		return l, fmt.Errorf("course %d: %w", l.CourseID, err)
	}
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return l, err
	}
	if l.now.Before(l.EndsAt) {
		return l, fault.Errorf(fault.Conflict, "this session ends on %s; credit the hours afterwards", l.EndsAt.In(loc).Format("2006-01-02 at 15:04"))
	}
	l.day = worktime.DayOf(l.StartsAt, loc)
	return l, nil
}

// credit returns what n earns, stamped with the posting of the day.
func (l lesson) credit(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, n NewCredit) (Credit, error) {
	most := l.minutes(l.course)
	if n.Minutes == 0 {
		n.Minutes = most
	}
	if n.Minutes > most || most == 0 {
		return Credit{}, fault.Errorf(fault.Invalid, "employee %d: this session is worth %d minutes at most", n.EmployeeID, most)
	}
	p, err := people.PostingOn(ctx, tx, n.EmployeeID, l.day, 0)
	if err != nil {
		return Credit{}, err
	}
	if !actor.Reach.Hospital && !slices.Contains(actor.Reach.Departments, p.DepartmentID) {
		return Credit{}, fault.Errorf(fault.NotFound, "employee %d is not posted anywhere on %s", n.EmployeeID, l.day)
	}
	c := Credit{
		SessionID: l.ID, EmployeeID: n.EmployeeID, PostingID: p.ID, Minutes: n.Minutes,
		Purpose: l.course.purpose(), EarnedOn: l.day, CreditedAt: l.now,
	}
	if actor.AccountID != 0 {
		c.CreditedBy = &actor.AccountID
	}
	return c, nil
}

// store stores c, or returns what has been stored for that person and session and
// counts.
func store(ctx context.Context, tx *sqlx.Tx, c Credit) (stored Credit, isNew bool, err error) {
	err = tx.GetContext(ctx, &c.ID, `
		INSERT INTO credits (session_id, employee_id, posting_id, minutes, purpose, earned_on, credited_by, credited_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (session_id, employee_id) WHERE voided_at IS NULL DO NOTHING RETURNING id`,
		c.SessionID, c.EmployeeID, c.PostingID, c.Minutes, c.Purpose, c.EarnedOn, c.CreditedBy, c.CreditedAt)
	switch {
	case err == nil:
		return c, true, nil
	case !errors.Is(err, sql.ErrNoRows):
		return Credit{}, false, fmt.Errorf("insert credit of employee %d: %w", c.EmployeeID, err)
	}
	err = tx.GetContext(ctx, &stored, `
		SELECT `+creditColumns+` FROM credits WHERE session_id = $1 AND employee_id = $2 AND voided_at IS NULL`, c.SessionID, c.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) { // voided in this moment
		return store(ctx, tx, c)
	}
	if err != nil {
		return Credit{}, false, fmt.Errorf("credit of employee %d: %w", c.EmployeeID, err)
	}
	if stored.Minutes != c.Minutes {
		return Credit{}, false, fault.Errorf(fault.Conflict,
			"employee %d was credited with %d minutes of this session already", c.EmployeeID, stored.Minutes)
	}
	return stored, false, nil
}
