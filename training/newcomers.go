package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// MayServeAlone reports whether somebody has what they need of onboarding to serve
// alone on a day: all of its hours, credited up to then, or no need of it. It is
// the gate of whatever assigns people.
func MayServeAlone(ctx context.Context, q sqlx.QueryerContext, employeeID int64, day worktime.Day) (bool, error) {
	var h Hours
	err := sqlx.GetContext(ctx, q, &h, `
		SELECT e.hired_on, (SELECT coalesce(sum(c.minutes), 0) FROM credits c
			WHERE c.employee_id = e.id AND c.voided_at IS NULL AND c.purpose = 'onboarding' AND c.earned_on BETWEEN e.hired_on AND $2) AS onboarding
		FROM employees e WHERE e.id = $1`, employeeID, day)
	if errors.Is(err, sql.ErrNoRows) {
		return false, fault.Errorf(fault.NotFound, "there is no employee %d", employeeID)
	}
	if err != nil {
		return false, fmt.Errorf("onboarding of employee %d: %w", employeeID, err)
	}
	return h.Onboarding >= onboardingOwed(h.HiredOn, day.Year()), nil
}

// onboardingOwed returns the minutes of onboarding that are asked for in a year:
// of whoever was hired in it or in the one before.
func onboardingOwed(hired worktime.Day, year int) int {
	if hired.Year() == year || hired.Year() == year-1 {
		return onboardingMinutes
	}
	return 0
}
