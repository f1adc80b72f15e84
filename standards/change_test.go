package standards_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

func text(title string) *standards.StandardText {
	return &standards.StandardText{
		Dimension: "attitude-communication", Measure: standards.Judged,
		Title: all(title), Opportunity: all("o"), Met: all("m"), Partly: all("p"), NotMet: all("n"),
		NotApplicable: standards.Reasons{{Code: "asleep", Text: all("asleep")}},
	}
}

// askFirst is a change that could be approved.
func askFirst() standards.NewChange {
	return standards.NewChange{Kind: standards.OfStandard, Standard: "ask-first", BasedOn: 1, EffectiveFrom: tomorrow, Words: "clearer",
		Content: standards.Wording{Requirement: "A1", Principal: true, Text: text("Ask")}}
}

// set is a change that could be approved.
func set(items ...standards.SetItem) standards.NewChange {
	if items == nil {
		items = []standards.SetItem{{Standard: "ask-first", Weight: 100, Target: 9000}}
	}
	return standards.NewChange{Kind: standards.OfSet, PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow, Words: "leaner",
		Content: standards.Wording{Items: items}}
}

// propose drafts and proposes.
func propose(t *testing.T, s *standards.Service, actor accounts.Actor, in standards.NewChange) (standards.Change, error) {
	t.Helper()
	c, err := s.NewChange(t.Context(), actor, in)
	if err != nil {
		return c, err
	}
	return s.Propose(t.Context(), actor, standards.GetChange{ID: c.ID})
}

// enact has quality propose and colleague approve.
func enact(t *testing.T, s *standards.Service, in standards.NewChange) standards.Change {
	t.Helper()
	c, err := propose(t, s, quality, in)
	if err != nil {
		t.Fatalf("%v %v", err, fault.As(err).Fields)
	}
	c, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID})
	if err != nil {
		t.Fatalf("%v %v", err, fault.As(err).Fields)
	}
	return c
}

func refused(t *testing.T, name string, err error, kind fault.Kind, field, want string) {
	t.Helper()
	e := fault.As(err)
	if err == nil || e.Kind != kind || field != "" && !strings.Contains(e.Fields[field], want) || field == "" && !strings.Contains(e.Message, want) {
		t.Errorf("%s: %v %v, want %s with %s: %s", name, err, e.Fields, kind, field, want)
	}
}

func TestWhatCannotBeProposed(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ms, share := func(n int) *int { return &n }, func(n int) *int { return &n }
	item := func(code string, weight int) standards.SetItem {
		return standards.SetItem{Standard: code, Weight: weight, Target: 9000}
	}
	for _, test := range []struct {
		name   string
		in     standards.NewChange
		change func(*standards.NewChange)
		kind   fault.Kind
		field  string
		want   string
	}{
		{"today is too early", askFirst(), func(in *standards.NewChange) { in.EffectiveFrom = today }, fault.Invalid, "effectiveFrom", "tomorrow at the earliest"},
		{"no day", askFirst(), func(in *standards.NewChange) { in.EffectiveFrom = "2026-13-01" }, fault.Invalid, "effectiveFrom", "not a day"},
		{"no reason", askFirst(), func(in *standards.NewChange) { in.Words = " " }, fault.Invalid, "words", "say why"},
		{"a code with blanks", askFirst(), func(in *standards.NewChange) { in.Standard = "ask first" }, fault.Invalid, "standard", "small letters"},
		{"a standard of a post", askFirst(), func(in *standards.NewChange) { in.PostID = nurse }, fault.Invalid, "postId", "no one post"},
		{"a language is missing", askFirst(), func(in *standards.NewChange) { in.Content.Text.Met["ko"] = " " }, fault.Invalid, "text.met.ko", "missing in 한국어"},
		{"a language too many", askFirst(), func(in *standards.NewChange) { in.Content.Text.Met["fr"] = "m" }, fault.Invalid, "text.met", `unknown language "fr"`},
		{"a line break", askFirst(), func(in *standards.NewChange) { in.Content.Text.Met["en"] = "a\nb" }, fault.Invalid, "text.met.en", "line break"},
		{"no dimension", askFirst(), func(in *standards.NewChange) { in.Content.Text.Dimension = "mood" }, fault.Invalid, "text.dimension", "response-speed"},
		{"no measure", askFirst(), func(in *standards.NewChange) { in.Content.Text.Measure = "felt" }, fault.Invalid, "text.measure", "judged"},
		{"seconds without a target", askFirst(), func(in *standards.NewChange) { in.Content.Text.Measure = standards.Seconds }, fault.Invalid, "text.targetMs", "needs it"},
		{"half a second", askFirst(), func(in *standards.NewChange) {
			in.Content.Text.Measure, in.Content.Text.TargetMs = standards.Seconds, ms(500)
		}, fault.Invalid, "text.targetMs", "between 1 second and 24 hours"},
		{"a target without seconds", askFirst(), func(in *standards.NewChange) { in.Content.Text.TargetMs = ms(5000) }, fault.Invalid, "text.targetMs", "only a standard measured in seconds"},
		{"a share without a target", askFirst(), func(in *standards.NewChange) { in.Content.Text.Measure = standards.Share }, fault.Invalid, "text.targetShare", "needs it"},
		{"more than all", askFirst(), func(in *standards.NewChange) {
			in.Content.Text.Measure, in.Content.Text.TargetShare = standards.Share, share(10001)
		}, fault.Invalid, "text.targetShare", "at most 100 %"},
		{"a reason twice", askFirst(), func(in *standards.NewChange) {
			in.Content.Text.NotApplicable = append(in.Content.Text.NotApplicable, in.Content.Text.NotApplicable[0])
		}, fault.Invalid, "text.notApplicable[1].code", "another reason"},
		{"other is for observers", askFirst(), func(in *standards.NewChange) { in.Content.Text.NotApplicable[0].Code = "other" }, fault.Invalid, "text.notApplicable[0].code", "words of their own"},
		{"an edit of something older", askFirst(), func(in *standards.NewChange) { in.BasedOn = 7 }, fault.Conflict, "", "version 1 is the newest"},
		{"a standard that is there, as new", askFirst(), func(in *standards.NewChange) { in.BasedOn = 0 }, fault.Conflict, "", "version 1 is the newest"},
		{"principal no more", askFirst(), func(in *standards.NewChange) { in.Content.Principal = false }, fault.Invalid, "content", "never change"},
		{"a principal one retires", askFirst(), func(in *standards.NewChange) { in.Content.Text.Retired = true }, fault.Invalid, "content.text.retired", "never retired"},
		{"words of a set for a standard", askFirst(), func(in *standards.NewChange) { in.Content = set().Content }, fault.Invalid, "items", "does not belong"},
		{"a set of everyone", set(), func(in *standards.NewChange) { in.PostID = 0 }, fault.Invalid, "postId", "required"},
		{"no such post", set(), func(in *standards.NewChange) { in.PostID = pilot }, fault.Invalid, "postId", "no post 999"},
		{"weights sum to less", set(item("ask-first", 60)), nil, fault.Invalid, "items", "must sum to 100; they sum to 60"},
		{"a standard twice", set(item("ask-first", 60), item("ask-first", 40)), nil, fault.Invalid, "items[1].standard", "in the set already"},
		{"a weight below nothing", set(item("ask-first", 110), item("listening", -10)), nil, fault.Invalid, "items[1].weight", "listening weighs -10"},
		{"a target above all", set(standards.SetItem{Standard: "ask-first", Weight: 100, Target: 10001}), nil, fault.Invalid, "items[0].target", "at most 100 %"},
	} {
		if test.change != nil {
			test.change(&test.in)
		}
		_, err := propose(t, s, quality, test.in)
		refused(t, test.name, err, test.kind, test.field, test.want)
	}
}

// TestTwoPeople walks a change through its life, as everybody who may not.
func TestTwoPeople(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	ctx := t.Context()
	c, err := s.NewChange(ctx, quality, askFirst())
	if err != nil || c.Status != standards.Draft || c.Author != "quality" || len(c.Problems) > 0 || len(c.Differences) == 0 {
		t.Fatalf("draft %+v, %v", c, err)
	}
	id := standards.GetChange{ID: c.ID}
	approve, why := standards.ApproveChange{ID: c.ID}, standards.DecideChange{ID: c.ID, Reason: "too short"}
	edit := standards.EditChange{ID: c.ID, BasedOn: 1, EffectiveFrom: tomorrow, Words: "clearer", Content: askFirst().Content}
	_, err = s.Approve(ctx, colleague, approve)
	refused(t, "a draft is not approved", err, fault.Conflict, "", "not proposed")
	_, err = s.EditChange(ctx, colleague, edit)
	refused(t, "another's draft is not edited", err, fault.Forbidden, "", "write one of your own")
	_, err = s.Propose(ctx, colleague, id)
	refused(t, "nor proposed", err, fault.Forbidden, "", "write one of your own")
	if c, err = s.Propose(ctx, quality, id); err != nil || c.Status != standards.Proposed || c.ProposedAt == nil {
		t.Fatalf("proposed %+v, %v", c, err)
	}
	_, err = s.EditChange(ctx, quality, edit)
	refused(t, "what is proposed is not edited", err, fault.Conflict, "", "can no longer be edited")
	_, err = s.Approve(ctx, quality, approve)
	refused(t, "nobody approves their own", err, fault.Forbidden, "", "themselves")
	_, err = s.Reject(ctx, quality, why)
	refused(t, "nor rejects it", err, fault.Forbidden, "", "themselves")
	_, err = s.Approve(ctx, accounts.Program(), approve)
	refused(t, "nor does a machine", err, fault.Forbidden, "", "only a person")
	_, err = s.Withdraw(ctx, colleague, why)
	refused(t, "another's is not withdrawn", err, fault.Forbidden, "", "reject it instead")
	_, err = s.Reject(ctx, colleague, standards.DecideChange{ID: c.ID, Reason: "  "})
	refused(t, "rejected without a reason", err, fault.Invalid, "reason", "say why")

	if c, err = s.Reject(ctx, colleague, why); err != nil || c.Status != standards.Rejected || c.Decision != "too short" || c.DecidedBy != "colleague" {
		t.Fatalf("rejected %+v, %v", c, err)
	}
	edit.Content.Text.Title["en"] = "Ask before you are asked"
	if c, err = s.EditChange(ctx, quality, edit); err != nil || c.Status != standards.Draft || c.Decision != "" {
		t.Fatalf("edited %+v, %v", c, err)
	}
	if _, err = s.Propose(ctx, quality, id); err != nil {
		t.Fatal(err)
	}
	_, err = s.Approve(ctx, colleague, standards.ApproveChange{ID: c.ID, EffectiveFrom: today})
	refused(t, "earlier than meant", err, fault.Invalid, "effectiveFrom", "or a later day")
	c, err = s.Approve(ctx, colleague, standards.ApproveChange{ID: c.ID, EffectiveFrom: tomorrow.AddDays(1)})
	if err != nil || c.Status != standards.Approved || *c.Version != 2 || c.EffectiveFrom != tomorrow.AddDays(1) || len(c.Differences) == 0 {
		t.Fatalf("approved %+v, %v", c, err)
	}
	_, err = s.Approve(ctx, colleague, approve)
	refused(t, "approved twice", err, fault.Conflict, "", "it is approved")
	h, err := s.Get(ctx, quality, standards.GetStandard{Code: "ask-first"})
	if err != nil || h.Versions[0].Author != "quality" || h.Versions[0].ApprovedBy != "colleague" || h.Versions[0].Title["en"] != "Ask before you are asked" {
		t.Errorf("version %+v, %v", h.Versions[0], err)
	}
	var actions string
	if err := db.Get(&actions, `SELECT string_agg(action, ' ' ORDER BY id) FROM journal WHERE object = 'standard-change' AND object_id = $1`, c.ID); err != nil ||
		actions != "draft propose reject edit propose approve" {
		t.Errorf("the journal says %q, %v", actions, err)
	}
}

func TestTheDatabaseKnowsTwoPeople(t *testing.T) {
	t.Parallel()
	_, db := open(t)
	for _, query := range []string{
		`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, author_id, approved_by, created_at)
			SELECT standard_id, 2, '2027-01-01', dimension, 'judged', title, opportunity, met, partly, not_met, not_applicable, 1, 1, created_at FROM standard_versions WHERE standard_id = 1`,
		`INSERT INTO phrase_lists (version, effective_from, phrases, author_id, approved_by, created_at) VALUES (9, '2027-01-01', '[]', 1, 1, '2026-01-01')`,
		`UPDATE standard_versions SET title = '{"en": "Easier"}'`,
		`UPDATE phrase_lists SET phrases = '[]'`,
		`DELETE FROM standard_changes`,
	} {
		if _, err := db.Exec(query); err == nil || !strings.Contains(err.Error(), "_approver") && !strings.Contains(err.Error(), "denied") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// TestNothingComesBack: of two standing versions the later number has the
// later day, so that on no day an older text replaces a newer one.
func TestNothingComesBack(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for i, test := range []struct {
		name string
		day  worktime.Day
		ok   bool
	}{
		{"in ten days", tomorrow.AddDays(10), true},
		{"before that", tomorrow.AddDays(5), false},
		{"on the same day", tomorrow.AddDays(10), false},
		{"after it", tomorrow.AddDays(11), true},
	} {
		in, other := askFirst(), set()
		in.EffectiveFrom, other.EffectiveFrom = test.day, test.day
		in.Content.Text.Title = all(test.name)
		other.Content.Items = []standards.SetItem{{Standard: "ask-first", Weight: 90 - i, Target: 9000}, {Standard: "listening", Weight: 10 + i, Target: 9000}}
		if i > 0 {
			in.BasedOn, other.BasedOn = 2, 2
		}
		for what, in := range map[string]standards.NewChange{"version": in, "set": other} {
			c, err := propose(t, s, quality, in)
			if err == nil {
				_, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID})
			}
			if !test.ok {
				refused(t, what+" "+test.name, err, fault.Invalid, "effectiveFrom", "version 2 takes effect on 2026-12-12")
			} else if err != nil {
				t.Errorf("%s %s: %v", what, test.name, err)
			}
		}
	}
}

// TestTwoProposalsAtOnce are both approved at the same moment: one becomes the
// next version, whoever wrote the others looks at it and writes anew.
func TestTwoProposalsAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	changes := make([]standards.Change, 6)
	for i := range changes {
		in := askFirst()
		if i >= 3 {
			in = set(standards.SetItem{Standard: "ask-first", Weight: 100, Target: 8000 + i})
		}
		in.EffectiveFrom = tomorrow.AddDays(i)
		var err error
		if changes[i], err = propose(t, s, quality, in); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, len(changes))
	for i, c := range changes {
		wg.Go(func() { _, errs[i] = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID}) })
	}
	wg.Wait()
	won := [2]int{}
	for i, err := range errs {
		switch {
		case err == nil:
			won[i/3]++
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	if won != [2]int{1, 1} {
		t.Errorf("of 3 and 3 changes of version 1 %v were approved, want one each", won)
	}
}
