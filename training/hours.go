package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// onboardingMinutes is what hospitals require before a newcomer serves alone.
const onboardingMinutes = 40 * 60

// Hours compares what one person has been credited with in a year with what is
// required of them, as of a day of it: today or, of another year, its last or
// first day.
type Hours struct {
	EmployeeID   int64        `json:"employeeId"             db:"employee_id"`
	Number       string       `json:"number"                 db:"number"`
	Name         string       `json:"name"                   db:"name"`
	DepartmentID int64        `json:"departmentId,omitempty" db:"department_id"` // of the posting that began first, of those of the day
	Year         int          `json:"year"                   db:"-"`
	HiredOn      worktime.Day `json:"-"                      db:"hired_on"`

	// Required is what is owed for the year, Due what is owed for its days up to
	// the day and with it: see Duty.Owed.
	Minutes  int    `json:"minutes"         db:"minutes"`
	Required int    `json:"requiredMinutes" db:"-"`
	Due      int    `json:"dueMinutes"      db:"-"`
	Standing string `json:"standing"        db:"-"` // done, on-course, behind or none: nothing is owed

	// Onboarding counts from the day of hire to the end of the year. It is
	// required of whoever was hired in the year or the one before, and until they
	// have it they do not serve alone.
	Onboarding         int  `json:"onboardingMinutes"         db:"onboarding"`
	OnboardingRequired int  `json:"onboardingRequiredMinutes" db:"-"`
	MayServeAlone      bool `json:"mayServeAlone"             db:"-"`

	Quarters []Quarter `json:"quarters" db:"-"` // four
	Missing  []string  `json:"missing"  db:"-"` // on the day: hours, onboarding, case-review, communication
}

// The standings.
const (
	done     = "done"
	onCourse = "on-course"
	behind   = "behind"
	none     = "none"
)

// HoursInDetail are one person's hours with every credit that is part of them.
type HoursInDetail struct {
	Hours
	Credits []CountedCredit `json:"credits" db:"-"`
}

// CountedCredit is a credit with what it is for.
type CountedCredit struct {
	Credit
	Course   texts.Localized `json:"course,omitempty"   db:"course"`   // its title
	External string          `json:"external,omitempty" db:"external"` // the title of training elsewhere
	Category string          `json:"category"           db:"category"`
	Kind     string          `json:"kind,omitempty"     db:"kind"` // of the session
}

// require fills in what is required in a year of whoever has that duty.
func (h *Hours) require(d Duty, y year) {
	h.Year, h.Required, h.Due = y.number, d.Owed(y.first, y.next), d.Owed(y.first, y.until)
	h.OnboardingRequired = onboardingOwed(h.HiredOn, y.number)
	h.MayServeAlone = h.Onboarding >= h.OnboardingRequired
	switch {
	case h.Required == 0:
		h.Standing = none
	case h.Minutes >= h.Required:
		h.Standing = done
	case h.Minutes >= h.Due:
		h.Standing = onCourse
	default:
		h.Standing = behind
	}
}

// miss lists what is missing on the day, once the quarters are known.
func (h *Hours) miss(y year) {
	h.Missing = []string{}
	add := func(what string, missing bool) {
		if missing {
			h.Missing = append(h.Missing, what)
		}
	}
	q := h.Quarters[quarterOf(y.day)-1]
	add("hours", h.Standing == behind)
	add("onboarding", !h.MayServeAlone)
	add("case-review", q.CaseReview == owed)
	add("communication", q.Communication == owed)
}

// complete fills in, of each of the list, what is not a sum of credits.
func complete(ctx context.Context, q sqlx.QueryerContext, list []Hours, y year) error {
	ids := make([]int64, len(list))
	for i := range list {
		ids[i] = list[i].EmployeeID
	}
	duties, err := Duties(ctx, q, ids)
	if err != nil {
		return err
	}
	quarters, err := readQuarters(ctx, q, ids, y)
	if err != nil {
		return err
	}
	for i := range list {
		h := &list[i]
		d := duties[h.EmployeeID]
		h.require(d, y)
		h.Quarters = quarters.of(h.EmployeeID, d, y)
		h.miss(y)
	}
	return nil
}

// selectHours sums what employees were credited with in the year from $1 up to
// and without $2; $6 is the day.
const selectHours = `
	SELECT e.id AS employee_id, e.number, e.name, e.hired_on,
		coalesce((SELECT p.department_id FROM postings p
			WHERE p.employee_id = e.id AND p.from_day <= $6 AND (p.to_day IS NULL OR p.to_day > $6)
			ORDER BY p.from_day, p.id LIMIT 1), 0) AS department_id,
		(SELECT coalesce(sum(c.minutes), 0) FROM credits c
			WHERE c.employee_id = e.id AND c.voided_at IS NULL AND c.purpose = 'annual' AND c.earned_on >= $1 AND c.earned_on < $2) AS minutes,
		(SELECT coalesce(sum(c.minutes), 0) FROM credits c
			WHERE c.employee_id = e.id AND c.voided_at IS NULL AND c.purpose = 'onboarding' AND c.earned_on >= e.hired_on AND c.earned_on < $2) AS onboarding
	FROM employees e`

// withinReach is the condition on employees that lists of hours share: within
// $3 to $5 on the day $6.
const withinReach = `($3 OR e.id = $5 OR e.id IN (
	SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($4)
		AND p.from_day <= $6 AND (p.to_day IS NULL OR p.to_day > $6)))`

// HoursOf names a person and a year.
type HoursOf struct {
	EmployeeID int64 `params:"id" json:"-" validate:"required"`
	Year       int   `query:"year" validate:"omitempty,min=2000,max=2200"` // this one unless given
}

// Hours returns what a person has been credited with in a year, what of it counts,
// and what is missing.
func (s *Service) Hours(ctx context.Context, actor accounts.Actor, in HoursOf) (h HoursInDetail, err error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return h, err
	}
	list := make([]Hours, 1)
	err = s.DB.GetContext(ctx, &list[0], selectHours+` WHERE `+withinReach+` AND e.id = $7`,
		y.first, y.next, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day, in.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return h, fault.Errorf(fault.NotFound, "there is no employee %d", in.EmployeeID)
	}
	if err != nil {
		return h, fmt.Errorf("hours of employee %d: %w", in.EmployeeID, err)
	}
	if err := complete(ctx, s.DB, list, y); err != nil {
		return h, err
	}
	h.Hours = list[0]
	h.Credits, err = creditsOf(ctx, s.DB, h.Hours, y)
	return h, err
}

// creditsOf returns the credits that h sums.
func creditsOf(ctx context.Context, q sqlx.ExtContext, h Hours, y year) ([]CountedCredit, error) {
	list := []CountedCredit{}
	err := sqlx.SelectContext(ctx, q, &list, `
		SELECT c.*, k.title AS course, coalesce(x.title, '') AS external, coalesce(k.category, x.category) AS category, coalesce(t.kind, '') AS kind
		FROM (SELECT `+creditColumns+` FROM credits WHERE employee_id = $1 AND voided_at IS NULL) c `+whatFor+`
		WHERE c.earned_on < $3 AND c.earned_on >= CASE c.purpose WHEN 'annual' THEN $2::date ELSE $4::date END
		ORDER BY c.earned_on, c.id`, h.EmployeeID, y.first, y.next, h.HiredOn)
	if err != nil {
		return nil, fmt.Errorf("credits of employee %d: %w", h.EmployeeID, err)
	}
	return list, nil
}

// year is a year as seen from the present.
type year struct {
	number      int
	first, next worktime.Day // its first day, and that of the next
	day         worktime.Day // today, or the day of that year that is closest to it
	until       worktime.Day // the first day of it, or of the next, that has yet to begin
}

// year returns the year with that number; 0 stands for the present one.
func (s *Service) year(ctx context.Context, number int) (year, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return year{}, err
	}
	if number == 0 {
		number = today.Year()
	}
	y := year{number: number, first: worktime.Date(number, 1, 1), next: worktime.Date(number+1, 1, 1)}
	y.day = min(max(today, y.first), y.next.AddDays(-1))
	y.until = min(max(today.AddDays(1), y.first), y.next)
	return y, nil
}
