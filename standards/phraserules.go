package standards

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wardstar/wardstar/internal/texts"
)

// maxPhrase is how many characters a phrase may have: it is said in one breath.
// maxPhrases is how many a list may have.
const (
	maxPhrase  = 300
	maxPhrases = 200
)

// checkPhrases notes what is wrong with a list of phrases, by JSON name. A
// phrase must be there in the hospital's own language; staff who read another
// are shown that, marked as such.
func checkPhrases(out map[string]string, phrases []Phrase, own string) {
	if len(phrases) > maxPhrases {
		out["phrases"] = fmt.Sprintf("there are %d phrases; nobody learns more than %d by heart", len(phrases), maxPhrases)
		return
	}
	seen, last := map[string]bool{}, 0
	for i, p := range phrases {
		name := fmt.Sprintf("phrases[%d]", i)
		switch {
		case !slug.MatchString(p.Code):
			out[name+".code"] = "use small letters, digits and hyphens"
		case seen[p.Code]:
			out[name+".code"] = "another phrase has the code " + p.Code
		}
		seen[p.Code] = true
		rank := slices.Index(Situations, p.Situation)
		switch {
		case rank < 0:
			out[name+".situation"] = "use one of " + strings.Join(Situations, ", ")
		case rank < last:
			out[name+".situation"] = fmt.Sprintf("phrases for %s come before those for %s", p.Situation, Situations[last])
		default:
			last = rank
		}
		p.check(out, name, own)
	}
}

func (p Phrase) check(out map[string]string, name, own string) {
	checkPhrase(out, name+".text", p.Text, own)
	if len(p.Instead) > 0 {
		checkPhrase(out, name+".instead", p.Instead, own)
	}
	if len(p.Note) > 0 {
		checkPhrase(out, name+".note", p.Note, own)
	}
	switch {
	case !slices.Contains([]string{Spoken, Forbidden, Signage}, p.Kind):
		out[name+".kind"] = "use spoken, forbidden or signage"
	case p.Kind != Forbidden && len(p.Instead) > 0:
		out[name+".instead"] = "only a forbidden phrase has another in its place"
	case p.Kind == Forbidden && len(p.Instead) == 0:
		out[name+".instead"] = "say what to say in its place"
	}
}

func checkPhrase(out map[string]string, name string, text texts.Localized, own string) {
	if err := text.Validate(); err != nil {
		out[name] = err.Error()
		return
	}
	if strings.TrimSpace(text[own]) == "" {
		out[name+"."+own] = "missing in " + texts.Name(own) + ", the hospital's language"
	}
	checkLines(out, name, text)
	for _, lang := range texts.Languages {
		if n := utf8.RuneCountInString(text[lang]); n > maxPhrase {
			out[name+"."+lang] = fmt.Sprintf("it has %d characters; at most %d can be said or read at once", n, maxPhrase)
		}
	}
}
