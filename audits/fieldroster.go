package audits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// window is over how many days, today among them, it is counted how often
// somebody has been observed: as many as the gates of a star look back.
const window = 90

// FieldRoster is what a phone has to know to observe where there is no network.
type FieldRoster struct {
	AsOf        time.Time         `json:"asOf"`
	Day         worktime.Day      `json:"day"` // at the hospital
	Employees   []FieldEmployee   `json:"employees"`
	Departments []FieldDepartment `json:"departments"`
	Posts       []FieldPost       `json:"posts"`
	Places      []FieldPlace      `json:"places"`
	Own         []string          `json:"own"` // badges of the caller's, see digest: who scans their own is told so
}

// Undated returns the roster without the time at which it was asked for.
func (r FieldRoster) Undated() any {
	r.AsOf = time.Time{}
	return r
}

// FieldEmployee is somebody whom the caller may observe today.
type FieldEmployee struct {
	ID        int64          `json:"id"                db:"id"`
	Number    string         `json:"number"            db:"number"`
	Name      string         `json:"name"              db:"name"`
	LatinName string         `json:"latinName"         db:"latin_name"`
	Postings  []FieldPosting `json:"postings"          db:"-"` // within reach; the first is meant where a check names no department
	Badges    []string       `json:"badges"            db:"-"` // see digest
	Outside   bool           `json:"outside"           db:"-"` // the caller belongs to another department than the first posting's
	Seen      int            `json:"seen"              db:"seen"`
	LastOn    worktime.Day   `json:"lastOn,omitempty"  db:"last_on"` // on which anybody last observed them
	OnDuty    string         `json:"onDuty,omitempty"  db:"on_duty"` // shift of the duty under way, or of the next one today
}

// FieldPosting is where somebody works, and as what.
type FieldPosting struct {
	DepartmentID int64 `json:"departmentId"`
	PostID       int64 `json:"postId"`
}

// FieldDepartment is a department.
type FieldDepartment struct {
	ID       int64           `json:"id"                 db:"id"`
	Name     texts.Localized `json:"name"               db:"name"`
	ParentID *int64          `json:"parentId,omitempty" db:"parent_id"`
}

// FieldPost is a post.
type FieldPost struct {
	ID   int64           `json:"id"   db:"id"`
	Code string          `json:"code" db:"code"`
	Name texts.Localized `json:"name" db:"name"`
}

// FieldPlace is a place with a code of its own.
type FieldPlace struct {
	Badge        string          `json:"badge"        db:"code"` // see digest
	DepartmentID int64           `json:"departmentId" db:"department_id"`
	Name         texts.Localized `json:"name"         db:"name"`
}

// digest is the code of a badge or a place as a phone keeps it: the first eight
// bytes of its SHA-256, in hexadecimal. The phone recognises what it scans by
// digesting it, and holds no list of codes that a glance, a log or a backup of
// a lost phone would give away. It is no secret from whoever sets out to try
// all 2^40 codes: what a code opens is what its badge shows to every passer-by.
// Eight bytes are enough for no two codes of a hospital to be confused.
func digest(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:8])
}

// FieldRoster returns whom the caller may observe today, and what is needed to
// find them, in one piece: a phone takes it along to where there is no network.
func (s *Service) FieldRoster(ctx context.Context, actor accounts.Actor, _ struct{}) (FieldRoster, error) {
	if err := onRoster(actor); err != nil {
		return FieldRoster{}, err
	}
	zone, err := people.Location(ctx, s.DB)
	if err != nil {
		return FieldRoster{}, err
	}
	now := s.Now().UTC()
	r := FieldRoster{AsOf: now, Day: worktime.DayOf(now, zone), Departments: []FieldDepartment{}, Posts: []FieldPost{}}
	if r.Employees, err = fieldEmployees(ctx, s.DB, actor, now, zone); err != nil {
		return FieldRoster{}, err
	}
	if err := s.DB.SelectContext(ctx, &r.Departments, `SELECT id, name, parent_id FROM departments ORDER BY id`); err != nil {
		return FieldRoster{}, fmt.Errorf("departments of field roster: %w", err)
	}
	if err := s.DB.SelectContext(ctx, &r.Posts, `SELECT id, code, name FROM posts ORDER BY id`); err != nil {
		return FieldRoster{}, fmt.Errorf("posts of field roster: %w", err)
	}
	if r.Places, err = fieldPlaces(ctx, s.DB, actor.Reach); err != nil {
		return FieldRoster{}, err
	}
	r.Own, err = badgesOf(ctx, s.DB, actor.EmployeeID)
	return r, err
}

// badgesOf returns the badges that an employee can wear today, as a phone keeps them.
func badgesOf(ctx context.Context, q sqlx.QueryerContext, employee int64) ([]string, error) {
	codes := []string{}
	if err := sqlx.SelectContext(ctx, q, &codes, `
		SELECT code FROM touchpoints WHERE kind = 'badge' AND revoked_at IS NULL AND employee_id = $1 ORDER BY code`, employee); err != nil {
		return nil, fmt.Errorf("badges of employee %d: %w", employee, err)
	}
	for i, code := range codes {
		codes[i] = digest(code)
	}
	return codes, nil
}

// onRoster refuses an account of nobody: who observes is part of the evidence.
func onRoster(actor accounts.Actor) error {
	if actor.EmployeeID != 0 {
		return nil
	}
	return fault.Because(ReasonNotOnRoster,
		fault.Errorf(fault.Forbidden, "only somebody on the roster can observe; your account belongs to nobody there"))
}

// fieldPlaces returns the places within reach.
func fieldPlaces(ctx context.Context, q sqlx.QueryerContext, reach accounts.Reach) ([]FieldPlace, error) {
	places := []FieldPlace{}
	if err := sqlx.SelectContext(ctx, q, &places, `
		SELECT code, department_id, label AS name FROM touchpoints
		WHERE kind IN ('counter', 'bed', 'room') AND revoked_at IS NULL AND ($1 OR department_id = ANY($2)) ORDER BY id`,
		reach.Hospital, pq.Array(reach.Departments)); err != nil {
		return nil, fmt.Errorf("places of field roster: %w", err)
	}
	for i := range places {
		places[i].Badge = digest(places[i].Badge)
	}
	return places, nil
}
