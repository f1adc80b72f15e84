package feedback

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

// schemes are ways to stuff the box for somebody. Each writes its name on its votes.
var schemes = map[string]func(s *simulation){
	// One phone that forgets its cookie after each vote, from home, in an evening.
	"one device": func(s *simulation) {
		p, home, at := s.pick(), s.fresh(), s.evening(2, 20)
		for range 30 {
			s.cast(p, at, s.fresh(), home, 5, "one device")
			at = at.Add(time.Duration(30+s.rng.IntN(180)) * time.Second)
		}
	},
	// Friends and family, each by their own phone and network, spread over a day.
	"twenty devices": func(s *simulation) {
		p := s.pick()
		for range 20 {
			at := s.evening(1, 9).Add(time.Duration(s.rng.IntN(600)) * time.Minute)
			s.cast(p, at, s.fresh(), s.fresh(), 5, "twenty devices")
		}
	},
	// Six colleagues vote for each other from home, evening by evening.
	"ring": func(s *simulation) {
		first := s.pick()
		members := []simulated{first}
		for len(members) < 6 {
			if p := s.meet(first.department); !known(members, p) {
				members = append(members, p)
			}
		}
		for i := range members {
			home := s.fresh()
			for day := range 10 {
				device, at := s.fresh(), s.evening(2+2*day, 18).Add(time.Duration(s.rng.IntN(240))*time.Minute)
				for k, p := range members {
					if k != i {
						s.cast(p, at, device, home, 5, "ring")
						at = at.Add(time.Minute)
					}
				}
			}
		}
	},
	// A ward's tablet, on which somebody has signed in, votes for the ward.
	"ward tablet": func(s *simulation) {
		first := s.pick()
		for day := range 5 {
			tablet, at := s.fresh(), s.evening(1+day, 14)
			s.staffed = append(s.staffed, staffed{tablet, "2026-06-01"})
			for range 8 {
				s.cast(s.meet(first.department), at, tablet, s.shared, 5, "ward tablet")
				at = at.Add(time.Minute)
			}
		}
	},
	// Somebody on the night shift, through the hospital's own Wi-Fi.
	"night": func(s *simulation) {
		p, at := s.pick(), s.evening(0, 3)
		for range 15 {
			s.cast(p, at, s.fresh(), s.shared, 5, "night")
			at = at.Add(time.Duration(60+s.rng.IntN(400)) * time.Second)
		}
	},
}

func known(members []simulated, p simulated) bool {
	for _, m := range members {
		if m.id == p.id {
			return true
		}
	}
	return false
}

// pick draws anybody, whether patients meet them often or hardly ever.
func (s *simulation) pick() simulated { return s.people[s.rng.IntN(len(s.people))] }

// evening is an hour of the day so many days before the last.
func (s *simulation) evening(back, hour int) time.Time {
	y, m, d := s.until.In(shanghai).AddDate(0, 0, -back).Date()
	return time.Date(y, m, d, hour, 0, 0, 0, shanghai)
}

// detected has the program look through the month.
func (s *simulation) detected(t *testing.T) map[string]float64 {
	t.Helper()
	s.store(t)
	out, err := s.Detect(t.Context(), boss, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	shares := s.outcomeOf(t)
	t.Logf("%d votes, %v; %v", out.Votes, shares, s.reasons(t))
	return shares
}

// A small hospital; the large one with more seeds is among the heavy promises.
func TestStuffingIsSetAsideAndHonestVotesAreNot(t *testing.T) {
	t.Parallel()
	s := simulate(t, 1, 30, 1000, nil)
	for _, name := range sortedNames(schemes) {
		schemes[name](s)
	}
	shares := s.detected(t)
	for name := range schemes {
		if shares[name] < 0.95 {
			t.Errorf("%s: %.1f %% were set aside", name, 100*shares[name])
		}
	}
	if shares[""] > 0.01 {
		t.Errorf("%.2f %% of honest votes were set aside", 100*shares[""])
	}
}

func sortedNames(m map[string]func(*simulation)) []string { return slices.Sorted(maps.Keys(m)) }

// The pass of every ten minutes finds it while it goes on, and what comes afterwards.
func TestStuffingIsFoundWhileItGoesOn(t *testing.T) {
	t.Parallel()
	w := stuffed(t) // a dozen already
	for _, want := range []int{12, 22, 32, 42} {
		for _, task := range w.detection() {
			if task.Name != "feedback.quarantine" {
				continue
			}
			w.tx(t, func(ctx context.Context, tx *sqlx.Tx) error { return task.Run(ctx, tx, w.clock.now()) })
		}
		if got := w.standings(t); got["held"] != want || got["counted"] != 10 {
			t.Fatalf("%v, want %d held", got, want)
		}
		w.vote(t, 10, "")
		w.clock.pass(5 * time.Minute)
	}
}
