// Package recognition keeps what colleagues thank each other for. It is praise and
// nothing else: no score reads it, and nobody loses anything by having none.
package recognition

import (
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/texts"
)

// Service keeps thanks.
type Service struct {
	DB  *sqlx.DB
	Now func() time.Time
}

// Recognition is what somebody thanks a colleague for.
type Recognition struct {
	ID             int64           `json:"id"             db:"id"`
	Key            string          `json:"key"            db:"key"`
	EmployeeID     int64           `json:"employeeId"     db:"employee_id"`
	EmployeeName   string          `json:"employeeName"   db:"employee_name"`
	DepartmentID   int64           `json:"departmentId"   db:"department_id"` // where they worked on the day
	DepartmentName texts.Localized `json:"departmentName" db:"department_name"`
	FromID         int64           `json:"fromId"         db:"from_id"`
	FromName       string          `json:"fromName"       db:"from_name"`
	Words          string          `json:"words"          db:"words"`
	Standard       string          `json:"standard,omitempty" db:"standard"` // the code of what they lived up to
	Title          texts.Localized `json:"title,omitempty"    db:"title"`    // the standard's, as it was in force on the day
	At             time.Time       `json:"at"             db:"at"`
	RecordedAt     time.Time       `json:"recordedAt"     db:"recorded_at"`
	WithdrawnAt    *time.Time      `json:"withdrawnAt,omitempty" db:"withdrawn_at"` // since then nobody is shown it
}

// The reasons why thanks are refused, for phones that say them in their owner's
// language. They never change: a phone may show one days later.
const (
	ReasonNotOnRoster = "not-on-roster"         // the account belongs to nobody on the roster
	ReasonSelf        = "self"                  // nobody thanks themselves
	ReasonNobodyThere = "nobody-there"          // unknown, not posted on the day, or out of reach
	ReasonSentBefore  = "sent-before"           // the same key, other content
	ReasonTooOld      = "too-old"               // more than 90 days ago
	ReasonClockAhead  = "clock-ahead"           // in the future
	ReasonNotInForce  = "standard-not-in-force" // on the day
	ReasonInvalid     = "invalid"               // anything else
)

// selected are the columns of a Recognition of the table r, with what they join.
const selected = `
	SELECT r.id, r.key, r.employee_id, e.name AS employee_name, r.department_id, d.name AS department_name, r.from_id, o.name AS from_name,
		r.words, coalesce(s.code, '') AS standard, v.title, r.at, r.recorded_at, r.withdrawn_at
	FROM recognitions r
	JOIN employees e ON e.id = r.employee_id
	JOIN employees o ON o.id = r.from_id
	JOIN departments d ON d.id = r.department_id
	LEFT JOIN standard_versions v ON v.id = r.standard_version_id
	LEFT JOIN standards s ON s.id = v.standard_id`
