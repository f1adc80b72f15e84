package feedback

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/wardstar/wardstar/internal/worktime"
)

const (
	subjectTTL    = 30 * time.Second
	subjects      = 5000 // that are remembered; some 5 MB
	lookupTimeout = 5 * time.Second
)

// directory remembers subjects for a short time. A rush on one code asks the
// database once. The zero directory is ready to use.
type directory struct {
	mu     sync.RWMutex
	known  map[string]entry
	asking singleflight.Group
}

type entry struct {
	subject subject
	until   time.Time
}

type resolver func(ctx context.Context, code string, day worktime.Day) (subject, error)

// get returns the subject of a code as of a day, and asks resolve for what it
// does not remember. Errors are not remembered.
func (d *directory) get(ctx context.Context, code string, day worktime.Day, now time.Time, resolve resolver) (subject, error) {
	d.mu.RLock()
	e, ok := d.known[code]
	d.mu.RUnlock()
	if ok && e.subject.day == day && now.Before(e.until) {
		return e.subject, nil
	}
	answer := d.asking.DoChan(code+string(day), func() (any, error) {
		// Whoever asked first may give up; the others still wait.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
		defer cancel()
		b, err := resolve(ctx, code, day)
		if err == nil {
			d.put(b, now)
		}
		return b, err
	})
	select {
	case r := <-answer:
		return r.Val.(subject), r.Err
	case <-ctx.Done():
		return subject{}, ctx.Err()
	}
}

func (d *directory) put(b subject, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.known == nil || len(d.known) >= subjects {
		d.shrink(now)
	}
	d.known[b.Code] = entry{b, now.Add(subjectTTL)}
}

// shrink drops what is too old and, if that is not enough, everything.
func (d *directory) shrink(now time.Time) {
	kept := map[string]entry{}
	for code, e := range d.known {
		if now.Before(e.until) {
			kept[code] = e
		}
	}
	if len(kept) >= subjects {
		clear(kept)
	}
	d.known = kept
}

// forget makes the next get ask again.
func (d *directory) forget(code string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, code)
}
