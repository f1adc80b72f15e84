// Package training keeps courses, their sessions, and the hours people have
// been credited with.
package training

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/texts"
)

// Service keeps courses and credits hours.
type Service struct {
	DB   *sqlx.DB
	Now  func() time.Time
	Keys *secrets.Keys // of check-in codes, and of the files that people hand in
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// Course is what is taught. One of the category onboarding counts for newcomers'
// onboarding, any other for the hours of the year.
type Course struct {
	ID       int64           `json:"id"       db:"id"`
	Code     string          `json:"code"     db:"code"`
	Title    texts.Localized `json:"title"    db:"title"`
	Mode     string          `json:"mode"     db:"mode"`
	Level    string          `json:"level"    db:"level"`
	Category string          `json:"category" db:"category"`
	Minutes  int             `json:"minutes"  db:"minutes"` // the most that one session is worth or, of an online course, all of it

	RetiredAt *time.Time `json:"retiredAt,omitempty" db:"retired_at"` // since when no more sessions are planned
}

const courseColumns = `id, code, title, mode, level, category, minutes, retired_at`

func (c Course) purpose() string {
	if c.Category == "onboarding" {
		return "onboarding"
	}
	return "annual"
}

// ListCourses narrows the list of courses.
type ListCourses struct {
	Mode     string `query:"mode"     validate:"omitempty,oneof=online internal external"`
	Level    string `query:"level"    validate:"omitempty,oneof=newcomer senior leader everyone"`
	Category string `query:"category" validate:"omitempty,oneof=medical-basics service-skills communication law-privacy cases etiquette onboarding"`
	Retired  bool   `query:"retired"` // those, too
}

// ListCourses returns courses, ordered by their codes.
func (s *Service) ListCourses(ctx context.Context, _ accounts.Actor, in ListCourses) ([]Course, error) {
	list := []Course{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT `+courseColumns+` FROM courses
		WHERE ($1 = '' OR mode = $1) AND ($2 = '' OR level = $2) AND ($3 = '' OR category = $3) AND ($4 OR retired_at IS NULL)
		ORDER BY code`, in.Mode, in.Level, in.Category, in.Retired)
	if err != nil {
		return nil, fmt.Errorf("list courses: %w", err)
	}
	return list, nil
}

// NewCourse describes a course to be.
type NewCourse struct {
	Code     string          `json:"code"     validate:"required,max=60"`
	Title    texts.Localized `json:"title"    validate:"required"`
	Mode     string          `json:"mode"     validate:"required,oneof=online internal external"`
	Level    string          `json:"level"    validate:"required,oneof=newcomer senior leader everyone"`
	Category string          `json:"category" validate:"required,oneof=medical-basics service-skills communication law-privacy cases etiquette onboarding"`
	Minutes  int             `json:"minutes"  validate:"required,min=1,max=60000"`
}

// CreateCourse adds a course.
func (s *Service) CreateCourse(ctx context.Context, actor accounts.Actor, in NewCourse) (Course, error) {
	if err := everywhere(actor, "courses"); err != nil {
		return Course{}, err
	}
	if err := in.Title.Validate(); err != nil {
		return Course{}, fault.Field("title", "%v", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (c Course, err error) {
		err = tx.GetContext(ctx, &c, `
			INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ($1, $2, $3, $4, $5, $6) RETURNING `+courseColumns,
			in.Code, in.Title, in.Mode, in.Level, in.Category, in.Minutes)
		switch {
		case database.Violates(err, "courses_code_key"):
			return c, fault.Errorf(fault.Conflict, "there is a course %s already", in.Code)
		case database.Violates(err, "courses_code_check"):
			return c, fault.Field("code", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 60")
		case err != nil:
			return c, fmt.Errorf("insert course: %w", err)
		}
		return c, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "course", ObjectID: c.ID, After: c,
		})
	})
}
