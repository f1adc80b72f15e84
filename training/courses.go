package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// UpdateCourse says what a course is from now on. Its code stays, and so do the
// hours that it was credited with.
type UpdateCourse struct {
	ID       int64           `params:"id" json:"-" validate:"required"`
	Title    texts.Localized `json:"title"    validate:"required"`
	Mode     string          `json:"mode"     validate:"required,oneof=online internal external"`
	Level    string          `json:"level"    validate:"required,oneof=newcomer senior leader everyone"`
	Category string          `json:"category" validate:"required,oneof=medical-basics service-skills communication law-privacy cases etiquette onboarding"`
	Minutes  int             `json:"minutes"  validate:"required,min=1,max=60000"`
}

// UpdateCourse changes a course.
func (s *Service) UpdateCourse(ctx context.Context, actor accounts.Actor, in UpdateCourse) (Course, error) {
	if err := in.Title.Validate(); err != nil {
		return Course{}, fault.Field("title", "%v", err)
	}
	return s.changeCourse(ctx, actor, in.ID, "update", func(tx *sqlx.Tx, c *Course) error {
		return tx.GetContext(ctx, c, `
			UPDATE courses SET title = $2, mode = $3, level = $4, category = $5, minutes = $6 WHERE id = $1 RETURNING `+courseColumns,
			in.ID, in.Title, in.Mode, in.Level, in.Category, in.Minutes)
	})
}

// RetireCourse names a course.
type RetireCourse struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// RetireCourse takes a course out of the list: no more sessions of it are
// planned. Those that are planned are held, and its hours stay.
func (s *Service) RetireCourse(ctx context.Context, actor accounts.Actor, in RetireCourse) (Course, error) {
	return s.changeCourse(ctx, actor, in.ID, "retire", func(tx *sqlx.Tx, c *Course) error {
		if c.RetiredAt != nil {
			return fault.Errorf(fault.Conflict, "the course %s is retired already", c.Code)
		}
		return tx.GetContext(ctx, c, `UPDATE courses SET retired_at = $2 WHERE id = $1 RETURNING `+courseColumns, in.ID, s.now())
	})
}

// changeCourse locks a course for fn, which changes it in the database and in
// memory, and records that.
func (s *Service) changeCourse(ctx context.Context, actor accounts.Actor, id int64, action string, fn func(*sqlx.Tx, *Course) error) (Course, error) {
	if err := everywhere(actor, "courses"); err != nil {
		return Course{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Course, error) {
		before, err := readCourse(ctx, tx, id, "FOR NO KEY UPDATE")
		if err != nil {
			return Course{}, err
		}
		after := before
		if err := fn(tx, &after); err != nil {
			return Course{}, fmt.Errorf("%s course %d: %w", action, id, err)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: action, Object: "course", ObjectID: id, Before: before, After: after,
		})
	})
}

// readCourse reads a course; lock is a FOR clause.
func readCourse(ctx context.Context, tx *sqlx.Tx, id int64, lock string) (c Course, err error) {
	err = tx.GetContext(ctx, &c, `SELECT `+courseColumns+` FROM courses WHERE id = $1 `+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fault.Errorf(fault.NotFound, "there is no course %d", id)
	}
	if err != nil {
		return c, fmt.Errorf("course %d: %w", id, err)
	}
	return c, nil
}
