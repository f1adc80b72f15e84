package feedback

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/people"
)

// Detected says what a search for manipulation has set aside.
type Detected struct {
	Votes    int            `json:"votes"` // that were looked at
	Held     int            `json:"held"`  // holds that are new
	ByReason map[string]int `json:"byReason"`
}

// Detect looks through the votes of the last month, as the program does by itself
// every night, and sets aside what stands out. Doing it again changes nothing.
func (s *Service) Detect(ctx context.Context, actor accounts.Actor, _ struct{}) (Detected, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Detected, error) {
		now := s.Now()
		out, err := detect(ctx, tx, now, longDays)
		if err != nil {
			return Detected{}, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{Action: "detect", Object: "ballot", After: out})
	})
}

// detection returns when the program looks for manipulation by itself: every ten
// minutes at the last days, every night at the month.
func (s *Service) detection() []outbox.Scheduled {
	look := func(days int) func(context.Context, *sqlx.Tx, time.Time) error {
		return func(ctx context.Context, tx *sqlx.Tx, _ time.Time) error {
			out, err := detect(ctx, tx, s.Now(), days)
			if err != nil || out.Held == 0 {
				return err
			}
			return journal.Record(ctx, tx, 0, s.Now(), journal.Entry{Action: "detect", Object: "ballot", After: out})
		}
	}
	return []outbox.Scheduled{
		{Name: "feedback.quarantine", Spec: "*/10 * * * *", Run: look(quickDays)},
		{Name: "feedback.quarantine.month", Spec: "40 3 * * *", Run: look(longDays)},
	}
}

func detect(ctx context.Context, tx *sqlx.Tx, now time.Time, days int) (Detected, error) {
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return Detected{}, err
	}
	// Two passes at once would find the same and wait for each other.
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.quarantine'))`); err != nil {
		return Detected{}, fmt.Errorf("wait for another search: %w", err)
	}
	if err := forgetStaffDevices(ctx, tx); err != nil {
		return Detected{}, err
	}
	scene, err := readScene(ctx, tx, now, loc, days)
	if err != nil {
		return Detected{}, err
	}
	holds := asHolds(scene.find(days == longDays))
	out := Detected{Votes: len(scene.traces), ByReason: map[string]int{}}
	for _, part := range byReason(holds) {
		n, err := hold(ctx, tx, now, 0, part)
		if err != nil {
			return Detected{}, err
		}
		if n > 0 {
			out.Held += n
			out.ByReason[part[0].reason] = n
		}
	}
	return out, nil
}

// find applies the rules. Those that compare a month need a month.
func (s scene) find(month bool) []finding {
	found := slices.Concat(s.staffDevices(), s.bursts(), s.devices(), s.networks())
	if month {
		found = slices.Concat(found, s.without(found).patterns())
	}
	return found
}

// without returns the scene in which what was found waits already.
func (s scene) without(found []finding) scene {
	taken := map[[16]byte]bool{}
	for _, f := range found {
		for _, t := range f.votes {
			taken[t.vote] = true
		}
	}
	s.traces = slices.Clone(s.traces)
	for i, t := range s.traces {
		s.traces[i].waiting = t.waiting || taken[t.vote]
	}
	return s
}

// patterns applies the rules that compare a month. A ring is not a concentration, too.
func (s scene) patterns() []finding {
	rings := s.rings()
	rest := s.without(rings)
	return slices.Concat(rings, rest.regulars(), rest.concentrations())
}

// asHolds returns one hold a vote and reason: the first pattern of several.
func asHolds(found []finding) (holds []newHold) {
	type key struct {
		vote   [16]byte
		reason string
	}
	seen := map[key]bool{}
	for _, f := range found {
		for _, t := range f.votes {
			if k := (key{t.vote, f.reason}); !seen[k] {
				seen[k] = true
				holds = append(holds, newHold{t.vote, f.reason, f.numbers})
			}
		}
	}
	return holds
}

func byReason(holds []newHold) (parts [][]newHold) {
	slices.SortStableFunc(holds, func(a, b newHold) int {
		return cmp.Or(cmp.Compare(a.reason, b.reason), bytes.Compare(a.vote[:], b.vote[:]))
	})
	for len(holds) > 0 {
		n := 1
		for n < len(holds) && holds[n].reason == holds[0].reason {
			n++
		}
		parts = append(parts, holds[:n])
		holds = holds[n:]
	}
	return parts
}
