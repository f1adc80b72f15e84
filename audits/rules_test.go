package audits

import (
	"testing"
	"time"
)

func TestTimed(t *testing.T) {
	for _, test := range []struct {
		name     string
		attempts []Attempt
		want     string
	}{
		{"never timed", nil, ""},
		{"only a cancelled one", []Attempt{{Milliseconds: 900, Cancelled: "bumped"}}, ""},
		{"on the target", []Attempt{{Milliseconds: 5000}}, Met},
		{"over it by a millisecond", []Attempt{{Milliseconds: 5001}}, Partly},
		{"on twice the target", []Attempt{{Milliseconds: 10000}}, Partly},
		{"over twice the target", []Attempt{{Milliseconds: 10001}}, NotMet},
		{"some within", []Attempt{{Milliseconds: 9000}, {Milliseconds: 4000}}, Partly},
		{"the slow one was cancelled", []Attempt{{Milliseconds: 9000, Cancelled: "phone fell"}, {Milliseconds: 4000}}, Met},
		{"none within, one not late", []Attempt{{Milliseconds: 19000}, {Milliseconds: 7000}}, Partly},
		{"all late", []Attempt{{Milliseconds: 19000}, {Milliseconds: 17000}}, NotMet},
	} {
		if got := timed(test.attempts, 5000); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTimes(t *testing.T) {
	now := time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)
	ten := now.Add(-10 * time.Minute) // when it started
	for _, test := range []struct {
		name    string
		started time.Time     // by the phone
		ahead   time.Duration // the phone's clock
		said    bool
		want    time.Time
	}{
		{"a right clock", ten, 0, true, ten},
		{"the way through the network is no skew", ten, -59 * time.Second, true, ten},
		{"an hour ahead", ten.Add(time.Hour), time.Hour, true, ten},
		{"a year behind", ten.AddDate(-1, 0, 0), now.AddDate(-1, 0, 0).Sub(now), true, ten},
		{"the phone did not say", ten.Add(time.Hour), time.Hour, false, ten.Add(time.Hour)},
	} {
		in := NewSpotCheck{StartedAt: test.started, FinishedAt: test.started}
		if test.said {
			in.SentAt = new(now.Add(test.ahead))
		}
		if got, _ := in.times(now); !got.Equal(test.want) {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
