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
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// onboardingMinutes is what hospitals require before a newcomer serves alone.
const onboardingMinutes = 40 * 60

// Hours compares what one person has been credited with in a year with what is
// required of them.
type Hours struct {
	EmployeeID int64        `json:"employeeId" db:"employee_id"`
	Number     string       `json:"number"     db:"number"`
	Name       string       `json:"name"       db:"name"`
	Year       int          `json:"year"       db:"-"`
	HiredOn    worktime.Day `json:"-"          db:"hired_on"`
	LeftOn     worktime.Day `json:"-"          db:"left_on"`

	// Required is what is Owed for the year.
	Minutes  int `json:"minutes"         db:"minutes"`
	Required int `json:"requiredMinutes" db:"-"`

	// Onboarding counts from the day of hire to the end of the year. It is
	// required of whoever was hired in the year or the one before.
	Onboarding         int `json:"onboardingMinutes"         db:"onboarding"`
	OnboardingRequired int `json:"onboardingRequiredMinutes" db:"-"`
}

// HoursInDetail are one person's hours with every credit that is part of them.
type HoursInDetail struct {
	Hours
	Credits []Credit `json:"credits" db:"-"`
}

// require fills in what is required in a year.
func (h *Hours) require(year int) {
	h.Year, h.Required = year, Owed(h.HiredOn, h.LeftOn, worktime.Date(year, 1, 1), worktime.Date(year+1, 1, 1))
	if h.HiredOn.Year() == year || h.HiredOn.Year() == year-1 {
		h.OnboardingRequired = onboardingMinutes
	}
}

// selectHours sums what employees were credited with in the year from $1 up to
// and without $2.
const selectHours = `
	SELECT e.id AS employee_id, e.number, e.name, e.hired_on, e.left_on,
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

// Hours returns what a person has been credited with in a year.
func (s *Service) Hours(ctx context.Context, actor accounts.Actor, in HoursOf) (h HoursInDetail, err error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return h, err
	}
	err = s.DB.GetContext(ctx, &h.Hours, selectHours+` WHERE `+withinReach+` AND e.id = $7`,
		y.first, y.next, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day, in.EmployeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return h, fault.Errorf(fault.NotFound, "there is no employee %d", in.EmployeeID)
	}
	if err != nil {
		return h, fmt.Errorf("hours of employee %d: %w", in.EmployeeID, err)
	}
	h.require(y.number)
	h.Credits, err = creditsOf(ctx, s.DB, h.Hours, y)
	return h, err
}

// creditsOf returns the credits that h sums.
func creditsOf(ctx context.Context, q sqlx.ExtContext, h Hours, y year) ([]Credit, error) {
	list := []Credit{}
	err := sqlx.SelectContext(ctx, q, &list, `
		SELECT `+creditColumns+` FROM credits
		WHERE employee_id = $1 AND voided_at IS NULL AND earned_on < $3 AND earned_on >= CASE purpose WHEN 'annual' THEN $2::date ELSE $4::date END
		ORDER BY earned_on, id`, h.EmployeeID, y.first, y.next, h.HiredOn)
	if err != nil {
		return nil, fmt.Errorf("credits of employee %d: %w", h.EmployeeID, err)
	}
	return list, nil
}

// ListHours narrows a list of hours to a year, and perhaps to a department.
type ListHours struct {
	Year         int   `query:"year"         validate:"omitempty,min=2000,max=2200"` // this one unless given
	DepartmentID int64 `query:"departmentId" validate:"min=0"`                       // and all below it
	After        int64 `query:"after"        validate:"min=0"`                       // the last id of the page before
	Limit        int   `query:"limit"        validate:"min=0,max=200"`
}

// ListHours returns the hours of whoever was employed in the year, in the order
// of their ids, 50 unless told otherwise. Who belongs where is a question about
// today or, for another year, its last or first day.
func (s *Service) ListHours(ctx context.Context, actor accounts.Actor, in ListHours) ([]Hours, error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Hours{}
	err = s.DB.SelectContext(ctx, &list, people.Below("$7")+selectHours+`
		WHERE `+withinReach+`
			AND ($7::bigint = 0 OR e.id IN (
				SELECT p.employee_id FROM postings p WHERE p.department_id IN (SELECT id FROM below)
					AND p.from_day <= $6 AND (p.to_day IS NULL OR p.to_day > $6)))
			AND e.hired_on < $2 AND (e.left_on IS NULL OR e.left_on > $1)
			AND e.id > $8
		ORDER BY e.id LIMIT $9`,
		y.first, y.next, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day,
		in.DepartmentID, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list hours: %w", err)
	}
	for i := range list {
		list[i].require(y.number)
	}
	return list, nil
}

// year is a year as seen from the present.
type year struct {
	number      int
	first, next worktime.Day // its first day, and that of the next
	day         worktime.Day // today, or the day of that year that is closest to it
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
	return y, nil
}
