package worktime

import "time"

// ShiftAt returns the shift of a local time: day from 7, evening from 15,
// night from 23 o'clock.
func ShiftAt(local time.Time) string {
	switch h := local.Hour(); {
	case h >= 7 && h < 15:
		return "day"
	case h >= 15 && h < 23:
		return "evening"
	}
	return "night"
}
