package feedback

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/worktime"
)

// saltKept is how long after its month a salt is destroyed at the latest, whether
// or not the month has been closed.
const saltKept = 60

// salts remembers the salts of this month and the last. Its zero value is ready
// to use.
type salts struct {
	mu    sync.Mutex
	known map[worktime.Day][]byte
}

// salt returns what the month of day is hashed with, and makes it if need be. It
// is an Invalid "k" once the month's salt has been destroyed.
func (s *Service) salt(ctx context.Context, day worktime.Day) ([]byte, error) {
	month := worktime.Date(day.Year(), day.Month(), 1)
	s.salts.mu.Lock()
	salt := s.salts.known[month]
	s.salts.mu.Unlock()
	if salt != nil {
		return salt, nil
	}
	salt, err := s.readSalt(ctx, month)
	if err != nil {
		return nil, err
	}
	s.salts.mu.Lock()
	defer s.salts.mu.Unlock()
	if s.salts.known == nil || len(s.salts.known) > 1 {
		s.salts.known = map[worktime.Day][]byte{}
	}
	s.salts.known[month] = salt
	return salt, nil
}

func (s *Service) readSalt(ctx context.Context, month worktime.Day) (salt []byte, err error) {
	const read = `SELECT salt FROM ballot_salts WHERE month = $1`
	err = s.DB.GetContext(ctx, &salt, read, month)
	if errors.Is(err, sql.ErrNoRows) {
		fresh := make([]byte, 32)
		rand.Read(fresh)
		// Of servers that begin a month together one is first.
		if _, err := s.DB.ExecContext(ctx, `INSERT INTO ballot_salts (month, salt) VALUES ($1, $2) ON CONFLICT DO NOTHING`, month, fresh); err != nil {
			return nil, fmt.Errorf("make the salt of %s: %w", month, err)
		}
		err = s.DB.GetContext(ctx, &salt, read, month)
	}
	if err != nil {
		return nil, database.Fault(fmt.Errorf("read the salt of %s: %w", month, err))
	}
	if salt == nil {
		return nil, fault.Field("k", "this form has expired; open the page again")
	}
	return salt, nil
}

// DestroySalt makes a month's hashes mean nothing for good, in the transaction
// that closes it.
func DestroySalt(ctx context.Context, tx sqlx.ExecerContext, now time.Time, month worktime.Day) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE ballot_salts SET salt = NULL, destroyed_at = $2 WHERE month = $1 AND salt IS NOT NULL`, month, now); err != nil {
		return fmt.Errorf("destroy the salt of %s: %w", month, err)
	}
	return nil
}

// tapKept is how long the exact time of a tap is kept.
const tapKept = 24 * time.Hour

// Schedule returns what is due by the clock: looking for manipulation, and
// forgetting.
func (s *Service) Schedule() []outbox.Scheduled {
	return append(append(s.detection(), s.commentSchedule()...), []outbox.Scheduled{
		forgetKioskTaps(),
		{Name: "feedback.taps", Spec: "*/15 * * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
			if _, err := tx.ExecContext(ctx, `DELETE FROM taps WHERE at < $1`, at.Add(-tapKept)); err != nil {
				return fmt.Errorf("forget exact times: %w", err)
			}
			return nil
		}},
		{Name: "feedback.salts", Spec: "20 3 * * *", Run: func(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
			if _, err := tx.ExecContext(ctx, `
				UPDATE ballot_salts SET salt = NULL, destroyed_at = $1
				WHERE salt IS NOT NULL AND month + interval '1 month' + $2 * interval '1 day' < $1`, at, saltKept); err != nil {
				return fmt.Errorf("destroy old salts: %w", err)
			}
			return nil
		}},
	}...)
}
