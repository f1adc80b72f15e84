// Package audits keeps what supervisors observe at work: spot checks, item by
// item, with the instance behind every deduction.
package audits

import (
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/pictures"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/texts"
)

// The results of observing a standard. The last two say nothing about the
// person, and are no evidence.
const (
	Met           = "met"
	Partly        = "partly"
	NotMet        = "not-met"
	NotSeen       = "not-seen"       // it did not come up
	NotApplicable = "not-applicable" // it could not, for a reason
)

// Service keeps spot checks.
type Service struct {
	DB   *sqlx.DB
	Now  func() time.Time
	Keys *secrets.Keys // of photographs

	studio pictures.Studio
}

// SpotCheckSummary is a spot check without its items.
type SpotCheckSummary struct {
	ID             int64           `json:"id"             db:"id"`
	Key            string          `json:"key"            db:"key"`
	EmployeeID     int64           `json:"employeeId"     db:"employee_id"`
	EmployeeName   string          `json:"employeeName"   db:"employee_name"`
	PostCode       string          `json:"postCode"       db:"post_code"`
	DepartmentID   int64           `json:"departmentId"   db:"department_id"`
	DepartmentName texts.Localized `json:"departmentName" db:"department_name"`
	ObserverID     int64           `json:"observerId"     db:"observer_id"`
	ObserverName   string          `json:"observerName"   db:"observer_name"`
	Outside        bool            `json:"outside"        db:"outside"` // the observer belongs to another department
	Mode           string          `json:"mode"           db:"mode"`
	Shift          string          `json:"shift"          db:"shift"`
	Place          string          `json:"place"          db:"place"`
	StartedAt      time.Time       `json:"startedAt"      db:"started_at"`
	FinishedAt     time.Time       `json:"finishedAt"     db:"finished_at"`
	RecordedAt     time.Time       `json:"recordedAt"     db:"recorded_at"`
	SkewMs         int64           `json:"skewMs"         db:"skew_ms"` // how far the phone's clock was ahead
	Met            int             `json:"met"            db:"met"`     // how many items were
	Partly         int             `json:"partly"         db:"partly"`
	NotMet         int             `json:"notMet"         db:"not_met"`
	NotSeen        int             `json:"notSeen"        db:"not_seen"`
	NotApplicable  int             `json:"notApplicable"  db:"not_applicable"`
	VoidedAt       *time.Time      `json:"voidedAt,omitempty"   db:"voided_at"` // since then it is no evidence
	VoidedBy       string          `json:"voidedBy,omitempty"   db:"voided_by"` // an account's name
	VoidReason     string          `json:"voidReason,omitempty" db:"void_reason"`
	MayVoid        bool            `json:"mayVoid"              db:"-"` // as its observer, within the hour; whoever may void those of others may do so later, too
	VoidUntil      *time.Time      `json:"voidUntil,omitempty"  db:"-"` // until when, if so
}

// SpotCheck is one observation of one employee.
type SpotCheck struct {
	SpotCheckSummary
	Findings []Finding `json:"findings" db:"-"`
}

// Finding is what was seen of one standard.
type Finding struct {
	ID         int64           `json:"id"                 db:"id"`
	StandardID int64           `json:"standardId"         db:"standard_id"`
	Standard   string          `json:"standard"           db:"standard"` // its code
	Version    int             `json:"version"            db:"version"`  // in force on the day of the observation
	Title      texts.Localized `json:"title"              db:"title"`
	Measure    string          `json:"measure"            db:"measure"`
	TargetMs   *int            `json:"targetMs,omitempty" db:"target_ms"`
	Result     string          `json:"result"             db:"result"`
	Reason     string          `json:"reason"             db:"reason"`
	Note       string          `json:"note"               db:"note"`
	Attempts   []Attempt       `json:"attempts"           db:"-"`

	Photos        []Photo `json:"photos"                  db:"-"`
	PhotosDeleted int     `json:"photosDeleted,omitempty" db:"-"` // how many there were besides: their days are over
}

// Attempt is one measurement with the stopwatch.
type Attempt struct {
	FindingID    int64  `json:"-"                   db:"finding_id"`
	Milliseconds int    `json:"milliseconds"        db:"milliseconds" validate:"required,min=1,max=86400000"`
	Cancelled    string `json:"cancelled,omitempty" db:"cancelled"    validate:"max=200"` // why it does not count
}
