package audits_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// openRounds is a hospital with a source of spot checks that weighs a half.
func openRounds(t *testing.T) (*audits.Service, *sqlx.DB) {
	t.Helper()
	s, db := open(t)
	db.MustExec(`INSERT INTO sources (code, kind, name, note, weight, low, high, created_at) VALUES
		('rounds', 'spot-checks', '{"en": "Rounds"}', '', 5000, 1, 5, '2026-01-01'), ('survey', 'ratings', '{"en": "Survey"}', '', 5000, 1, 5, '2026-01-01')`)
	return s, db
}

// written is a check of the nurse in ward B half a year ago, by Wang.
func written(id string) audits.ImportedSpotCheck {
	return audits.ImportedSpotCheck{
		ExternalID: id, Number: "1", Supervisor: "王芳", Place: "Bed 12", At: time.Date(2026, 6, 1, 15, 30, 0, 0, time.UTC),
		Findings: []audits.ImportedFinding{{Standard: "smile", Result: audits.Met}, {Standard: "five", Result: audits.Partly, Note: "looked up late", Milliseconds: 12_000}},
	}
}

// counting lists what counts as "employee posting standard value weight shift outside".
func counting(t *testing.T, db *sqlx.DB) string {
	t.Helper()
	var list []string
	if err := db.Select(&list, `SELECT concat_ws(' ', employee_id, posting_id, standard_version_id, value, weight, shift, outside) FROM evidence
		WHERE kind = 'finding' ORDER BY source_id`); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

func TestImportedChecksAreEvidence(t *testing.T) {
	t.Parallel()
	s, db := openRounds(t)
	byHead := written("b")
	byHead.Supervisor, byHead.Mode, byHead.Shift, byHead.Findings = "3", "camera", "night", byHead.Findings[:1]
	in := audits.ImportSpotChecks{Source: "rounds", Rows: []audits.ImportedSpotCheck{written("a"), byHead}}
	for _, test := range []struct {
		what string
		want people.Imported
	}{
		{"older than a phone may send", people.Imported{Rows: 2, Added: 2}},
		{"again", people.Imported{Rows: 2, Unchanged: 2}},
	} {
		got, err := s.ImportSpotChecks(t.Context(), quality, in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %v (-want +got):\n%s", test.what, err, fault.As(err).Fields, diff)
		}
		// The posting and the standards' versions are those of then; the head of inner medicine is no outsider in its ward.
		if got, want := counting(t, db), "1 1 1 100 5000 night t, 1 1 2 50 5000 night t, 1 1 1 100 5000 night f"; got != want {
			t.Errorf("%s: what counts is %s, want %s", test.what, got, want)
		}
	}
	check, err := s.Get(t.Context(), quality, audits.GetSpotCheck{ID: 1})
	if err != nil || check.ObserverID != wang || check.Mode != "round" || len(check.Findings[1].Attempts) != 1 || check.Findings[1].Attempts[0].Milliseconds != 12_000 {
		t.Errorf("%+v, %v", check, err)
	}
	if n := count(t, db, `journal WHERE action = 'import' AND object = 'spot-check' AND after->>'source' = 'rounds'`); n != 1 {
		t.Errorf("%d entries in the journal, want 1", n)
	}
}

// TestChecksFromBeforeTheFirstStandards: a new hospital brings its rounds along.
func TestChecksFromBeforeTheFirstStandards(t *testing.T) {
	t.Parallel()
	s, db := openRounds(t)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (1, 3, 1, '2025-01-01', '2026-01-01')`)
	rows := []audits.ImportedSpotCheck{written("a")}
	rows[0].At = rows[0].At.AddDate(-1, 0, 0)
	if _, err := s.ImportSpotChecks(t.Context(), quality, audits.ImportSpotChecks{Source: "rounds", Rows: rows}); err != nil {
		t.Fatal(err, fault.As(err).Fields)
	}
	if got, want := counting(t, db), "1 7 1 100 5000 night t, 1 7 2 50 5000 night t"; got != want {
		t.Errorf("what counts is %s, want %s", got, want)
	}
	rows = []audits.ImportedSpotCheck{written("b")}
	rows[0].Findings[0].Standard = "later"
	if _, err := s.ImportSpotChecks(t.Context(), quality, audits.ImportSpotChecks{Source: "rounds", Rows: rows}); !fault.Is(err, fault.Invalid) {
		t.Errorf("by a standard that came after the first ones: %v", err)
	}
}

func TestCorrectedChecks(t *testing.T) {
	t.Parallel()
	s, db := openRounds(t)
	run := func(correct bool, c audits.ImportedSpotCheck) (people.Imported, error) {
		return s.ImportSpotChecks(t.Context(), accounts.Program(), audits.ImportSpotChecks{Source: "rounds", Correct: correct, Rows: []audits.ImportedSpotCheck{c}})
	}
	first, second := written("a"), written("a")
	second.Findings = []audits.ImportedFinding{{Standard: "smile", Result: audits.NotMet, Note: "looked at the phone"}}
	if _, err := run(false, first); err != nil {
		t.Fatal(err, fault.As(err).Fields)
	}
	_, err := run(false, second)
	if says := fault.As(err).Fields["rows[0].externalId"]; !strings.Contains(says, "a was imported before with other content") {
		t.Errorf("other content: %v %v", err, fault.As(err).Fields)
	}
	for i, want := range []people.Imported{{Rows: 1, Changed: 1}, {Rows: 1, Unchanged: 1}} {
		got, err := run(true, second)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("correction %d: %v (-want +got):\n%s", i, err, diff)
		}
	}
	var states string
	if err := db.Get(&states, `SELECT string_agg(version || ' ' || coalesce(void_reason, 'counts'), ', ' ORDER BY version)
		FROM spot_checks JOIN imported_spot_checks ON spot_check_id = id`); err != nil || states != "1 corrected by the source, rounds, 2 counts" {
		t.Errorf("%s, %v", states, err)
	}
	if _, err := s.Void(t.Context(), quality, audits.VoidSpotCheck{ID: 2, Reason: "was somebody else"}); err != nil {
		t.Fatal(err)
	}
	if got, err := run(true, second); err != nil || got.Unchanged != 1 || counting(t, db) != "" {
		t.Errorf("what was voided here stays so: %+v, %v, %s", got, err, counting(t, db))
	}
}

func TestImportSpotChecksRefuses(t *testing.T) {
	t.Parallel()
	s, db := openRounds(t)
	first := func(change func(*audits.ImportedFinding)) func(*audits.ImportedSpotCheck) {
		return func(c *audits.ImportedSpotCheck) { change(&c.Findings[0]) }
	}
	wardB := actor(0, accounts.Reach{Departments: []int64{3}})
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		change func(*audits.ImportedSpotCheck)
		field  string
		says   string
	}{
		{"no id", quality, func(c *audits.ImportedSpotCheck) { c.ExternalID = "" }, "externalId", "required"},
		{"an id twice", quality, func(c *audits.ImportedSpotCheck) { c.ExternalID = "first" }, "externalId", "first is there twice"},
		{"of nobody", quality, func(c *audits.ImportedSpotCheck) { c.Number = "99" }, "number", "there is nobody with the number 99"},
		{"who was not there yet", quality, func(c *audits.ImportedSpotCheck) { c.At = c.At.AddDate(-1, 0, 0) }, "number", "1 is not posted anywhere on 2025-06-01"},
		{"by nobody", quality, func(c *audits.ImportedSpotCheck) { c.Supervisor = "王" }, "supervisor", "there is nobody with the number 王"},
		{"of oneself", quality, func(c *audits.ImportedSpotCheck) { c.Supervisor = "李静" }, "supervisor", "nobody observes themselves"},
		{"by whom it is about", actor(nurse, quality.Reach), func(*audits.ImportedSpotCheck) {}, "number", "nobody imports checks of themselves"},
		{"never", quality, func(c *audits.ImportedSpotCheck) { c.At = time.Time{} }, "at", "required"},
		{"tomorrow", quality, func(c *audits.ImportedSpotCheck) { c.At = now.Add(time.Hour) }, "at", "lies in the future"},
		{"another mode", quality, func(c *audits.ImportedSpotCheck) { c.Mode = "rumour" }, "mode", "one of round"},
		{"another shift", quality, func(c *audits.ImportedSpotCheck) { c.Shift = "tea" }, "shift", "one of day"},
		{"a long place", quality, func(c *audits.ImportedSpotCheck) { c.Place = strings.Repeat("床", 201) }, "place", "at most 200"},
		{"of nothing", quality, func(c *audits.ImportedSpotCheck) { c.Findings = nil }, "findings", "required"},
		{"no such standard", quality, first(func(f *audits.ImportedFinding) { f.Standard = "frown" }), "findings[0].standard", "no such standard was in force on 2026-06-01"},
		{"not in force yet", quality, first(func(f *audits.ImportedFinding) { f.Standard = "later" }), "findings[0].standard", "no such standard"},
		{"a standard twice", quality, first(func(f *audits.ImportedFinding) { f.Standard, f.Milliseconds = "five", 1 }), "findings[1].standard", "in this check already"},
		{"another result", quality, first(func(f *audits.ImportedFinding) { f.Result = "splendid" }), "findings[0].result", "one of met"},
		{"a deduction without an instance", quality, first(func(f *audits.ImportedFinding) { f.Result = audits.NotMet }), "findings[0].note", "no deduction without an instance"},
		{"not applicable without a reason", quality, first(func(f *audits.ImportedFinding) { f.Result = audits.NotApplicable }), "findings[0].reason", "asleep, emergency"},
		{"what is not timed", quality, first(func(f *audits.ImportedFinding) { f.Milliseconds = 5 }), "findings[0].milliseconds", "only what is measured in seconds"},
		{"what is timed, without", quality, func(c *audits.ImportedSpotCheck) { c.Findings[1].Milliseconds = 0 }, "findings[1].milliseconds", "time it at least once"},
		{"against the stopwatch", quality, func(c *audits.ImportedSpotCheck) { c.Findings[1].Milliseconds = 100_000 }, "findings[1].reason", "by the stopwatch it is not-met"},
		{"out of reach", actor(0, accounts.Reach{Departments: []int64{2}}), func(*audits.ImportedSpotCheck) {}, "number", "1 is not posted anywhere"},
		{"with no reach", actor(0, accounts.Reach{}), func(*audits.ImportedSpotCheck) {}, "number", "1 is not posted anywhere"},
	} {
		c := written("second")
		test.change(&c)
		_, err := s.ImportSpotChecks(t.Context(), test.actor, audits.ImportSpotChecks{Source: "rounds", Rows: []audits.ImportedSpotCheck{written("first"), c}})
		if got := fault.As(err).Fields[fault.RowField(1, test.field)]; !fault.Is(err, fault.Invalid) || !strings.Contains(got, test.says) {
			t.Errorf("%s: %v %v, want %s to say %q", test.what, err, fault.As(err).Fields, test.field, test.says)
		}
	}
	_, err := s.ImportSpotChecks(t.Context(), quality, audits.ImportSpotChecks{Source: "survey", Rows: []audits.ImportedSpotCheck{written("a")}})
	if says := fault.As(err).Fields["source"]; !strings.Contains(says, "there is no source survey of spot-checks") {
		t.Errorf("a source of something else: %v", err)
	}
	if n := count(t, db, "spot_checks"); n != 0 {
		t.Errorf("%d checks are stored", n)
	}
	if got, err := s.ImportSpotChecks(t.Context(), wardB, audits.ImportSpotChecks{Source: "rounds", Rows: []audits.ImportedSpotCheck{written("a")}}); err != nil || got.Added != 1 {
		t.Errorf("within reach: %+v, %v", got, err)
	}
}

// TestOutsidersAreTheSameHoweverTheyCome compares an imported check with one
// that was logged, for each supervisor and ward.
func TestOutsidersAreTheSameHoweverTheyCome(t *testing.T) {
	t.Parallel()
	s, db := openRounds(t)
	n := 0
	for _, of := range []int64{nurse, kim} {
		for _, by := range []int64{wang, head, kim, nurse} {
			if of == by {
				continue
			}
			n++
			in := check()
			in.Key, in.EmployeeID = fmt.Sprintf("00000000-0000-4000-8000-%012d", n), of
			logged, err := s.Log(t.Context(), actor(by, quality.Reach), in)
			if err != nil {
				t.Fatal(err)
			}
			c := written(fmt.Sprint(n))
			c.Number, c.Supervisor, c.At, c.Findings = fmt.Sprint(of), fmt.Sprint(by), in.StartedAt, c.Findings[:1]
			if _, err := s.ImportSpotChecks(t.Context(), quality, audits.ImportSpotChecks{Source: "rounds", Rows: []audits.ImportedSpotCheck{c}}); err != nil {
				t.Fatal(err, fault.As(err).Fields)
			}
			var outside bool
			if err := db.Get(&outside, `SELECT outside FROM spot_checks ORDER BY id DESC LIMIT 1`); err != nil || outside != logged.Outside {
				t.Errorf("%d by %d: imported %v, logged %v, %v", of, by, outside, logged.Outside, err)
			}
		}
	}
}
