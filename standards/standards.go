// Package standards keeps what a hospital expects of its staff: a catalogue of
// standards in versions, and the set of them that each post is held to.
package standards

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Dimensions lists the aspects of quality; every standard belongs to one.
var Dimensions = []string{"response-speed", "accuracy", "process-conformity", "attitude-communication",
	"follow-up", "qualification", "privacy", "emergency-readiness"}

// The ways in which a standard is measured.
const (
	Judged  = "judged"  // seen to be met, partly met or not met
	Seconds = "seconds" // by stopwatch, against a target
	Share   = "share"   // judged case by case, against a share of cases
)

// Standard is a standard with the words that are in force on some day.
type Standard struct {
	ID          int64           `json:"id"          db:"id"`
	Code        string          `json:"code"        db:"code"`
	Requirement string          `json:"requirement" db:"requirement"`
	Principal   bool            `json:"principal"   db:"principal"` // holds for everyone
	Version     StandardVersion `json:"version"     db:"version"`
	Weight      *int            `json:"weight,omitempty" db:"weight"` // of 100, in the set of the post asked for
	Target      *int            `json:"target,omitempty" db:"target"` // share of opportunities met, ten-thousandths
}

// StandardVersion is what a standard says from a day on. It never changes.
type StandardVersion struct {
	Approval
	StandardText
}

// StandardText is the part of a standard that changes from version to version.
type StandardText struct {
	Dimension     string          `json:"dimension"             db:"dimension"    validate:"max=40"` // one of Dimensions
	Measure       string          `json:"measure"               db:"measure"      validate:"max=20"`
	TargetMs      *int            `json:"targetMs,omitempty"    db:"target_ms"`
	TargetShare   *int            `json:"targetShare,omitempty" db:"target_share"` // ten-thousandths
	Title         texts.Localized `json:"title"                 db:"title"`
	Opportunity   texts.Localized `json:"opportunity"           db:"opportunity"` // when it can be observed at all
	Met           texts.Localized `json:"met"                   db:"met"`
	Partly        texts.Localized `json:"partly"                db:"partly"`
	NotMet        texts.Localized `json:"notMet"                db:"not_met"`
	NotApplicable Reasons         `json:"notApplicable"         db:"not_applicable" validate:"max=20,dive"`
	Retired       bool            `json:"retired,omitempty"     db:"retired"` // holds no more from the version's day on
}

// Approval says how a version of a standard, of a set or of a list of phrases
// came about, and whether it was withdrawn before its day.
type Approval struct {
	ID             int64        `json:"id"                       db:"id"`
	Version        int          `json:"version"                  db:"version"`
	EffectiveFrom  worktime.Day `json:"effectiveFrom"            db:"effective_from"`
	Author         string       `json:"author,omitempty"         db:"author"` // an account's name; none: it came with the product
	ApprovedBy     string       `json:"approvedBy,omitempty"     db:"approved_by"`
	CreatedAt      time.Time    `json:"createdAt"                db:"created_at"`
	WithdrawnAt    *time.Time   `json:"withdrawnAt,omitempty"    db:"withdrawn_at"`
	WithdrawReason string       `json:"withdrawReason,omitempty" db:"withdraw_reason"`
}

// approval lets functions treat all kinds of versions alike.
func (a Approval) approval() Approval { return a }

// newest returns the version that takes effect last among those that stand, or
// the zero value if there is none, and the highest number given so far.
func newest[T interface{ approval() Approval }](versions []T) (last T, number int) {
	for _, v := range versions {
		a := v.approval()
		number = max(number, a.Version)
		if a.WithdrawnAt == nil && a.EffectiveFrom > last.approval().EffectiveFrom {
			last = v
		}
	}
	return last, number
}

// StandardHistory is a standard with all its versions, newest first; those
// that lie in the future and those withdrawn are among them.
type StandardHistory struct {
	ID          int64             `json:"id"          db:"id"`
	Code        string            `json:"code"        db:"code"`
	Requirement string            `json:"requirement" db:"requirement"`
	Principal   bool              `json:"principal"   db:"principal"`
	Versions    []StandardVersion `json:"versions"    db:"-"`
}

// Service keeps the standards.
type Service struct {
	DB  *sqlx.DB
	Now func() time.Time
}

// ListStandards says of which day, and of which post.
type ListStandards struct {
	On     worktime.Day `query:"on"`                                // today if absent
	PostID int64        `query:"postId" validate:"omitempty,min=1"` // of a post: its set and the principal standards
}

// List returns the standards in force on a day, the principal ones first.
func (s *Service) List(ctx context.Context, _ accounts.Actor, in ListStandards) ([]Standard, error) {
	day, err := s.orToday(ctx, in.On)
	if err != nil {
		return nil, err
	}
	if in.PostID == 0 {
		return inForce(ctx, s.DB, day)
	}
	if err := postExists(ctx, s.DB, in.PostID); err != nil {
		return nil, err
	}
	return ofPost(ctx, s.DB, in.PostID, day)
}

// GetStandard names a standard.
type GetStandard struct {
	Code string `params:"code" validate:"required,max=60"`
}

// Get returns a standard with all its versions.
func (s *Service) Get(ctx context.Context, _ accounts.Actor, in GetStandard) (StandardHistory, error) {
	return history(ctx, s.DB, in.Code)
}

// orToday returns the day, or today in the hospital if it is none.
func (s *Service) orToday(ctx context.Context, on worktime.Day) (worktime.Day, error) {
	if on == "" {
		return people.LocalDay(ctx, s.DB, s.Now())
	}
	if err := on.Validate(); err != nil {
		return "", fault.Field("on", "%v", err)
	}
	return on, nil
}
