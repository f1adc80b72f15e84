package periods_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

func scoreOf(t testing.TB, s *periods.Service, actor accounts.Actor, employee int64) periods.ScoreExplanation {
	t.Helper()
	e, err := s.Score(t.Context(), actor, periods.AskScore{Name: "2026-10", EmployeeID: employee})
	if err != nil {
		t.Fatalf("score of %d: %v", employee, err)
	}
	return e
}

// self is the employee, who reaches nobody else.
func self(employee int64) accounts.Actor {
	return accounts.Actor{EmployeeID: employee, Reach: accounts.Reach{EmployeeID: employee}}
}

// TestEveryPointOpensToItsEvidence works every sum of every score out again.
func TestEveryPointOpensToItsEvidence(t *testing.T) {
	t.Parallel()
	s := computed(t)
	for id := int64(1); id <= observers; id++ {
		e := scoreOf(t, s, self(id), id)
		if !e.Shown {
			t.Errorf("%d does not see their own score", id)
			continue
		}
		sum := int64(0)
		for _, l := range e.Lines {
			sum += l.Value
		}
		if sum != int64(*e.Score) || *e.Low > *e.Score || *e.High < *e.Score {
			t.Errorf("%d: the lines give %d, the score is %d (%d to %d)", id, sum, *e.Score, *e.Low, *e.High)
		}
		n := 0
		for _, c := range e.Components {
			lines, shares := int64(0), int64(0)
			for _, l := range c.Lines {
				lines += l.Value
			}
			count := 0
			for _, it := range c.Evidence {
				shares += it.Share
				count += it.Count
			}
			n += count
			if lines != c.Effect || shares != c.Effect || count != c.N || len(c.Lines) != 4 {
				t.Errorf("%d, %s: lines %d, shares %d, effect %d; %d of %d pieces of evidence",
					id, c.Component, lines, shares, c.Effect, count, c.N)
			}
		}
		checked := 24
		if id == unrated || id > staff {
			checked = 0
		}
		rated := ratingsOf(int(id))
		if id == fewRated {
			rated = 0
		}
		if n != rated+checked {
			t.Errorf("%d: %d pieces of evidence, want %d ratings and %d findings", id, n, rated, checked)
		}
	}
}

func TestTwoPostsAreScoredApartAndJoinedByDays(t *testing.T) {
	t.Parallel()
	s := computed(t)
	e := scoreOf(t, s, hr, twoPosts)
	days := map[string]int{}
	for _, c := range e.Components {
		days[c.Component+" as "+c.Post["en"]] = c.Days
	}
	for part, want := range map[string]int{"ratings as Nurse": 20, "ratings as Clerk": 11, "audits as Nurse": 20, "audits as Clerk": 11} {
		if days[part] != want {
			t.Errorf("%s: %d days, want %d (%v)", part, days[part], want, days)
		}
	}
	if e.Employee.Post["en"] != "Nurse" {
		t.Errorf("the main post is %v", e.Employee.Post)
	}
}

func TestWhatTheEvidenceTells(t *testing.T) {
	t.Parallel()
	s := computed(t)
	e := scoreOf(t, s, self(17), 17)
	for _, c := range e.Components {
		for i, it := range c.Evidence {
			switch c.Component {
			case "ratings":
				if it.OccurredOn != "2026-10" || it.ID != fmt.Sprintf("rating-%d", i+1) || it.Observer != "" || it.Count < 5 {
					t.Fatalf("ratings tell too much: %+v", it)
				}
				if it.ValueLow > it.Value || it.ValueHigh < it.Value || i > 0 && it.ValueHigh >= c.Evidence[i-1].ValueLow {
					t.Fatalf("answers are not apart, or not from the best down: %+v", c.Evidence)
				}
			case "audits":
				if len(it.OccurredOn) != len("2026-10-02") || it.Standard["en"] != "Washes hands" || it.Observer == "" || it.Count != 1 {
					t.Fatalf("a finding tells too little: %+v", it)
				}
			}
		}
	}
}

func TestWhoSeesAScore(t *testing.T) {
	t.Parallel()
	s := computed(t)
	head := func(d int64) accounts.Actor {
		return accounts.Actor{EmployeeID: 31, Reach: accounts.Reach{Departments: []int64{d}, EmployeeID: 31}}
	}
	for _, c := range []struct {
		name     string
		actor    accounts.Actor
		employee int64
		found    bool
		shown    bool
	}{
		{"one's own", self(17), 17, true, true},
		{"a colleague's", self(17), 14, false, false},
		{"of one's department", head(int64(department(17))), 17, true, true},
		{"of another department", head(int64(department(17)%3 + 1)), 17, false, false},
		{"of nobody", hr, 99, false, false},
		{"under 30 ratings, by others", hr, justBelow, true, false},
		{"under 30 ratings, one's own", self(justBelow), justBelow, true, true},
		{"30 ratings", hr, justEnough, true, true},
		{"three ratings, one's own: none counts yet", self(fewRated), fewRated, true, true},
		{"no ratings at all, one's own", self(unrated), unrated, true, true},
		{"no account on the roster, no ratings", accounts.Actor{Reach: accounts.Reach{Hospital: true}}, unrated, true, false},
	} {
		e, err := s.Score(t.Context(), c.actor, periods.AskScore{Name: "2026-10", EmployeeID: c.employee})
		if !c.found {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v, want not found", c.name, err)
			}
			continue
		}
		if err != nil || e.Shown != c.shown {
			t.Errorf("%s: shown %v, %v", c.name, e.Shown, err)
			continue
		}
		if !c.shown && (e.Score != nil || e.Low != nil || e.SD != nil || len(e.Lines)+len(e.Components)+len(e.Gates) > 0 || e.Established) {
			t.Errorf("%s: hidden, and yet %+v", c.name, e)
		}
		if e.Employee.Name == "" || e.Lines == nil || e.Components == nil || e.Gates == nil {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

// TestFrozenFiguresOutliveTheirEvidence: what was computed stays explained by
// what was read then.
func TestFrozenFiguresOutliveTheirEvidence(t *testing.T) {
	t.Parallel()
	s := computed(t)
	before := scoreOf(t, s, hr, 17)
	s.DB.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE employee_id = 17`)
	s.DB.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('hr', '', $1)`, november)
	s.DB.MustExec(`UPDATE spot_checks SET voided_at = $1, voided_by = 1, void_reason = 'wrong person' WHERE employee_id = 17`, november)
	after := scoreOf(t, s, hr, 17)
	if *before.Score != *after.Score || len(before.Components) != len(after.Components) {
		t.Errorf("%d became %d without a computation", *before.Score, *after.Score)
	}
	compute(t, s)
	if e := scoreOf(t, s, self(17), 17); !e.Shown || e.Components[0].N != 0 || e.Components[1].N != 0 || e.Established {
		t.Errorf("all evidence is void, and yet %+v", e)
	}
}

// TestDeletingAllEvidenceNeverRaisesWhatOneGets: a poor performer must not gain
// by having none.
func TestDeletingAllEvidenceNeverRaisesWhatOneGets(t *testing.T) {
	t.Parallel()
	s := computed(t)
	before := map[int64]periods.ScoreExplanation{}
	for id := int64(1); id <= staff; id++ {
		before[id] = scoreOf(t, s, self(id), id)
	}
	s.DB.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE employee_id % 2 = 0`)
	s.DB.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('hr', '', $1)`, november)
	s.DB.MustExec(`UPDATE spot_checks SET voided_at = $1, voided_by = 1, void_reason = 'all' WHERE employee_id % 2 = 0`, november)
	compute(t, s)
	established := 0
	for id := int64(2); id <= staff; id += 2 {
		if before[id].Established {
			established++
		}
		if e := scoreOf(t, s, self(id), id); e.Established || e.StarTier != "" {
			t.Errorf("%d has no evidence and is paid, or has a star: %+v", id, e)
		}
	}
	if established == 0 {
		t.Error("nobody was paid before: the test shows nothing")
	}
}

// TestAChangeOfMindCountsOnce: only the last version of a rating is evidence.
func TestAChangeOfMindCountsOnce(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	again := `INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, standing, occurred_at)
		SELECT vote, 2, visit, touchpoint_id, employee_id, posting_id, department_id, 1, language, channel, shift, $2, occurred_at
		FROM ratings WHERE employee_id = $1 AND version = 1`
	s.DB.MustExec(again, 17, "counted")
	s.DB.MustExec(again, 18, "held") // in quarantine: neither version counts
	var got []struct {
		EmployeeID int64 `db:"employee_id"`
		N          int   `db:"n"`
		Most       int   `db:"most"`
	}
	if err := s.DB.Select(&got, `
		SELECT employee_id, count(*) AS n, max(value) AS most FROM evidence
		WHERE kind = 'rating' AND employee_id IN (17, 18) GROUP BY employee_id`); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].N != ratingsOf(17) || got[0].Most != 0 {
		t.Errorf("%+v; want %d ratings of employee 17, all changed to the worst", got, ratingsOf(17))
	}
}

func TestTheServerCannotRewriteScores(t *testing.T) {
	t.Parallel()
	s := computed(t)
	for _, query := range []string{
		`UPDATE parameters SET body = ''`, `DELETE FROM scores`, `UPDATE score_lines SET value = 0`, `UPDATE computations SET number = 7`,
		`UPDATE schemes SET definition = '{}'`, `UPDATE periods SET starts_on = '2000-01-01'`,
	} {
		if _, err := s.DB.Exec(query); err == nil || !strings.Contains(err.Error(), "denied") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// rate gives an employee one more rating, the worst.
func rate(s *periods.Service, employee, n int) {
	s.DB.MustExec(`
		INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
		SELECT decode(lpad(to_hex($2::int), 32, '0'), 'hex'), 1, decode(lpad(to_hex($2::int), 8, 'f') || repeat('0', 24), 'hex'), touchpoint_id, employee_id,
		       posting_id, department_id, 1, language, channel, shift, occurred_at
		FROM ratings WHERE employee_id = $1 ORDER BY id LIMIT 1`, employee, n)
}

// TestFiguresMoveByFiveRatingsOrNotAtAll computes again after each single
// rating, as somebody would who wants to know what a patient said, and asks
// every way there is to ask.
func TestFiguresMoveByFiveRatingsOrNotAtAll(t *testing.T) {
	t.Parallel()
	s := computed(t)
	head := accounts.Actor{EmployeeID: 17, Reach: accounts.Reach{Departments: []int64{int64(department(17))}, EmployeeID: 17}}
	type figures struct {
		Self, Head, HR       int // ratings in the score
		Gate                 int64
		Ranked, Total, Sheet int
		Score, Listed, Mean  int
		Colleague            int
	}
	ask := func() figures {
		e := scoreOf(t, s, self(17), 17)
		f := figures{
			Self: e.Components[0].N, Head: scoreOf(t, s, head, 17).Components[0].N, HR: scoreOf(t, s, hr, 17).Components[0].N,
			Score: *e.Score, Colleague: *scoreOf(t, s, hr, 18).Score,
		}
		for _, g := range e.Gates {
			if g.Code == "distinctVisits" {
				f.Gate = g.Have
			}
		}
		r, err := s.Ranking(t.Context(), head, periods.AskRanking{Name: "2026-10", Family: "nursing"})
		if err != nil {
			t.Fatal(err)
		}
		f.Total, f.Mean = *r.Evidence.Ratings, r.Groups[0].Mean
		for _, row := range r.Groups[0].Rows {
			if row.EmployeeID == 17 {
				f.Ranked, f.Listed = row.Ratings, row.Score
			}
		}
		for _, row := range sheet(t, exported(t, s, head, periods.XLSX), "Evidence") {
			if row[0] == "E017" {
				fmt.Sscan(row[3], &f.Sheet)
			}
		}
		return f
	}
	n := ratingsOf(17)
	shown := ask()
	if shown.Self != n || shown.Head != n || shown.HR != n || shown.Ranked != n || shown.Sheet != n || shown.Gate != int64(n) {
		t.Fatalf("at first %+v, want %d ratings", shown, n)
	}
	total := shown.Total - n
	for i := range 11 {
		rate(s, 17, i)
		compute(t, s)
		got := ask()
		if i%5 != 4 { // not the fifth
			if got != shown {
				t.Errorf("after %d ratings %+v became %+v", i+1, shown, got)
			}
			continue
		}
		n += 5
		if got.Self != n || got.Head != n || got.HR != n || got.Ranked != n || got.Sheet != n || got.Gate != int64(n) || got.Total != total+n ||
			got.Score >= shown.Score || got.Listed != got.Score || got.Mean == shown.Mean {
			t.Errorf("after %d ratings %+v became %+v", i+1, shown, got)
		}
		shown = got
	}
}

// TestTheFirstFourRatingsWait until there is a fifth, of the same person in
// the same post, and then count together.
func TestTheFirstFourRatingsWait(t *testing.T) {
	t.Parallel()
	s := computed(t)
	for i, want := range []int{0, 5} { // three at first
		if e := scoreOf(t, s, self(fewRated), fewRated); !e.Shown || e.Components[0].N != want {
			t.Errorf("%d ratings more: %+v, want %d to count", i, e, want)
		}
		rate(s, fewRated, 2*i)
		rate(s, fewRated, 2*i+1)
		compute(t, s)
	}
	s.DB.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE employee_id = $1`, fewRated)
	compute(t, s)
	if e := scoreOf(t, s, self(fewRated), fewRated); !e.Shown || e.Components[0].N != 0 {
		t.Errorf("all are withdrawn, and yet %+v", e)
	}
}
