package feedback

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/wardstar/wardstar/people"
)

// zoneGrace is how long after subjectTTL a time zone still serves those who
// come while it is being read again.
const zoneGrace = 10 * time.Minute

// zone remembers the hospital's time zone, which every page needs and which
// hardly ever changes. The zero zone is ready to use.
type zone struct {
	known  atomic.Pointer[knownZone]
	asking singleflight.Group
}

type knownZone struct {
	loc *time.Location
	at  time.Time // when it was read
}

// location returns the hospital's time zone. One request reads it again after
// subjectTTL; nobody waits for that unless it has not been read for long, and
// if it fails, what was known holds.
func (s *Service) location(ctx context.Context) (*time.Location, error) {
	known, now := s.zone.known.Load(), s.Now()
	if known != nil && now.Before(known.at.Add(subjectTTL)) {
		return known.loc, nil
	}
	answer := s.zone.asking.DoChan("", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
		defer cancel()
		loc, err := people.Location(ctx, s.DB)
		if err == nil {
			s.zone.known.Store(&knownZone{loc, now})
		}
		return loc, err
	})
	if known != nil && now.Before(known.at.Add(subjectTTL+zoneGrace)) {
		return known.loc, nil
	}
	select {
	case r := <-answer:
		if r.Err != nil && known != nil {
			return known.loc, nil
		}
		return r.Val.(*time.Location), r.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
