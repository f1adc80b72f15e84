package training_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/training"
)

// newLMS is a hospital with a learning system whose hours are taken over.
func newLMS(t *testing.T) hospital {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO sources (code, kind, name, note, weight, low, high, created_at) VALUES
		('old-lms', 'training', '{"en": "Old LMS"}', '', 10000, 1, 5, '2026-01-01'), ('survey', 'ratings', '{"en": "Survey"}', '', 5000, 1, 5, '2026-01-01')`)
	return h
}

// kept is an hour and a half of courtesy that Wang has earned.
func kept(id string) training.ImportedCredit {
	return training.ImportedCredit{ExternalID: id, Number: "2", Course: "courtesy", Minutes: 90, EarnedOn: "2026-03-02"}
}

func (h hospital) hoursOf(employee int64) training.HoursInDetail {
	h.t.Helper()
	got, err := h.Hours(h.t.Context(), hr, training.HoursOf{EmployeeID: employee})
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func TestImportedHoursCount(t *testing.T) {
	h := newLMS(t)
	byTitle, onboarding := kept("b"), kept("c")
	byTitle.Course, byTitle.EarnedOn = " COURTESY ", "2026-03-09" // of one course twice a year
	onboarding.Number, onboarding.Course, onboarding.EarnedOn, onboarding.Minutes = "3", "First week", "2026-07-03", 480
	in := training.ImportCredits{Source: "old-lms", Rows: []training.ImportedCredit{kept("a"), byTitle, onboarding}}
	for _, test := range []struct {
		what string
		want people.Imported
	}{
		{"new", people.Imported{Rows: 3, Added: 3}},
		{"again", people.Imported{Rows: 3, Unchanged: 3}},
	} {
		got, err := h.ImportCredits(t.Context(), hr, in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %v (-want +got):\n%s", test.what, err, fault.As(err).Fields, diff)
		}
		if wangs, zhaos := h.hoursOf(2), h.hoursOf(3); wangs.Minutes != 180 || len(wangs.Credits) != 2 || wangs.Credits[0].Source != "import" || zhaos.Onboarding != 480 {
			t.Errorf("%s: %+v, %+v", test.what, wangs, zhaos)
		}
	}
	if n := h.count(`SELECT count(*) FROM evidence WHERE kind = 'credit' AND weight = 10000`); n != 3 {
		t.Errorf("%d are evidence, want 3", n)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'import' AND object = 'credit' AND (after->>'added')::int = 3`); n != 1 {
		t.Errorf("%d entries in the journal, want 1", n)
	}
}

func TestCoursesThatAreNotKnown(t *testing.T) {
	h := newLMS(t)
	a, b := kept("a"), kept("b")
	a.Course, b.Course = "微笑服务 基础", "微笑服务  基础"
	a.Minutes, b.Category = 60, "etiquette"
	in := training.ImportCredits{Source: "old-lms", Rows: []training.ImportedCredit{a, b}}
	_, err := h.ImportCredits(t.Context(), hr, in)
	if says := fault.As(err).Fields["rows[0].course"]; !strings.Contains(says, "there is no course 微笑服务 基础") {
		t.Errorf("unknown: %v %v", err, fault.As(err).Fields)
	}
	in.NewCourses, in.DryRun = true, true
	if got, err := h.ImportCredits(t.Context(), hr, in); err != nil || got.Added != 2 || h.count(`SELECT count(*) FROM courses`) != 2 {
		t.Errorf("a dry run: %+v, %v", got, err)
	}
	in.DryRun = false
	for range 2 {
		if _, err := h.ImportCredits(t.Context(), hr, in); err != nil {
			t.Fatal(err, fault.As(err).Fields)
		}
	}
	list, err := h.ListCourses(t.Context(), hr, training.ListCourses{Mode: "external"})
	if err != nil || len(list) != 1 || list[0].Title["zh-CN"] != "微笑服务 基础" || list[0].Minutes != 90 || list[0].Category != "service-skills" {
		t.Errorf("created: %+v, %v", list, err)
	}
	if got := h.hoursOf(2); got.Minutes != 150 {
		t.Errorf("%d minutes, want 150", got.Minutes)
	}
}

func TestCorrectedHours(t *testing.T) {
	h := newLMS(t)
	run := func(correct bool, c training.ImportedCredit) (people.Imported, error) {
		return h.ImportCredits(t.Context(), accounts.Program(), training.ImportCredits{Source: "old-lms", Correct: correct, Rows: []training.ImportedCredit{c}})
	}
	first, second := kept("a"), kept("a")
	second.Minutes = 60
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
	got := h.hoursOf(2)
	if got.Minutes != 60 || h.count(`SELECT count(*) FROM credits WHERE void_reason = 'corrected by the source, old-lms'`) != 1 {
		t.Errorf("%+v", got)
	}
	if _, err := h.VoidCredit(t.Context(), li, training.VoidCredit{ID: got.Credits[0].ID, Reason: "was not there"}); err != nil {
		t.Fatal(err)
	}
	if again, err := run(true, second); err != nil || again.Unchanged != 1 || h.hoursOf(2).Minutes != 0 {
		t.Errorf("what was voided here stays so: %+v, %v", again, err)
	}
}

func TestImportCreditsRefuses(t *testing.T) {
	h := newLMS(t)
	h.DB.MustExec(`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('c-2', '{"ko": "Courtesy"}', 'online', 'everyone', 'etiquette', 60)`)
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		change func(*training.ImportedCredit)
		field  string
		says   string
	}{
		{"no id", hr, func(c *training.ImportedCredit) { c.ExternalID = " " }, "externalId", "required"},
		{"an id twice", hr, func(c *training.ImportedCredit) { c.ExternalID = "first" }, "externalId", "first is there twice"},
		{"nobody", hr, func(c *training.ImportedCredit) { c.Number = "99" }, "number", "there is nobody with the number 99"},
		{"who had left", hr, func(c *training.ImportedCredit) { c.Number, c.EarnedOn = "4", "2026-04-01" }, "number", "4 is not posted anywhere on 2026-04-01"},
		{"oneself", li, func(c *training.ImportedCredit) { c.Number = "1" }, "number", "nobody credits their own hours"},
		{"no course", hr, func(c *training.ImportedCredit) { c.Course = "" }, "course", "required"},
		{"two of that title", hr, func(c *training.ImportedCredit) { c.Course = "COURTESY" }, "course", "2 courses are called COURTESY: write the code"},
		{"another category", hr, func(c *training.ImportedCredit) { c.Category = "golf" }, "category", "one of medical-basics"},
		{"no minutes", hr, func(c *training.ImportedCredit) { c.Minutes = 0 }, "minutes", "between 1"},
		{"no day", hr, func(c *training.ImportedCredit) { c.EarnedOn = "" }, "earnedOn", "required"},
		{"not a day", hr, func(c *training.ImportedCredit) { c.EarnedOn = "2026-02-30" }, "earnedOn", "not a day"},
		{"tomorrow", hr, func(c *training.ImportedCredit) { c.EarnedOn = "2026-11-01" }, "earnedOn", "lies in the future"},
		{"out of reach", head, func(c *training.ImportedCredit) { c.Number, c.EarnedOn = "3", "2026-08-01" }, "number", "3 is not posted anywhere"},
		{"with no reach", nobody, func(*training.ImportedCredit) {}, "number", "2 is not posted anywhere"},
	} {
		c := kept("second")
		test.change(&c)
		_, err := h.ImportCredits(t.Context(), test.actor, training.ImportCredits{Source: "old-lms", Rows: []training.ImportedCredit{kept("first"), c}})
		if got := fault.As(err).Fields[fault.RowField(1, test.field)]; !fault.Is(err, fault.Invalid) || !strings.Contains(got, test.says) {
			t.Errorf("%s: %v %v, want %s to say %q", test.what, err, fault.As(err).Fields, test.field, test.says)
		}
	}
	_, err := h.ImportCredits(t.Context(), hr, training.ImportCredits{Source: "survey", Rows: []training.ImportedCredit{kept("a")}})
	if fault.As(err).Fields["source"] == "" {
		t.Errorf("a source of something else: %v", err)
	}
	if n := h.count(`SELECT count(*) FROM credits`); n != 0 {
		t.Errorf("%d are stored", n)
	}
}
