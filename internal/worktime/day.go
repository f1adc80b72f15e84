// Package worktime reckons with days and working time. It knows no hospital:
// callers bring the time zone.
package worktime

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Day is a day of the calendar without a time or a zone, written as ISO 8601
// does: "2026-10-31". Days in this form compare with < and ==. The zero Day, "",
// stands for none; it is before all others, and NULL in the database.
//
// A Day that came in from outside may hold anything: see [Day.Validate].
type Day string

// The years a hospital may have something to say about.
const firstYear, lastYear = 1900, 2999

// DayOf returns the day on which t falls in loc.
func DayOf(t time.Time, loc *time.Location) Day { return Day(t.In(loc).Format(time.DateOnly)) }

// Date returns the given day; it carries over like [time.Date].
func Date(year int, month time.Month, day int) Day {
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC), time.UTC)
}

// Parse returns the day that s writes.
func Parse(s string) (Day, error) {
	d := Day(s)
	if s == "" {
		return "", errors.New("not a day: write it like 2026-10-31")
	}
	return d, d.Validate()
}

// Validate returns an error, fit for the person who wrote d, unless d is a day
// between 1900 and 2999, or none.
func (d Day) Validate() error {
	if d == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return errors.New("not a day: write it like 2026-10-31")
	}
	if t.Year() < firstYear || t.Year() > lastYear {
		return fmt.Errorf("not between %d and %d", firstYear, lastYear)
	}
	return nil
}

// In returns the instant at which d begins in loc. Where the clocks skip
// midnight, that is the first instant after it.
func (d Day) In(loc *time.Location) time.Time {
	u := d.utc()
	t := time.Date(u.Year(), u.Month(), u.Day(), 0, 0, 0, 0, loc)
	for DayOf(t, loc) < d { // a skipped midnight may come out as an hour of the day before
		t = t.Add(15 * time.Minute)
	}
	return t
}

// AddDays returns the day n days after d, or before it if n is negative.
func (d Day) AddDays(n int) Day { return DayOf(d.utc().AddDate(0, 0, n), time.UTC) }

// Sub returns how many days after e d is.
func (d Day) Sub(e Day) int { return int(d.utc().Sub(e.utc()) / (24 * time.Hour)) }

// Year returns d's year.
func (d Day) Year() int { return d.utc().Year() }

// Month returns d's month.
func (d Day) Month() time.Month { return d.utc().Month() }

// utc returns the midnight in UTC at which d begins. It panics if d is not valid:
// callers validate what comes from outside.
func (d Day) utc() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		panic(fmt.Sprintf("worktime: %q is not a day", string(d)))
	}
	return t
}

// Value implements [driver.Valuer].
func (d Day) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	if err := d.Validate(); err != nil {
		return nil, fmt.Errorf("%q: %w", string(d), err)
	}
	return string(d), nil
}

// Scan implements [database/sql.Scanner] for columns of type date.
func (d *Day) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*d = ""
	case time.Time:
		*d = Day(src.Format(time.DateOnly))
	default:
		return fmt.Errorf("scan day: it is a %T", src)
	}
	return nil
}
