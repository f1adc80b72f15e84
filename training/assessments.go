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
	"github.com/wardstar/wardstar/internal/texts"
)

// Assessment is something that people are examined in: a test with questions of a
// bank, a practical that somebody watches, or a competition.
type Assessment struct {
	ID        int64           `json:"id"                  db:"id"`
	Code      string          `json:"code"                db:"code"`
	Title     texts.Localized `json:"title"               db:"title"`
	Kind      string          `json:"kind"                db:"kind"`
	CourseID  int64           `json:"courseId,omitempty"  db:"course_id"` // that it examines; 0: none
	PassMark  int             `json:"passMark"            db:"pass_mark"` // percent
	Questions int             `json:"questions"           db:"questions"` // drawn for an attempt at a test
	Minutes   int             `json:"minutes"             db:"minutes"`   // to answer them in
	Attempts  int             `json:"attempts"            db:"attempts"`  // at a test within a year
	Bank      int             `json:"bank"                db:"bank"`      // questions that it can draw from
	RetiredAt *time.Time      `json:"retiredAt,omitempty" db:"retired_at"`
}

const selectAssessment = `
	SELECT a.id, a.code, a.title, a.kind, coalesce(a.course_id, 0) AS course_id, a.pass_mark, a.questions, a.minutes, a.attempts, a.retired_at,
	       (SELECT count(*) FROM questions q WHERE q.assessment_id = a.id AND q.retired_at IS NULL) AS bank
	FROM assessments a `

// ListAssessments returns all assessments, ordered by their codes.
func (s *Service) ListAssessments(ctx context.Context, _ accounts.Actor, _ struct{}) ([]Assessment, error) {
	list := []Assessment{}
	if err := s.DB.SelectContext(ctx, &list, selectAssessment+`ORDER BY a.code LIMIT 1000`); err != nil {
		return nil, fmt.Errorf("list assessments: %w", err)
	}
	return list, nil
}

// AssessmentRules is what can be changed of an assessment. Attempts that were begun
// keep to what was said before.
type AssessmentRules struct {
	Title     texts.Localized `json:"title"     validate:"required"`
	CourseID  int64           `json:"courseId"  validate:"min=0"`
	PassMark  int             `json:"passMark"  validate:"required,min=1,max=100"`
	Questions int             `json:"questions" validate:"min=0,max=200"` // of a test, as are the next two
	Minutes   int             `json:"minutes"   validate:"min=0,max=600"`
	Attempts  int             `json:"attempts"  validate:"min=0,max=20"`
}

func (r AssessmentRules) check(kind string) error {
	if err := r.Title.Validate(); err != nil {
		return fault.Field("title", "%v", err)
	}
	test := kind == "test"
	for name, n := range map[string]int{"questions": r.Questions, "minutes": r.Minutes, "attempts": r.Attempts} {
		switch {
		case test && n == 0:
			return fault.Field(name, "a test needs this, at least 1")
		case !test && n != 0:
			return fault.Field(name, "only a test has this")
		}
	}
	return nil
}

// NewAssessment describes an assessment to be.
type NewAssessment struct {
	Code string `json:"code" validate:"required,max=60"`
	Kind string `json:"kind" validate:"required,oneof=test practical competition"`
	AssessmentRules
}

// CreateAssessment adds an assessment.
func (s *Service) CreateAssessment(ctx context.Context, actor accounts.Actor, in NewAssessment) (Assessment, error) {
	if err := everywhere(actor, "assessments"); err != nil {
		return Assessment{}, err
	}
	if err := in.check(in.Kind); err != nil {
		return Assessment{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (a Assessment, err error) {
		var id int64
		err = tx.GetContext(ctx, &id, `
			INSERT INTO assessments (code, title, kind, course_id, pass_mark, questions, minutes, attempts)
			VALUES ($1, $2, $3, nullif($4::bigint, 0), $5, $6, $7, $8) RETURNING id`,
			in.Code, in.Title, in.Kind, in.CourseID, in.PassMark, in.Questions, in.Minutes, in.Attempts)
		switch {
		case database.Violates(err, "assessments_code_key"):
			return a, fault.Errorf(fault.Conflict, "there is an assessment %s already", in.Code)
		case database.Violates(err, "assessments_code_check"):
			return a, fault.Field("code", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 60")
		case database.Violates(err, "assessments_course_id_fkey"):
			return a, fault.Field("courseId", "no such course")
		case err != nil:
			return a, fmt.Errorf("insert assessment: %w", err)
		}
		if a, err = assessment(ctx, tx, id, ``); err != nil {
			return a, err
		}
		return a, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "assessment", ObjectID: id, After: a,
		})
	})
}

// UpdateAssessment says what holds of an assessment from now on.
type UpdateAssessment struct {
	ID      int64 `params:"id" json:"-" validate:"required,min=1"`
	Retired bool  `json:"retired"` // nobody begins it any more
	AssessmentRules
}

// UpdateAssessment changes an assessment.
func (s *Service) UpdateAssessment(ctx context.Context, actor accounts.Actor, in UpdateAssessment) (Assessment, error) {
	if err := everywhere(actor, "assessments"); err != nil {
		return Assessment{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (after Assessment, err error) {
		before, err := assessment(ctx, tx, in.ID, `FOR UPDATE`)
		if err != nil {
			return after, err
		}
		if err := in.check(before.Kind); err != nil {
			return after, err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE assessments SET title = $2, course_id = nullif($3::bigint, 0), pass_mark = $4, questions = $5, minutes = $6, attempts = $7,
			       retired_at = CASE WHEN $8 THEN coalesce(retired_at, $9) END
			WHERE id = $1`, in.ID, in.Title, in.CourseID, in.PassMark, in.Questions, in.Minutes, in.Attempts, in.Retired, s.now())
		switch {
		case database.Violates(err, "assessments_course_id_fkey"):
			return after, fault.Field("courseId", "no such course")
		case err != nil:
			return after, fmt.Errorf("update assessment %d: %w", in.ID, err)
		}
		if after, err = assessment(ctx, tx, in.ID, ``); err != nil {
			return after, err
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "assessment", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

func assessment(ctx context.Context, q sqlx.QueryerContext, id int64, lock string) (a Assessment, err error) {
	err = sqlx.GetContext(ctx, q, &a, selectAssessment+`WHERE a.id = $1 `+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.Errorf(fault.NotFound, "there is no assessment %d", id)
	}
	if err != nil {
		return a, fmt.Errorf("read assessment %d: %w", id, err)
	}
	return a, nil
}
