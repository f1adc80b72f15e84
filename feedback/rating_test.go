package feedback

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
)

// TestOnePhoneHasOneVote tells stories of phones, and what counts in the end.
func TestOnePhoneHasOneVote(t *testing.T) {
	t.Parallel()
	phone, other := NewDevice(), NewDevice()
	for _, test := range []struct {
		name string
		do   func(t *testing.T, w ward)
		want []int
	}{
		{"one tap", func(t *testing.T, w ward) {
			w.scan(t, badge, phone, 5)
		}, []int{5}},
		{"double tap", func(t *testing.T, w ward) {
			k := w.key(t, badge, phone)
			w.tap(t, badge, k, phone, 5)
			if r := w.tap(t, badge, k, phone, 5); !r.Again || r.Version != 1 {
				t.Errorf("%+v", r)
			}
		}, []int{5}},
		{"double tap without cookies", func(t *testing.T, w ward) {
			k := w.key(t, badge, "")
			w.tap(t, badge, k, "", 4)
			w.tap(t, badge, k, "", 4)
		}, []int{4}},
		{"the cookie comes with the first page", func(t *testing.T, w ward) {
			page, err := w.Open(t.Context(), Visitor{Code: badge})
			if err != nil || page.Device == "" {
				t.Fatalf("%+v, %v", page, err)
			}
			w.tap(t, badge, page.Key, page.Device, 4)
			w.scan(t, badge, page.Device, 4)
		}, []int{4}},
		{"reload and scan again", func(t *testing.T, w ward) {
			w.scan(t, badge, phone, 5)
			w.clock.pass(time.Hour)
			w.scan(t, badge, phone, 5)
		}, []int{5}},
		{"back, and another answer", func(t *testing.T, w ward) {
			k := w.key(t, badge, phone)
			w.tap(t, badge, k, phone, 5)
			if r := w.tap(t, badge, k, phone, 2); !r.Again || r.Version != 2 || r.Score != 2 {
				t.Errorf("%+v", r)
			}
		}, []int{2}},
		{"there and back again: the last tap counts", func(t *testing.T, w ward) {
			k := w.key(t, badge, phone)
			for _, score := range []int{5, 3, 5} {
				w.tap(t, badge, k, phone, score)
			}
		}, []int{5}},
		{"change without cookies", func(t *testing.T, w ward) {
			k := w.key(t, badge, "")
			w.tap(t, badge, k, "", 5)
			page, err := w.Open(t.Context(), Visitor{Code: badge, Key: k})
			if err != nil || page.Said == nil || page.Key != k {
				t.Fatalf("%+v, %v", page, err)
			}
			w.tap(t, badge, page.Key, "", 1)
		}, []int{1}},
		{"the same person by another badge", func(t *testing.T, w ward) {
			w.scan(t, badge, phone, 5)
			w.scan(t, badge2, phone, 4)
		}, []int{4}},
		{"another person is another vote", func(t *testing.T, w ward) {
			w.scan(t, badge, phone, 5)
			w.scan(t, badge3, phone, 4)
			w.scan(t, counter, phone, 3)
		}, []int{5, 4, 3}},
		{"another phone is another vote", func(t *testing.T, w ward) {
			w.scan(t, badge, phone, 5)
			w.scan(t, badge, other, 4)
		}, []int{5, 4}},
		{"another day is another vote", func(t *testing.T, w ward) {
			w.clock.set("2026-06-10 23:50:00")
			w.scan(t, badge, phone, 5)
			w.clock.set("2026-06-11 00:10:00")
			w.scan(t, badge, phone, 4)
		}, []int{5, 4}},
		{"a double tap around midnight", func(t *testing.T, w ward) {
			w.clock.set("2026-06-10 23:59:59")
			k := w.key(t, badge, phone)
			w.tap(t, badge, k, phone, 5)
			w.clock.set("2026-06-11 00:00:00")
			w.tap(t, badge, k, phone, 5)
		}, []int{5}},
		{"one page and many cookies", func(t *testing.T, w ward) {
			k := w.key(t, badge, phone)
			w.tap(t, badge, k, phone, 5)
			for range 5 {
				w.tap(t, badge, k, NewDevice(), 4)
			}
		}, []int{5, 4}},
		{"a page without a cookie, and many cookies", func(t *testing.T, w ward) {
			k := w.key(t, badge, "")
			for range 5 {
				w.tap(t, badge, k, NewDevice(), 4)
			}
		}, []int{4}},
		{"a made-up cookie counts as none", func(t *testing.T, w ward) {
			k := w.key(t, badge, "")
			w.tap(t, badge, k, "nonsense", 5)
			w.tap(t, badge, k, "more nonsense", 4)
		}, []int{4}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			test.do(t, w)
			if got := w.votes(t); !slices.Equal(got, test.want) {
				t.Errorf("counted %v, want %v", got, test.want)
			}
		})
	}
}

func TestThreePostsAtOnceAreOneVote(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	var wg sync.WaitGroup
	for range 20 {
		device := NewDevice()
		k := w.key(t, badge, device)
		for _, score := range []int{5, 5, 4} {
			wg.Go(func() {
				if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: k, Device: device, Score: score, Language: "en"}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if got := w.votes(t); len(got) != 20 {
		t.Errorf("%d votes of 20 phones", len(got))
	}
	var gaps int
	if err := w.db.Get(&gaps, `SELECT count(*) FROM (SELECT max(version) <> count(*) AS gap FROM ratings GROUP BY vote) v WHERE gap`); err != nil || gaps > 0 {
		t.Errorf("%d votes with gaps, %v", gaps, err)
	}
}

func TestFiveHundredAtOnce(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	var wg sync.WaitGroup
	for i := range 500 {
		device := NewDevice()
		code := []string{badge, badge3, counter}[i%3]
		k := w.key(t, code, "")
		wg.Go(func() {
			if _, err := w.Submit(t.Context(), NewRating{Code: code, Key: k, Device: device, Score: i%5 + 1, Language: "en"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	sum := 0
	for _, score := range w.votes(t) {
		sum += score
	}
	if got := w.votes(t); len(got) != 500 || sum != 1500 {
		t.Errorf("%d ratings with a sum of %d, want 500 with 1500", len(got), sum)
	}
}

func TestRefusedRatings(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	good := func() NewRating {
		return NewRating{Code: badge, Key: w.key(t, badge, phone), Device: phone, Score: 3, Language: "en"}
	}
	for _, test := range []struct {
		name   string
		change func(in *NewRating)
		kind   fault.Kind
		field  string
	}{
		{"no score", func(in *NewRating) { in.Score = 0 }, fault.Invalid, "score"},
		{"six", func(in *NewRating) { in.Score = 6 }, fault.Invalid, "score"},
		{"language", func(in *NewRating) { in.Language = "fr" }, fault.Invalid, "lang"},
		{"unknown code", func(in *NewRating) { in.Code = "ZZZZZZZZ" }, fault.NotFound, ""},
		{"no code", func(in *NewRating) { in.Code = "../../etc" }, fault.NotFound, ""},
		{"no key", func(in *NewRating) { in.Key = "" }, fault.Invalid, "k"},
		{"forged key", func(in *NewRating) {
			in.Key = in.Key[:20] + map[bool]string{true: "B", false: "A"}[in.Key[20] == 'A'] + in.Key[21:]
		}, fault.Invalid, "k"},
		{"key of another code", func(in *NewRating) { in.Key = w.key(t, badge3, phone) }, fault.Invalid, "k"},
		{"old key", func(in *NewRating) { w.clock.pass(25 * time.Hour) }, fault.Invalid, "k"},
		{"key from tomorrow", func(in *NewRating) { w.clock.pass(-time.Hour) }, fault.Invalid, "k"},
	} {
		in := good()
		test.change(&in)
		_, err := w.Submit(t.Context(), in)
		f := fault.As(err)
		if f.Kind != test.kind || test.field != "" && f.Fields[test.field] == "" {
			t.Errorf("%s: %v %v", test.name, err, f.Fields)
		}
	}
	if got := w.votes(t); len(got) != 0 {
		t.Errorf("stored %v", got)
	}
}

// TestWithdrawnCodes: the writer looks for itself, so that what is remembered
// of a code does not matter.
func TestWithdrawnCodes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		withdraw func(w ward)
	}{
		{"revoked here", func(w ward) {
			if _, err := w.RevokeTouchpoint(context.Background(), boss, RevokeTouchpoint{ID: 1}); err != nil {
				panic(err)
			}
		}},
		{"revoked by another server", func(w ward) { w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-10' WHERE id = 1`) }},
		{"left, posting closed", func(w ward) { w.db.MustExec(`UPDATE postings SET to_day = '2026-06-10' WHERE employee_id = 1`) }},
		{"left, half a minute later", func(w ward) {
			w.db.MustExec(`UPDATE employees SET left_on = '2026-06-10' WHERE id = 1`)
			w.clock.pass(time.Minute)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			k := w.key(t, badge, "")
			test.withdraw(w)
			_, err := w.Submit(t.Context(), NewRating{Code: badge, Key: k, Device: NewDevice(), Score: 5, Language: "en"})
			if !fault.Is(err, fault.Gone) || len(w.votes(t)) != 0 {
				t.Errorf("%v, stored %v", err, w.votes(t))
			}
			if _, err := w.Find(t.Context(), Visitor{Code: badge}); !fault.Is(err, fault.Gone) {
				t.Errorf("afterwards the page: %v", err)
			}
		})
	}
}

func TestStamps(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	for _, test := range []struct {
		at, code, want string
	}{
		{"2026-06-14 06:59:59", badge3, "2|2|1|night|2026-06-13 22:00:00"},
		{"2026-06-14 23:59:59", badge3, "2|2|1|night|2026-06-14 15:00:00"},
		{"2026-06-15 07:00:00", badge3, "2|3|2|day|2026-06-14 23:00:00"}, // transferred
		{"2026-06-15 15:30:00", badge, "1|1|1|evening|2026-06-15 07:00:00"},
		{"2026-06-15 15:30:00", counter, "0|0|2|evening|2026-06-15 07:00:00"},
	} {
		w.clock.set(test.at)
		w.scan(t, test.code, NewDevice(), 5)
		var got string
		if err := w.db.Get(&got, `
			SELECT concat_ws('|', coalesce(employee_id, 0), coalesce(posting_id, 0), department_id, shift, occurred_at AT TIME ZONE 'UTC')
			FROM ratings WHERE language = 'ko' AND channel = 'qr' AND standing = 'counted' ORDER BY id DESC LIMIT 1`); err != nil || got != test.want {
			t.Errorf("%s at %s: %s, want %s, %v", test.code, test.at, got, test.want, err)
		}
	}
}

// TestATransferRecordedLateIsStamped: the posting that is remembered ended today.
func TestATransferRecordedLateIsStamped(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	k := w.key(t, badge, "")
	w.db.MustExec(`UPDATE postings SET to_day = '2026-06-10' WHERE employee_id = 1;
		INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (1, 2, 1, '2026-06-10')`)
	w.tap(t, badge, k, NewDevice(), 5)
	var department int
	if err := w.db.Get(&department, `SELECT department_id FROM ratings`); err != nil || department != 2 {
		t.Errorf("department %d, %v", department, err)
	}
}

func TestChangesOfMindHaveAnEnd(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	k := w.key(t, badge, "")
	var err error
	for i := range mostVersions + 1 {
		_, err = w.Submit(t.Context(), NewRating{Code: badge, Key: k, Score: i%2 + 1, Language: "en"})
	}
	if !fault.Is(err, fault.TooMany) {
		t.Error(err)
	}
}

func TestOnlyTheHourIsStored(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.scan(t, badge, NewDevice(), 1)
	var fine []string
	if err := w.db.Select(&fine, `SELECT ratings::text FROM ratings WHERE ratings::text LIKE '%20:30%' OR occurred_at <> date_trunc('hour', occurred_at)`); err != nil || len(fine) > 0 {
		t.Errorf("%v, %v", fine, err)
	}
	_, err := w.db.Exec(`INSERT INTO ratings (vote, version, visit, touchpoint_id, department_id, score, language, channel, shift, occurred_at)
		VALUES (decode(repeat('00', 16), 'hex'), 1, decode(repeat('00', 16), 'hex'), 1, 1, 5, 'en', 'qr', 'day', '2026-06-10 10:20:30Z')`)
	if err == nil {
		t.Error("the database takes a time to the second")
	}
}

func TestVotesOfOneVisitBelongTogether(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	w.scan(t, badge, phone, 5)
	w.scan(t, badge3, phone, 5)
	w.scan(t, badge, NewDevice(), 5)
	var got string
	if err := w.db.Get(&got, `SELECT concat_ws(' ', count(DISTINCT vote), count(DISTINCT visit)) FROM ratings`); err != nil || got != "3 2" {
		t.Errorf("votes and visits: %s, %v", got, err)
	}
}
