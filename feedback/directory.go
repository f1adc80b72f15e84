package feedback

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

const (
	subjectTTL    = 30 * time.Second
	subjects      = 5000 // that are remembered; some 5 MB
	strangerTTL   = 10 * time.Second
	strangers     = 10_000 // codes that stand for nothing; some 1 MB
	lookupTimeout = 5 * time.Second
)

// directory remembers subjects for a short time, and codes that stand for
// nothing for a shorter one. A rush on one code asks the database once. The
// zero directory is ready to use.
type directory struct {
	mu      sync.RWMutex
	known   map[string]entry
	unknown map[string]time.Time // until when
	asking  singleflight.Group
}

type entry struct {
	subject subject
	until   time.Time
}

type resolver func(ctx context.Context, code string, day worktime.Day) (subject, error)

// get returns the subject of a code as of a day, and asks resolve for what it
// does not remember. But for fault.NotFound, errors are not remembered.
func (d *directory) get(ctx context.Context, code string, day worktime.Day, now time.Time, resolve resolver) (subject, error) {
	d.mu.RLock()
	e, ok := d.known[code]
	stranger := now.Before(d.unknown[code])
	d.mu.RUnlock()
	if stranger {
		return subject{}, errUnknownCode()
	}
	if ok && e.subject.day == day && now.Before(e.until) {
		return e.subject, nil
	}
	answer := d.asking.DoChan(code+string(day), func() (any, error) {
		// Whoever asked first may give up; the others still wait.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
		defer cancel()
		b, err := resolve(ctx, code, day)
		switch {
		case err == nil:
			d.put(b, now)
		case fault.Is(err, fault.NotFound):
			d.putStranger(code, now)
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
		d.known = shrunk(d.known, subjects, func(e entry) bool { return now.Before(e.until) })
	}
	d.known[b.Code] = entry{b, now.Add(subjectTTL)}
}

func (d *directory) putStranger(code string, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.unknown == nil || len(d.unknown) >= strangers {
		d.unknown = shrunk(d.unknown, strangers, now.Before)
	}
	d.unknown[code] = now.Add(strangerTTL)
}

// shrunk returns what still holds or, if that makes no room, nothing.
func shrunk[V any](all map[string]V, most int, holds func(V) bool) map[string]V {
	kept := map[string]V{}
	for code, v := range all {
		if holds(v) {
			kept[code] = v
		}
	}
	if len(kept) >= most {
		clear(kept)
	}
	return kept
}

// forget makes the next get ask again.
func (d *directory) forget(code string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, code)
	delete(d.unknown, code)
}
