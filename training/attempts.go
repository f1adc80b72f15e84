package training

import (
	"context"
	"database/sql"
	"encoding/json"
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

// onTheWay is how long after the end answers are still taken.
const onTheWay = 30 * time.Second

// Sheet is an attempt at a test as the person examined sees it.
type Sheet struct {
	ID           int64           `json:"id"`
	AssessmentID int64           `json:"assessmentId"`
	Title        texts.Localized `json:"title"`
	StartedAt    time.Time       `json:"startedAt"`
	EndsAt       time.Time       `json:"endsAt"`
	Questions    []SheetQuestion `json:"questions"`
	Answers      [][]int         `json:"answers"` // as saved so far: chosen options of each question
	Result       *Result         `json:"result"`  // null: not handed in
}

// SheetQuestion is a question as it is asked: nothing tells which option is correct.
type SheetQuestion struct {
	Prompt   texts.Localized   `json:"prompt"`
	Options  []texts.Localized `json:"options"`
	Multiple bool              `json:"multiple"` // several options are to be chosen
}

// Result is how an attempt went.
type Result struct {
	Percent  int    `json:"percent"`
	PassMark int    `json:"passMark"`
	Passed   bool   `json:"passed"`
	Right    []bool `json:"right"` // of each question
}

// BeginTest names a test.
type BeginTest struct {
	AssessmentID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// BeginTest draws a paper for the actor and starts the clock. While an attempt is
// open, it is that one which goes on.
func (s *Service) BeginTest(ctx context.Context, actor accounts.Actor, in BeginTest) (Sheet, error) {
	if actor.EmployeeID == 0 {
		return Sheet{}, fault.Errorf(fault.Forbidden, "only staff are examined")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Sheet, error) {
		// The lock: of two that the same person begins at once, the second finds the first.
		a, err := assessment(ctx, tx, in.AssessmentID, `FOR NO KEY UPDATE`)
		if err != nil {
			return Sheet{}, err
		}
		open, err := attempt(ctx, tx, `WHERE assessment_id = $1 AND employee_id = $2 AND finished_at IS NULL FOR UPDATE`, a.ID, actor.EmployeeID)
		switch {
		case err == nil && s.now().Before(open.EndsAt):
			return s.sheet(ctx, tx, a, open)
		case err == nil: // its time ran out: what was saved counts
			if err := s.finish(ctx, tx, open, open.Answers); err != nil {
				return Sheet{}, err
			}
		case !fault.Is(err, fault.NotFound):
			return Sheet{}, err
		}
		begun, err := s.begin(ctx, tx, a, actor)
		if err != nil {
			return Sheet{}, err
		}
		return s.sheet(ctx, tx, a, begun)
	})
}

func (s *Service) begin(ctx context.Context, tx *sqlx.Tx, a Assessment, actor accounts.Actor) (storedAttempt, error) {
	now := s.now()
	var begun int
	if err := tx.GetContext(ctx, &begun, `
		SELECT count(*) FROM examinations WHERE assessment_id = $1 AND employee_id = $2 AND voided_at IS NULL AND started_at > $3`,
		a.ID, actor.EmployeeID, now.AddDate(-1, 0, 0)); err != nil {
		return storedAttempt{}, fmt.Errorf("count attempts: %w", err)
	}
	switch {
	case a.Kind != "test":
		return storedAttempt{}, fault.Errorf(fault.Conflict, "a %s asks no questions: somebody watches it", a.Kind)
	case a.RetiredAt != nil:
		return storedAttempt{}, fault.Errorf(fault.Gone, "this test is no longer held")
	case begun >= a.Attempts:
		return storedAttempt{}, fault.Errorf(fault.Conflict, "all %d attempts of a year have been made; ask your trainer", a.Attempts)
	case a.Bank < a.Questions:
		return storedAttempt{}, fault.Errorf(fault.Conflict, "this test isn't ready: it asks %d questions and has %d", a.Questions, a.Bank)
	}
	bank, err := questions(ctx, tx, `WHERE assessment_id = $1 AND retired_at IS NULL ORDER BY id`, a.ID)
	if err != nil {
		return storedAttempt{}, err
	}
	seed := s.Keys.MAC("test paper")(fmt.Appendf(nil, "%d %d %d", a.ID, actor.EmployeeID, now.UnixMicro()))
	p, err := json.Marshal(paper{PassMark: a.PassMark, Questions: draw(bank, a.Questions, [32]byte(seed))})
	if err != nil {
		return storedAttempt{}, fmt.Errorf("encode paper: %w", err)
	}
	var id int64
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO examinations (assessment_id, employee_id, started_at, ends_at, paper) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
		a.ID, actor.EmployeeID, now, now.Add(time.Duration(a.Minutes)*time.Minute), string(p)); err != nil {
		return storedAttempt{}, fmt.Errorf("insert attempt: %w", err)
	}
	return attempt(ctx, tx, `WHERE id = $1`, id)
}

// AnswerTest is what the person examined has chosen so far.
type AnswerTest struct {
	ID      int64   `params:"id" json:"-" validate:"required,min=1"`
	Answers [][]int `json:"answers" validate:"required,max=200,dive,max=8"` // indices of the options as shown, a list per question
	Done    bool    `json:"done"`                                           // hand it in
}

// AnswerTest saves answers, and hands them in when they are done. After the end
// nothing is taken any more: what was saved counts. Handing in again answers the
// first result.
func (s *Service) AnswerTest(ctx context.Context, actor accounts.Actor, in AnswerTest) (Sheet, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Sheet, error) {
		t, err := attempt(ctx, tx, `WHERE id = $1 AND employee_id = $2 FOR UPDATE`, in.ID, actor.EmployeeID)
		if err != nil {
			return Sheet{}, err
		}
		a, err := assessment(ctx, tx, t.AssessmentID, ``)
		if err != nil {
			return Sheet{}, err
		}
		late := s.now().After(t.EndsAt.Add(onTheWay))
		switch {
		case t.FinishedAt != nil || a.Kind != "test":
			return s.sheet(ctx, tx, a, t)
		case late:
			err = s.finish(ctx, tx, t, t.Answers)
		default:
			if err := t.paper.check(in.Answers); err != nil {
				return Sheet{}, fault.Field("answers", "%v", err)
			}
			err = s.saveAnswers(ctx, tx, t, in)
		}
		if err != nil {
			return Sheet{}, err
		}
		if t, err = attempt(ctx, tx, `WHERE id = $1`, in.ID); err != nil {
			return Sheet{}, err
		}
		return s.sheet(ctx, tx, a, t)
	})
}

func (s *Service) saveAnswers(ctx context.Context, tx *sqlx.Tx, t storedAttempt, in AnswerTest) error {
	if in.Done {
		return s.finish(ctx, tx, t, in.Answers)
	}
	b, err := json.Marshal(in.Answers)
	if err != nil {
		return fmt.Errorf("encode answers: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE examinations SET answers = $2 WHERE id = $1`, t.ID, string(b)); err != nil {
		return fmt.Errorf("save answers: %w", err)
	}
	return nil
}

// finish marks an attempt.
func (s *Service) finish(ctx context.Context, tx *sqlx.Tx, t storedAttempt, answers [][]int) error {
	asked, err := t.asked(ctx, tx)
	if err != nil {
		return err
	}
	correct := map[int64][]int{}
	for id, q := range asked {
		correct[id] = q.Correct
	}
	p := percent(t.paper.mark(correct, answers))
	b, err := json.Marshal(answers)
	if err != nil {
		return fmt.Errorf("encode answers: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE examinations SET answers = $2, percent = $3, passed = $4, finished_at = $5 WHERE id = $1`,
		t.ID, string(b), p, p >= t.paper.PassMark, s.now()); err != nil {
		return fmt.Errorf("finish attempt %d: %w", t.ID, err)
	}
	return journal.Record(ctx, tx, 0, s.now(), journal.Entry{
		Action: "mark", Object: "attempt", ObjectID: t.ID,
		After: map[string]any{"assessmentId": t.AssessmentID, "employeeId": t.EmployeeID, "percent": p, "passed": p >= t.paper.PassMark},
	})
}

// storedAttempt is an attempt with its paper.
type storedAttempt struct {
	ID           int64
	AssessmentID int64
	EmployeeID   int64
	StartedAt    time.Time
	EndsAt       time.Time
	FinishedAt   *time.Time
	Percent      int
	Passed       bool
	Answers      [][]int
	paper        paper
}

func attempt(ctx context.Context, q sqlx.QueryerContext, where string, args ...any) (t storedAttempt, err error) {
	var sheet, answers []byte
	var finished sql.Null[time.Time]
	err = q.QueryRowxContext(ctx, `
		SELECT id, assessment_id, employee_id, started_at, ends_at, finished_at, coalesce(percent, 0), coalesce(passed, false), paper, coalesce(answers, '[]')
		FROM examinations `+where, args...).
		Scan(&t.ID, &t.AssessmentID, &t.EmployeeID, &t.StartedAt, &t.EndsAt, &finished, &t.Percent, &t.Passed, &sheet, &answers)
	if errors.Is(err, sql.ErrNoRows) {
		return t, fault.Errorf(fault.NotFound, "there is no such attempt")
	}
	if err != nil {
		return t, fmt.Errorf("read attempt: %w", err)
	}
	if finished.Valid {
		t.FinishedAt = &finished.V
	}
	if err := json.Unmarshal(answers, &t.Answers); err != nil {
		return t, fmt.Errorf("answers of attempt %d: %w", t.ID, err)
	}
	t.paper, err = decodePaper(sheet)
	return t, err
}
