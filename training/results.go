package training

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// AttemptResult is how an examination of somebody went.
type AttemptResult struct {
	ID           int64           `json:"id"                   db:"id"`
	AssessmentID int64           `json:"assessmentId"         db:"assessment_id"`
	Title        texts.Localized `json:"title"                db:"title"`
	Kind         string          `json:"kind"                 db:"kind"`
	EmployeeID   int64           `json:"employeeId"           db:"employee_id"`
	Name         string          `json:"name"                 db:"name"`
	StartedAt    time.Time       `json:"startedAt"            db:"started_at"`
	FinishedAt   *time.Time      `json:"finishedAt"           db:"finished_at"` // null: under way, or not handed in
	Percent      int             `json:"percent"              db:"percent"`
	Passed       bool            `json:"passed"               db:"passed"`
	Note         string          `json:"note"                 db:"note"`
	VoidedAt     *time.Time      `json:"voidedAt,omitempty"   db:"voided_at"`
	VoidReason   string          `json:"voidReason,omitempty" db:"void_reason"`
}

const selectAttempt = `
	SELECT t.id, t.assessment_id, a.title, a.kind, t.employee_id, e.name, t.started_at, t.finished_at, coalesce(t.percent, 0) AS percent,
	       coalesce(t.passed, false) AS passed, t.note, t.voided_at, t.void_reason
	FROM examinations t JOIN assessments a ON a.id = t.assessment_id JOIN employees e ON e.id = t.employee_id `

// within says which employees an actor may see, as e with $1 to $4.
const within = `($1 OR e.id = $3 OR e.id IN (SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($2)
	AND p.from_day <= $4 AND (p.to_day IS NULL OR p.to_day > $4)))`

// ListAttempts narrows a list of results.
type ListAttempts struct {
	AssessmentID int64 `query:"assessmentId" validate:"min=0"`
	EmployeeID   int64 `query:"employeeId"   validate:"min=0"`
	After        int64 `query:"after"        validate:"min=0"`
	Limit        int   `query:"limit"        validate:"min=0,max=200"`
}

// ListAttempts returns how people within reach were examined, in the order of the
// attempts' ids, 50 unless told otherwise.
func (s *Service) ListAttempts(ctx context.Context, actor accounts.Actor, in ListAttempts) ([]AttemptResult, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []AttemptResult{}
	if err := s.DB.SelectContext(ctx, &list, selectAttempt+`WHERE `+within+`
		AND ($5 = 0 OR t.assessment_id = $5) AND ($6 = 0 OR t.employee_id = $6) AND t.id > $7 ORDER BY t.id LIMIT $8`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today,
		in.AssessmentID, in.EmployeeID, in.After, in.Limit); err != nil {
		return nil, fmt.Errorf("list attempts: %w", err)
	}
	return list, nil
}

// Assess is what somebody saw who watched a practical or judged a competition.
type Assess struct {
	AssessmentID int64  `params:"id" json:"-" validate:"required,min=1"`
	EmployeeID   int64  `json:"employeeId"    validate:"required,min=1"`
	Percent      *int   `json:"percent"       validate:"required,min=0,max=100"`
	Note         string `json:"note"          validate:"required,max=1000"` // what was seen
}

// Assess stores the result of a practical or a competition, of somebody else
// within reach.
func (s *Service) Assess(ctx context.Context, actor accounts.Actor, in Assess) (AttemptResult, error) {
	if actor.Is(in.EmployeeID) {
		return AttemptResult{}, fault.Errorf(fault.Forbidden, "nobody assesses themselves")
	}
	if in.Note = strings.TrimSpace(in.Note); in.Note == "" {
		return AttemptResult{}, fault.Field("note", "say what you have seen")
	}
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return AttemptResult{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (r AttemptResult, err error) {
		a, err := assessment(ctx, tx, in.AssessmentID, `FOR SHARE`)
		switch {
		case err != nil:
			return r, err
		case a.Kind == "test":
			return r, fault.Errorf(fault.Conflict, "a test is marked by its answers")
		case a.RetiredAt != nil:
			return r, fault.Errorf(fault.Gone, "this is no longer held")
		}
		var id int64
		now := s.now()
		list := []int64{}
		if err := tx.SelectContext(ctx, &list, `SELECT e.id FROM employees e WHERE e.id = $5 AND `+within,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today, in.EmployeeID); err != nil {
			return r, fmt.Errorf("look for employee %d: %w", in.EmployeeID, err)
		}
		if len(list) == 0 {
			return r, fault.Errorf(fault.NotFound, "there is no employee %d", in.EmployeeID)
		}
		if err := tx.GetContext(ctx, &id, `
			INSERT INTO examinations (assessment_id, employee_id, started_at, ends_at, paper, percent, passed, finished_at, assessed_by, note)
			VALUES ($1, $2, $3, $3, '{}', $4, $5, $3, nullif($6::bigint, 0), $7) RETURNING id`,
			a.ID, in.EmployeeID, now, *in.Percent, *in.Percent >= a.PassMark, actor.AccountID, in.Note); err != nil {
			return r, fmt.Errorf("insert result: %w", err)
		}
		if err := tx.GetContext(ctx, &r, selectAttempt+`WHERE t.id = $1`, id); err != nil {
			return r, fmt.Errorf("read result %d: %w", id, err)
		}
		return r, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "assess", Object: "attempt", ObjectID: id,
			After: map[string]any{"assessmentId": a.ID, "employeeId": in.EmployeeID, "percent": r.Percent, "passed": r.Passed},
		})
	})
}

// VoidAttempt names an attempt and says why it shall not count.
type VoidAttempt struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// VoidAttempt takes an attempt out of the count, such as one that a power cut
// ended. Nobody voids their own.
func (s *Service) VoidAttempt(ctx context.Context, actor accounts.Actor, in VoidAttempt) (AttemptResult, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return AttemptResult{}, fault.Field("reason", "say why it shall not count")
	}
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return AttemptResult{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (AttemptResult, error) {
		var list []AttemptResult
		if err := tx.SelectContext(ctx, &list, selectAttempt+`WHERE t.id = $5 AND `+within+` FOR UPDATE OF t`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today, in.ID); err != nil {
			return AttemptResult{}, fmt.Errorf("lock attempt %d: %w", in.ID, err)
		}
		switch {
		case len(list) == 0:
			return AttemptResult{}, fault.Errorf(fault.NotFound, "there is no attempt %d", in.ID)
		case actor.Is(list[0].EmployeeID):
			return AttemptResult{}, fault.Errorf(fault.Forbidden, "nobody voids their own attempts")
		case list[0].VoidedAt != nil:
			return AttemptResult{}, fault.Errorf(fault.Conflict, "it was voided already: %s", list[0].VoidReason)
		case list[0].FinishedAt == nil:
			return AttemptResult{}, fault.Errorf(fault.Conflict, "it is under way; wait until it has ended")
		}
		after, now := list[0], s.now()
		after.VoidedAt, after.VoidReason = &now, in.Reason
		if _, err := tx.ExecContext(ctx, `UPDATE examinations SET voided_at = $2, voided_by = nullif($3::bigint, 0), void_reason = $4 WHERE id = $1`,
			in.ID, now, actor.AccountID, in.Reason); err != nil {
			return AttemptResult{}, fmt.Errorf("void attempt %d: %w", in.ID, err)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "void", Object: "attempt", ObjectID: in.ID, After: map[string]any{"reason": in.Reason},
		})
	})
}
