package worktime_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

func TestPutRight(t *testing.T) {
	now := time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)
	at := now.Add(-time.Hour)
	for _, test := range []struct {
		name string
		off  time.Duration
		want time.Duration
	}{
		{"right", 0, 0},
		{"the way through the network", -59 * time.Second, 0},
		{"a minute fast", time.Minute, -time.Minute},
		{"an hour slow", -time.Hour, time.Hour},
		{"finer than the database keeps", 2*time.Minute + 999, -2 * time.Minute},
	} {
		if got := worktime.PutRight(at, new(now.Add(test.off)), now); !got.Equal(at.Add(test.want)) {
			t.Errorf("%s: %s, want %s", test.name, got, at.Add(test.want))
		}
	}
	if got := worktime.PutRight(at, nil, now); !got.Equal(at) {
		t.Errorf("a phone that says nothing: %s", got)
	}
}
