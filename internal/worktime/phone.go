package worktime

import "time"

// phoneTolerance is how far a phone's clock may be off unheeded: a smaller
// difference is the way through the network.
const phoneTolerance = time.Minute

// PutRight returns when it was at by the server's clock, if a phone says it was
// that by its own and sent this at sentAt by its own, where it is now. A phone that
// does not say when it sent is believed.
func PutRight(at time.Time, sentAt *time.Time, now time.Time) time.Time {
	if sentAt == nil {
		return at
	}
	skew := sentAt.Sub(now).Truncate(time.Microsecond)
	if skew.Abs() < phoneTolerance {
		return at
	}
	return at.Add(-skew)
}
