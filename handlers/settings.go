package handlers

import (
	"context"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/people"
)

// settingsAge is how old the hospital's settings may be on patients' pages:
// every page needs them, and they hardly ever change.
const settingsAge = 30 * time.Second

// settings remembers the hospital's settings. Its zero value is ready to use.
type settings struct {
	mu     sync.Mutex
	known  people.Hospital
	readAt time.Time
}

// get returns the settings; old ones while they can't be read again.
func (s *settings) get(ctx context.Context, db *sqlx.DB) (people.Hospital, error) {
	s.mu.Lock()
	known, fresh := s.known, time.Since(s.readAt) < settingsAge
	s.mu.Unlock()
	if fresh {
		return known, nil
	}
	h, err := people.ReadHospital(ctx, db) // outside the lock: nobody queues behind a slow database
	if err != nil {
		if known.Name != nil {
			return known, nil
		}
		return people.Hospital{}, err
	}
	s.mu.Lock()
	s.known, s.readAt = h, time.Now()
	s.mu.Unlock()
	return h, nil
}
