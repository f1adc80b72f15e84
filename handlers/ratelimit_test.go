package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	at := noon
	l := newLimiter(Rate{Sustained: 2, Burst: 3})
	l.now = func() time.Time { return at }
	for _, test := range []struct {
		what   string
		caller string
		after  time.Duration
		want   time.Duration
	}{
		{"first", "a", 0, 0},
		{"second", "a", 0, 0},
		{"third, the last of the burst", "a", 0, 0},
		{"fourth", "a", 0, 500 * time.Millisecond},
		{"waiting half of it is not enough", "a", 250 * time.Millisecond, 250 * time.Millisecond},
		{"somebody else meanwhile", "b", 0, 0},
		{"waiting as told is", "a", 250 * time.Millisecond, 0},
		{"and for one call only", "a", 0, 500 * time.Millisecond},
		{"no more is saved up than the burst", "a", time.Hour, 0},
		{"of three", "a", 0, 0},
		{"calls", "a", 0, 0},
		{"and not a fourth", "a", 0, 500 * time.Millisecond},
	} {
		at = at.Add(test.after)
		if asked := l.wait(test.caller); asked != test.want {
			t.Errorf("%s: asking uses a call up: %v", test.what, asked)
		}
		if got := l.take(test.caller); got != test.want {
			t.Errorf("%s: wait %v, want %v", test.what, got, test.want)
		}
	}
	at = at.Add(time.Hour)
	if l.take("c"); len(l.buckets) != 1 {
		t.Errorf("it remembers %d callers", len(l.buckets))
	}
	for i := range 2 * maxBuckets {
		l.take(fmt.Sprint(i))
	}
	if len(l.buckets) > maxBuckets {
		t.Errorf("it remembers %d callers of a flood", len(l.buckets))
	}
	unlimited := newLimiter(Rate{})
	for range 1000 {
		if unlimited.take("a") != 0 {
			t.Fatal("zero is a limit")
		}
	}
}

// TestWhoCallsTooOftenIsToldHowLongToWait uses up the calls of one key and of
// one account: others, and patients, at the same address go on.
func TestWhoCallsTooOftenIsToldHowLongToWait(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.api.Limits = Limits{Key: Rate{Sustained: 0.01, Burst: 2}, Account: Rate{Sustained: 0.01, Burst: 3}}
	h.app = h.api.App()
	first, second := h.key("first", "post:read"), h.key("second", "post:read")
	for _, test := range []struct {
		what   string
		header map[string]string
		calls  int
	}{
		{"a key", bearing(first), 2},
		{"another key", bearing(second), 2},
		{"a person", map[string]string{"Cookie": "session=staff"}, 3},
		{"another person", map[string]string{"Cookie": "session=trainer"}, 3},
	} {
		for i := range test.calls + 2 {
			status, header, body := h.send("GET", "/api/v1/posts", "", test.header)
			if i < test.calls && status != 200 {
				t.Errorf("%s, call %d: %d %s", test.what, i+1, status, body)
			}
			if i >= test.calls && (status != 429 || header["Retry-After"] == nil || !strings.Contains(body, "too_many")) {
				t.Errorf("%s, call %d: %d %v %s", test.what, i+1, status, header["Retry-After"], body)
			}
		}
	}
	for range 20 {
		if status, _, body := h.send("GET", "/r/"+h.code, "", nil); status != 200 {
			t.Fatalf("a patient: %d %s", status, body)
		}
	}
}

// TestAKeyThatFailsAgainAndAgainIsNotLookedAt: a program that goes on with a
// revoked key is told to wait, and holds up nobody else's.
func TestAKeyThatFailsAgainAndAgainIsNotLookedAt(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	bad, good := h.key("bad", "post:read"), h.key("good", "post:read")
	h.exec(`UPDATE api_keys SET revoked_at = created_at WHERE name = 'bad'`)
	for i := range keyFailures.Burst + 3 {
		want := 401
		if i >= keyFailures.Burst {
			want = 429
		}
		if status, header, body := h.send("GET", "/api/v1/posts", "", bearing(bad)); status != want || status == 401 && header["Www-Authenticate"] == nil {
			t.Errorf("failure %d: %d %v %s", i+1, status, header, body)
		}
	}
	if status, _, body := h.send("GET", "/api/v1/posts", "", bearing(good)); status != 200 {
		t.Errorf("another key from there: %d %s", status, body)
	}
	if n := h.id(`SELECT count(*) FROM journal WHERE action = 'refuse' AND object = 'api-key'`); n != int64(keyFailures.Burst) {
		t.Errorf("journalled %d times", n)
	}
}
