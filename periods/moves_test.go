package periods_test

import (
	"fmt"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/periods"
)

// ownedAndComputed is the test hospital with October computed, and a
// connection that may change its evidence.
func ownedAndComputed(t *testing.T) (*periods.Service, *sqlx.DB) {
	t.Helper()
	s, owner := owned(t)
	open(t, s)
	compute(t, s)
	return s, owner
}

// moved returns what is said to move each person's score, the moves of a kind only.
func moved(t *testing.T, s *periods.Service, kind string) (first map[int64]periods.Move, score map[int64]int) {
	t.Helper()
	first, score = map[int64]periods.Move{}, map[int64]int{}
	for id := int64(1); id <= staff; id++ {
		e := scoreOf(t, s, self(id), id)
		score[id] = *e.Score
		for _, m := range e.Moves {
			if _, there := first[id]; m.Kind == kind && !there {
				first[id] = m
			}
		}
	}
	return first, score
}

// holdToIt computes again, once the evidence is what the moves suppose, and
// compares.
func holdToIt(t *testing.T, s *periods.Service, first map[int64]periods.Move, before map[int64]int) {
	t.Helper()
	compute(t, s) // at the frozen parameters
	if len(first) < staff/2 {
		t.Fatalf("only %d of %d have such a move: the test proves little", len(first), staff)
	}
	for id := int64(1); id <= staff; id++ {
		if gain := *scoreOf(t, s, self(id), id).Score - before[id]; int64(gain) != first[id].Gain {
			t.Errorf("employee %d was told %+v, and gains %d", id, first[id], gain)
		}
	}
}

// TestWhatAStandardIsWorth lets everybody meet the standard that is said to move
// their score most, and computes the month again.
func TestWhatAStandardIsWorth(t *testing.T) {
	t.Parallel()
	s, owner := ownedAndComputed(t)
	first, before := moved(t, s, "standard")
	for id, m := range first {
		changed := owner.MustExec(`UPDATE findings f SET result = 'met' FROM spot_checks c, standard_versions v, standards t
			WHERE c.id = f.spot_check_id AND v.id = f.standard_version_id AND t.id = v.standard_id
			  AND c.employee_id = $1 AND t.code = $2 AND f.result IN ('partly', 'not-met')`, id, m.Code)
		if n, err := changed.RowsAffected(); err != nil || int(n) != m.Count || m.Title["en"] == "" {
			t.Errorf("employee %d was told of %+v; it was not met %d times (%v)", id, m, n, err)
		}
	}
	holdToIt(t, s, first, before)
}

// TestWhatBetterAnswersAreWorth lets patients answer as is supposed.
func TestWhatBetterAnswersAreWorth(t *testing.T) {
	t.Parallel()
	s, owner := ownedAndComputed(t)
	first, before := moved(t, s, "ratings")
	for id, m := range first {
		raised := 0
		for _, c := range scoreOf(t, s, self(id), id).Components {
			highest := -1
			for _, item := range c.Evidence {
				if item.Kind != "rating" || item.ValueHigh > 75 {
					continue
				}
				highest = max(highest, item.ValueHigh)
			}
			n, err := owner.MustExec(`UPDATE ratings SET score = score + 1 WHERE id IN (SELECT r.id FROM ratings r
				JOIN postings p ON p.id = r.posting_id JOIN posts o ON o.id = p.post_id
				WHERE r.employee_id = $1 AND o.name->>'en' = $2 AND (r.score - 1) * 25 <= $3 ORDER BY r.id LIMIT $4)`,
				id, c.Post["en"], highest, 5-raised).RowsAffected()
			if err != nil {
				t.Fatal(err)
			}
			raised += int(n)
		}
		if raised != m.Count || m.Count != 5 {
			t.Errorf("employee %d was told of %+v; %d answers are better now", id, m, raised)
		}
	}
	holdToIt(t, s, first, before)
}

// TestMovesAreFewAndInOrder: the largest gain first, open gates last, nothing
// where the score is not shown.
func TestMovesAreFewAndInOrder(t *testing.T) {
	t.Parallel()
	s := computed(t)
	kinds := map[string]int{}
	for id := int64(1); id <= observers; id++ {
		e := scoreOf(t, s, self(id), id)
		if e.Moves == nil || len(e.Moves) > 3 {
			t.Errorf("%d: %+v", id, e.Moves)
		}
		open := map[string]bool{}
		for _, g := range e.Gates {
			open[g.Code] = !g.Passed
		}
		last := int64(1 << 40)
		for _, m := range e.Moves {
			kinds[m.Kind]++
			if m.Gain > last || (m.Kind == "gate") != (m.Gain == 0) || m.Kind == "gate" && !open[m.Code] || m.Count < 1 {
				t.Errorf("%d: %+v after a gain of %d", id, m, last)
			}
			last = m.Gain
		}
	}
	for _, kind := range []string{"standard", "ratings", "gate"} {
		if kinds[kind] == 0 {
			t.Errorf("nobody has a move of kind %s: the test proves little (%v)", kind, kinds)
		}
	}
	if e := scoreOf(t, s, hr, justBelow); e.Moves == nil || len(e.Moves) > 0 {
		t.Errorf("a score that is not shown, and yet %s", fmt.Sprint(e.Moves))
	}
}
