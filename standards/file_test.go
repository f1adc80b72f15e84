package standards

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/internal/texts"
)

// anyText draws texts that a hospital could have written, and those that YAML
// would rather read as something else.
func anyText() *rapid.Generator[texts.Localized] {
	words := rapid.OneOf(
		rapid.SampledFrom([]string{"null", "~", "true", "no", "1.0", "0x10", "2026-01-01", "- a", "a: b", "a #b", "#", "'", `"`, "“你好”",
			" before", "after ", "@x", "%", "&a", "*a", "!!str", "|", ">", "{a}", "[a]", "?", ": ", "환자분, 이쪽으로 오세요.", "👩‍⚕️", "\\n", "=", "<<", "."}),
		rapid.String().Filter(func(s string) bool {
			return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, unseen)
		}),
	)
	return rapid.Custom(func(t *rapid.T) texts.Localized {
		out := texts.Localized{}
		for _, lang := range texts.Languages {
			out[lang] = words.Draw(t, lang)
		}
		return out
	})
}

func anyFile() *rapid.Generator[File] {
	code := rapid.StringMatching(`[a-z0-9][a-z0-9-]{0,20}`)
	return rapid.Custom(func(t *rapid.T) (f File) {
		f.Format = Format
		for range rapid.IntRange(0, 3).Draw(t, "standards") {
			c := ContentStandard{
				Code: code.Draw(t, "code"), Requirement: "A1", Principal: rapid.Bool().Draw(t, "principal"),
				Dimension: rapid.SampledFrom(Dimensions).Draw(t, "dimension"), Measure: Judged,
				Title: anyText().Draw(t, "title"), Opportunity: anyText().Draw(t, "opportunity"),
				Met: anyText().Draw(t, "met"), Partly: anyText().Draw(t, "partly"), NotMet: anyText().Draw(t, "notMet"),
			}
			switch rapid.IntRange(0, 2).Draw(t, "measure") {
			case 1:
				c.Measure, c.TargetMs = Seconds, rapid.IntRange(1000, 86_400_000).Draw(t, "ms")
			case 2:
				c.Measure, c.TargetShare = Share, float64(rapid.IntRange(1, 10000).Draw(t, "share"))/10000
			}
			if rapid.Bool().Draw(t, "reasons") {
				c.NotApplicable = []Reason{{Code: code.Draw(t, "reason"), Text: anyText().Draw(t, "words")}}
			}
			f.Standards = append(f.Standards, c)
		}
		for range rapid.IntRange(0, 2).Draw(t, "posts") {
			f.Posts = append(f.Posts, ContentPost{Code: code.Draw(t, "post"), Family: "nursing", Name: anyText().Draw(t, "name"),
				Standards: []ContentItem{{code.Draw(t, "item"), 100, float64(rapid.IntRange(1, 10000).Draw(t, "target")) / 10000}}})
		}
		for range rapid.IntRange(0, 2).Draw(t, "lists") {
			f.Phrases = append(f.Phrases, ContentPhrases{Post: Everyone, Phrases: []Phrase{
				{Code: code.Draw(t, "phrase"), Situation: "greet", Kind: Forbidden, Text: anyText().Draw(t, "text"), Instead: anyText().Draw(t, "instead")}}})
		}
		return f
	})
}

// TestAFileReadsAsItWasWritten, whatever the texts are, and has one form.
func TestAFileReadsAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyFile().Draw(t, "file")
		b, err := want.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, problems := decode(b)
		if len(problems) > 0 {
			t.Fatalf("%v\n%s", problems, b)
		}
		if diff := cmp.Diff(want, got.File, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-written +read)\n%s\n%s", diff, b)
		}
		if again, err := got.Encode(); err != nil || string(again) != string(b) {
			t.Fatalf("written again, it differs (%v):\n%s\n%s", err, b, again)
		}
	})
}

const goodFile = `format: wardstar-standards/1
standards:
  - code: wave
    requirement: A1
    dimension: accuracy
    measure: judged
    title: {zh-CN: 招手, zh-TW: 招手, ko: 손 흔들기, en: Wave}
    opportunity: {zh-CN: 一, zh-TW: 一, ko: 가, en: a}
    met: {zh-CN: 一, zh-TW: 一, ko: 가, en: a}
    partly: {zh-CN: 一, zh-TW: 一, ko: 가, en: a}
    notMet: {zh-CN: 一, zh-TW: 一, ko: 가, en: a}
posts:
  - code: nurse
    family: nursing
    name: {en: Nurse}
    standards:
      - {standard: wave, weight: 60, target: 0.90}
      - {standard: listening, weight: 40, target: 0.95}
phrases:
  - post: everyone
    phrases:
      - code: hi
        situation: greet
        kind: spoken
        text: {en: Hello}
`

// TestWhatIsWrongWithAFile names the line and says it in words.
func TestWhatIsWrongWithAFile(t *testing.T) {
	t.Parallel()
	there := map[string]int64{"listening": 1}
	for _, test := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"empty", goodFile, "", "the file is empty"},
		{"no YAML", goodFile, "a: [b", "line 1: did not find expected ',' or ']'"},
		{"another format", "wardstar-standards/1", "wardstar-standards/9", "line 1: it does not begin with format: wardstar-standards/1"},
		{"two documents", "phrases:", "---\nphrases:", "more than one document"},
		{"a misspelt key", "    measure: judged", "    mesure: judged", `line 6: "mesure" is not known here`},
		{"a key twice", "    measure: judged", "    measure: judged\n    measure: share", `line 7: "measure" is on line 6 already`},
		{"a word for a number", "weight: 60", "weight: sixty", `line 17: "sixty" is not a whole number`},
		{"a list for a text", "kind: spoken", "kind: [spoken]", "line 24: a list is not a text"},
		{"a text for a list", "  - post: everyone\n    phrases:", "  - post: everyone\n    phrases: none\n    more:", `line 21: "none" is not a list`},
		{"a text without languages", "title: {zh-CN: 招手, zh-TW: 招手, ko: 손 흔들기, en: Wave}", "title: Wave", `line 7: "Wave" is not a text by language`},
		{"a language is missing", "ko: 손 흔들기, ", "", "line 7: title.ko: missing in 한국어"},
		{"no such dimension", "dimension: accuracy", "dimension: mood", "line 5: dimension: every standard belongs to one of response-speed"},
		{"no such measure", "measure: judged", "measure: felt", "line 6: measure: use judged, seconds or share"},
		{"a target is missing", "measure: judged", "measure: seconds", "line 3: targetMs: a standard measured in seconds needs it"},
		{"five digits", "measure: judged", "measure: share\n    targetShare: 0.98765", "line 7: targetShare: a share of 1 with at most four digits"},
		{"no requirement", "requirement: A1", "requirement: first", "line 4: requirement: a letter and a number"},
		{"weights", "weight: 40", "weight: 30", "line 16: standards: the weights must sum to 100; they sum to 90"},
		{"a standard that is nowhere", "standard: listening", "standard: hum", `line 18: standards[1].standard: there is no standard "hum", neither here nor in the file`},
		{"a standard twice", "standard: listening", "standard: wave", "line 18: standards[1].standard: wave is in the set already"},
		{"a target of more than all", "target: 0.90", "target: 90", "line 17: standards[0].target: wave: the target is a share"},
		{"no such situation", "situation: greet", "situation: lunch", "line 23: phrases[0].situation: use one of greet, ask"},
		{"forbidden without instead", "kind: spoken", "kind: forbidden", "line 22: phrases[0].instead: say what to say in its place"},
		{"not in the hospital's language", "text: {en: Hello}", "text: {ko: 안녕하세요}", "line 25: phrases[0].text.en: missing in English, the hospital's language"},
		{"a post twice", "phrases:\n  - post", "  - {code: nurse, family: a, name: {en: a}, standards: [{standard: wave, weight: 100, target: 1}]}\nphrases:\n  - post", "line 19: code: nurse is in the file already"},
	} {
		b := strings.Replace(goodFile, test.old, test.new, 1)
		d, problems := decode([]byte(b))
		if len(problems) == 0 {
			problems = d.check(there, "en")
		}
		got := ""
		for _, p := range problems {
			got += p.String() + "\n"
		}
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if _, problems := decode(make([]byte, MaxFile+1)); len(problems) != 1 || !strings.Contains(problems[0].Message, "larger than 4 MB") {
		t.Errorf("too large: %v", problems)
	}
}

// FuzzDecode: no file makes the program fail, whatever it holds.
func FuzzDecode(f *testing.F) {
	f.Add(goodFile)
	f.Add("&a [*a]")
	f.Add("a: &b {<<: *b}")
	f.Add("standards: [null, {}]\nposts: [null]\nphrases: [{phrases: [null]}]\nformat: wardstar-standards/1")
	f.Fuzz(func(t *testing.T, file string) {
		if d, problems := decode([]byte(file)); len(problems) == 0 {
			d.check(map[string]int64{}, "en")
		}
	})
}
