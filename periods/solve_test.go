package periods_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/periods"
)

// told is all that a reader gets of a person's score, but for when.
func told(t *testing.T, s *periods.Service, actor accounts.Actor, employee int) []any {
	t.Helper()
	x, p := scoreOf(t, s, actor, int64(employee)), provisional(t, s, actor, "2026-10", int64(employee))
	return []any{x.Score, x.Low, x.High, x.SD, x.Reliability, x.Lines, x.Components, x.Gates, x.Moves,
		p.Score, p.Low, p.High, p.SD, p.Reliability, p.Lines, p.Components, p.Gates}
}

// TestNobodySolvesForARating: between two computations five patients rate
// somebody in different circumstances: one at night in Korean, one by a paper
// form … Whoever of them said what, all that is told before and after is the
// same to the last micro-point: the groups of answers, the four lines, the
// interval. So nothing of it says which of the five gave the one bad answer,
// however well somebody knows the models and who was there when.
func TestNobodySolvesForARating(t *testing.T) {
	t.Parallel()
	circumstances := [][3]string{{"ko", "night", "qr"}, {"zh-CN", "day", "qr"}, {"zh-TW", "evening", "kiosk"}, {"en", "day", "kiosk"}, {"zh-CN", "night", "kiosk"}}
	world := func(scores [5]int) (before, after []any) {
		s := computed(t)
		before = told(t, s, self(17), 17)
		for i, c := range circumstances {
			visit := make([]byte, 16)
			visit[0], visit[15] = byte(200+i), 1
			s.DB.MustExec(`
				INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
				VALUES ($1, 1, $1, 17, 17, 17, $2, $3, $4, $6, $5, $7)`,
				visit, department(17), scores[i], c[0], c[1], c[2], time.Date(2026, 10, 11+i, 9, 0, 0, 0, shanghai))
		}
		s.Now = func() time.Time { return november.AddDate(0, 0, 1) }
		compute(t, s)
		return before, told(t, s, self(17), 17)
	}
	before, after := world([5]int{1, 5, 5, 4, 5})
	if cmp.Equal(before, after) {
		t.Fatal("five more ratings change nothing: the test proves nothing")
	}
	for _, scores := range [][5]int{{5, 1, 5, 4, 5}, {5, 5, 1, 5, 4}, {4, 5, 5, 5, 1}} {
		alsoBefore, alsoAfter := world(scores)
		if diff := cmp.Diff(before, alsoBefore); diff != "" {
			t.Fatalf("before anything was said (-one +other):\n%s", diff)
		}
		if diff := cmp.Diff(after, alsoAfter); diff != "" {
			t.Errorf("whether the five said 1 5 5 4 5 or %v can be told (-one +other):\n%s", scores, diff)
		}
	}
	if _, other := world([5]int{1, 1, 5, 4, 5}); cmp.Equal(after, other) {
		t.Error("another five answers look the same: the test proves nothing")
	}
}
