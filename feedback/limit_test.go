package feedback

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
)

// TestGuessingCodesIsLimited: every page counts, whether its code is known or not.
func TestGuessingCodesIsLimited(t *testing.T) {
	t.Parallel()
	for name, view := range map[string]func(w ward, v Visitor) error{
		"open": func(w ward, v Visitor) error { _, err := w.Open(context.Background(), v); return err },
		"find": func(w ward, v Visitor) error { _, err := w.Find(context.Background(), v); return err },
		"who":  func(w ward, v Visitor) error { _, err := w.Who(context.Background(), v); return err },
	} {
		w := newWard(t)
		guess := Visitor{Code: "ZZZZZZZZ", Network: "192.0.2.1"}
		for range int(w.views.burst) {
			if err := view(w, guess); !fault.Is(err, fault.NotFound) {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if err := view(w, guess); !fault.Is(err, fault.TooMany) {
			t.Errorf("%s: a guess too many: %v", name, err)
		}
		if err := view(w, Visitor{Code: badge, Network: "192.0.2.2"}); err != nil {
			t.Errorf("%s: from elsewhere: %v", name, err)
		}
		w.clock.pass(time.Second)
		if err := view(w, Visitor{Code: badge, Network: "192.0.2.1"}); err != nil {
			t.Errorf("%s: a second later: %v", name, err)
		}
	}
}

func TestOneNetworkCannotFloodButAHospitalCan(t *testing.T) {
	t.Parallel()
	const burst = 500
	l := limiter{perSecond: 50, burst: burst}
	now := time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)
	for i := range burst {
		if err := l.allow("192.0.2.1", now); err != nil {
			t.Fatalf("rating %d: %v", i, err)
		}
	}
	for _, test := range []struct {
		network string
		after   time.Duration
		ok      bool
	}{
		{"192.0.2.1", 0, false},
		{"::ffff:192.0.2.2", 0, true},
		{"", 0, true},
		{"192.0.2.1", time.Second, true},
		{"192.0.2.1", -time.Hour, true}, // a clock set back
	} {
		if err := l.allow(test.network, now.Add(test.after)); (err == nil) != test.ok || err != nil && !fault.Is(err, fault.TooMany) {
			t.Errorf("%+v: %v", test, err)
		}
	}
	for i := range burst + 1 {
		err := l.allow(fmt.Sprintf("2001:db8::%x", i), now)
		if want := i < burst; (err == nil) != want {
			t.Fatalf("address %d of one subscriber: %v", i, err)
		}
	}
	for i := range 3 * networks {
		l.allow(fmt.Sprint(i), now)
	}
	if len(l.buckets) > networks {
		t.Errorf("%d networks are remembered", len(l.buckets))
	}
}
