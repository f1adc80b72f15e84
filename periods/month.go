package periods

import (
	"errors"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

// month is a calendar month.
type month struct {
	name       string       // as in 2026-10
	first, end worktime.Day // end is the first day of the next month
}

// parseMonth reads a name as in 2026-10.
func parseMonth(name string) (month, error) {
	t, err := time.Parse("2006-01", name)
	if err != nil || t.Year() < 1900 {
		return month{}, errors.New("not a month: write it like 2026-10")
	}
	return month{
		name:  name,
		first: worktime.Date(t.Year(), t.Month(), 1),
		end:   worktime.Date(t.Year(), t.Month()+1, 1),
	}, nil
}

// span is a stretch of time in days of the hospital, [from, to), and as the
// instants at which they begin.
type span struct {
	from, to worktime.Day
	loc      *time.Location
}

func (s span) start() time.Time { return s.from.In(s.loc) }
func (s span) end() time.Time   { return s.to.In(s.loc) }

// rolling is the span that the gates look back over: they may see more of a
// person than one month shows.
func (s span) rolling(days int) span { return span{s.to.AddDays(-days), s.to, s.loc} }

// before is the part of the rolling span that lies before s; empty if s is longer.
func (s span) before(days int) span {
	return span{min(s.rolling(days).from, s.from), s.from, s.loc}
}

// year is the span from the first day of the year in which s ends.
func (s span) year() span {
	last := s.to.AddDays(-1)
	return span{worktime.Date(last.Year(), time.January, 1), s.to, s.loc}
}
