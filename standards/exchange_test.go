package standards_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/standards"
)

func export(t *testing.T, s *standards.Service) string {
	t.Helper()
	file, err := s.Export(t.Context(), quality, standards.ExportStandards{On: tomorrow})
	if err != nil {
		t.Fatal(err)
	}
	return string(file.Content)
}

// approveAll has colleague approve what is proposed, standards before the sets that name them.
func approveAll(t *testing.T, s *standards.Service) (n int) {
	t.Helper()
	list, err := s.Changes(t.Context(), quality, standards.ListChanges{Status: standards.Proposed, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		c := list[len(list)-1-i]
		if _, err := s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID}); err != nil {
			t.Fatalf("%+v: %v %v", c, err, fault.As(err).Fields)
		}
	}
	return len(list)
}

// TestHospitalsShareStandards: one changes a standard, adds another, a set and
// phrases; the other takes the file in and then exports the same bytes.
func TestHospitalsShareStandards(t *testing.T) {
	t.Parallel()
	ours, _ := open(t)
	theirs, _ := open(t)
	if export(t, ours) != export(t, theirs) {
		t.Fatal("two hospitals with the same standards give different files")
	}
	enact(t, ours, askFirst())
	wave := standards.NewChange{Kind: standards.OfStandard, Standard: "wave", EffectiveFrom: tomorrow, Words: "new",
		Content: standards.Wording{Requirement: "A4", Text: text("Wave")}}
	enact(t, ours, wave)
	enact(t, ours, set(standards.SetItem{Standard: "wave", Weight: 30, Target: 9050}, standards.SetItem{Standard: "ask-first", Weight: 70, Target: 10000}))
	enact(t, ours, standards.NewChange{Kind: standards.OfPhrases, BasedOn: 1, EffectiveFrom: tomorrow, Words: "shorter",
		Content: standards.Wording{Phrases: []standards.Phrase{{Code: "hi", Situation: "greet", Kind: standards.Spoken, Text: all("Hi: #1")}}}})
	file := export(t, ours)

	in := standards.ImportStandards{YAML: file, DryRun: true}
	result, err := theirs.Import(t.Context(), quality, in)
	if err != nil {
		t.Fatalf("%v %v", err, fault.As(err).Fields)
	}
	for _, want := range []string{"standard ask-first (line", "reads otherwise", "standard wave (line", "is new",
		"title (en): “Ask first” becomes “Ask”", "wave is new: “weight 30, target 90.5 %”", "three-metre-smile goes: “weight 12, target 90 %”",
		"phrase hi (ko) is new: “Hi: #1”"} {
		if !strings.Contains(result.String(), want) {
			t.Errorf("the dry run does not say %q:\n%s", want, result)
		}
	}
	if got := result.Sum(true); !strings.HasPrefix(got, "4 would be proposed (1 new), ") {
		t.Errorf("dry run: %s", got)
	}
	if n := approveAll(t, theirs); n != 0 {
		t.Fatalf("a dry run proposed %d changes", n)
	}
	in.DryRun = false
	before := export(t, theirs)
	for i, want := range []string{"4 proposed, to be approved (1 new)", "0 proposed"} { // a second time it waits already
		result, err = theirs.Import(t.Context(), accounts.Program(), in)
		if err != nil || !strings.HasPrefix(result.Sum(false), want) {
			t.Fatalf("import %d: %s, %v", i+1, result.Sum(false), err)
		}
	}
	if export(t, theirs) != before {
		t.Error("an import changed what is in force")
	}
	if n := approveAll(t, theirs); n != 4 {
		t.Errorf("%d changes were proposed, want 4", n)
	}
	if got := export(t, theirs); got != file {
		t.Error("after the import and its approval the file is another")
	}
	result, err = theirs.Import(t.Context(), quality, in)
	if err != nil || !strings.HasPrefix(result.Sum(false), "0 proposed") || strings.Contains(result.String(), "standard") {
		t.Errorf("what is said already: %s, %v", result.String(), err)
	}
}

func TestWhatIsNotImported(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	file := export(t, s)
	for _, test := range []struct{ name, old, new, want string }{
		{"a line that is wrong", "measure: judged", "measure: felt", "use judged"},
		{"principal no more", "    principal: true\n", "", "never changes"},
		{"another requirement", "code: ask-first\n    requirement: A1", "code: ask-first\n    requirement: A2", "never changes"},
	} {
		_, err := s.Import(t.Context(), quality, standards.ImportStandards{YAML: strings.Replace(file, test.old, test.new, 1)})
		said := ""
		for line, message := range fault.As(err).Fields {
			said += line + ": " + message
		}
		if !fault.Is(err, fault.Invalid) || !strings.Contains(said, test.want) || !strings.Contains(said, "line ") {
			t.Errorf("%s: %v %s", test.name, err, said)
		}
	}
	_, err := s.Import(t.Context(), quality, standards.ImportStandards{YAML: file, EffectiveFrom: today})
	refused(t, "from today", err, fault.Invalid, "effectiveFrom", "tomorrow")
	db.MustExec(`UPDATE posts SET code = 'sister' WHERE code = 'nurse'`)
	result, err := s.Import(t.Context(), quality, standards.ImportStandards{YAML: strings.Replace(file, "en: Ask first", "en: Ask", 1), EffectiveFrom: "2027-06-01"})
	if err != nil || !strings.Contains(result.String(), `set of nurse (line`) || !strings.Contains(result.String(), `there is no post "nurse" here`) {
		t.Errorf("a post that is not here: %s, %v", result, err)
	}
	list, err := s.Changes(t.Context(), quality, standards.ListChanges{})
	if err != nil || len(list) != 1 || list[0].EffectiveFrom != "2027-06-01" || list[0].Origin != standards.FromFile || list[0].Author != "quality" {
		t.Errorf("changes %+v, %v", list, err)
	}
	_, err = s.Approve(t.Context(), quality, standards.ApproveChange{ID: list[0].ID})
	refused(t, "nobody approves what they have brought in", err, fault.Forbidden, "", "themselves")
}
