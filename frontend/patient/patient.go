// Package patient draws the pages that patients see: one request, no script, no
// file besides the page itself, in four languages.
//
// A page is a view, a plain struct, and [Render]. Every page links to itself in
// the other languages, and every link and form says its language, so that
// nothing depends on a cookie.
package patient

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"html/template"
	"io"
	"regexp"
	"strings"

	"github.com/wardstar/wardstar/internal/texts"
)

// View is what a page shows. The views are [Rate], [Thanks], [Done], [Who],
// [Enter] and [Trouble].
type View interface {
	// URL is the page's own address, without a language.
	URL() string

	page() string // the name of its template
}

// Render writes the page as HTML in lang, one of texts.Languages.
//
// It writes nothing unless the whole page could be made.
func Render(w io.Writer, lang string, view View) error {
	page := pages[lang]
	if page == nil {
		return fmt.Errorf("render %s: no language %q", view.page(), lang)
	}
	var buf bytes.Buffer
	buf.Grow(12 << 10) // the longest of them, so that it need not grow
	if err := page.ExecuteTemplate(&buf, view.page(), view); err != nil {
		return fmt.Errorf("render %s: %w", view.page(), err)
	}
	_, err := w.Write(buf.Bytes())
	return err
}

//go:embed pages/*.html
var sources embed.FS

// pages are the templates of each language, with everything that is the same on
// each request already filled in.
var pages = func() map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, lang := range texts.Languages {
		out[lang] = parse(lang)
	}
	return out
}()

var (
	call  = regexp.MustCompile(`{{t "([^"]+)"}}`)
	lines = regexp.MustCompile(`\s*\n\s*`)
)

// parse panics if a template is broken or a text is missing: they are part of
// the program.
func parse(lang string) *template.Template {
	files, err := sources.ReadDir("pages")
	if err != nil {
		panic(err)
	}
	buttons := &[best + 1]template.HTML{}
	page := template.New("").Funcs(funcs(lang, buttons))
	for _, file := range files {
		source, err := sources.ReadFile("pages/" + file.Name())
		if err != nil {
			panic(err)
		}
		template.Must(page.Parse(fill(lang, string(source))))
	}
	for score := range buttons {
		var buf strings.Builder
		if err := page.ExecuteTemplate(&buf, "answers", score); err != nil {
			panic(err)
		}
		buttons[score] = template.HTML(buf.String())
	}
	return page
}

// fill returns source with {{t "key"}}, {{lang}} and {{css}} replaced by what
// they stand for and without the line breaks, which are there for the author.
// An {answer} within a text becomes the words of the page's score.
func fill(lang, source string) string {
	source = lines.ReplaceAllString(source, "")
	source = call.ReplaceAllStringFunc(source, func(match string) string {
		key := call.FindStringSubmatch(match)[1]
		text, ok := texts.Lookup(lang, key)
		if !ok {
			panic(fmt.Sprintf("patient: no text %q in %s", key, lang))
		}
		return html.EscapeString(text)
	})
	return strings.NewReplacer(
		"{answer}", "<b>{{(answer .Score).Text}}</b>",
		"{{lang}}", lang,
		"{{css}}", css,
	).Replace(source)
}
