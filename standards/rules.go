package standards

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// problems returns what is wrong with a standard's text, by JSON name.
func (in NewStandardVersion) problems() map[string]string {
	out := map[string]string{}
	for name, text := range map[string]texts.Localized{
		"title": in.Title, "opportunity": in.Opportunity, "met": in.Met, "partly": in.Partly, "notMet": in.NotMet,
	} {
		checkText(out, name, text)
	}
	checkTarget(out, "targetMs", in.TargetMs, in.Measure == Seconds, "a standard measured in seconds")
	checkTarget(out, "targetShare", in.TargetShare, in.Measure == Share, "a standard measured as a share")
	checkReasons(out, in.NotApplicable)
	return out
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
}

// invalid returns an error if there are problems.
func invalid(problems map[string]string) error {
	if len(problems) == 0 {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Message: "some fields are not valid", Fields: problems}
}
