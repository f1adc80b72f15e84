package standards

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wardstar/wardstar/internal/texts"
)

// The kinds of what can be changed.
const (
	OfStandard = "standard"
	OfSet      = "post-set"
	OfPhrases  = "phrases"
)

// Wording is what a standard, a post's set or a list of phrases says, in full;
// the part of its kind is filled in.
type Wording struct {
	Requirement string        `json:"requirement,omitempty" validate:"max=10"`   // of a new standard
	Principal   bool          `json:"principal,omitempty"`                       // of a new standard: holds for everyone
	Text        *StandardText `json:"text,omitempty"`                            // of a standard
	Items       []SetItem     `json:"items,omitempty"   validate:"max=200,dive"` // of a post's set
	Phrases     []Phrase      `json:"phrases,omitempty" validate:"max=500,dive"` // of a post, or of everyone
}

// check returns what is wrong with w, by JSON name. own is the hospital's language.
func (w Wording) check(kind, own string) map[string]string {
	out := map[string]string{}
	for name, given := range map[string]bool{"text": w.Text != nil, "items": w.Items != nil, "phrases": w.Phrases != nil} {
		wanted := map[string]string{"text": OfStandard, "items": OfSet, "phrases": OfPhrases}[name] == kind
		switch {
		case given && !wanted:
			out[name] = "does not belong to a change of this kind"
		case wanted && !given:
			out[name] = "required"
		}
	}
	if len(out) > 0 {
		return out
	}
	switch kind {
	case OfStandard:
		text := map[string]string{}
		w.Text.check(text)
		for name, problem := range text {
			out["text."+name] = problem
		}
	case OfSet:
		checkItems(out, w.Items)
	case OfPhrases:
		checkPhrases(out, w.Phrases, own)
	}
	return out
}

// said is one thing that a wording says.
type said struct{ what, text string }

// all returns everything that w says, in a fixed order: two wordings are the
// same if they say the same.
func (w Wording) all() []said {
	switch {
	case w.Text != nil:
		return w.Text.all()
	case w.Phrases != nil:
		return sayPhrases(w.Phrases)
	default:
		return sayItems(w.Items)
	}
}

func (t StandardText) all() (out []said) {
	out = append(out, said{"dimension", t.Dimension}, said{"measure", t.Measure})
	if t.TargetMs != nil {
		out = append(out, said{"target", (time.Duration(*t.TargetMs) * time.Millisecond).String()})
	}
	if t.TargetShare != nil {
		out = append(out, said{"target", percent(*t.TargetShare)})
	}
	if t.Retired {
		out = append(out, said{"retired", "holds no more"})
	}
	for _, part := range []struct {
		name string
		text texts.Localized
	}{{"title", t.Title}, {"opportunity", t.Opportunity}, {"met", t.Met}, {"partly", t.Partly}, {"not met", t.NotMet}} {
		out = say(out, part.name, part.text)
	}
	for _, r := range t.NotApplicable {
		out = say(out, "not applicable, "+r.Code, r.Text)
	}
	return out
}

func sayItems(items []SetItem) []said {
	out := make([]said, len(items))
	for i, item := range items {
		out[i] = said{item.Standard, fmt.Sprintf("weight %d, target %s", item.Weight, percent(item.Target))}
	}
	slices.SortFunc(out, func(a, b said) int { return cmp.Compare(a.what, b.what) })
	return out
}

func sayPhrases(phrases []Phrase) (out []said) {
	order := make([]string, len(phrases))
	for i, p := range phrases {
		order[i] = p.Code
		name := "phrase " + p.Code
		out = append(out, said{name, strings.TrimSuffix(p.Kind+", "+p.Situation+", "+p.Standard, ", ")})
		out = say(out, name, p.Text)
		out = say(out, name+", instead", p.Instead)
		out = say(out, name+", note", p.Note)
	}
	return append(out, said{inOrder, strings.Join(order, ", ")})
}

const inOrder = "order"

// say adds what a text says in each language.
func say(out []said, name string, text texts.Localized) []said {
	for _, lang := range texts.Languages {
		if text[lang] != "" {
			out = append(out, said{name + " (" + lang + ")", text[lang]})
		}
	}
	return out
}

// percent writes ten-thousandths: 9500 is 95 %.
func percent(n int) string {
	whole, rest := n/100, n%100
	if rest == 0 {
		return fmt.Sprintf("%d %%", whole)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", whole, rest), "0") + " %"
}

// Difference is one thing that a change makes say otherwise.
type Difference struct {
	What   string `json:"what"`             // "met (ko)", "ask-first", "phrase hello (en)"
	Before string `json:"before,omitempty"` // "": it is new
	After  string `json:"after,omitempty"`  // "": it goes
	Words  string `json:"words"`
}

// differences returns what after says otherwise than before, in words.
func differences(before, after Wording) []Difference {
	out := []Difference{}
	old, now := before.all(), after.all()
	was, is := map[string]string{}, map[string]string{}
	for _, s := range old {
		was[s.what] = s.text
	}
	for _, s := range now {
		is[s.what] = s.text
		switch text, there := was[s.what]; {
		case !there && s.what == inOrder: // of phrases that are all new
		case !there:
			out = append(out, Difference{What: s.what, After: s.text, Words: fmt.Sprintf("%s is new: “%s”", s.what, s.text)})
		case text != s.text:
			out = append(out, Difference{What: s.what, Before: text, After: s.text,
				Words: fmt.Sprintf("%s: “%s” becomes “%s”", s.what, text, s.text)})
		}
	}
	for _, s := range old {
		if _, there := is[s.what]; !there {
			out = append(out, Difference{What: s.what, Before: s.text, Words: fmt.Sprintf("%s goes: “%s”", s.what, s.text)})
		}
	}
	return out
}
