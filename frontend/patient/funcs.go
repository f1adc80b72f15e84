package patient

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wardstar/wardstar/internal/texts"
)

// funcs are what the templates of a language call with a page's own values.
// buttons has, by the answer given before, what the template "answers" makes.
func funcs(lang string, buttons *[best + 1]template.HTML) template.FuncMap {
	scale := newScale(lang)
	return template.FuncMap{
		"local":          func(text texts.Localized) string { return text.In(lang) },
		"here":           func(url string) string { return withLang(lang, url) },
		"languages":      func(url string) template.HTML { return languages(lang, url) },
		"kioskLanguages": func(url string) template.HTML { return kioskLanguages(lang, url) },
		"scale":          func() []answer { return scale },
		"answer":         func(score int) answer { return scale[best-min(max(score, worst), best)] },
		"answers":        func(score int) template.HTML { return buttons[min(max(score, 0), best)] },
		"under":          Person.under,
		"initial":        Person.initial,
		"latin":          func(p Person) string { return p.latin(lang) },
	}
}

// withLang returns url asking for lang.
func withLang(lang, url string) string {
	if strings.Contains(url, "?") {
		return url + "&lang=" + lang
	}
	return url + "?lang=" + lang
}

// languages returns the links to the page at url in the languages but lang. It
// is written out because the template would check each address three times.
func languages(lang, url string) template.HTML {
	var b strings.Builder
	for _, other := range texts.Languages {
		if other != lang {
			fmt.Fprintf(&b, `<a lang="%s" hreflang="%[1]s" href="%s">%s</a>`,
				other, html.EscapeString(withLang(other, url)), texts.Name(other))
		}
	}
	return template.HTML(b.String())
}

// The scale.
const worst, best = 1, 5

// LowScore is the highest score after which to ask what could have been better,
// rather than what was good.
const LowScore = 3

type answer struct {
	Score int
	Text  string
	Face  template.HTML
}

// newScale returns the answers, best first.
func newScale(lang string) []answer {
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
