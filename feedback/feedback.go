// Package feedback hears the patients: the codes they scan, the ratings they
// give, and what they add in words.
//
// One phone has one vote per day about each person or place. It is easy to
// change and hard to cast twice: every repetition leads to the same keyed hash,
// and the unique constraint on it decides. Neither the phone nor the time of
// day is stored, only that hash and the hour.
package feedback

import (
	"context"
	"log/slog"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Config is what a [Service] works with.
type Config struct {
	DB   *sqlx.DB
	Now  func() time.Time
	Keys *secrets.Keys
	Tags map[string]bool // what patients may tick: the codes of standards' tags
	Log  *slog.Logger    // nil: slog.Default()
}

// Service keeps touchpoints, ratings and remarks. Close it when the last
// request has been answered.
type Service struct {
	Config
	subjects directory
	taps     limiter
	views    limiter
	guesses  limiter // at tokens
	writer   *writer
	signer   signer
	zone     zone
	salts    salts
	shared   sharedList
}

// New returns a service whose writer runs until Close.
func New(c Config) *Service {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &Service{
		Config: c, signer: newSigner(c.Keys), writer: startWriter(c.DB, c.Log),
		taps: limiter{perSecond: 50, burst: 500}, views: limiter{perSecond: 100, burst: 1000},
		guesses: limiter{perSecond: 1, burst: 200},
	}
}

// Close waits until every rating that was taken in has been written. Ratings
// that come after it are refused as unavailable.
func (s *Service) Close() { s.writer.close() }

// today returns the hospital's day.
func (s *Service) today(ctx context.Context) (worktime.Day, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return "", err
	}
	return worktime.DayOf(s.Now(), loc), nil
}
