package feedback

import (
	"context"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
)

// While votes are set aside, released and rejected, patients go on changing their
// minds: afterwards the last version of each vote stands as the desk has said.
func TestChangesOfMindDuringDecisions(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	var votes [][16]byte
	phones, keys := make([]string, 12), make([]string, 12)
	for i := range phones {
		phones[i] = NewDevice()
		keys[i] = w.key(t, badge, phones[i])
		w.tap(t, badge, keys[i], phones[i], 5)
	}
	var stored [][]byte
	if err := w.db.Select(&stored, `SELECT vote FROM ratings ORDER BY vote`); err != nil {
		t.Fatal(err)
	}
	for _, v := range stored {
		votes = append(votes, [16]byte(v))
	}
	for round := range 4 {
		var patients sync.WaitGroup
		for i := range phones {
			patients.Go(func() {
				for k := range 6 {
					if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: keys[i], Device: phones[i], Score: 1 + (k+i+round)%5, Language: "ko"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		var holds []newHold
		for _, v := range votes {
			holds = append(holds, newHold{vote: v, reason: []string{"burst", "network", "device", "ring"}[round]})
		}
		w.tx(t, func(ctx context.Context, tx *sqlx.Tx) error {
			n, err := hold(ctx, tx, w.clock.now(), 0, holds)
			if n != len(holds) {
				t.Errorf("%d of %d holds", n, len(holds))
			}
			return err
		})
		patients.Wait()
		if got := w.standings(t); got["held"] != len(votes) {
			t.Fatalf("round %d, set aside: %v", round, got)
		}
		decision, standing := "released", "counted"
		if round == 3 {
			decision, standing = "rejected", "rejected"
		}
		for range 3 {
			patients.Go(func() {
				for i := range phones {
					if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: keys[i], Device: phones[i], Score: 1 + i%5, Language: "ko"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		list := w.list(t, boss, ListIncidents{})
		for _, i := range list {
			if _, err := w.Decide(t.Context(), boss, DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: decision, Note: "tried"}); err != nil {
				t.Fatal(err)
			}
		}
		patients.Wait()
		if got := w.standings(t); got[standing] != len(votes) {
			t.Fatalf("round %d, %s: %v", round, decision, got)
		}
	}
}

func (w ward) tx(t *testing.T, fn func(context.Context, *sqlx.Tx) error) {
	t.Helper()
	if _, err := database.InTx(t.Context(), w.db, func(tx *sqlx.Tx) (struct{}, error) { return struct{}{}, fn(t.Context(), tx) }); err != nil {
		t.Fatal(err)
	}
}

// One reason released leaves the vote waiting for the other; one rejection is enough.
func TestStandingFollowsFromAllHolds(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.scan(t, badge, NewDevice(), 5)
	var vote []byte
	if err := w.db.Get(&vote, `SELECT vote FROM ratings`); err != nil {
		t.Fatal(err)
	}
	set := func(reason string) {
		w.tx(t, func(ctx context.Context, tx *sqlx.Tx) error {
			_, err := hold(ctx, tx, w.clock.now(), 0, []newHold{{vote: [16]byte(vote), reason: reason}})
			return err
		})
	}
	decide := func(reason, decision string) {
		i := w.list(t, boss, ListIncidents{})[0]
		if _, err := w.Decide(t.Context(), boss, DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: decision, Note: "x", Reasons: []string{reason}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() { set("burst"); set("network") }, "held"},
		{func() { decide("burst", "released") }, "held"},
		{func() { decide("network", "released") }, "counted"},
		{func() { set("burst") }, "counted"}, // the same once more
		{func() { set("device") }, "held"},
		{func() { decide("device", "rejected") }, "rejected"},
		{func() { set("ring") }, "rejected"}, // there is nothing left to decide
	} {
		step.do()
		if got := w.standings(t); got[step.want] != 1 {
			t.Errorf("%v, want %s", got, step.want)
		}
	}
	if left := w.list(t, boss, ListIncidents{}); len(left) != 0 {
		t.Errorf("waiting: %+v", left)
	}
}
