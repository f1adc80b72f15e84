package training_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/training"
)

func span(from, to worktime.Day) training.Span { return training.Span{From: from, To: to} }

func share(fte int, from, to worktime.Day) training.Share {
	return training.Share{Span: span(from, to), FTE: fte}
}

// TestDuty is a table of worked cases of 2026, a year of 365 days, unless they
// say otherwise. A day of full time is 2400/365 = 6.575… minutes.
func TestDuty(t *testing.T) {
	type shares = []training.Share
	type leaves = []training.Span
	for _, test := range []struct {
		what        string
		hired, left worktime.Day
		shares      shares
		leaves      leaves
		want        int
	}{
		{"full time", "2020-01-01", "", shares{share(1000, "2020-01-01", "")}, nil, 2400},
		{"no posting known", "2020-01-01", "", nil, nil, 2400},
		{"half time", "2020-01-01", "", shares{share(500, "2020-01-01", "")}, nil, 1200},
		{"two halves in two wards", "2020-01-01", "", shares{share(500, "2020-01-01", ""), share(500, "2020-01-01", "")}, nil, 2400},
		{"more than full time is full time", "2020-01-01", "", shares{share(800, "2020-01-01", ""), share(700, "2020-01-01", "")}, nil, 2400},
		{"a third: 799.2", "2020-01-01", "", shares{share(333, "2020-01-01", "")}, nil, 799},
		{"full time for 181 days, half for 184: 1190.14 + 604.93", "2020-01-01", "", shares{share(1000, "2020-01-01", "2026-07-01"), share(500, "2026-07-01", "")}, nil, 1795},
		{"hired on 1 July at 60 %: 184 days are 725.92", "2026-07-01", "", shares{share(600, "2026-07-01", "")}, nil, 726},
		{"ten days between postings count in full: 355 halves, 10 wholes: 1232.88", "2020-01-01", "", shares{share(500, "2020-01-01", "2026-03-01"), share(500, "2026-03-11", "")}, nil, 1233},
		{"three months away, 90 days: 275 of 365", "2020-01-01", "", nil, leaves{span("2026-01-01", "2026-04-01")}, 1808},
		{"away since last year and until next", "2020-01-01", "", nil, leaves{span("2025-06-01", "2027-06-01")}, 0},
		{"away with no end, from 1 July: 181 days", "2020-01-01", "", nil, leaves{span("2026-07-01", "")}, 1190},
		{"entered by mistake", "2020-01-01", "", nil, leaves{span("2026-07-01", "2026-07-01")}, 2400},
		{"two stretches of 31 days: 303 days", "2020-01-01", "", nil, leaves{span("2026-01-01", "2026-02-01"), span("2026-03-01", "2026-04-01")}, 1992},
		{"half time and half the year away: 181 half days", "2020-01-01", "", shares{share(500, "2020-01-01", "")}, leaves{span("2026-07-01", "")}, 595},
		{"left while away", "2020-01-01", "2026-04-01", nil, leaves{span("2026-02-01", "2026-08-01")}, 204},
	} {
		d := training.Duty{Hired: test.hired, Left: test.left, Shares: test.shares, Leaves: test.leaves}
		if got := d.Owed("2026-01-01", "2027-01-01"); got != test.want {
			t.Errorf("%s: %d, want %d", test.what, got, test.want)
		}
	}
	leap := training.Duty{Hired: "2020-01-01", Leaves: []training.Span{span("2028-03-02", "")}}
	if got := leap.Owed("2028-01-01", "2029-01-01"); got != 400 {
		t.Errorf("61 of 366 days are 400 exactly: %d", got)
	}
}

// TestDutyDayByDay compares the sum over stretches with one over days.
func TestDutyDayByDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := func(name string) worktime.Day {
			return worktime.Date(2027, 6, 1).AddDays(rapid.IntRange(0, 500).Draw(t, name))
		}
		d := training.Duty{Hired: day("hired"), Left: day("left")}
		for range rapid.IntRange(0, 3).Draw(t, "postings") {
			d.Shares = append(d.Shares, share(rapid.IntRange(1, 1000).Draw(t, "fte"), day("from"), day("to")))
		}
		for range rapid.IntRange(0, 2).Draw(t, "leaves") {
			d.Leaves = append(d.Leaves, span(day("away"), day("back")))
		}
		const from, to = "2027-06-01", "2028-11-01"
		parts := 0 // of 365·366·1000
		for on := worktime.Day(from); on < to; on = on.AddDays(1) {
			w, posted := 0, false
			for _, s := range d.Shares {
				if s.From <= on && on < s.To {
					w, posted = w+s.FTE, true
				}
			}
			if w = min(w, 1000); !posted {
				w = 1000
			}
			away := on < d.Hired || on >= d.Left
			for _, l := range d.Leaves {
				away = away || l.From <= on && on < l.To
			}
			if !away {
				days := 365
				if on.Year() == 2028 {
					days = 366
				}
				parts += 2400 * w * (365 * 366 / days)
			}
		}
		const whole = 365 * 366 * 1000
		if got, want := d.Owed(from, to), (2*parts+whole)/(2*whole); got != want {
			t.Fatalf("%+v: %d, want %d", d, got, want)
		}
	})
}
