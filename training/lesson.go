package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// lesson is a session that people attend.
type lesson struct {
	Session
	course Course
	loc    *time.Location
	day    worktime.Day // on which it begins: its hours are that day's, also after midnight
	now    time.Time
}

// lesson reads a session that was not cancelled; lock is a FOR clause.
func (s *Service) lesson(ctx context.Context, tx *sqlx.Tx, id int64, lock string) (l lesson, err error) {
	l.now = s.now()
	if l.Session, err = readSession(ctx, tx, id, lock); err != nil {
		return l, err
	}
	if l.CancelledAt != nil {
		return l, fault.Errorf(fault.Conflict, "this session was cancelled: %s", l.CancelReason)
	}
	if l.course, err = readCourse(ctx, tx, l.CourseID, ""); err != nil {
		return l, err
	}
	if l.loc, err = people.Location(ctx, tx); err != nil {
		return l, err
	}
	l.day = worktime.DayOf(l.StartsAt, l.loc)
	return l, nil
}

func readSession(ctx context.Context, tx *sqlx.Tx, id int64, lock string) (t Session, err error) {
	err = tx.GetContext(ctx, &t, `SELECT `+sessionColumns+` FROM training_sessions WHERE id = $1 `+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return t, fault.Errorf(fault.NotFound, "there is no session %d", id)
	}
	if err != nil {
		return t, fmt.Errorf("session %d: %w", id, err)
	}
	return t, nil
}

// at says when in the words of the hospital's clock.
func (l lesson) at(t time.Time) string { return t.In(l.loc).Format("2006-01-02 at 15:04") }

// over refuses a session that goes on or has yet to begin.
func (l lesson) over() error {
	if l.now.Before(l.EndsAt) {
		return fault.Errorf(fault.Conflict, "this session ends on %s; credit the hours afterwards", l.at(l.EndsAt))
	}
	return nil
}

// credit returns what n earns, stamped with the posting of the day.
func (l lesson) credit(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, n NewCredit) (earned, error) {
	most := l.minutes(l.course)
	whatever := n.Minutes == 0
	if whatever {
		a, err := readAttendance(ctx, tx, l.ID, n.EmployeeID)
		if err != nil {
			return earned{}, err
		}
		n.Minutes = min(most, a.minutes(l.Session))
	}
	if n.Minutes > most || most == 0 {
		return earned{}, fault.Errorf(fault.Invalid, "employee %d: this session is worth %d minutes at most", n.EmployeeID, most)
	}
	if n.Minutes == 0 {
		return earned{}, fault.Errorf(fault.Conflict, "employee %d was there for less than a minute", n.EmployeeID)
	}
	p, err := postingWithin(ctx, tx, actor.Reach, n.EmployeeID, l.day)
	if err != nil {
		return earned{}, err
	}
	c := Credit{
		SessionID: l.ID, EmployeeID: n.EmployeeID, PostingID: p.ID, Minutes: n.Minutes, Purpose: l.course.purpose(), EarnedOn: l.day,
		Source: byTrainer, Note: strings.TrimSpace(n.Note), CreditedAt: l.now,
	}
	c.by(actor)
	return earned{Credit: c, whatever: whatever}, nil
}

// exists says that there is none of what, unless a query finds something: of what is
// not there, or out of reach, an empty list would say that it has nothing in it.
func (s *Service) exists(ctx context.Context, what, query string, args ...any) error {
	var there bool
	if err := s.DB.GetContext(ctx, &there, `SELECT EXISTS (`+query+`)`, args...); err != nil {
		return fmt.Errorf("look for %s: %w", what, err)
	}
	if !there {
		return fault.Errorf(fault.NotFound, "there is no %s", what)
	}
	return nil
}

// everywhere refuses those whose role is for a department: they would change what
// holds in all of them.
func everywhere(actor accounts.Actor, what string) error {
	if actor.Reach.Hospital {
		return nil
	}
	return fault.Errorf(fault.Forbidden, "%s are the whole hospital's, and your role is for a department", what)
}

// by notes who credits; the program itself, and machines, are nobody.
func (c *Credit) by(actor accounts.Actor) {
	if actor.AccountID != 0 {
		c.CreditedBy = &actor.AccountID
	}
}

// postingWithin returns the posting of a day, of somebody within reach.
func postingWithin(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, employeeID int64, day worktime.Day) (people.Posting, error) {
	p, err := people.PostingOn(ctx, tx, employeeID, day, 0)
	if err == nil && !reach.Hospital && !slices.Contains(reach.Departments, p.DepartmentID) {
		return people.Posting{}, fault.Errorf(fault.NotFound, "employee %d is not posted anywhere on %s", employeeID, day)
	}
	return p, err
}
