package periods_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

// computed is the test hospital with October computed.
func computed(t testing.TB) *periods.Service {
	t.Helper()
	s := hospital(t)
	open(t, s)
	compute(t, s)
	return s
}

func open(t testing.TB, s *periods.Service) {
	t.Helper()
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-10"}); err != nil {
		t.Fatal(err)
	}
}

func compute(t testing.TB, s *periods.Service) {
	t.Helper()
	p, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"})
	if err != nil {
		t.Fatal(err)
	}
	if p.Status != periods.Computed || p.ComputedAt == nil {
		t.Fatalf("after computing: %+v", p)
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	if ps, err := s.List(t.Context(), hr, periods.ListPeriods{}); err != nil || ps == nil || len(ps) != 0 {
		t.Fatalf("before any: %v, %v; want an empty list", ps, err)
	}
	for _, c := range []struct {
		name, status string
		kind         fault.Kind
	}{
		{"2026-10", periods.Running, ""},
		{"2026-12", periods.Announced, ""},
		{"2026-10", "", fault.Conflict},
		{"2026-13", "", fault.Invalid},
		{"October", "", fault.Invalid},
		{"0000-01", "", fault.Invalid},
	} {
		p, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: c.name})
		if c.kind != "" {
			if !fault.Is(err, c.kind) {
				t.Errorf("%s: %v, want %s", c.name, err, c.kind)
			}
			continue
		}
		if err != nil || p.Status != c.status || p.Name != c.name || p.Scheme.Version != 1 {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-11", SchemeID: 99}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown scheme: %v", err)
	}
	ps, err := s.List(t.Context(), hr, periods.ListPeriods{})
	if err != nil || len(ps) != 2 || ps[0].Name != "2026-12" || ps[1].StartsOn != "2026-10-01" || ps[1].EndsOn != "2026-11-01" {
		t.Errorf("list: %+v, %v", ps, err)
	}
}

func TestComputeNeedsAPeriodThatHasBegun(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such period: %v", err)
	}
	for _, name := range []string{"2026-10", "2026-12"} {
		if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-12"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("in the future: %v", err)
	}
	if _, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("not computed yet: %v", err)
	}
	s.DB.MustExec(`UPDATE periods SET status = 'closed' WHERE name = '2026-10'`)
	if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("closed: %v", err)
	}
}

func TestTheSameEvidenceGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	s := computed(t)
	compute(t, s)
	compute(t, s)
	var distinct []struct {
		Evidence, Result string
		Number           int
	}
	if err := s.DB.Select(&distinct, `
		SELECT encode(evidence_sha256, 'hex') AS evidence, encode(result_sha256, 'hex') AS result, max(number) AS number
		FROM computations GROUP BY evidence_sha256, result_sha256`); err != nil {
		t.Fatal(err)
	}
	if len(distinct) != 1 || distinct[0].Number != 3 {
		t.Errorf("three computations of the same evidence: %+v", distinct)
	}
	var files int
	if err := s.DB.Get(&files, `SELECT count(DISTINCT body) FROM parameters`); err != nil || files != 2 {
		t.Errorf("%d different parameter files of 2 components, %v", files, err)
	}
}

func TestLinesSumToTheScore(t *testing.T) {
	t.Parallel()
	s := computed(t)
	var wrong []int64
	if err := s.DB.Select(&wrong, `
		SELECT s.employee_id FROM scores s
		WHERE s.score <> (SELECT sum(l.value) FROM score_lines l WHERE l.computation_id = s.computation_id AND l.employee_id = s.employee_id)`); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := s.DB.Get(&n, `SELECT count(*) FROM scores`); err != nil || n != observers {
		t.Errorf("%d scores, %v; want one for each of %d people", n, err, observers)
	}
	if len(wrong) > 0 {
		t.Errorf("the lines do not sum for %v", wrong)
	}
}

func TestRanking(t *testing.T) {
	t.Parallel()
	s := computed(t)
	r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10"})
	if err != nil {
		t.Fatal(err)
	}
	if r.Threshold != 30 || len(r.Groups) != 3 || r.Evidence.Findings != 29*6*4 {
		t.Errorf("threshold %d, %d groups, %+v", r.Threshold, len(r.Groups), r.Evidence)
	}
	nursing := r.Groups[1]
	if nursing.Family != "nursing" {
		t.Fatalf("groups are not ordered: %s", nursing.Family)
	}
	got := map[int64]any{}
	for _, few := range nursing.TooFew {
		if few.Ratings == nil {
			got[few.EmployeeID] = nil
			continue
		}
		got[few.EmployeeID] = *few.Ratings
	}
	want := map[int64]any{unrated: nil, fewRated: nil, someRated: nil, justBelow: 29}
	// someRated is the second of a department in which only one would be hidden
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("too few (-want +got):\n%s", diff)
	}
	if len(nursing.Rows) != nurses-4 {
		t.Fatalf("%d nurses are ranked, want %d", len(nursing.Rows), nurses-4)
	}
	for i, row := range nursing.Rows {
		if row.Low > row.Score || row.High < row.Score || row.RankLow > i+1 || row.RankHigh < i+1 || row.Ratings < 30 ||
			row.Band == 0 || row.Position == "" || len(row.Gates) == 0 {
			t.Errorf("%+v", row)
		}
		if i > 0 && row.Score > nursing.Rows[i-1].Score {
			t.Errorf("%s comes after a lower score", row.Name)
		}
	}
}

func TestRankingFindsTheGood(t *testing.T) {
	t.Parallel()
	s := computed(t)
	r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10", Family: "nursing"})
	if err != nil {
		t.Fatal(err)
	}
	agree, pairs := 0, 0
	rows := r.Groups[0].Rows
	for i := range rows {
		for j := range i {
			pairs++
			if quality(int(rows[j].EmployeeID)) > quality(int(rows[i].EmployeeID)) {
				agree++
			}
		}
	}
	if agree*100 < pairs*85 {
		t.Errorf("%d of %d pairs are in the order of the truth", agree, pairs)
	}
}

func TestRankingReach(t *testing.T) {
	t.Parallel()
	s := computed(t)
	head := accounts.Actor{Reach: accounts.Reach{Departments: []int64{2}}}
	for _, c := range []struct {
		name  string
		actor accounts.Actor
		in    periods.AskRanking
		want  int // rows and too few together
	}{
		{"the whole hospital", hr, periods.AskRanking{}, observers},
		{"one department of it", hr, periods.AskRanking{DepartmentID: 2}, 11},
		{"one family of it", hr, periods.AskRanking{Family: "service"}, 10},
		{"an unknown family", hr, periods.AskRanking{Family: "pilots"}, 0},
		{"a department's head", head, periods.AskRanking{}, 11},
		{"a department's head, elsewhere", head, periods.AskRanking{DepartmentID: 3}, 0},
		{"nobody", accounts.Actor{}, periods.AskRanking{}, 0},
	} {
		c.in.Name = "2026-10"
		r, err := s.Ranking(t.Context(), c.actor, c.in)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		n := 0
		for _, g := range r.Groups {
			n += len(g.Rows) + len(g.TooFew)
		}
		if n != c.want || r.Groups == nil {
			t.Errorf("%s: %d people, want %d", c.name, n, c.want)
		}
	}
}

func TestComputeWhileItRuns(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	s.Now = func() time.Time { return time.Date(2026, 10, 20, 12, 0, 0, 0, shanghai) }
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-10"}); err != nil {
		t.Fatal(err)
	}
	p, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"})
	if err != nil || p.Status != periods.Running {
		t.Errorf("%+v, %v; want it to go on running", p, err)
	}
}

// TestComputedTogether: whoever comes while a computation runs is told so, and
// nobody gets half of one.
func TestComputedTogether(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"}) })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		switch {
		case err == nil:
			done++
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	var kept struct{ Computations, Scores, Noted int }
	if err := s.DB.Get(&kept, `SELECT (SELECT count(*) FROM computations) AS computations, (SELECT count(*) FROM scores) AS scores,
		(SELECT count(*) FROM journal WHERE action = 'compute') AS noted`); err != nil {
		t.Fatal(err)
	}
	if done == 0 || kept.Computations != done || kept.Scores != done*observers || kept.Noted != done {
		t.Errorf("%d computations went well, kept are %+v", done, kept)
	}
}

func TestADepartmentIncludesThoseBelowIt(t *testing.T) {
	t.Parallel()
	s := computed(t)
	s.DB.MustExec(`UPDATE departments SET parent_id = 1 WHERE id = 2`)
	for department, want := range map[int64]int{1: 22, 2: 11, 3: 11} {
		r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10", DepartmentID: department})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, g := range r.Groups {
			n += len(g.Rows) + len(g.TooFew)
		}
		if n != want {
			t.Errorf("department %d: %d people, want %d", department, n, want)
		}
	}
}

func TestTheOrderOfHiddenScoresTellsNothing(t *testing.T) {
	t.Parallel()
	s := computed(t)
	s.DB.MustExec(`UPDATE employees SET number = 'A' || (50 - id)`) // against the order of the ids
	r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10", Family: "nursing"})
	if err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, few := range r.Groups[0].TooFew {
		got = append(got, few.EmployeeID)
	}
	if diff := cmp.Diff([]int64{justBelow, someRated, fewRated, unrated}, got); diff != "" {
		t.Errorf("not by number (-want +got):\n%s", diff)
	}
}

// TestTheJournalKeepsWhatARankingWithholds: it has its own readers.
func TestTheJournalKeepsWhatARankingWithholds(t *testing.T) {
	t.Parallel()
	s := computed(t)
	var told bool
	if err := s.DB.Get(&told, `SELECT after ? 'ratings' OR NOT after ? 'result' FROM journal WHERE action = 'compute'`); err != nil || told {
		t.Errorf("the number of ratings is told: %v, %v", told, err)
	}
}
