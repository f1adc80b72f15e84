package feedback

import (
	"net/netip"
	"sync"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
)

const networks = 20_000 // that are remembered; some 2 MB

// limiter is a token bucket per network: what one address may send is far more
// than the waiting rooms of a hospital that goes out through a single address,
// and far less than a program could. It lives in memory only, so that no
// address is ever stored.
type limiter struct {
	perSecond, burst float64

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	used float64 // tokens, at the time
	at   time.Time
}

// allow takes a token, or returns fault.TooMany. Without a network it always
// allows: the caller trusts the way the request came.
func (l *limiter) allow(network string, now time.Time) error {
	if network == "" {
		return nil
	}
	key := subnet(network)
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[key].drained(now, l.perSecond)
	if b.used+1 > l.burst {
		return errTooMany()
	}
	b.used++
	if l.buckets == nil || len(l.buckets) >= networks {
		l.forget(now)
	}
	l.buckets[key] = b
	return nil
}

func errTooMany() error {
	return fault.Errorf(fault.TooMany, "too many requests from this network at once; try again in a moment")
}

// check is allow without taking a token.
func (l *limiter) check(network string, now time.Time) error {
	if network == "" {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.buckets[subnet(network)].drained(now, l.perSecond).used+1 > l.burst {
		return errTooMany()
	}
	return nil
}

// drained lets the bucket run off until now.
func (b bucket) drained(now time.Time, perSecond float64) bucket {
	b.used = max(0, b.used-perSecond*max(0, now.Sub(b.at).Seconds()))
	b.at = now
	return b
}

// forget drops the networks that have been quiet. If that is not enough, it
// drops them all: better one burst too many than memory without end.
func (l *limiter) forget(now time.Time) {
	kept := map[string]bucket{}
	for key, b := range l.buckets {
		if b.drained(now, l.perSecond).used > 0 {
			kept[key] = b
		}
	}
	if len(kept) >= networks/2 {
		clear(kept)
	}
	l.buckets = kept
}

// subnet returns what one subscriber has: an IPv4 address, or an IPv6 /64.
func subnet(network string) string {
	addr, err := netip.ParseAddr(network)
	if err != nil || addr.Unmap().Is4() {
		return network
	}
	prefix, err := addr.WithZone("").Prefix(64)
	if err != nil {
		return network
	}
	return prefix.String()
}
