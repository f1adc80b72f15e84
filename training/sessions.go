package training

import (
	"context"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Session is one time that a course is held, or one day of it.
type Session struct {
	ID        int64     `json:"id"                db:"id"`
	FirstID   int64     `json:"firstId,omitempty" db:"first_id"` // of a later day of a session of several: the first
	CourseID  int64     `json:"courseId"          db:"course_id"`
	Kind      string    `json:"kind"              db:"kind"`       // lesson, case-sharing or case-review
	TrainerID int64     `json:"trainerId"         db:"trainer_id"` // an employee
	Place     string    `json:"place"             db:"place"`
	Capacity  int       `json:"capacity"          db:"capacity"` // 0: whoever comes
	StartsAt  time.Time `json:"startsAt"          db:"starts_at"`
	EndsAt    time.Time `json:"endsAt"            db:"ends_at"`

	CancelledAt  *time.Time `json:"cancelledAt,omitempty"  db:"cancelled_at"`
	CancelReason string     `json:"cancelReason,omitempty" db:"cancel_reason"`
}

const sessionColumns = `id, coalesce(first_id, 0) AS first_id, course_id, kind, trainer_id, place, capacity, starts_at, ends_at, cancelled_at, cancel_reason`

// The kinds of sessions that everybody takes part in, whatever their course.
const (
	caseSharing = "case-sharing" // weekly, of complaints
	caseReview  = "case-review"  // quarterly, in person
)

// minutes returns the most that attending s, a session of c, is worth.
func (s Session) minutes(c Course) int {
	return min(c.Minutes, int(s.EndsAt.Sub(s.StartsAt)/time.Minute))
}

// ListSessions narrows the list of sessions.
type ListSessions struct {
	CourseID  int64        `query:"courseId"  validate:"min=0"`
	TrainerID int64        `query:"trainerId" validate:"min=0"`
	Mine      bool         `query:"mine"` // those that the actor is enrolled in
	Kind      string       `query:"kind"      validate:"omitempty,oneof=lesson case-sharing case-review"`
	From      worktime.Day `query:"from"`                                                // the first day
	To        worktime.Day `query:"to"`                                                  // the last day
	Order     string       `query:"order"     validate:"omitempty,oneof=soonest latest"` // by when they start; unless given, the latest entered first
	Before    int64        `query:"before"    validate:"min=0"`                          // the last id of the page before
	Limit     int          `query:"limit"     validate:"min=0,max=200"`
}

// ListSessions returns sessions, 50 unless told otherwise.
func (s *Service) ListSessions(ctx context.Context, actor accounts.Actor, in ListSessions) ([]ListedSession, error) {
	from, to, err := s.span(ctx, in.From, in.To)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	page := pages[in.Order]
	list := []ListedSession{}
	err = s.DB.SelectContext(ctx, &list, selectListed+`
		WHERE ($2::bigint = 0 OR s.course_id = $2) AND ($3::bigint = 0 OR s.trainer_id = $3)
			AND ($4::timestamptz IS NULL OR s.starts_at >= $4) AND ($5::timestamptz IS NULL OR s.starts_at < $5)
			AND ($6::bigint = 0 OR `+page.follows+`) AND ($7 = '' OR s.kind = $7) AND (NOT $8 OR n.mine <> '')
		ORDER BY `+page.order+` LIMIT $9`, actor.EmployeeID, in.CourseID, in.TrainerID, from, to, in.Before, in.Kind, in.Mine, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

// span returns the instants between which the days from and to, both included,
// lie at the hospital; nil for a day not given.
func (s *Service) span(ctx context.Context, from, to worktime.Day) (start, end *time.Time, err error) {
	if err := from.Validate(); err != nil {
		return nil, nil, fault.Field("from", "%v", err)
	}
	if err := to.Validate(); err != nil {
		return nil, nil, fault.Field("to", "%v", err)
	}
	loc, err := people.Location(ctx, s.DB)
	if err != nil {
		return nil, nil, err
	}
	if from != "" {
		t := from.In(loc)
		start = &t
	}
	if to != "" {
		t := to.AddDays(1).In(loc)
		end = &t
	}
	return start, end, nil
}
