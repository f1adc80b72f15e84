package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// longest is the most that a session may last on one day: one of several days is
// entered with each of them.
const longest = 24 * time.Hour

// NewSession describes a session to be held or, for what happened elsewhere,
// that was.
type NewSession struct {
	CourseID  int64     `json:"courseId"  validate:"required,min=1"`
	Kind      string    `json:"kind"      validate:"omitempty,oneof=lesson case-sharing case-review"` // a lesson unless given
	TrainerID int64     `json:"trainerId" validate:"required,min=1"`
	Place     string    `json:"place"     validate:"required,max=200"`
	Capacity  int       `json:"capacity"  validate:"min=0,max=10000"` // 0: whoever comes
	StartsAt  time.Time `json:"startsAt"  validate:"required"`
	EndsAt    time.Time `json:"endsAt"    validate:"required"`
	Then      []Times   `json:"then"      validate:"max=60,dive"` // the further days of a session of several
}

// Times are when a day of a session starts and ends.
type Times struct {
	StartsAt time.Time `json:"startsAt" validate:"required"`
	EndsAt   time.Time `json:"endsAt"   validate:"required"`
}

// check refuses what cannot be a day of a session; field is what they are called by.
func (t Times) check(prefix string) error {
	switch {
	case !t.EndsAt.Truncate(time.Second).After(t.StartsAt.Truncate(time.Second)):
		return fault.Field(prefix+"endsAt", "after it starts")
	case t.EndsAt.Sub(t.StartsAt) > longest:
		return fault.Field(prefix+"endsAt", "within a day: enter each day by itself")
	case t.StartsAt.Year() < 2000 || t.StartsAt.Year() > 2200:
		return fault.Field(prefix+"startsAt", "between 2000 and 2200")
	}
	return nil
}

// days returns when each day is, or why that cannot be.
func (in NewSession) days() ([]Times, error) {
	days := append([]Times{{in.StartsAt, in.EndsAt}}, in.Then...)
	for i, d := range days {
		prefix := ""
		if i > 0 {
			prefix = fmt.Sprintf("then[%d].", i-1)
		}
		if err := d.check(prefix); err != nil {
			return nil, err
		}
		if i > 0 && d.StartsAt.Before(days[i-1].EndsAt) {
			return nil, fault.Field(prefix+"startsAt", "after the day before it ends")
		}
	}
	return days, nil
}

// CreateSession plans a session, and answers with its first day; the others name
// that as theirs. Its trainer must be employed on each. Who enrols does so for
// all days; each has its own check-in and is credited by itself.
func (s *Service) CreateSession(ctx context.Context, actor accounts.Actor, in NewSession) (Session, error) {
	days, err := in.days()
	if err != nil {
		return Session{}, err
	}
	if in.Kind == "" {
		in.Kind = "lesson"
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (first Session, err error) {
		c, err := readCourse(ctx, tx, in.CourseID, "FOR SHARE")
		switch {
		case fault.Is(err, fault.NotFound):
			return first, fault.Field("courseId", "there is no course %d", in.CourseID)
		case err != nil:
			return first, err
		case c.RetiredAt != nil:
			return first, fault.Field("courseId", "the course %s is retired", c.Code)
		}
		for i, d := range days {
			if err := checkTrainer(ctx, tx, actor.Reach, in.TrainerID, d.StartsAt); err != nil {
				return first, err
			}
			t, err := insertSession(ctx, tx, in, d, first.ID)
			if err != nil {
				return first, err
			}
			if i == 0 {
				first = t
			}
			if err := journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
				Action: "create", Object: "training-session", ObjectID: t.ID, After: t,
			}); err != nil {
				return first, err
			}
		}
		return first, nil
	})
}

func insertSession(ctx context.Context, tx *sqlx.Tx, in NewSession, d Times, firstID int64) (t Session, err error) {
	err = tx.GetContext(ctx, &t, `
		INSERT INTO training_sessions (first_id, course_id, kind, trainer_id, place, capacity, starts_at, ends_at)
		VALUES (nullif($1::bigint, 0), $2, $3, $4, $5, $6, $7, $8) RETURNING `+sessionColumns,
		firstID, in.CourseID, in.Kind, in.TrainerID, in.Place, in.Capacity, d.StartsAt.UTC().Truncate(time.Second), d.EndsAt.UTC().Truncate(time.Second))
	if err != nil {
		return t, fmt.Errorf("insert session: %w", err)
	}
	return t, nil
}

// checkTrainer refuses a trainer who is not employed on the day of a session, or
// whom the planner's role does not reach.
func checkTrainer(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64, startsAt time.Time) error {
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return err
	}
	var name string
	err = tx.GetContext(ctx, &name, `
		SELECT name FROM employees e WHERE id = $1 AND hired_on <= $2 AND (left_on IS NULL OR left_on > $2)
		  AND ($3 OR id = $5 OR EXISTS (SELECT FROM postings p WHERE p.employee_id = e.id AND p.department_id = ANY($4)
		       AND p.from_day <= $2 AND (p.to_day IS NULL OR p.to_day > $2)))`,
		id, worktime.DayOf(startsAt, loc), reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Field("trainerId", "nobody with the id %d is employed on that day", id)
	}
	if err != nil {
		return fmt.Errorf("trainer %d: %w", id, err)
	}
	return nil
}

// ledWithin refuses a session whose trainer a role for a department does not reach.
func (l lesson) ledWithin(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach) error {
	if reach.Hospital {
		return nil
	}
	err := checkTrainer(ctx, tx, reach, l.TrainerID, l.StartsAt)
	if fault.Is(err, fault.Invalid) {
		return fault.Errorf(fault.Forbidden, "session %d is held by somebody whom your role does not reach", l.ID)
	}
	return err
}
