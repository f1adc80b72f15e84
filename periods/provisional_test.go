package periods_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

func provisional(t testing.TB, s *periods.Service, actor accounts.Actor, month string, employee int64) periods.Provisional {
	t.Helper()
	p, err := s.Provisional(t.Context(), actor, periods.AskScore{Name: month, EmployeeID: employee})
	if err != nil {
		t.Fatalf("provisional score of %d in %s: %v", employee, month, err)
	}
	return p
}

// TestProvisionalIsTheComputation: judged by a month's own parameters, and with
// nothing new, everybody's figures are those of the computation to the last line.
func TestProvisionalIsTheComputation(t *testing.T) {
	t.Parallel()
	s := computed(t)
	for id := int64(1); id <= observers; id++ {
		for _, actor := range []accounts.Actor{self(id), hr} {
			want := scoreOf(t, s, actor, id)
			got := provisional(t, s, actor, "2026-10", id)
			same := periods.ScoreExplanation{
				Period: got.Period, ComputedAt: want.ComputedAt, Employee: got.Employee, Shown: got.Shown, Score: got.Score, Low: got.Low,
				High: got.High, SD: got.SD, Reliability: got.Reliability, Established: got.Established, StarTier: want.StarTier,
				Lines: got.Lines, Components: got.Components, Gates: got.Gates, Moves: want.Moves, Replies: want.Replies,
			}
			if diff := cmp.Diff(want, same); diff != "" {
				t.Fatalf("%d (-computed +provisional):\n%s", id, diff)
			}
			if !got.Provisional || !got.AsOf.Equal(november) || got.Parameters.Period != "2026-10" {
				t.Errorf("%d: %v, as of %s, by %+v", id, got.Provisional, got.AsOf, got.Parameters)
			}
		}
	}
}

// TestProvisionalWhileAMonthRuns is judged by the month before, whose visits
// and spot checks are others: new ones count less, and the interval says so.
func TestProvisionalWhileAMonthRuns(t *testing.T) {
	t.Parallel()
	s := computed(t)
	s.Now = func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, shanghai) }
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-11"}); err != nil {
		t.Fatal(err)
	}
	nothing := provisional(t, s, self(17), "2026-11", 17)
	if !nothing.Shown || *nothing.Score != 700_000 || *nothing.Reliability > 1000 {
		t.Errorf("without evidence: %+v", nothing)
	}
	answer(t, s, 16, 12, 5, time.Date(2026, 11, 10, 9, 0, 0, 0, shanghai))
	answer(t, s, 18, 12, 1, time.Date(2026, 11, 10, 9, 0, 0, 0, shanghai))
	good, bad := provisional(t, s, self(16), "2026-11", 16), provisional(t, s, self(18), "2026-11", 18)
	if *good.Score <= 700_000 || *bad.Score >= 700_000 || good.Parameters.Period != "2026-10" {
		t.Errorf("twelve fives give %d, twelve ones %d, by %+v", *good.Score, *bad.Score, good.Parameters)
	}
	if october := scoreOf(t, s, self(16), 16); *good.SD <= *october.SD || good.Components[0].N != 12 {
		t.Errorf("sd %d of %d ratings, %d of a whole month", *good.SD, good.Components[0].N, *october.SD)
	}
}

// answer adds ratings of a person by as many visits, all with one answer.
func answer(t testing.TB, s *periods.Service, employee, n, score int, at time.Time) {
	t.Helper()
	for i := range n {
		s.DB.MustExec(`
			INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
			SELECT decode(md5(random()::text), 'hex'), 1, decode(md5(random()::text), 'hex'), $1, $1, $1, $2, $3, 'en', 'qr', 'day', $4`,
			employee, department(employee), score, at.Add(time.Duration(i)*time.Hour))
	}
}

// TestAnAppealMovesNobodyElse strikes out one person's checks of a computed
// month. It is judged by the parameters frozen then: their figure moves,
// nobody else's does, neither provisionally nor when the month is computed
// again, which gives what was foreseen.
func TestAnAppealMovesNobodyElse(t *testing.T) {
	t.Parallel()
	const appealed = 17
	s, owner := owned(t)
	open(t, s)
	compute(t, s)
	before := map[int64]periods.ScoreExplanation{}
	for id := int64(1); id <= observers; id++ {
		before[id] = scoreOf(t, s, self(id), id)
	}
	owner.MustExec(`UPDATE spot_checks SET voided_at = $1, voided_by = (SELECT min(id) FROM accounts), void_reason = 'another was meant' WHERE employee_id = $2 AND started_at < '2026-10-12'`, november, appealed)
	foreseen := map[int64]periods.Provisional{}
	for id := range before {
		foreseen[id] = provisional(t, s, self(id), "2026-10", id)
	}
	compute(t, s)
	for id := range before {
		after := scoreOf(t, s, self(id), id)
		if *foreseen[id].Score != *after.Score || *foreseen[id].SD != *after.SD {
			t.Errorf("%d: foreseen were %d ± %d, computed are %d ± %d", id, *foreseen[id].Score, *foreseen[id].SD, *after.Score, *after.SD)
		}
		moved := *after.Score != *before[id].Score || *after.SD != *before[id].SD || !cmp.Equal(after.Components, before[id].Components)
		if moved != (id == appealed) {
			t.Errorf("%d: %d before the appeal of %d, %d after", id, *before[id].Score, appealed, *after.Score)
		}
	}
	if *foreseen[appealed].SD <= *before[appealed].SD {
		t.Errorf("with less evidence the figure became surer: ± %d, was ± %d", *foreseen[appealed].SD, *before[appealed].SD)
	}
	v, err := s.Verify(t.Context(), "2026-10")
	if err != nil || len(v.Differences) > 0 {
		t.Errorf("verification: %v, %v", v.Differences, err)
	}
	var files int
	if err := s.DB.Get(&files, `SELECT count(DISTINCT sha256) FROM parameters`); err != nil || files != 2 {
		t.Errorf("%d different parameter files of 2 components, %v", files, err)
	}
	if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10", Refit: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.DB.Get(&files, `SELECT count(DISTINCT sha256) FROM parameters`); err != nil || files != 3 {
		t.Errorf("%d different parameter files after spot checks were estimated anew, %v", files, err)
	}
}

// TestProvisionalKeepsItsDistance asks every day while ratings trickle in, and
// computes now and then. Whatever was counted, by either, is the same as or
// five ratings away from all that was counted before; and nothing moves twice
// a day.
func TestProvisionalKeepsItsDistance(t *testing.T) {
	t.Parallel()
	s := computed(t)
	day := time.Date(2026, 11, 2, 9, 0, 0, 0, shanghai)
	s.Now = func() time.Time { return day }
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-11"}); err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		day = time.Date(2026, 11, 2+i, 9, 0, 0, 0, shanghai)
		s.Now = func() time.Time { return day }
		morning := provisional(t, s, self(9), "2026-11", 9)
		answer(t, s, 9, 1+i%4, 1+i%5, day.Add(-9*time.Hour))
		s.Now = func() time.Time { return day.Add(3 * time.Hour) }
		if noon := provisional(t, s, hr, "2026-11", 9); !noon.AsOf.Equal(day) || !cmp.Equal(noon.AsOf, morning.AsOf) {
			t.Errorf("day %d: in the morning as of %s, at noon of %s", i, morning.AsOf, noon.AsOf)
		}
		if i%5 == 3 {
			if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-11"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	var shown, close int
	if err := s.DB.Get(&shown, `SELECT count(*) FROM provisional_scores WHERE employee_id = 9`); err != nil || shown < 5 {
		t.Errorf("%d snapshots, %v; the test proves little", shown, err)
	}
	if err := s.DB.Get(&close, `
		WITH counted AS (
			SELECT rating_ids FROM provisional_scores WHERE employee_id = 9
			UNION SELECT rating_ids FROM scores JOIN computations c ON c.id = computation_id JOIN periods p ON p.id = c.period_id
			WHERE employee_id = 9 AND p.name = '2026-11')
		SELECT count(*) FROM counted a, counted b
		WHERE (SELECT count(*) FROM unnest(a.rating_ids) x WHERE x <> ALL (b.rating_ids)) BETWEEN 1 AND 4
		  AND (SELECT count(*) FROM unnest(b.rating_ids) x WHERE x <> ALL (a.rating_ids)) < 5`); err != nil || close > 0 {
		t.Errorf("%d pairs of answers differ by one to four ratings, %v", close, err)
	}
}

func TestWhoGetsAProvisionalScore(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	ask := func(actor accounts.Actor, month string, employee int64) error {
		_, err := s.Provisional(t.Context(), actor, periods.AskScore{Name: month, EmployeeID: employee})
		return err
	}
	if err := ask(hr, "2026-10", 9); !fault.Is(err, fault.NotFound) {
		t.Errorf("no period: %v", err)
	}
	open(t, s)
	if err := ask(hr, "2026-10", 9); !fault.Is(err, fault.NotFound) {
		t.Errorf("no month was ever computed: %v", err)
	}
	compute(t, s)
	for _, name := range []string{"2026-12"} {
		if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	head := accounts.Actor{Reach: accounts.Reach{Departments: []int64{int64(department(9))}}}
	away := accounts.Actor{Reach: accounts.Reach{Departments: []int64{int64(department(10))}}}
	for _, c := range []struct {
		name     string
		actor    accounts.Actor
		month    string
		employee int64
		want     fault.Kind
	}{
		{"oneself", self(9), "2026-10", 9, ""},
		{"the department's head", head, "2026-10", 9, ""},
		{"another department's head", away, "2026-10", 9, fault.NotFound},
		{"somebody else", self(10), "2026-10", 9, fault.NotFound},
		{"nobody", accounts.Actor{}, "2026-10", 9, fault.NotFound},
		{"of nobody", hr, "2026-10", 999, fault.NotFound},
		{"a month to come", hr, "2026-12", 9, fault.Conflict},
	} {
		if err := ask(c.actor, c.month, c.employee); !fault.Is(err, c.want) && (c.want != "" || err != nil) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if p := provisional(t, s, hr, "2026-10", justBelow); p.Shown || p.Score != nil || len(p.Lines)+len(p.Components)+len(p.Gates) > 0 {
		t.Errorf("29 ratings are shown to others: %+v", p)
	}
	s.DB.MustExec(`UPDATE periods SET status = 'signed' WHERE name = '2026-10'`)
	if err := ask(hr, "2026-10", 9); !fault.Is(err, fault.Conflict) {
		t.Errorf("signed: %v", err)
	}
}

// TestProvisionalBesideComputations: they don't keep each other out, and one
// snapshot of a day stays.
func TestProvisionalBesideComputations(t *testing.T) {
	t.Parallel()
	s := computed(t)
	errs := make(chan error, 100)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if i == 0 {
				_, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"})
				errs <- err
				return
			}
			for id := int64(1); id <= 12; id++ {
				if _, err := s.Provisional(t.Context(), hr, periods.AskScore{Name: "2026-10", EmployeeID: id}); !fault.Is(err, fault.Conflict) {
					errs <- err
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	var twice int
	if err := s.DB.Get(&twice, `SELECT count(*) - count(DISTINCT (employee_id, day)) FROM provisional_scores`); err != nil || twice != 0 {
		t.Errorf("%d are kept twice: %v", twice, err)
	}
	if p := provisional(t, s, hr, "2026-10", 12); fmt.Sprint(p.Parameters.Period) != "2026-10" {
		t.Errorf("%+v", p)
	}
}
