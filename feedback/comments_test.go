package feedback

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// remarked is a comment in these tests: by default of a visit of its own to Wang Li
// that was neither good nor bad.
type remarked struct {
	visit    string
	employee int64 // 1, or 2: Kim; -1: counter 3, in department 2
	score    int
	words    string
	tags     string
	publish  bool
	standing string
	at       time.Time
}

var comments atomic.Int64 // of all tests

// writes stores a comment and returns its vote.
func (w ward) writes(t *testing.T, r remarked) []byte {
	t.Helper()
	n := comments.Add(1)
	if r.visit == "" {
		r.visit = fmt.Sprint("visit ", n)
	}
	if r.employee == 0 {
		r.employee = 1
	}
	if r.score == 0 {
		r.score = 3
	}
	if r.standing == "" {
		r.standing = "counted"
	}
	if r.at.IsZero() {
		r.at = w.Now()
	}
	touchpoint, posting, department := r.employee, r.employee, 1
	if r.employee == 2 {
		touchpoint = 3
	}
	if r.employee < 0 {
		touchpoint, posting, department = 4, 0, 2
	}
	vote := []byte(fmt.Sprintf("%016d", n))
	w.db.MustExec(`INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, standing, occurred_at)
		VALUES ($1, 1, decode(md5($2), 'hex'), $3, nullif($4::bigint, -1), nullif($5::bigint, 0), $6, $7, 'en', 'qr', 'day', $8, $9)`,
		vote, r.visit, touchpoint, r.employee, posting, department, r.score, r.standing, r.at.UTC().Truncate(time.Hour))
	w.db.MustExec(`INSERT INTO remarks (vote, version, tags, words, publish) VALUES ($1, 1, coalesce(string_to_array(nullif($2, ''), ' '), '{}'), $3, $4)`,
		vote, r.tags, r.words, r.publish)
	return vote
}

// release lets a day pass and does what is due.
func (w ward) release(t *testing.T) {
	t.Helper()
	w.clock.pass(27 * time.Hour)
	w.releaseNow(t)
}

func (w ward) releaseNow(t *testing.T) {
	t.Helper()
	if _, err := database.InTx(t.Context(), w.db, func(tx *sqlx.Tx) (struct{}, error) {
		return struct{}{}, w.releaseComments(t.Context(), tx, w.Now())
	}); err != nil {
		t.Fatal(err)
	}
}

var (
	wang = accounts.Actor{AccountID: 1, EmployeeID: 1}
	kim  = accounts.Actor{AccountID: 1, EmployeeID: 2}
)

func wordsOf(list []Comment) (out []string) {
	for _, c := range list {
		out = append(out, c.Words)
	}
	slices.Sort(out)
	return out
}

func (w ward) comments(t *testing.T, of accounts.Actor) []Comment {
	t.Helper()
	list, err := w.MyComments(t.Context(), of, ListComments{})
	if err != nil || list == nil {
		t.Fatalf("%v, %v", list, err)
	}
	return list
}

func TestCommentsComeByFives(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	for i := range 4 {
		w.writes(t, remarked{words: fmt.Sprint("word ", i)})
	}
	w.writes(t, remarked{words: "held", standing: "held"})
	w.writes(t, remarked{words: "rejected", standing: "rejected"})
	w.writes(t, remarked{}) // nothing
	w.writes(t, remarked{words: "about Kim", employee: 2})
	w.release(t)
	if got := w.comments(t, wang); len(got) != 0 {
		t.Fatalf("four are shown: %+v", got)
	}
	w.writes(t, remarked{words: "李先生 13800138000, 김민수", tags: "slow"})
	w.releaseNow(t)
	if got := w.comments(t, wang); len(got) != 0 {
		t.Fatalf("one is shown that may still be changed: %+v", got)
	}
	w.release(t)
	first := w.comments(t, wang)
	if got := strings.Join(wordsOf(first), "|"); got != "***先生 ***, 김민수|word 0|word 1|word 2|word 3" {
		t.Fatalf("five: %s", got)
	}
	if first[0].Month != "2026-06" {
		t.Errorf("the month is %s", first[0].Month)
	}
	w.releaseNow(t)
	for i := range 4 {
		w.writes(t, remarked{words: fmt.Sprint("more ", i)})
	}
	w.release(t)
	if got := w.comments(t, wang); fmt.Sprint(got) != fmt.Sprint(first) {
		t.Errorf("a batch changed, or four were shown: %+v", got)
	}
	if got := w.comments(t, kim); len(got) != 0 {
		t.Errorf("somebody else's: %+v", got)
	}
	if got := w.comments(t, boss); len(got) != 0 {
		t.Errorf("an account of nobody reads %+v", got)
	}
}

// TestWhoReadsWhichComments: a person their own, a department its own without names,
// thanks apart.
func TestWhoReadsWhichComments(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	for i := range 5 {
		w.writes(t, remarked{words: fmt.Sprint("王丽 was kind ", i), score: 5})
		w.writes(t, remarked{words: fmt.Sprint("王丽 was slow ", i), score: 2})
		w.writes(t, remarked{words: fmt.Sprint("counter ", i), employee: -1})
	}
	w.writes(t, remarked{score: 5, tags: "kind"})
	w.release(t)
	thanks, err := w.MyThanks(t.Context(), wang, ListComments{})
	if err != nil || len(thanks) != 6 || !strings.HasPrefix(thanks[5].Words+thanks[4].Words, "王丽 was kind") {
		t.Errorf("thanks: %+v, %v", thanks, err)
	}
	if got := w.comments(t, wang); len(got) != 5 || !strings.HasPrefix(got[0].Words, "王丽 was slow") || got[0].Themes[0] != "waiting" {
		t.Errorf("comments: %+v", got)
	}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    AskComments
		want  int // -1: not found
	}{
		{"hospital", boss, AskComments{DepartmentID: 1, Month: "2026-06"}, 11},
		{"its department", headOfBlood, AskComments{DepartmentID: 1, Month: "2026-06"}, 11},
		{"another department", headOfBlood, AskComments{DepartmentID: 2, Month: "2026-06"}, -1},
		{"a place", headOfWard, AskComments{DepartmentID: 2, Month: "2026-06"}, 5},
		{"another month", boss, AskComments{DepartmentID: 2, Month: "2026-05"}, 0},
		{"oneself", wangLi, AskComments{DepartmentID: 1, Month: "2026-06"}, -1},
		{"no such department", boss, AskComments{DepartmentID: 9, Month: "2026-06"}, -1},
		{"a page", boss, AskComments{DepartmentID: 1, Month: "2026-06", ListComments: ListComments{Limit: 3}}, 3},
	} {
		got, err := w.DepartmentComments(t.Context(), test.actor, test.in)
		if test.want < 0 {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %+v, %v", test.name, got, err)
			}
			continue
		}
		if err != nil || len(got.Comments) != test.want || got.TooFew != (test.want == 0) || got.Comments == nil {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
		for _, c := range got.Comments {
			if strings.Contains(c.Words, "王丽") {
				t.Errorf("%s: it says whom it is about: %s", test.name, c.Words)
			}
		}
	}
	if _, err := w.DepartmentComments(t.Context(), boss, AskComments{DepartmentID: 1, Month: "June"}); fault.As(err).Fields["month"] == "" {
		t.Errorf("a month that is none: %v", err)
	}
}

// TestNoTwoAnswersDifferByAPatient looks at every list every day for two months in
// which visits come one by one, some to two people at once, and change their minds.
func TestNoTwoAnswersDifferByAPatient(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	rng := rand.New(rand.NewPCG(7, 7))
	before := map[string][]int64{}
	shown := 0
	for range 60 {
		for range rng.IntN(5) {
			r := remarked{visit: fmt.Sprint(rng.IntN(1000)), employee: []int64{1, 2, -1}[rng.IntN(3)], score: 1 + rng.IntN(5), words: "x"}
			if rng.IntN(6) == 0 {
				r.standing = "held"
			}
			w.writes(t, r)
		}
		w.clock.pass(24 * time.Hour)
		w.releaseNow(t)
		for name, list := range w.lists(t) {
			visits := w.visits(t, list)
			fresh := slices.DeleteFunc(slices.Clone(visits), func(v int64) bool { return slices.Contains(before[name], v) })
			if n := len(visits) - len(before[name]); n != len(fresh) || len(fresh) > 0 && len(fresh) < releasedFrom {
				t.Fatalf("%s: %d more, %d new", name, n, len(fresh))
			}
			before[name], shown = visits, shown+len(fresh)
		}
	}
	if shown < 60 {
		t.Errorf("only %d were ever shown", shown)
	}
}

// lists returns every list that somebody can see comments of a person or a
// department in.
func (w ward) lists(t *testing.T) map[string][]Comment {
	t.Helper()
	out := map[string][]Comment{}
	for name, actor := range map[string]accounts.Actor{"Wang": wang, "Kim": kim} {
		thanks, err := w.MyThanks(t.Context(), actor, ListComments{Limit: 500})
		if err != nil {
			t.Fatal(err)
		}
		out[name+"'s thanks"], out[name+"'s comments"] = thanks, w.comments(t, actor)
	}
	for department := range int64(2) {
		for _, month := range []string{"2026-06", "2026-07", "2026-08"} {
			got, err := w.DepartmentComments(t.Context(), boss, AskComments{DepartmentID: department + 1, Month: month})
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprint(department+1, month)] = got.Comments
		}
	}
	return out
}

// visits returns the votes behind comments, as numbers.
func (w ward) visits(t *testing.T, list []Comment) (votes []int64) {
	t.Helper()
	for _, c := range list {
		var vote int64
		if err := w.db.Get(&vote, `SELECT convert_from(vote, 'UTF8')::bigint FROM released_comments WHERE id = $1`, c.ID); err != nil {
			t.Fatal(err)
		}
		votes = append(votes, vote)
	}
	return votes
}
