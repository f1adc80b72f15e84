package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// ListedSession is a session as a list shows it: with what it is called, and how
// many mean to come or have.
type ListedSession struct {
	Session
	Course   texts.Localized `json:"course"         db:"course"`  // its title
	Trainer  string          `json:"trainer"        db:"trainer"` // a name
	Minutes  int             `json:"minutes"        db:"minutes"` // what all of it is worth
	Enrolled int             `json:"enrolled"       db:"enrolled"`
	Waiting  int             `json:"waiting"        db:"waiting"`
	Present  int             `json:"present"        db:"present"`  // who came or, of what was entered later, was credited
	Credited int             `json:"credited"       db:"credited"` // of those
	Mine     string          `json:"mine,omitempty" db:"mine"`     // the reader is enrolled, or waiting for a place
}

// selectListed reads sessions as s, for the employee $1.
const selectListed = `
	SELECT s.id, coalesce(s.first_id, 0) AS first_id, s.course_id, s.kind, s.trainer_id, s.place, s.capacity, s.starts_at, s.ends_at,
		s.cancelled_at, s.cancel_reason, k.title AS course, e.name AS trainer,
		least(k.minutes, floor(extract(epoch FROM s.ends_at - s.starts_at) / 60)::int) AS minutes,
		n.enrolled, n.waiting, n.mine, a.present, a.credited
	FROM training_sessions s
	JOIN courses k ON k.id = s.course_id
	JOIN employees e ON e.id = s.trainer_id
	CROSS JOIN LATERAL (
		SELECT count(placed_at) AS enrolled, count(*) - count(placed_at) AS waiting,
			coalesce(max(CASE WHEN placed_at IS NULL THEN 'waiting' ELSE 'enrolled' END) FILTER (WHERE employee_id = $1), '') AS mine
		FROM enrolments WHERE session_id = s.id AND withdrawn_at IS NULL) n
	CROSS JOIN LATERAL (
		SELECT count(DISTINCT employee_id) AS present, count(*) FILTER (WHERE counts) AS credited FROM (
			SELECT employee_id, false AS counts FROM attendances WHERE session_id = s.id
			UNION ALL SELECT employee_id, true FROM credits WHERE session_id = s.id AND voided_at IS NULL) who) a `

// pages are how a list of sessions is ordered, and what follows the last one of the
// page before, $6.
var pages = map[string]struct{ follows, order string }{
	"": {`s.id < $6`, `s.id DESC`},
	"soonest": {`(s.starts_at, s.id) > (SELECT b.starts_at, b.id FROM training_sessions b WHERE b.id = $6)`,
		`s.starts_at, s.id`},
	"latest": {`(s.starts_at, s.id) < (SELECT b.starts_at, b.id FROM training_sessions b WHERE b.id = $6)`,
		`s.starts_at DESC, s.id DESC`},
}

// SessionID names a session.
type SessionID struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// GetSession returns one session.
func (s *Service) GetSession(ctx context.Context, actor accounts.Actor, in SessionID) (t ListedSession, err error) {
	err = s.DB.GetContext(ctx, &t, selectListed+`WHERE s.id = $2`, actor.EmployeeID, in.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return t, fault.Errorf(fault.NotFound, "there is no session %d", in.ID)
	}
	if err != nil {
		return t, fmt.Errorf("session %d: %w", in.ID, err)
	}
	return t, nil
}
