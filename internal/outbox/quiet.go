package outbox

import (
	"fmt"
	"time"
)

// Quiet is the time of day in which people are left alone, on their hospital's
// clock. It may reach over midnight; its zero value is no such time.
type Quiet struct{ From, To time.Duration } // since midnight

// UnmarshalText reads "21:00-07:00", or "" for none.
func (q *Quiet) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*q = Quiet{}
		return nil
	}
	var h1, m1, h2, m2 int
	if n, err := fmt.Sscanf(string(text), "%d:%d-%d:%d", &h1, &m1, &h2, &m2); n != 4 || err != nil ||
		h1 < 0 || h1 > 23 || h2 < 0 || h2 > 23 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59 || string(text) != fmt.Sprintf("%02d:%02d-%02d:%02d", h1, m1, h2, m2) {
		return fmt.Errorf("%q is not a stretch of a day like 21:00-07:00", text)
	}
	*q = Quiet{time.Duration(h1)*time.Hour + time.Duration(m1)*time.Minute, time.Duration(h2)*time.Hour + time.Duration(m2)*time.Minute}
	return nil
}

// Ends returns when the quiet that holds at now ends; false if none does. The
// hour that a clock repeats or leaves out is taken as the clock shows it.
func (q Quiet) Ends(now time.Time) (time.Time, bool) {
	y, m, d := now.Date()
	clock := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute + time.Duration(now.Second())*time.Second
	tomorrow := 0
	switch {
	case q.From == q.To:
		return time.Time{}, false
	case q.From < q.To:
		if clock < q.From || clock >= q.To {
			return time.Time{}, false
		}
	case clock >= q.From:
		tomorrow = 1
	case clock >= q.To:
		return time.Time{}, false
	}
	return time.Date(y, m, d+tomorrow, int(q.To/time.Hour), int(q.To%time.Hour/time.Minute), 0, 0, now.Location()), true
}
