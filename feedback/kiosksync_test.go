package feedback

import (
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestWhatIsFasterThanPeopleIsSetAside(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	vote := func(age time.Duration) {
		v := turn(0, 5)
		v.Age = age
		if err := w.VoteAtKiosk(t.Context(), token, v); err != nil {
			t.Fatal(err)
		}
	}
	w.clock.set("2026-06-10 10:00:00")
	vote(0)
	w.clock.pass(3 * time.Second)
	vote(0)               // 3 s after the first
	vote(9 * time.Second) // before both, and in the hour before
	w.clock.pass(time.Minute)
	for range kioskHourly { // the tablet was without a network: they come at once, and were made one by one
		w.clock.pass(5 * time.Second)
		vote(0)
	}
	held, hours := 0, map[string]int{}
	for _, k := range w.kept(t) {
		if k.Standing == "held" {
			held++
			hours[k.Reasons]++
		}
	}
	if held != 3 || hours["kiosk"] != 3 { // the hasty one, and the two beyond sixty in the hour of ten
		t.Errorf("%d are set aside: %v", held, hours)
	}
	signedIn := turn(3, 5)
	signedIn.Staff = Staff{SignedIn: true, EmployeeID: 3}
	w.clock.pass(time.Hour)
	if err := w.VoteAtKiosk(t.Context(), token, signedIn); err != nil {
		t.Fatal(err)
	}
	if list := w.kept(t); list[len(list)-1].Reasons != "self" {
		t.Errorf("by whoever is signed in on the tablet: %+v", list[len(list)-1])
	}
}

func TestATabletSendsWhatItHasGathered(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, k := w.tabletAt(t)
	votes := []KioskVote{turn(0, 5), turn(99, 4), turn(3, 6), turn(3, 3)}
	votes[0].Age = time.Minute
	got, err := w.SyncKiosk(t.Context(), token, votes, 7)
	if err != nil || len(got) != 4 || got[0] != "" || got[1] == "" || got[2] == "" || got[3] != "" {
		t.Fatalf("%q, %v", got, err)
	}
	list, err := w.ListKiosks(t.Context(), boss, ListKiosks{})
	if err != nil || len(list) != 1 || list[0].ID != k.ID || list[0].Waiting != 3 || list[0].Refused != 2 || list[0].SeenAt == nil {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := w.SyncKiosk(t.Context(), "somebody's", votes, 1); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("without a tablet: %v", err)
	}
}

// The key of a form without scripts stays in the browser's history.
func TestTagsBelongToTheTurn(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	vote := turn(3, 5)
	if err := w.VoteAtKiosk(t.Context(), token, vote); err != nil {
		t.Fatal(err)
	}
	if err := w.TagKioskVote(t.Context(), token, NewDevice(), []string{"kind"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("to nobody's vote: %v", err)
	}
	w.clock.pass(tagsWithin)
	if err := w.TagKioskVote(t.Context(), token, vote.Key, []string{"kind"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("by whoever came later: %v", err)
	}
	w.clock.pass(-time.Second)
	if err := w.TagKioskVote(t.Context(), token, vote.Key, []string{"kind"}); err != nil {
		t.Error(err)
	}
}

func TestExactTimesAtTabletsAreForgotten(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	if err := w.VoteAtKiosk(t.Context(), token, turn(3, 5)); err != nil {
		t.Fatal(err)
	}
	left := func(after time.Duration) (rows, times int) {
		if _, err := database.InTx(t.Context(), w.db, func(tx *sqlx.Tx) (struct{}, error) {
			return struct{}{}, forgetKioskTaps().Run(t.Context(), tx, w.clock.now().Add(after))
		}); err != nil {
			t.Fatal(err)
		}
		if err := w.db.QueryRow(`SELECT count(*), count(tapped_at) FROM kiosk_votes`).Scan(&rows, &times); err != nil {
			t.Fatal(err)
		}
		return rows, times
	}
	if rows, times := left(tapKept); rows != 1 || times != 1 {
		t.Errorf("within a day: %d rows, %d times", rows, times)
	}
	if rows, times := left(tapKept + time.Second); rows != 1 || times != 0 {
		t.Errorf("after a day: %d rows, %d times", rows, times)
	}
	if rows, _ := left(kioskVotesKept + time.Hour); rows != 0 {
		t.Errorf("after two months: %d rows", rows)
	}
}
