package audits_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestWholeCheck logs the request in testdata; a reviewer reads the answer.
func TestWholeCheck(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	request, err := os.ReadFile("testdata/request.json")
	if err != nil {
		t.Fatal(err)
	}
	var in audits.NewSpotCheck
	if err := json.Unmarshal(request, &in); err != nil {
		t.Fatal(err)
	}
	logged, err := s.Log(t.Context(), supervisor, in)
	if err != nil {
		t.Fatalf("%v %v", err, fault.As(err).Fields)
	}
	got, err := json.MarshalIndent(logged, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const path = "testdata/answer.json"
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; run go test -update to accept):\n%s", path, diff)
	}
	read, err := s.Get(t.Context(), reader, audits.GetSpotCheck{ID: logged.ID})
	if diff := cmp.Diff(logged, read); diff != "" || err != nil {
		t.Errorf("read again, %v (-logged +read):\n%s", err, diff)
	}
	// A phone may send a check again to a later release: its hash must not change.
	var hash string
	const stored = "3893604097aad1989828c359aa0c8322f1675e686f027abd50548abc32e5f901"
	if err := db.Get(&hash, `SELECT encode(content_hash, 'hex') FROM spot_checks`); err != nil || hash != stored {
		t.Errorf("the content's hash is %s, %v", hash, err)
	}
	var journal string
	entry := fmt.Sprintf(`{"key": %q, "employeeId": %d, "contentHash": %q}`, logged.Key, nurse, stored)
	if err := db.Get(&journal, `SELECT after FROM journal WHERE action = 'log' AND object_id = $1`, logged.ID); err != nil || journal != entry {
		t.Errorf("the journal says %s, %v, want %s", journal, err, entry)
	}
}

func TestLogRefuses(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	finding := func(f audits.NewFinding) func(*audits.NewSpotCheck) {
		return func(in *audits.NewSpotCheck) {
			in.Findings = append([]audits.NewFinding{{Standard: "told", Result: audits.NotSeen}}, f)
		}
	}
	timed := func(result, reason string, ms ...int) func(*audits.NewSpotCheck) {
		f := audits.NewFinding{Standard: "five", Result: result, Reason: reason, Note: "bed 12"}
		for _, m := range ms {
			f.Attempts = append(f.Attempts, audits.Attempt{Milliseconds: m})
		}
		return finding(f)
	}
	at := func(started, finished time.Duration) func(*audits.NewSpotCheck) {
		return func(in *audits.NewSpotCheck) { in.StartedAt, in.FinishedAt = now.Add(started), now.Add(finished) }
	}
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		change func(*audits.NewSpotCheck)
		kind   fault.Kind
		field  string
		want   string
	}{
		{"oneself", actor(nurse, supervisor.Reach), nil, fault.Forbidden, "", ""},
		{"by an account of nobody", quality, nil, fault.Forbidden, "", ""},
		{"nobody's employee", supervisor, func(in *audits.NewSpotCheck) { in.EmployeeID = 99 }, fault.NotFound, "", ""},
		{"somebody who has left", supervisor, func(in *audits.NewSpotCheck) { in.EmployeeID = leaver }, fault.NotFound, "", ""},
		{"out of reach", actor(wang, accounts.Reach{Departments: []int64{3}}), nil, fault.NotFound, "", ""},
		{"partly without a note", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.Partly, Note: " "}), fault.Invalid, "findings[1].note", "no deduction without an instance"},
		{"not met without a note", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.NotMet}), fault.Invalid, "findings[1].note", "say what you saw"},
		{"not applicable without a reason", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.NotApplicable}), fault.Invalid, "findings[1].reason", `asleep, emergency or "other:"`},
		{"not applicable for an unknown reason", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.NotApplicable, Reason: "lunch"}), fault.Invalid, "findings[1].reason", "say why"},
		{"other without words", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.NotApplicable, Reason: "other: "}), fault.Invalid, "findings[1].reason", "your own words"},
		{"no such standard", supervisor, finding(audits.NewFinding{Standard: "hum", Result: audits.Met}), fault.Invalid, "findings[1].standard", "no such standard was in force on 2026-12-01"},
		{"a standard not yet in force", supervisor, finding(audits.NewFinding{StandardID: 4, Result: audits.Met}), fault.Invalid, "findings[1].standard", "in force"},
		{"a standard twice", supervisor, finding(audits.NewFinding{StandardID: 3, Result: audits.Met}), fault.Invalid, "findings[1].standard", "told is in this check already"},
		{"no standard", supervisor, finding(audits.NewFinding{Result: audits.Met}), fault.Invalid, "findings[1].standard", "by its code or by its id"},
		{"a stopwatch for a smile", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.Met, Attempts: []audits.Attempt{{}}}), fault.Invalid, "findings[1].attempts", "only what is measured in seconds"},
		{"a timed standard untimed", supervisor, timed(audits.Met, ""), fault.Invalid, "findings[1].attempts", "time it at least once"},
		{"too slow and yet met", supervisor, timed(audits.Met, "", 4000, 6000), fault.Invalid, "findings[1].reason", "it is partly"},
		{"fast and yet not met", supervisor, timed(audits.NotMet, "", 4000), fault.Invalid, "findings[1].reason", "it is met"},
		{"timed and yet not seen", supervisor, timed(audits.NotSeen, "", 19000), fault.Invalid, "findings[1].reason", "it is not-met"},
		{"a note the database cannot hold", supervisor, finding(audits.NewFinding{Standard: "smile", Result: audits.Met, Note: "a\x00b"}), fault.Invalid, "findings[1].note", "not a text"},
		{"a place it cannot hold", supervisor, func(in *audits.NewSpotCheck) { in.Place = "\x00" }, fault.Invalid, "place", "not a text"},
		{"finished before it started", supervisor, at(-time.Minute, -2*time.Minute), fault.Invalid, "finishedAt", "before it started"},
		{"in the future", supervisor, at(11*time.Minute, 12*time.Minute), fault.Invalid, "startedAt", "in the future"},
		{"ends in the future", supervisor, at(0, 11*time.Minute), fault.Invalid, "finishedAt", "in the future"},
		{"in the future of the phone, too", supervisor, func(in *audits.NewSpotCheck) {
			at(2*time.Hour, 2*time.Hour)(in)
			in.SentAt = new(now.Add(time.Hour))
		}, fault.Invalid, "startedAt", "in the future"},
		{"long ago", supervisor, at(-91*24*time.Hour, -91*24*time.Hour), fault.Invalid, "startedAt", "more than 90 days ago"},
	} {
		in := check()
		if test.change != nil {
			test.change(&in)
		}
		_, err := s.Log(t.Context(), test.actor, in)
		e := fault.As(err)
		if err == nil || e.Kind != test.kind || !strings.Contains(e.Fields[test.field], test.want) {
			t.Errorf("%s: %v %v, want %s with %s: %s", test.name, err, e.Fields, test.kind, test.field, test.want)
		}
		if len(e.Fields) > 1 {
			t.Errorf("%s: more is refused than is wrong: %v", test.name, e.Fields)
		}
	}
	for _, table := range []string{"spot_checks", "findings", "attempts", "journal"} {
		if n := count(t, db, table); n != 0 {
			t.Errorf("%d rows in %s after nothing but refusals", n, table)
		}
	}
}

func TestLogAccepts(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	slow := audits.NewFinding{Standard: "five", Result: audits.Met, Note: "bed 12", Attempts: []audits.Attempt{{Milliseconds: 6000}}}
	for i, test := range []struct {
		name   string
		actor  accounts.Actor
		change func(*audits.NewSpotCheck)
		holds  func(audits.SpotCheck) bool
	}{
		{"somebody from another department", supervisor, func(in *audits.NewSpotCheck) {},
			func(c audits.SpotCheck) bool { return c.Outside && c.DepartmentID == 2 }},
		{"somebody from the department above", actor(head, supervisor.Reach), func(in *audits.NewSpotCheck) {},
			func(c audits.SpotCheck) bool { return !c.Outside }},
		{"somebody from the ward below", actor(kim, supervisor.Reach), func(in *audits.NewSpotCheck) { in.EmployeeID = head },
			func(c audits.SpotCheck) bool { return !c.Outside }},
		{"somebody from the ward beside", actor(kim, supervisor.Reach), func(in *audits.NewSpotCheck) {},
			func(c audits.SpotCheck) bool { return c.Outside }},
		{"the posting and the version of the day it happened", supervisor, func(in *audits.NewSpotCheck) {
			in.StartedAt = time.Date(2026, 11, 30, 15, 59, 59, 0, time.UTC) // a second before midnight in Shanghai
			in.Findings = []audits.NewFinding{{Standard: "five", Result: audits.Met, Attempts: []audits.Attempt{{Milliseconds: 6000}}}}
		}, func(c audits.SpotCheck) bool {
			return c.DepartmentID == 3 && c.Findings[0].Version == 1 && *c.Findings[0].TargetMs == 9000
		}},
		{"those of the next day a second later", supervisor, func(in *audits.NewSpotCheck) {
			in.StartedAt = time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)
			in.Findings = []audits.NewFinding{{Standard: "five", Result: audits.NotMet, Note: "n", Attempts: []audits.Attempt{{Milliseconds: 16000}}}}
		}, func(c audits.SpotCheck) bool {
			return c.DepartmentID == 2 && c.Findings[0].Version == 2 && *c.Findings[0].TargetMs == 5000
		}},
		{"another result than timed, for a reason", supervisor, func(in *audits.NewSpotCheck) {
			slow.Reason = "the bell was broken"
			in.Findings = []audits.NewFinding{slow}
		}, func(c audits.SpotCheck) bool { return c.Met == 1 && c.Findings[0].Reason == "the bell was broken" }},
		{"not applicable, in words of one's own", supervisor, func(in *audits.NewSpotCheck) {
			in.Findings[0] = audits.NewFinding{StandardID: 1, Result: audits.NotApplicable, Reason: "other: fire drill"}
		}, func(c audits.SpotCheck) bool { return c.NotApplicable == 1 }},
		{"a timed standard that did not come up", supervisor, func(in *audits.NewSpotCheck) {
			in.Findings = []audits.NewFinding{{Standard: "five", Result: audits.NotSeen, Attempts: []audits.Attempt{{Milliseconds: 10, Cancelled: "by mistake"}}}}
		}, func(c audits.SpotCheck) bool { return c.NotSeen == 1 && len(c.Findings[0].Attempts) == 1 }},
		{"a clock an hour ahead", supervisor, func(in *audits.NewSpotCheck) {
			in.StartedAt, in.FinishedAt, in.SentAt = now.Add(50*time.Minute), now.Add(55*time.Minute), new(now.Add(time.Hour))
		}, func(c audits.SpotCheck) bool {
			return c.SkewMs == 3600000 && c.StartedAt.Equal(now.Add(-10*time.Minute)) && c.FinishedAt.Equal(now.Add(-5*time.Minute))
		}},
		{"89 days without a network", supervisor, func(in *audits.NewSpotCheck) {
			in.StartedAt, in.FinishedAt = now.AddDate(0, 0, -89), now.AddDate(0, 0, -89)
		}, func(c audits.SpotCheck) bool { return c.RecordedAt.Equal(now) }},
		{"somebody who left since", supervisor, func(in *audits.NewSpotCheck) {
			in.EmployeeID, in.StartedAt = leaver, time.Date(2026, 11, 14, 3, 0, 0, 0, time.UTC)
			in.FinishedAt = in.StartedAt.Add(time.Minute)
		}, func(c audits.SpotCheck) bool { return c.EmployeeName == "Leaver" }},
	} {
		in := check()
		in.Key = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		test.change(&in)
		c, err := s.Log(t.Context(), test.actor, in)
		if err != nil || !test.holds(c) {
			t.Errorf("%s: %+v, %v %v", test.name, c, err, fault.As(err).Fields)
		}
	}
}

func TestLogTwice(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	in := check()
	in.SentAt = new(now)
	first, err := s.Log(t.Context(), supervisor, in)
	if err != nil {
		t.Fatal(err)
	}
	in.Key, in.SentAt, in.Place = strings.ToUpper(in.Key), new(now.Add(time.Hour)), in.Place+" "
	db.MustExec(`UPDATE postings SET to_day = '2026-12-01' WHERE employee_id = $1 AND from_day < '2026-12-01'`, nurse)
	again, err := s.Log(t.Context(), supervisor, in)
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("sent again: %v (-first +again):\n%s", err, diff)
	}
	in.Findings[0] = audits.NewFinding{Standard: "smile", Result: audits.NotMet, Note: "n"}
	if _, err := s.Log(t.Context(), supervisor, in); !fault.Is(err, fault.Conflict) {
		t.Errorf("same key, other content: %v", err)
	}
	if other, err := s.Log(t.Context(), actor(head, supervisor.Reach), in); err != nil || other.ID == first.ID {
		t.Errorf("the same key on another observer's phone: %+v, %v", other, err)
	}
	if n := count(t, db, "spot_checks"); n != 2 {
		t.Errorf("%d spot checks, want 2", n)
	}
	if n := count(t, db, "journal"); n != 2 {
		t.Errorf("%d journal rows, want 2", n)
	}
}

func TestLogTogether(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	in := check()
	in.Findings = append(in.Findings, audits.NewFinding{Standard: "five", Result: audits.Met, Attempts: []audits.Attempt{{Milliseconds: 3800}}})
	var wg sync.WaitGroup
	answers := make([]audits.SpotCheck, 8)
	start := make(chan bool)
	for i := range answers {
		wg.Go(func() {
			<-start
			var err error
			if answers[i], err = s.Log(t.Context(), supervisor, in); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	wg.Wait()
	for _, a := range answers[1:] {
		if diff := cmp.Diff(answers[0], a); diff != "" {
			t.Errorf("two answers to one check:\n%s", diff)
		}
	}
	for table, want := range map[string]int{"spot_checks": 1, "findings": 2, "attempts": 1, "journal": 1} {
		if n := count(t, db, table); n != want {
			t.Errorf("%d rows in %s, want %d", n, table, want)
		}
	}
}

func TestLogTogetherWithOtherContent(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	start := make(chan bool)
	for i := range errs {
		wg.Go(func() {
			in := check()
			in.Place = fmt.Sprint("Bed ", i)
			<-start
			_, errs[i] = s.Log(t.Context(), supervisor, in)
		})
	}
	close(start)
	wg.Wait()
	stored := 0
	for _, err := range errs {
		switch {
		case err == nil:
			stored++
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	if n := count(t, db, "findings"); stored != 1 || n != 1 {
		t.Errorf("%d checks were taken under one key, with %d findings", stored, n)
	}
}
