package periods_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/periods"
)

// step is something that happens to a person's ratings, or that is asked.
type step struct {
	Do     string
	Whom   int
	Month  time.Month
	Many   int
	Score  int
	By     string // channel
	Choice int    // of what is there
}

// watched are those who try to find out what single patients said: nobody
// rated one of them yet, some have few ratings, one has two posts.
var watched = []int{unrated, fewRated, someRated, justBelow, twoPosts}

var steps = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
	return step{
		Do:   rapid.SampledFrom([]string{"rate", "rate", "rate", "change", "hold", "release", "reject", "compute", "compute", "refit", "ask", "ask"}).Draw(t, "do"),
		Whom: rapid.SampledFrom(watched).Draw(t, "whom"), Month: rapid.SampledFrom([]time.Month{time.October, time.November}).Draw(t, "month"),
		Many: rapid.IntRange(1, 7).Draw(t, "many"), Score: rapid.IntRange(1, 5).Draw(t, "score"), Choice: rapid.IntRange(0, 1000).Draw(t, "choice"),
		By: rapid.SampledFrom([]string{"qr", "kiosk", "paper", "invitation", "import"}).Draw(t, "by"),
	}
}), historyLength, historyLength)

// TestNoTwoAnswersDifferByOneToFour lets ratings come, change, be held, released
// and rejected, computes and asks in between, and has a curious person, their
// head and an HR officer read all there is to read after each step. Every number
// they are told is the size of a set of ratings that was counted; of each
// person, month and post, any two of those sets are the same or five ratings
// apart; no group of answers is smaller than five.
func TestNoTwoAnswersDifferByOneToFour(t *testing.T) {
	t.Parallel()
	for seed := range histories {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWatch(t)
			history := steps.Example(seed)
			for i, x := range history {
				w.day = w.day.AddDate(0, 0, i%2) // some things happen on one day
				w.happen(x)
				w.readEverything()
			}
			w.judge()
			if t.Failed() {
				t.Logf("the history: %+v", history)
			}
		})
	}
}

// watch is a hospital whose figures are watched.
type watch struct {
	t     *testing.T
	s     *periods.Service
	owner *sqlx.DB
	day   time.Time
	told  map[telling]bool
}

// telling is a number that somebody was told about a person's month.
type telling struct {
	employee int
	month    string
	post     string // empty: of all posts
	gate     bool   // of the gate of distinct visits, which looks back over other months
	n        int
}

func newWatch(t *testing.T) *watch {
	s, owner := owned(t)
	w := &watch{t: t, s: s, owner: owner, day: november, told: map[telling]bool{}}
	s.Now = func() time.Time { return w.day }
	owner.MustExec(`INSERT INTO sources (code, kind, name, note, weight, low, high, created_at)
		VALUES ('survey', 'ratings', '{"en": "Survey"}', '', 5000, 1, 5, '2026-01-01')`)
	for _, month := range []string{"2026-10", "2026-11"} {
		if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: month}); err != nil {
			t.Fatal(err)
		}
	}
	w.compute("2026-10", false)
	return w
}

func (w *watch) compute(month string, refit bool) {
	w.t.Helper()
	if _, err := w.s.Compute(w.t.Context(), hr, periods.ComputePeriod{Name: month, Refit: refit}); err != nil {
		w.t.Fatal(err)
	}
	if v, err := w.s.Verify(w.t.Context(), month); err != nil || len(v.Differences) > 0 {
		w.t.Errorf("%s: %v, %v", month, v.Differences, err)
	}
}

func (w *watch) happen(x step) {
	w.t.Helper()
	month := fmt.Sprintf("2026-%02d", x.Month)
	switch x.Do {
	case "rate":
		w.rate(x)
	case "change":
		w.owner.MustExec(`
			INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, standing, occurred_at)
			SELECT vote, version + 1, visit, touchpoint_id, employee_id, posting_id, department_id, 1 + (score + $2) % 5, language, channel, shift, standing, occurred_at
			FROM ratings r WHERE id IN `+chosen+` AND channel <> 'import'`, x.Whom, x.Score, x.Choice, x.Many, int(x.Month))
	case "hold":
		w.owner.MustExec(`INSERT INTO holds (vote, reason, held_at) SELECT vote, 'burst', $2 FROM ratings WHERE id IN `+chosen+`
			AND standing = 'counted' ON CONFLICT DO NOTHING`, x.Whom, w.day, x.Choice, x.Many, int(x.Month))
		w.standing(x.Whom)
	case "release", "reject":
		w.owner.MustExec(`UPDATE holds SET decision = $2, decided_at = held_at, note = 'looked at' WHERE decision IS NULL AND vote IN
			(SELECT vote FROM ratings WHERE employee_id = $1 ORDER BY id LIMIT $3)`, x.Whom, decisions[x.Do], 3*x.Many)
		w.standing(x.Whom)
	case "compute", "refit":
		w.compute(month, x.Do == "refit")
	case "ask":
		provisional(w.t, w.s, self(int64(x.Whom)), month, int64(x.Whom))
	}
}

// chosen picks the newest versions of some votes of a person ($1) in a month ($5):
// as many as $4, another choice ($3) of them each time.
const chosen = `(SELECT id FROM ratings n WHERE employee_id = $1 AND extract(month FROM occurred_at) = $5
	AND NOT EXISTS (SELECT FROM ratings l WHERE l.vote = n.vote AND l.version > n.version)
	ORDER BY md5(encode(vote, 'hex') || $3::text) LIMIT $4)`

// standing says of a person's votes what was decided about them.
func (w *watch) standing(employee int) {
	w.owner.MustExec(`UPDATE ratings r SET standing = CASE
			WHEN EXISTS (SELECT FROM holds h WHERE h.vote = r.vote AND h.decision IS NULL) THEN 'held'
			WHEN EXISTS (SELECT FROM holds h WHERE h.vote = r.vote AND h.decision = 'rejected') THEN 'rejected'
			ELSE 'counted' END WHERE employee_id = $1`, employee)
}

func (w *watch) rate(x step) {
	posting, at := x.Whom, time.Date(2026, x.Month, 1+x.Choice%28, 9, 0, 0, 0, shanghai)
	if x.Whom == twoPosts && at.After(time.Date(2026, 10, 21, 0, 0, 0, 0, shanghai)) {
		posting = observers + 1
	}
	w.owner.MustExec(`
		WITH given AS (
			INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
			SELECT decode(md5(random()::text), 'hex'), 1, decode(md5(random()::text), 'hex'), CASE $4::text WHEN 'import' THEN NULL ELSE p.employee_id END,
				p.employee_id, p.id, p.department_id, $2, 'en', $4, 'day', $3::timestamptz
			FROM postings p, generate_series(1, $5) WHERE p.id = $1 RETURNING id, channel)
		INSERT INTO imported_ratings (rating_id, source, external_id, content_hash, value, weight, recorded_at)
		SELECT id, 'survey', id, sha256('x'), 60, 5000, $3 FROM given WHERE channel = 'import'`,
		posting, x.Score, at, x.By, x.Many)
}

var decisions = map[string]string{"release": "released", "reject": "rejected"}
