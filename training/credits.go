package training

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Credit is what one person's attendance of a session, completion of an online
// course or training elsewhere is worth.
type Credit struct {
	ID         int64        `json:"id"                   db:"id"`
	SessionID  int64        `json:"sessionId,omitempty"  db:"session_id"`
	CourseID   int64        `json:"courseId,omitempty"   db:"course_id"`   // of an online course
	ExternalID int64        `json:"externalId,omitempty" db:"external_id"` // of training elsewhere
	EmployeeID int64        `json:"employeeId"           db:"employee_id"`
	PostingID  int64        `json:"postingId"            db:"posting_id"` // on that day: a later transfer does not move it
	Minutes    int          `json:"minutes"              db:"minutes"`
	Purpose    string       `json:"purpose"              db:"purpose"` // annual or onboarding
	EarnedOn   worktime.Day `json:"earnedOn"             db:"earned_on"`
	Source     string       `json:"source"               db:"source"` // who says so: trainer, check-out, external or statement
	Note       string       `json:"note,omitempty"       db:"note"`   // such as why not all of it
	CreditedBy *int64       `json:"creditedBy,omitempty" db:"credited_by"`
	CreditedAt time.Time    `json:"creditedAt"           db:"credited_at"`
	VoidedAt   *time.Time   `json:"voidedAt,omitempty"   db:"voided_at"` // since when it does not count
	VoidedBy   *int64       `json:"voidedBy,omitempty"   db:"voided_by"`
	VoidReason string       `json:"voidReason,omitempty" db:"void_reason"`
}

// earned is a credit to be.
type earned struct {
	Credit
	statement string // the id of the learning system's statement that says so
	whatever  bool   // hours that are stored already may be others
}

// What a credit rests on.
const (
	byTrainer   = "trainer"
	byCheckOut  = "check-out" // the person's own, by the session's codes
	byDecision  = "external"  // that of whoever looked at the evidence
	byStatement = "statement" // of a learning system
)

const creditColumns = `id, coalesce(session_id, 0) AS session_id, coalesce(course_id, 0) AS course_id, coalesce(external_id, 0) AS external_id,
	employee_id, posting_id, minutes, purpose, earned_on, source, note, credited_by, credited_at, voided_at, voided_by, void_reason`

// CreditHours says who attended a session.
type CreditHours struct {
	SessionID int64       `params:"id" json:"-" validate:"required"`
	Credits   []NewCredit `json:"credits" validate:"required,min=1,max=200,unique=EmployeeID,dive"`
}

// NewCredit says how long one person attended.
type NewCredit struct {
	EmployeeID int64  `json:"employeeId" validate:"required,min=1"`
	Minutes    int    `json:"minutes"    validate:"min=0,max=60000"` // 0: what their check-in tells or, without one, all of it
	Note       string `json:"note"       validate:"max=500"`         // such as: left early, was called to the ward
}

// CreditHours credits attendance, for all that are named or for none: it is the
// trainer's word for who was there and how long. It may be repeated: hours are
// credited once per person and session, unless they were voided, and a repeat
// answers what is stored. Nobody credits themselves.
func (s *Service) CreditHours(ctx context.Context, actor accounts.Actor, in CreditHours) ([]Credit, error) {
	named := slices.SortedFunc(slices.Values(in.Credits), func(a, b NewCredit) int { // or two requests might wait for each other
		return cmp.Compare(a.EmployeeID, b.EmployeeID)
	})
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]Credit, error) {
		lesson, err := s.lesson(ctx, tx, in.SessionID, "FOR SHARE")
		if err != nil {
			return nil, err
		}
		if err := lesson.over(); err != nil {
			return nil, err
		}
		all, added := []Credit{}, []Credit{}
		for _, n := range named {
			if actor.Is(n.EmployeeID) {
				return nil, fault.Errorf(fault.Forbidden, "nobody credits their own hours")
			}
			c, err := lesson.credit(ctx, tx, actor, n)
			if err != nil {
				return nil, err
			}
			stored, isNew, err := store(ctx, tx, c)
			if err != nil {
				return nil, err
			}
			if isNew {
				added = append(added, stored)
			}
			all = append(all, stored)
		}
		if len(added) == 0 {
			return all, nil
		}
		return all, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "credit", Object: "training-session", ObjectID: in.SessionID, After: added,
		})
	})
}
