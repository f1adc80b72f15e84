package patient

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wardstar/wardstar/internal/texts"
)

// funcs are what the templates of a language call with a page's own values.
func funcs(lang string) template.FuncMap {
	answers, tags := newAnswers(lang), newTags(lang)
	others := newOthers(lang)
	return template.FuncMap{
		"local":   func(text texts.Localized) string { return text.In(lang) },
		"here":    func(url string) string { return withLang(lang, url) },
		"in":      withLang,
		"others":  func() []link { return others },
		"answers": func() []answer { return answers },
		"answer":  func(score int) answer { return answers[best-min(max(score, worst), best)] },
		"tags":    func(score int) []tag { return tags[score > lowest] },
		"has":     slices.Contains[[]string],
		"under":   Person.under,
		"initial": Person.initial,
		"latin":   func(p Person) string { return p.latin(lang) },
	}
}

// withLang returns url asking for lang.
func withLang(lang, url string) string {
	if strings.Contains(url, "?") {
		return url + "&lang=" + lang
	}
	return url + "?lang=" + lang
}

type link struct{ Tag, Name string }

// newOthers returns the languages but lang.
func newOthers(lang string) []link {
	var out []link
	for _, other := range texts.Languages {
		if other != lang {
			out = append(out, link{other, texts.Name(other)})
		}
	}
	return out
}

// The scale, and the score up to which something could have been better.
const (
	worst, best = 1, 5
	lowest      = 3
)

type answer struct {
	Score int
	Text  string
	Face  template.HTML
}

// newAnswers returns the answers, best first.
func newAnswers(lang string) []answer {
	var out []answer
	for score := best; score >= worst; score-- {
		out = append(out, answer{score, texts.Text(lang, "answer."+strconv.Itoa(score)), face(score)})
	}
	return out
}

// face draws the face that goes with score. Its colour and its mouth say the
// same as the words beside it.
func face(score int) template.HTML {
	const outline = `fill="none" stroke-linecap="round"`
	look := [...]struct{ colour, mouth, line string }{
		1: {"#a3260f", "M8.6 16.6 Q12 12.6 15.4 16.6", outline},
		2: {"#a94a08", "M9 16.2 Q12 14.2 15 16.2", outline},
		3: {"#5f6b67", "M8.8 15.4 H15.2", outline},
		4: {"#22736a", "M8.6 14.4 Q12 17.2 15.4 14.4", outline},
		5: {"#0a5a50", "M7.8 13.6 Q12 19.4 16.2 13.6 Z", `stroke-linejoin="round"`},
	}[score]
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 24 24" aria-hidden="true">`+
		`<circle cx="12" cy="12" r="11" fill="%s"/><g fill="#fff" stroke="#fff">`+
		`<circle cx="8.4" cy="9.6" r=".9"/><circle cx="15.6" cy="9.6" r=".9"/>`+
		`<path d="%s" %s stroke-width="1.7"/></g></svg>`, look.colour, look.mouth, look.line))
}

type tag struct{ Value, Text string }

// newTags returns the tags of a language: what was good (true) and what could
// be better.
func newTags(lang string) map[bool][]tag {
	out := map[bool][]tag{}
	for _, score := range []int{worst, best} {
		for _, value := range Tags(score) {
			out[score > lowest] = append(out[score > lowest], tag{value, texts.Text(lang, "tag."+value)})
		}
	}
	return out
}

// Tags returns the tags that somebody who gave that score may choose from. The
// texts of tag g1 are under the key "tag.g1".
func Tags(score int) []string {
	if score > lowest {
		return []string{"g1", "g2", "g3", "g4", "g5", "g6"}
	}
	return []string{"b1", "b2", "b3", "b4", "b5", "b6"}
}

// under is the line beneath the name.
func (p Person) under() string {
	if p.Role != "" && p.Place != "" {
		return p.Role + " · " + p.Place
	}
	return p.Role + p.Place
}

func (p Person) initial() string {
	if p.Initial != "" {
		return p.Initial
	}
	r, size := utf8.DecodeRuneInString(strings.TrimSpace(p.Name))
	if size == 0 {
		return ""
	}
	return strings.ToUpper(string(r))
}

// latin is the name in Latin letters, for those who may not read Han.
func (p Person) latin(lang string) string {
	if p.Latin == p.Name || strings.HasPrefix(lang, "zh") {
		return ""
	}
	return p.Latin
}
