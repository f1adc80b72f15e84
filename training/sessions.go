package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Session is one time that a course is held.
type Session struct {
	ID        int64     `json:"id"        db:"id"`
	CourseID  int64     `json:"courseId"  db:"course_id"`
	TrainerID int64     `json:"trainerId" db:"trainer_id"` // an employee
	Place     string    `json:"place"     db:"place"`
	StartsAt  time.Time `json:"startsAt"  db:"starts_at"`
	EndsAt    time.Time `json:"endsAt"    db:"ends_at"`
}

const sessionColumns = `id, course_id, trainer_id, place, starts_at, ends_at`

// minutes returns the most that attending s, a session of c, is worth.
func (s Session) minutes(c Course) int {
	return min(c.Minutes, int(s.EndsAt.Sub(s.StartsAt)/time.Minute))
}

// longest is the most that a session may last: an external course of weeks is
// entered day by day.
const longest = 24 * time.Hour

// ListSessions narrows the list of sessions.
type ListSessions struct {
	CourseID  int64        `query:"courseId"  validate:"min=0"`
	TrainerID int64        `query:"trainerId" validate:"min=0"`
	From      worktime.Day `query:"from"`                       // the first day
	To        worktime.Day `query:"to"`                         // the last day
	Before    int64        `query:"before"    validate:"min=0"` // the last id of the page before
	Limit     int          `query:"limit"     validate:"min=0,max=200"`
}

// ListSessions returns sessions, the latest entered first, 50 unless told
// otherwise.
func (s *Service) ListSessions(ctx context.Context, _ accounts.Actor, in ListSessions) ([]Session, error) {
	from, to, err := s.span(ctx, in.From, in.To)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Session{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT `+sessionColumns+` FROM training_sessions
		WHERE ($1::bigint = 0 OR course_id = $1) AND ($2::bigint = 0 OR trainer_id = $2)
			AND ($3::timestamptz IS NULL OR starts_at >= $3) AND ($4::timestamptz IS NULL OR starts_at < $4)
			AND ($5::bigint = 0 OR id < $5)
		ORDER BY id DESC LIMIT $6`, in.CourseID, in.TrainerID, from, to, in.Before, in.Limit)
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

// NewSession describes a session to be held or, for what happened elsewhere,
// that was.
type NewSession struct {
	CourseID  int64     `json:"courseId"  validate:"required,min=1"`
	TrainerID int64     `json:"trainerId" validate:"required,min=1"`
	Place     string    `json:"place"     validate:"required,max=200"`
	StartsAt  time.Time `json:"startsAt"  validate:"required"`
	EndsAt    time.Time `json:"endsAt"    validate:"required"`
}

// CreateSession plans a session. Its trainer must be employed on that day.
func (s *Service) CreateSession(ctx context.Context, actor accounts.Actor, in NewSession) (Session, error) {
	switch {
	case !in.EndsAt.After(in.StartsAt):
		return Session{}, fault.Field("endsAt", "after it starts")
	case in.EndsAt.Sub(in.StartsAt) > longest:
		return Session{}, fault.Field("endsAt", "within a day: enter each day as a session of its own")
	case in.StartsAt.Year() < 2000 || in.StartsAt.Year() > 2200:
		return Session{}, fault.Field("startsAt", "between 2000 and 2200")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (t Session, err error) {
		if err := checkTrainer(ctx, tx, in); err != nil {
			return t, err
		}
		err = tx.GetContext(ctx, &t, `
			INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at)
			VALUES ($1, $2, $3, $4, $5) RETURNING `+sessionColumns,
			in.CourseID, in.TrainerID, in.Place, in.StartsAt.UTC().Truncate(time.Second), in.EndsAt.UTC().Truncate(time.Second))
		switch {
		case database.Violates(err, "training_sessions_course_id_fkey"):
			return t, fault.Field("courseId", "there is no course %d", in.CourseID)
		case database.Violates(err, "training_sessions_check"): // shorter than a second
			return t, fault.Field("endsAt", "after it starts")
		case err != nil:
			return t, fmt.Errorf("insert session: %w", err)
		}
		return t, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "training-session", ObjectID: t.ID, After: t,
		})
	})
}

func checkTrainer(ctx context.Context, tx *sqlx.Tx, in NewSession) error {
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return err
	}
	var name string
	err = tx.GetContext(ctx, &name, `
		SELECT name FROM employees WHERE id = $1 AND hired_on <= $2 AND (left_on IS NULL OR left_on > $2)`,
		in.TrainerID, worktime.DayOf(in.StartsAt, loc))
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Field("trainerId", "nobody with the id %d is employed on that day", in.TrainerID)
	}
	if err != nil {
		return fmt.Errorf("trainer %d: %w", in.TrainerID, err)
	}
	return nil
}
