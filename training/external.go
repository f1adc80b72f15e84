package training

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
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

// External is training elsewhere, as an employee reports it. It counts once
// somebody else has looked at the evidence and confirmed it.
type External struct {
	ID          int64        `json:"id"                   db:"id"`
	EmployeeID  int64        `json:"employeeId"           db:"employee_id"`
	Number      string       `json:"number"               db:"number"`
	Name        string       `json:"name"                 db:"name"`
	Title       string       `json:"title"                db:"title"`
	Provider    string       `json:"provider"             db:"provider"`
	Category    string       `json:"category"             db:"category"`
	EarnedOn    worktime.Day `json:"earnedOn"             db:"earned_on"`
	Minutes     int          `json:"minutes"              db:"minutes"`
	SubmittedAt time.Time    `json:"submittedAt"          db:"submitted_at"`
	Evidence    bool         `json:"evidence"             db:"evidence"` // whether a file is there
	Status      string       `json:"status"               db:"status"`   // submitted, withdrawn, confirmed or refused
	DecidedAt   *time.Time   `json:"decidedAt,omitempty"  db:"decided_at"`
	DecidedBy   string       `json:"decidedBy,omitempty"  db:"decided_by"` // an account's name
	Words       string       `json:"words,omitempty"      db:"words"`      // why
}

const selectExternal = `
	SELECT x.id, x.employee_id, e.number, e.name, x.title, x.provider, x.category, x.earned_on, x.minutes, x.submitted_at,
		x.upload_id IS NOT NULL AS evidence, x.status, x.decided_at, coalesce(a.name, '') AS decided_by, x.words
	FROM external_hours x JOIN employees e ON e.id = x.employee_id LEFT JOIN accounts a ON a.id = x.decided_by`

// reachesExternal is the condition on training elsewhere within the reach of $1 to
// $3: of whoever belonged there when it was.
const reachesExternal = `($1 OR x.employee_id = $3 OR x.employee_id IN (
	SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($2)
		AND p.from_day <= x.earned_on AND (p.to_day IS NULL OR p.to_day > x.earned_on)))`

// NewExternal is what an employee reports of training elsewhere.
type NewExternal struct {
	Key      string       `json:"key"      validate:"required,uuid"` // chosen by the phone
	Title    string       `json:"title"    validate:"required,max=200"`
	Provider string       `json:"provider" validate:"required,max=200"`
	Category string       `json:"category" validate:"required,oneof=medical-basics service-skills communication law-privacy cases etiquette"`
	EarnedOn worktime.Day `json:"earnedOn" validate:"required"`
	Minutes  int          `json:"minutes"  validate:"required,min=1,max=60000"`
}

// ReportExternal reports training elsewhere, of the actor's own. Sent again with
// the same key, it answers with what is stored, as long as it says the same.
func (s *Service) ReportExternal(ctx context.Context, actor accounts.Actor, in NewExternal) (External, error) {
	if actor.EmployeeID == 0 {
		return External{}, fault.Errorf(fault.Forbidden, "only somebody on the roster has hours; your account belongs to nobody there")
	}
	in.Title, in.Provider = strings.TrimSpace(in.Title), strings.TrimSpace(in.Provider)
	if err := in.check(); err != nil {
		return External{}, err
	}
	content, err := json.Marshal(in)
	if err != nil {
		return External{}, err
	}
	hash := sha256.Sum256(content)
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (External, error) {
		today, err := people.LocalDay(ctx, tx, s.now())
		if err != nil {
			return External{}, err
		}
		if in.EarnedOn > today {
			return External{}, fault.Field("earnedOn", "not in the future")
		}
		if _, err := people.PostingOn(ctx, tx, actor.EmployeeID, in.EarnedOn, 0); err != nil {
			return External{}, err
		}
		var id int64
		err = tx.GetContext(ctx, &id, `
			INSERT INTO external_hours (key, content_hash, employee_id, title, provider, category, earned_on, minutes, submitted_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (employee_id, key) DO NOTHING RETURNING id`,
			in.Key, hash[:], actor.EmployeeID, in.Title, in.Provider, in.Category, in.EarnedOn, in.Minutes, s.now())
		if errors.Is(err, sql.ErrNoRows) {
			return reportedBefore(ctx, tx, actor.EmployeeID, in.Key, hash[:])
		}
		if err != nil {
			return External{}, fmt.Errorf("insert external hours: %w", err)
		}
		x, err := readExternal(ctx, tx, accounts.Reach{EmployeeID: actor.EmployeeID}, id, "")
		if err != nil {
			return x, err
		}
		return x, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "report", Object: "external-hours", ObjectID: id, After: x,
		})
	})
}

// check refuses what tags cannot.
func (in NewExternal) check() error {
	switch err := in.EarnedOn.Validate(); {
	case err != nil:
		return fault.Field("earnedOn", "%v", err)
	case in.EarnedOn.Year() < 2000:
		return fault.Field("earnedOn", "not before 2000")
	case in.Title == "":
		return fault.Field("title", "required")
	case in.Provider == "":
		return fault.Field("provider", "required")
	}
	return nil
}

func reportedBefore(ctx context.Context, tx *sqlx.Tx, employeeID int64, key string, hash []byte) (External, error) {
	var id int64
	err := tx.GetContext(ctx, &id, `SELECT id FROM external_hours WHERE employee_id = $1 AND key = $2 AND content_hash = $3`, employeeID, key, hash)
	if errors.Is(err, sql.ErrNoRows) {
		return External{}, fault.Errorf(fault.Conflict, "this report has been sent before with other content; nothing was changed")
	}
	if err != nil {
		return External{}, fmt.Errorf("external hours %s: %w", key, err)
	}
	return readExternal(ctx, tx, accounts.Reach{EmployeeID: employeeID}, id, "")
}

// readExternal reads training elsewhere within reach; lock is a FOR clause.
func readExternal(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64, lock string) (x External, err error) {
	err = tx.GetContext(ctx, &x, selectExternal+` WHERE x.id = $4 AND `+reachesExternal+lock,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return x, fault.Errorf(fault.NotFound, "there is no report %d of training elsewhere", id)
	}
	if err != nil {
		return x, fmt.Errorf("external hours %d: %w", id, err)
	}
	return x, nil
}

// ListExternal narrows a list of training elsewhere.
type ListExternal struct {
	EmployeeID int64  `query:"employeeId" validate:"min=0"`
	Status     string `query:"status"     validate:"omitempty,oneof=submitted withdrawn confirmed refused"`
	Before     int64  `query:"before"     validate:"min=0"` // the last id of the page before
	Limit      int    `query:"limit"      validate:"min=0,max=200"`
}

// ListExternal returns training elsewhere within reach, the latest reported first,
// 50 unless told otherwise.
func (s *Service) ListExternal(ctx context.Context, actor accounts.Actor, in ListExternal) ([]External, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []External{}
	err := s.DB.SelectContext(ctx, &list, selectExternal+`
		WHERE `+reachesExternal+` AND ($4::bigint = 0 OR x.employee_id = $4) AND ($5 = '' OR x.status = $5) AND ($6::bigint = 0 OR x.id < $6)
		ORDER BY x.id DESC LIMIT $7`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, in.EmployeeID, in.Status, in.Before, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list external hours: %w", err)
	}
	return list, nil
}
