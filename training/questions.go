package training

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// Question is one of a test's bank, as those see it who look after it.
type Question struct {
	ID           int64             `json:"id"`
	AssessmentID int64             `json:"assessmentId"`
	Prompt       texts.Localized   `json:"prompt"`
	Options      []texts.Localized `json:"options"`
	Correct      []int             `json:"correct"` // indices of options, from 0; several: all of them must be chosen
	AddedAt      time.Time         `json:"addedAt"`
	RetiredAt    *time.Time        `json:"retiredAt,omitempty"`
}

// NewQuestion is a question for the bank.
type NewQuestion struct {
	AssessmentID int64             `params:"id" json:"-" validate:"required,min=1"`
	Prompt       texts.Localized   `json:"prompt"  validate:"required"`
	Options      []texts.Localized `json:"options" validate:"required,min=2,max=8"`
	Correct      []int             `json:"correct" validate:"required,min=1,max=8,unique,dive,min=0,max=7"`
}

// check holds a question to what can be asked: each option in the languages of the
// prompt, and not all of them correct.
func (in NewQuestion) check() error {
	if err := in.Prompt.Validate(); err != nil {
		return fault.Field("prompt", "%v", err)
	}
	for i, o := range in.Options {
		if err := o.Validate(); err != nil {
			return fault.Field("options", "option %d: %v", i+1, err)
		}
		for lang := range in.Prompt {
			if o[lang] == "" {
				return fault.Field("options", "option %d lacks the language %s, in which the question is asked", i+1, lang)
			}
		}
	}
	if slices.Max(in.Correct) >= len(in.Options) {
		return fault.Field("correct", "there are %d options, counted from 0", len(in.Options))
	}
	if len(in.Correct) == len(in.Options) {
		return fault.Field("correct", "at least one option must be wrong")
	}
	return nil
}

// AddQuestion puts a question into a test's bank.
func (s *Service) AddQuestion(ctx context.Context, actor accounts.Actor, in NewQuestion) (Question, error) {
	if err := everywhere(actor, "tests"); err != nil {
		return Question{}, err
	}
	if err := in.check(); err != nil {
		return Question{}, err
	}
	slices.Sort(in.Correct)
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Question, error) {
		a, err := assessment(ctx, tx, in.AssessmentID, ``)
		if err != nil {
			return Question{}, err
		}
		if a.Kind != "test" {
			return Question{}, fault.Errorf(fault.Conflict, "a %s asks no questions", a.Kind)
		}
		options, err := json.Marshal(in.Options)
		if err != nil {
			return Question{}, fmt.Errorf("encode options: %w", err)
		}
		q := Question{AssessmentID: in.AssessmentID, Prompt: in.Prompt, Options: in.Options, Correct: in.Correct, AddedAt: s.now()}
		if err := tx.GetContext(ctx, &q.ID, `
			INSERT INTO questions (assessment_id, prompt, options, correct, added_at, added_by)
			VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0)) RETURNING id`,
			q.AssessmentID, q.Prompt, string(options), pq.Array(q.Correct), q.AddedAt, actor.AccountID); err != nil {
			return Question{}, fmt.Errorf("insert question: %w", err)
		}
		return q, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "question", ObjectID: q.ID, After: map[string]any{"assessmentId": q.AssessmentID},
		})
	})
}

// RetireQuestion names a question.
type RetireQuestion struct {
	ID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// RetireQuestion has a question drawn no more. Attempts that were asked it stay.
func (s *Service) RetireQuestion(ctx context.Context, actor accounts.Actor, in RetireQuestion) (Question, error) {
	if err := everywhere(actor, "tests"); err != nil {
		return Question{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Question, error) {
		if _, err := tx.ExecContext(ctx, `UPDATE questions SET retired_at = coalesce(retired_at, $2) WHERE id = $1`, in.ID, s.now()); err != nil {
			return Question{}, fmt.Errorf("retire question %d: %w", in.ID, err)
		}
		list, err := questions(ctx, tx, `WHERE id = $1`, in.ID)
		if err != nil {
			return Question{}, err
		}
		if len(list) == 0 {
			return Question{}, fault.Errorf(fault.NotFound, "there is no question %d", in.ID)
		}
		return list[0], journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "retire", Object: "question", ObjectID: in.ID, After: map[string]any{"assessmentId": list[0].AssessmentID},
		})
	})
}

// BankOf names a test.
type BankOf struct {
	ID int64 `params:"id" validate:"required,min=1"`
}

// ListQuestions returns a test's bank with the correct answers, for those who look
// after it.
func (s *Service) ListQuestions(ctx context.Context, actor accounts.Actor, in BankOf) ([]Question, error) {
	if err := everywhere(actor, "tests"); err != nil {
		return nil, err
	}
	if _, err := assessment(ctx, s.DB, in.ID, ``); err != nil {
		return nil, err
	}
	return questions(ctx, s.DB, `WHERE assessment_id = $1 ORDER BY retired_at IS NOT NULL, id LIMIT 2000`, in.ID)
}

func questions(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) ([]Question, error) {
	rows, err := q.QueryxContext(ctx, `SELECT id, assessment_id, prompt, options, correct, added_at, retired_at FROM questions `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read questions: %w", err)
	}
	defer rows.Close()
	list := []Question{}
	for rows.Next() {
		var (
			one     Question
			options []byte
			correct pq.Int64Array
			retired sql.Null[time.Time]
		)
		if err := rows.Scan(&one.ID, &one.AssessmentID, &one.Prompt, &options, &correct, &one.AddedAt, &retired); err != nil {
			return nil, fmt.Errorf("read question: %w", err)
		}
		if retired.Valid {
			one.RetiredAt = &retired.V
		}
		for _, c := range correct {
			one.Correct = append(one.Correct, int(c))
		}
		list = append(list, one)
		if err := json.Unmarshal(options, &list[len(list)-1].Options); err != nil {
			return nil, fmt.Errorf("options of question %d: %w", one.ID, err)
		}
	}
	return list, errors.Join(rows.Err())
}
