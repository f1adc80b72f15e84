package standards

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// check notes what is wrong with a standard's text, by JSON name.
func (t StandardText) check(out map[string]string) {
	for name, text := range map[string]texts.Localized{
		"title": t.Title, "opportunity": t.Opportunity, "met": t.Met, "partly": t.Partly, "notMet": t.NotMet,
	} {
		checkText(out, name, text)
	}
	if !slices.Contains(Dimensions, t.Dimension) {
		out["dimension"] = "every standard belongs to one of " + strings.Join(Dimensions, ", ")
	}
	if !slices.Contains([]string{Judged, Seconds, Share}, t.Measure) {
		out["measure"] = "use judged, seconds or share"
	}
	checkTarget(out, "targetMs", t.TargetMs, t.Measure == Seconds, "a standard measured in seconds")
	checkTarget(out, "targetShare", t.TargetShare, t.Measure == Share, "a standard measured as a share")
	if t.Measure == Seconds && t.TargetMs != nil && (*t.TargetMs < 1000 || *t.TargetMs > 86_400_000) {
		out["targetMs"] = "a stopwatch measures between 1 second and 24 hours: 1000 to 86400000"
	}
	if t.Measure == Share && t.TargetShare != nil && (*t.TargetShare < 1 || *t.TargetShare > 10000) {
		out["targetShare"] = "a share of cases is above 0 % and at most 100 %"
	}
	checkReasons(out, t.NotApplicable)
}

func checkTarget(out map[string]string, name string, target *int, wanted bool, measured string) {
	switch {
	case wanted && target == nil:
		out[name] = measured + " needs it"
	case !wanted && target != nil:
		out[name] = "only " + measured + " has it"
	}
}

func checkReasons(out map[string]string, reasons Reasons) {
	seen := map[string]bool{}
	for i, r := range reasons {
		name := fmt.Sprintf("notApplicable[%d]", i)
		switch {
		case !slug.MatchString(r.Code):
			out[name+".code"] = "use small letters, digits and hyphens"
		case r.Code == "other":
			out[name+".code"] = "other is what observers put before words of their own"
		case seen[r.Code]:
			out[name+".code"] = "another reason has this code"
		}
		seen[r.Code] = true
		checkText(out, name+".text", r.Text)
	}
}

// checkText asks for the text in every language: staff are judged by it and
// must be able to read it in theirs.
func checkText(out map[string]string, name string, text texts.Localized) {
	if err := text.Validate(); err != nil && len(text) > 0 {
		out[name] = err.Error()
		return
	}
	for _, lang := range texts.Languages {
		if strings.TrimSpace(text[lang]) == "" {
			out[name+"."+lang] = "missing in " + texts.Name(lang)
		}
	}
	checkLines(out, name, text)
}

// checkLines refuses what cannot be seen on one line, such as line breaks.
func checkLines(out map[string]string, name string, text texts.Localized) {
	for _, lang := range slices.Sorted(maps.Keys(text)) {
		if strings.ContainsFunc(text[lang], unseen) {
			out[name+"."+lang] = "has a line break or another character that cannot be seen"
		}
	}
}

func unseen(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == unicode.ReplacementChar
}

// invalid returns an error if there are problems.
func invalid(problems map[string]string) error {
	if len(problems) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Message: "some fields are not valid", Fields: problems}
}
