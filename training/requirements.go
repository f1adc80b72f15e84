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
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Requirement says what a post requires of those who hold it at a level: a
// certificate of a kind, a course, or to have passed an assessment.
type Requirement struct {
	ID           int64           `json:"id"                 db:"id"`
	PostID       int64           `json:"postId"             db:"post_id"`
	Post         texts.Localized `json:"post"               db:"post"`
	Level        string          `json:"level"              db:"level"`
	KindID       int64           `json:"kindId,omitempty"   db:"kind_id"`
	CourseID     int64           `json:"courseId,omitempty" db:"course_id"`
	AssessmentID int64           `json:"assessmentId,omitempty" db:"assessment_id"`
	What         texts.Localized `json:"what"               db:"what"` // what that is called
	From         worktime.Day    `json:"from"               db:"from_day"`
	To           worktime.Day    `json:"to,omitempty"       db:"to_day"` // exclusive; "": no end is known
}

const selectRequirement = `
	SELECT r.id, r.post_id, o.name AS post, r.level, coalesce(r.kind_id, 0) AS kind_id, coalesce(r.course_id, 0) AS course_id,
	       coalesce(r.assessment_id, 0) AS assessment_id, coalesce(k.name, c.title, a.title) AS what, r.from_day, r.to_day
	FROM requirements r JOIN posts o ON o.id = r.post_id
	LEFT JOIN certificate_kinds k ON k.id = r.kind_id LEFT JOIN courses c ON c.id = r.course_id
	LEFT JOIN assessments a ON a.id = r.assessment_id `

// ListRequirements narrows the matrix of requirements.
type ListRequirements struct {
	PostID int64        `query:"postId" validate:"min=0"`
	Level  string       `query:"level"  validate:"omitempty,oneof=everyone newcomer senior leader"`
	On     worktime.Day `query:"on"     validate:"omitempty"` // in force on that day; "": today
}

// ListRequirements returns what posts require: the matrix of posts and levels, a
// row each, ordered by post and level.
func (s *Service) ListRequirements(ctx context.Context, _ accounts.Actor, in ListRequirements) ([]Requirement, error) {
	if in.On == "" {
		today, err := people.LocalDay(ctx, s.DB, s.now())
		if err != nil {
			return nil, err
		}
		in.On = today
	}
	if err := in.On.Validate(); err != nil {
		return nil, fault.Field("on", "%v", err)
	}
	list := []Requirement{}
	if err := s.DB.SelectContext(ctx, &list, selectRequirement+`
		WHERE ($1 = 0 OR r.post_id = $1) AND ($2 = '' OR r.level = $2) AND r.from_day <= $3 AND (r.to_day IS NULL OR r.to_day > $3)
		ORDER BY o.code, array_position('{everyone,newcomer,senior,leader}', r.level), r.id LIMIT 2000`,
		in.PostID, in.Level, in.On); err != nil {
		return nil, fmt.Errorf("list requirements: %w", err)
	}
	return list, nil
}

// NewRequirement is a requirement to be, of one thing.
type NewRequirement struct {
	PostID       int64        `json:"postId"   validate:"required,min=1"`
	Level        string       `json:"level"    validate:"required,oneof=everyone newcomer senior leader"`
	KindID       int64        `json:"kindId"   validate:"min=0"`
	CourseID     int64        `json:"courseId" validate:"min=0"`
	AssessmentID int64        `json:"assessmentId" validate:"min=0"`
	From         worktime.Day `json:"from"     validate:"required"` // today or later: nobody has failed it before it was said
}

func (in NewRequirement) ofOneThing() bool {
	n := 0
	for _, id := range []int64{in.KindID, in.CourseID, in.AssessmentID} {
		if id != 0 {
			n++
		}
	}
	return n == 1
}

// Require adds a requirement.
func (s *Service) Require(ctx context.Context, actor accounts.Actor, in NewRequirement) (Requirement, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	switch {
	case err != nil:
		return Requirement{}, err
	case !in.ofOneThing():
		return Requirement{}, fault.Field("kindId", "name either a kind of certificate, a course or an assessment")
	case in.From.Validate() != nil || in.From < today:
		return Requirement{}, fault.Field("from", "give today or a later day, as 2026-01-31")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (r Requirement, err error) {
		err = tx.GetContext(ctx, &r.ID, `
			INSERT INTO requirements (post_id, level, kind_id, course_id, assessment_id, from_day)
			VALUES ($1, $2, nullif($3::bigint, 0), nullif($4::bigint, 0), nullif($5::bigint, 0), $6) RETURNING id`,
			in.PostID, in.Level, in.KindID, in.CourseID, in.AssessmentID, in.From)
		switch {
		case database.Violates(err, "requirements_overlap"):
			return r, fault.Errorf(fault.Conflict, "this is required of that post and level already")
		case database.Violates(err, "requirements_post_id_fkey"):
			return r, fault.Field("postId", "no such post")
		case database.Violates(err, "requirements_kind_id_fkey"):
			return r, fault.Field("kindId", "no such kind of certificate")
		case database.Violates(err, "requirements_course_id_fkey"):
			return r, fault.Field("courseId", "no such course")
		case database.Violates(err, "requirements_assessment_id_fkey"):
			return r, fault.Field("assessmentId", "no such assessment")
		case err != nil:
			return r, fmt.Errorf("insert requirement: %w", err)
		}
		if r, err = requirement(ctx, tx, r.ID); err != nil {
			return r, err
		}
		return r, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "requirement", ObjectID: r.ID, After: r,
		})
	})
}

// EndRequirement names a requirement and the day from which it no longer is one.
type EndRequirement struct {
	ID int64        `params:"id" json:"-" validate:"required,min=1"`
	On worktime.Day `json:"on"   validate:"required"` // today or later
}

// EndRequirement ends a requirement. It stays, for days on which it held.
func (s *Service) EndRequirement(ctx context.Context, actor accounts.Actor, in EndRequirement) (Requirement, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return Requirement{}, err
	}
	if in.On.Validate() != nil || in.On < today {
		return Requirement{}, fault.Field("on", "give today or a later day, as 2026-01-31")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (after Requirement, err error) {
		if _, err := tx.ExecContext(ctx, `SELECT FROM requirements WHERE id = $1 FOR UPDATE`, in.ID); err != nil {
			return after, fmt.Errorf("lock requirement %d: %w", in.ID, err)
		}
		before, err := requirement(ctx, tx, in.ID)
		if err != nil {
			return after, err
		}
		if before.To != "" && before.To <= today {
			return after, fault.Errorf(fault.Conflict, "it ended on %s", before.To)
		}
		to := max(in.On, before.From) // one that has not begun is withdrawn
		if _, err := tx.ExecContext(ctx, `UPDATE requirements SET to_day = $2 WHERE id = $1`, in.ID, to); err != nil {
			return after, fmt.Errorf("end requirement %d: %w", in.ID, err)
		}
		after = before
		after.To = to
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "end", Object: "requirement", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

func requirement(ctx context.Context, q sqlx.QueryerContext, id int64) (r Requirement, err error) {
	err = sqlx.GetContext(ctx, q, &r, selectRequirement+`WHERE r.id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fault.Errorf(fault.NotFound, "there is no requirement %d", id)
	}
	if err != nil {
		return r, fmt.Errorf("read requirement %d: %w", id, err)
	}
	return r, nil
}
