package handlers

import (
	"math"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// Limits says how often the API may be called with one key, and by one account.
// Nobody is limited by address: a whole hospital may come from one. Patients'
// pages have limits of their own, by code and phone.
type Limits struct{ Key, Account Rate }

// Rate is a number of calls a second, as an average, and how many may come at
// once. Zero is no limit.
type Rate struct {
	Sustained float64
	Burst     int
}

// keyFailures is how often one network may fail with one API key: a program
// that goes on calling with a revoked key should cost nothing.
var keyFailures = Rate{Sustained: 1. / 60, Burst: 10}

// maxBuckets bounds the memory of a limiter. One that is full forgets: better
// to limit nobody for a moment than to fall over.
const maxBuckets = 50_000

// limiter lets each caller call at a rate. Each server counts for itself.
type limiter struct {
	rate Rate
	now  func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
	swept   time.Time
}

// bucket holds the calls that a caller has saved up.
type bucket struct {
	calls float64
	at    time.Time
}

func newLimiter(rate Rate) *limiter {
	return &limiter{rate: rate, now: time.Now, buckets: map[string]bucket{}}
}

// take uses up one call of the caller, and returns how long to wait instead if
// there is none.
func (l *limiter) take(caller string) (wait time.Duration) { return l.count(caller, 1) }

// wait returns how long the caller has to wait for a call, and uses up none.
func (l *limiter) wait(caller string) time.Duration { return l.count(caller, 0) }

func (l *limiter) count(caller string, calls float64) time.Duration {
	if l.rate.Sustained <= 0 {
		return 0
	}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	b := l.fill(caller, now)
	if b.calls < 1 {
		return time.Duration((1 - b.calls) / l.rate.Sustained * float64(time.Second))
	}
	if calls > 0 {
		l.buckets[caller] = bucket{b.calls - calls, now}
	}
	return 0
}

func (l *limiter) fill(caller string, now time.Time) bucket {
	b, known := l.buckets[caller]
	if !known {
		return bucket{float64(l.rate.Burst), now}
	}
	saved := b.calls + now.Sub(b.at).Seconds()*l.rate.Sustained
	return bucket{min(saved, float64(l.rate.Burst)), now}
}

// sweep forgets those who have been quiet for long enough, once a minute.
func (l *limiter) sweep(now time.Time) {
	if len(l.buckets) >= maxBuckets {
		clear(l.buckets)
	}
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for caller := range l.buckets {
		if l.fill(caller, now).calls >= float64(l.rate.Burst) {
			delete(l.buckets, caller)
		}
	}
}

// pace refuses a caller who calls too often.
func (a *API) pace(c *fiber.Ctx, actor accounts.Actor) error {
	switch {
	case actor.Key != nil:
		return slowDown(c, a.keyCalls.take(strconv.FormatInt(actor.Key.ID, 10)))
	case actor.AccountID != 0:
		return slowDown(c, a.accountCalls.take(strconv.FormatInt(actor.AccountID, 10)))
	}
	return nil
}

// slowDown tells a caller how long to wait, if they have to.
func slowDown(c *fiber.Ctx, wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	seconds := int(math.Ceil(wait.Seconds()))
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds))
	return fault.Errorf(fault.TooMany, "too many calls; try again in %d s", seconds)
}
