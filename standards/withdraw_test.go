package standards_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

// inForce returns the version of a standard on a day, or 0.
func inForce(t *testing.T, s *standards.Service, code string, day worktime.Day) int {
	t.Helper()
	list, err := s.List(t.Context(), quality, standards.ListStandards{On: day})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		if one.Code == code {
			return one.Version.Version
		}
	}
	return 0
}

func why(c standards.Change) standards.DecideChange {
	return standards.DecideChange{ID: c.ID, Reason: "a mistake"}
}

// TestWithdrawnBeforeItsDay: what was in force before stays in force, and its
// day is free for another.
func TestWithdrawnBeforeItsDay(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c := enact(t, s, askFirst())
	if got := inForce(t, s, "ask-first", tomorrow); got != 2 {
		t.Fatalf("tomorrow version %d is in force", got)
	}
	_, err := s.Withdraw(t.Context(), colleague, standards.DecideChange{ID: c.ID, Reason: " "})
	refused(t, "without a reason", err, fault.Invalid, "reason", "say why")
	got, err := s.Withdraw(t.Context(), colleague, why(c))
	if err != nil || got.Status != standards.Withdrawn || got.Decision != "a mistake" {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = s.Withdraw(t.Context(), colleague, why(c))
	refused(t, "twice", err, fault.Conflict, "", "withdrawn already: a mistake")
	if got := inForce(t, s, "ask-first", tomorrow); got != 1 {
		t.Errorf("tomorrow version %d is in force", got)
	}
	again := askFirst()
	again.Content.Text = text("Once more")
	if c := enact(t, s, again); *c.Version != 3 || inForce(t, s, "ask-first", tomorrow) != 3 {
		t.Errorf("the next became version %d", *c.Version)
	}
	h, err := s.Get(t.Context(), quality, standards.GetStandard{Code: "ask-first"})
	if err != nil || len(h.Versions) != 3 || h.Versions[1].WithdrawReason != "a mistake" {
		t.Errorf("the history is %+v, %v", h.Versions, err)
	}
	phrases := standards.NewChange{Kind: standards.OfPhrases, BasedOn: 1, EffectiveFrom: tomorrow, Words: "shorter",
		Content: standards.Wording{Phrases: []standards.Phrase{{Code: "hi", Situation: "greet", Kind: standards.Spoken, Text: all("Hi")}}}}
	for kind, in := range map[string]standards.NewChange{"set": set(), "phrases": phrases} {
		if _, err := s.Withdraw(t.Context(), quality, why(enact(t, s, in))); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if set, err := s.PostSet(t.Context(), quality, standards.GetPostSet{PostID: nurse, On: tomorrow}); err != nil || set.Version != 1 {
		t.Errorf("set %d holds tomorrow, %v", set.Version, err)
	}
	if lists, err := s.PhraseLists(t.Context(), quality, standards.ListPhraseLists{Post: standards.Everyone}); err != nil || len(lists) != 2 || lists[0].WithdrawnAt == nil {
		t.Errorf("lists %+v, %v", lists, err)
	}
	db.MustExec(`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, author_id, approved_by, created_at)
		SELECT standard_id, 9, $1, dimension, 'judged', title, opportunity, met, partly, not_met, not_applicable, 1, 2, created_at FROM standard_versions WHERE standard_id = 3`, today)
	id := int64(0)
	if err := db.Get(&id, `INSERT INTO standard_changes (kind, code, based_on, effective_from, content, words, status, origin, author_id, created_at, decided_by, version)
		SELECT 'standard', code, 1, $1, '{}', 'w', 'approved', 'person', 1, $2, 2, 9 FROM standards WHERE id = 3 RETURNING id`, today, now); err != nil {
		t.Fatal(err)
	}
	_, err = s.Withdraw(t.Context(), colleague, standards.DecideChange{ID: id, Reason: "too late"})
	refused(t, "on its day", err, fault.Conflict, "", "is in force since 2026-12-01; propose a new version")
}

// TestSetsHoldToWhatIsInForce: no approval and no withdrawal leaves a post held
// to a standard that is not there.
func TestSetsHoldToWhatIsInForce(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	retire := standards.NewChange{Kind: standards.OfStandard, Standard: "signage-clear", BasedOn: 1, EffectiveFrom: tomorrow, Words: "no signs any more",
		Content: standards.Wording{Requirement: "A3", Text: text("Signs")}}
	retire.Content.Text.Retired = true
	c, err := propose(t, s, quality, retire)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID})
	refused(t, "guides are held to it", err, fault.Conflict, "", "the set of guide from 2026-01-01 names signage-clear")

	guides := set()
	guides.PostID = 1
	freed := enact(t, s, guides)
	if _, err := s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID}); err != nil {
		t.Fatalf("once no set names it: %v", err)
	}
	if inForce(t, s, "signage-clear", today) != 1 || inForce(t, s, "signage-clear", tomorrow) != 0 {
		t.Error("it does not hold today, or still does tomorrow")
	}
	_, err = s.Withdraw(t.Context(), quality, why(freed))
	refused(t, "the set without it is withdrawn", err, fault.Conflict, "", "names signage-clear, which would not be in force")
	back := set(standards.SetItem{Standard: "signage-clear", Weight: 100, Target: 9000})
	b, err := propose(t, s, quality, back)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: b.ID})
	refused(t, "a set that names a retired one", err, fault.Conflict, "", "names signage-clear")

	wave := standards.NewChange{Kind: standards.OfStandard, Standard: "wave", EffectiveFrom: tomorrow.AddDays(5), Words: "new", Content: standards.Wording{Text: text("Wave")}}
	c = enact(t, s, wave)
	for _, test := range []struct {
		name string
		item standards.SetItem
		day  worktime.Day
		want string
	}{
		{"unknown", standards.SetItem{Standard: "hum", Weight: 100, Target: 1}, tomorrow, `there is no standard "hum"`},
		{"not yet in force", standards.SetItem{Standard: "wave", Weight: 100, Target: 1}, tomorrow, "the set of nurse from 2026-12-02 names wave"},
		{"in force on its day", standards.SetItem{Standard: "wave", Weight: 100, Target: 1}, tomorrow.AddDays(5), ""},
	} {
		in := set(test.item)
		in.EffectiveFrom = test.day
		p, err := propose(t, s, quality, in)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: p.ID})
		if test.want == "" && err != nil || test.want != "" && !strings.Contains(fault.As(err).Message+fault.As(err).Fields["items[0].standard"], test.want) {
			t.Errorf("%s: %v %v", test.name, err, fault.As(err).Fields)
		}
	}
	_, err = s.Withdraw(t.Context(), quality, why(c))
	refused(t, "a standard that a set names is withdrawn", err, fault.Conflict, "", "the set of nurse from 2026-12-07 names wave")
}

// TestOldAuditsKeepTheirVersion: a finding points at the words it was scored
// on, whatever is approved later; a new one gets the words of its day.
func TestOldAuditsKeepTheirVersion(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO departments (code, name) VALUES ('ward', '{"en": "Ward"}')`)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('1', 'Lin', '2020-01-01'), ('2', 'Kim', '2020-01-01')`)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (1, 1, $1, '2020-01-01')`, nurse)
	db.MustExec(`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place, started_at, finished_at, recorded_at)
		VALUES (gen_random_uuid(), decode(repeat('00', 32), 'hex'), 2, 1, 1, 1, false, 'round', 'day', '', $1, $1, $1)`, now)
	db.MustExec(`INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note)
		SELECT 1, v.id, 'met', '', '' FROM standard_versions v JOIN standards s ON s.id = v.standard_id WHERE s.code = 'ask-first'`)
	enact(t, s, askFirst())
	var scored struct {
		Version int
		Title   string
	}
	if err := db.Get(&scored, `SELECT v.version, v.title->>'en' AS title FROM findings f JOIN standard_versions v ON v.id = f.standard_version_id`); err != nil ||
		scored.Version != 1 || scored.Title != "Ask first" {
		t.Errorf("the old finding was scored on %+v, %v", scored, err)
	}
	for _, statement := range []string{`UPDATE standard_versions SET title = '{}'`, `DELETE FROM standard_versions`, `UPDATE standard_versions SET version = 3`} {
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "denied") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
