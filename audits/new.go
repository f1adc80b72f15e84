package audits

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

// NewSpotCheck is what a supervisor fills in, as the phone sends it.
type NewSpotCheck struct {
	Key          string       `json:"key"          validate:"required,uuid"` // chosen by the phone; sending again changes nothing
	EmployeeID   int64        `json:"employeeId"   validate:"required,min=1"`
	DepartmentID int64        `json:"departmentId,omitempty" validate:"omitempty,min=1"` // where, if the employee works in several
	Mode         string       `json:"mode"         validate:"required,oneof=round unannounced camera"`
	Shift        string       `json:"shift"        validate:"required,oneof=day evening night"`
	Place        string       `json:"place"        validate:"max=200"`
	StartedAt    time.Time    `json:"startedAt"    validate:"required"` // by the phone's clock
	FinishedAt   time.Time    `json:"finishedAt"   validate:"required"` // by the phone's clock
	SentAt       *time.Time   `json:"sentAt,omitempty"`                 // the phone's clock now: shows how far it is off
	Findings     []NewFinding `json:"findings"     validate:"required,min=1,max=40,dive"`
}

// NewFinding is what a supervisor says of one standard.
type NewFinding struct {
	StandardID int64     `json:"standardId,omitempty" validate:"omitempty,min=1"`
	Standard   string    `json:"standard,omitempty"   validate:"max=60"` // its code, instead of its id
	Result     string    `json:"result"               validate:"required,oneof=met partly not-met not-seen not-applicable"`
	Reason     string    `json:"reason,omitempty"     validate:"max=500"`  // why not applicable: a code, or "other: " and words; why not as timed: words
	Note       string    `json:"note,omitempty"       validate:"max=2000"` // the instance behind a deduction
	Attempts   []Attempt `json:"attempts,omitempty"   validate:"max=50,dive"`
}

// The limits of what a phone's clock may say.
const (
	futureAllowed = 10 * time.Minute    // ahead of the server, once put right
	oldestAllowed = 90 * 24 * time.Hour // a phone may have been without a network for long
	longestCheck  = 12 * time.Hour
)

// tidied returns in as it is stored and compared.
func (in NewSpotCheck) tidied() NewSpotCheck {
	in.Key = strings.ToLower(in.Key)
	in.Place = strings.TrimSpace(in.Place)
	in.StartedAt = in.StartedAt.UTC().Truncate(time.Microsecond)
	in.FinishedAt = in.FinishedAt.UTC().Truncate(time.Microsecond)
	findings := make([]NewFinding, len(in.Findings))
	for i, f := range in.Findings {
		f.Reason, f.Note = strings.TrimSpace(f.Reason), strings.TrimSpace(f.Note)
		attempts := make([]Attempt, len(f.Attempts))
		for n, a := range f.Attempts {
			a.Cancelled = strings.TrimSpace(a.Cancelled)
			attempts[n] = a
		}
		f.Attempts = attempts
		findings[i] = f
	}
	in.Findings = findings
	return in
}

// hash identifies what was observed. When it was sent is no part of that: the
// same check is sent again at another time.
func (in NewSpotCheck) hash() ([]byte, error) {
	in.Key, in.SentAt = "", nil
	b, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("encode spot check: %w", err)
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}

// times returns when the check started and finished. A phone whose clock is
// off by more than the network explains is put right by how far it was off
// when it sent the check.
func (in NewSpotCheck) times(now time.Time) (started, finished time.Time) {
	return worktime.PutRight(in.StartedAt, in.SentAt, now), worktime.PutRight(in.FinishedAt, in.SentAt, now)
}
