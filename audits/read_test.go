package audits_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

// logThree stores 1: Wang about the nurse, today, ward A; 2: Wang about Kim,
// yesterday, ward B; 3: the head about Kim, yesterday.
func logThree(t *testing.T, s *audits.Service) {
	t.Helper()
	for i, c := range []struct {
		observer, employee int64
		ago                time.Duration
	}{{wang, nurse, time.Hour}, {wang, kim, 24 * time.Hour}, {head, kim, 25 * time.Hour}} {
		in := check()
		in.Key = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		in.EmployeeID, in.StartedAt, in.FinishedAt = c.employee, now.Add(-c.ago), now.Add(-c.ago)
		if got, err := s.Log(t.Context(), actor(c.observer, supervisor.Reach), in); err != nil || got.ID != int64(i+1) {
			t.Fatalf("check %d: %+v, %v", i+1, got, err)
		}
	}
}

func TestListAndReach(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	logThree(t, s)
	own := func(id int64) accounts.Actor { return actor(id, accounts.Reach{EmployeeID: id}) }
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    audits.ListSpotChecks
		want  []int64
	}{
		{"the whole hospital, latest first", quality, audits.ListSpotChecks{}, []int64{1, 2, 3}},
		{"by an observer", own(wang), audits.ListSpotChecks{}, []int64{1, 2}},
		{"about oneself", own(kim), audits.ListSpotChecks{}, []int64{2, 3}},
		{"about others: none", own(leaver), audits.ListSpotChecks{}, nil},
		{"an account of nobody", actor(0, accounts.Reach{}), audits.ListSpotChecks{}, nil},
		{"a department's", actor(0, accounts.Reach{Departments: []int64{3}}), audits.ListSpotChecks{}, []int64{2, 3}},
		{"one employee", quality, audits.ListSpotChecks{EmployeeID: nurse}, []int64{1}},
		{"one observer", quality, audits.ListSpotChecks{ObserverID: head}, []int64{3}},
		{"one department", quality, audits.ListSpotChecks{DepartmentID: 3}, []int64{2, 3}},
		{"a number beyond all", quality, audits.ListSpotChecks{EmployeeID: 1 << 62}, nil},
		{"from a day on", quality, audits.ListSpotChecks{From: "2026-12-01"}, []int64{1}},
		{"up to a day", quality, audits.ListSpotChecks{To: "2026-11-30"}, []int64{2, 3}},
		{"a page", quality, audits.ListSpotChecks{Limit: 2}, []int64{1, 2}},
		{"the next page", quality, audits.ListSpotChecks{Limit: 2, After: 2}, []int64{3}},
	} {
		list, err := s.List(t.Context(), test.actor, test.in)
		var got []int64
		for _, c := range list.Items {
			got = append(got, c.ID)
		}
		if err != nil || !slices.Equal(got, test.want) || list.Items == nil {
			t.Errorf("%s: %v, %v, want %v", test.name, got, err, test.want)
		}
		if wantNext := map[bool]int64{true: 2}[test.name == "a page"]; list.Next != wantNext {
			t.Errorf("%s: next %d, want %d", test.name, list.Next, wantNext)
		}
		for id := int64(1); id <= 3; id++ {
			if test.in != (audits.ListSpotChecks{}) {
				break
			}
			_, err := s.Get(t.Context(), test.actor, audits.GetSpotCheck{ID: id})
			if seen := slices.Contains(test.want, id); seen != (err == nil) || !seen && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: check %d: %v", test.name, id, err)
			}
		}
	}
	if _, err := s.List(t.Context(), quality, audits.ListSpotChecks{From: "soon"}); fault.As(err).Fields["from"] == "" {
		t.Errorf("a day that is none: %v", err)
	}
}

func TestVoid(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	own := accounts.Reach{EmployeeID: wang}
	for i, test := range []struct {
		name     string
		observer int64
		actor    accounts.Actor
		reason   string
		later    time.Duration
		kind     fault.Kind
	}{
		{"one's own within the hour", wang, actor(wang, own), "wrong person", time.Hour, ""},
		{"one's own after it", wang, actor(wang, own), "wrong person", time.Hour + time.Second, fault.Forbidden},
		{"later, by somebody with wider reach", wang, quality, "not fair", 90 * 24 * time.Hour, ""},
		{"later, in one's departments", wang, actor(0, accounts.Reach{Departments: []int64{2}}), "not fair", 2 * time.Hour, ""},
		{"in other departments", wang, actor(0, accounts.Reach{Departments: []int64{3}}), "not fair", 0, fault.NotFound},
		{"another observer's", head, actor(wang, own), "not mine", 0, fault.NotFound},
		{"about oneself", wang, actor(nurse, accounts.Reach{EmployeeID: nurse}), "not true", 0, fault.Forbidden},
		{"about oneself, with all the reach there is", wang, actor(nurse, quality.Reach), "not true", 0, fault.Forbidden},
		{"without a reason", wang, quality, " ", 0, fault.Invalid},
	} {
		s.Now = func() time.Time { return now }
		in := check()
		in.Key = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		logged, err := s.Log(t.Context(), actor(test.observer, supervisor.Reach), in)
		if err != nil {
			t.Fatal(err)
		}
		s.Now = func() time.Time { return now.Add(test.later) }
		void := audits.VoidSpotCheck{ID: logged.ID, Reason: test.reason}
		c, err := s.Void(t.Context(), test.actor, void)
		if test.kind != "" {
			if !fault.Is(err, test.kind) {
				t.Errorf("%s: %v, want %s", test.name, err, test.kind)
			}
			continue
		}
		if err != nil || !c.VoidedAt.Equal(s.Now()) || c.VoidReason != test.reason || c.VoidedBy != "wang" {
			t.Fatalf("%s: %+v, %v", test.name, c, err)
		}
		list, err := s.List(t.Context(), quality, audits.ListSpotChecks{})
		if err != nil || len(list.Items) != i+1 || list.Items[0].VoidReason != test.reason {
			t.Errorf("%s: it is not in the list any more: %+v, %v", test.name, list, err)
		}
		var reason string
		if err := db.Get(&reason, `
			SELECT after->>'reason' FROM journal WHERE action = 'void' AND object = 'spot-check' AND object_id = $1`,
			logged.ID); err != nil || reason != test.reason {
			t.Errorf("%s: the journal says %q, %v", test.name, reason, err)
		}
		if _, err := s.Void(t.Context(), quality, void); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: voided twice: %v", test.name, err)
		}
	}
	if _, err := s.Void(t.Context(), quality, audits.VoidSpotCheck{ID: 99, Reason: "r"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such check: %v", err)
	}
}

// TestMayVoid: the answer to "may I?" is the same as that to "do!".
func TestMayVoid(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	logThree(t, s)
	inPlace := actor(wang, accounts.Reach{EmployeeID: wang})
	inPlace.InPlaceOf = []accounts.Person{{AccountID: 9, EmployeeID: nurse}}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		later time.Duration
		want  bool
	}{
		{"as its observer", actor(wang, accounts.Reach{EmployeeID: wang}), 0, true},
		{"to the second", actor(wang, accounts.Reach{EmployeeID: wang}), time.Hour, true},
		{"not a second longer", actor(wang, accounts.Reach{EmployeeID: wang}), time.Hour + time.Second, false},
		{"not about oneself", actor(nurse, accounts.Reach{EmployeeID: nurse}), 0, false},
		{"not in place of whom it is about", inPlace, 0, false},
	} {
		s.Now = func() time.Time { return now.Add(test.later) }
		check, err := s.Get(t.Context(), test.actor, audits.GetSpotCheck{ID: 1})
		list, _ := s.List(t.Context(), test.actor, audits.ListSpotChecks{EmployeeID: nurse})
		if err != nil || check.MayVoid != test.want || (check.VoidUntil != nil) != test.want || len(list.Items) != 1 || list.Items[0].MayVoid != test.want {
			t.Errorf("%s: %+v, %v", test.name, check.SpotCheckSummary, err)
		}
		if test.want && !check.VoidUntil.Equal(now.Add(time.Hour)) {
			t.Errorf("%s: until %s", test.name, check.VoidUntil)
		}
		if test.want {
			continue
		}
		if _, err := s.Void(t.Context(), test.actor, audits.VoidSpotCheck{ID: 1, Reason: "r"}); err == nil {
			t.Errorf("%s: it was voided", test.name)
		}
	}
	s.Now = func() time.Time { return now }
	if c, err := s.Void(t.Context(), actor(wang, accounts.Reach{EmployeeID: wang}), audits.VoidSpotCheck{ID: 1, Reason: "r"}); err != nil || c.MayVoid {
		t.Errorf("once voided: %+v, %v", c, err)
	}
	if c, err := s.Get(t.Context(), actor(wang, accounts.Reach{EmployeeID: wang}), audits.GetSpotCheck{ID: 1}); err != nil || c.MayVoid || c.VoidUntil != nil {
		t.Errorf("read once voided: %+v, %v", c, err)
	}
}

func TestVoidTogether(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	logThree(t, s)
	var wg sync.WaitGroup
	var voided atomic.Int32
	for i := range 6 {
		wg.Go(func() {
			_, err := s.Void(t.Context(), quality, audits.VoidSpotCheck{ID: 1, Reason: fmt.Sprint("reason ", i)})
			switch {
			case err == nil:
				voided.Add(1)
			case !fault.Is(err, fault.Conflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := count(t, db, "journal WHERE action = 'void'"); voided.Load() != 1 || n != 1 {
		t.Errorf("voided %d times, %d times in the journal", voided.Load(), n)
	}
}

func TestNobodyObservesThemselvesInTheDatabaseEither(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	logThree(t, s)
	_, err := db.Exec(`
		INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place,
			started_at, finished_at, recorded_at)
		SELECT gen_random_uuid(), content_hash, employee_id, employee_id, posting_id, department_id, false, mode, shift, place,
			started_at, finished_at, recorded_at FROM spot_checks WHERE id = 1`)
	if err == nil {
		t.Error("the database takes a check of oneself")
	}
}
