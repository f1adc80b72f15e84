package feedback

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// TestUnknownCodesAreRemembered for a short time, and not without end.
func TestUnknownCodesAreRemembered(t *testing.T) {
	t.Parallel()
	var d directory
	now := time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)
	asked := 0
	ask := func(code string, at time.Time, answer error) error {
		_, err := d.get(t.Context(), code, "2026-06-10", at, func(_ context.Context, code string, day worktime.Day) (subject, error) {
			asked++
			return subject{Subject: Subject{Code: code}, day: day}, answer
		})
		return err
	}
	for _, test := range []struct {
		name   string
		code   string
		after  time.Duration
		answer error
		kind   fault.Kind
		asked  int
	}{
		{"unknown", "A", 0, errUnknownCode(), fault.NotFound, 1},
		{"unknown again", "A", strangerTTL - 1, nil, fault.NotFound, 1},
		{"made since", "A", strangerTTL, nil, "", 2},
		{"known", "A", strangerTTL + 1, errors.New("not asked"), "", 2},
		{"a fault", "B", 0, errGone(), fault.Gone, 3},
		{"is not remembered", "B", 0, nil, "", 4},
	} {
		err := ask(test.code, now.Add(test.after), test.answer)
		if test.kind == "" && err != nil || test.kind != "" && !fault.Is(err, test.kind) || asked != test.asked {
			t.Errorf("%s: %v, asked %d times, want %d", test.name, err, asked, test.asked)
		}
	}
	for i := range strangers + 1 {
		ask(fmt.Sprint(i), now, errUnknownCode())
	}
	if len(d.unknown) > strangers || len(d.unknown) == 0 {
		t.Errorf("%d unknown codes are remembered", len(d.unknown))
	}
}

// TestTheTimeZoneIsThereWithoutADatabase, and nobody waits while it is read again.
func TestTheTimeZoneIsThereWithoutADatabase(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	zone := func() string {
		t.Helper()
		loc, err := w.location(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return loc.String()
	}
	if got := zone(); got != "Asia/Shanghai" {
		t.Fatalf("the zone is %s", got)
	}
	w.db.SetMaxOpenConns(1)
	tx := w.db.MustBegin() // has the only connection
	defer tx.Rollback()
	w.clock.pass(subjectTTL)
	start := time.Now()
	if got := zone(); got != "Asia/Shanghai" || time.Since(start) > time.Second {
		t.Errorf("while it cannot be read: %s after %v", got, time.Since(start))
	}
	tx.Rollback()
	for w.zone.known.Load().at.Before(w.Now()) { // until it has been read after all
		time.Sleep(time.Millisecond)
	}
	w.db.MustExec(`UPDATE hospital SET time_zone = 'Asia/Seoul'`)
	w.clock.pass(subjectTTL + zoneGrace)
	if got := zone(); got != "Asia/Seoul" {
		t.Errorf("after a change: %s", got)
	}
	w.db.Close()
	w.clock.pass(subjectTTL + 2*zoneGrace)
	if got := zone(); got != "Asia/Seoul" {
		t.Errorf("without a database: %s", got)
	}
}
