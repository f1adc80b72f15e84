package patient

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"

	"github.com/wardstar/wardstar/internal/texts"
)

func render(t testing.TB, lang string, view View) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Render(&buf, lang, view); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// each calls check with each page in each language.
func each(t *testing.T, check func(t *testing.T, lang string, source []byte, page node)) {
	for name, view := range views() {
		for _, lang := range texts.Languages {
			t.Run(name+" "+lang, func(t *testing.T) {
				source := render(t, lang, view)
				check(t, lang, source, parsed(t, source))
			})
		}
	}
}

// TestSmall: a page is there at once on a slow phone.
func TestSmall(t *testing.T) {
	const most = 6 << 10
	each(t, func(t *testing.T, _ string, source []byte, _ node) {
		var gz, br bytes.Buffer
		g, b := gzip.NewWriter(&gz), brotli.NewWriterLevel(&br, 5)
		for _, w := range []io.WriteCloser{g, b} {
			w.Write(source)
			w.Close()
		}
		if gz.Len() > most || br.Len() > most {
			t.Errorf("%d bytes with gzip, %d with brotli, want at most %d", gz.Len(), br.Len(), most)
		}
	})
}

// TestAlone: the page needs nothing but itself, and the policy lets its style in.
func TestAlone(t *testing.T) {
	each(t, func(t *testing.T, _ string, source []byte, page node) {
		for _, bad := range []string{"<script", "<iframe", "http:", "https:", `="//`, "style=", "javascript:", "url(", "@import", "\n<", "ZgotmplZ"} {
			if bytes.Contains(source, []byte(bad)) {
				t.Errorf("it has %s", bad)
			}
		}
		for _, n := range page.all("") {
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "src" {
					t.Errorf("<%s> has %s", n.Data, a.Key)
				}
			}
		}
		style := page.one("style").FirstChild.Data
		hash := sha256.Sum256([]byte(style))
		if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "';"; !strings.Contains(CSP(), want) {
			t.Errorf("the policy is %s, want %s", CSP(), want)
		}
	})
	for _, part := range []string{"default-src 'none'", "img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !slices.Contains(strings.Split(CSP(), "; "), part) {
			t.Errorf("the policy is %s, without %s", CSP(), part)
		}
	}
}

// TestStructure holds what assistive technology and browsers rely on.
func TestStructure(t *testing.T) {
	each(t, func(t *testing.T, lang string, _ []byte, page node) {
		if got := page.one("html").attr("lang"); got != lang {
			t.Errorf("lang=%q", got)
		}
		if title := page.one("title").text(); !strings.HasSuffix(title, " · "+hospital[lang]) || len(title) < len(hospital[lang])+6 {
			t.Errorf("title %q", title)
		}
		if got := page.one("meta[name=viewport]").attr("content"); got != "width=device-width,initial-scale=1" {
			t.Errorf("viewport %q", got)
		}
		page.one("main")
		page.one("h1")
		ids := map[string]bool{}
		for _, n := range page.all("") {
			if id := n.attr("id"); id != "" && ids[id] {
				t.Errorf("two elements have the id %s", id)
			} else {
				ids[id] = true
			}
		}
		for _, n := range page.all("") {
			for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
				if id := n.attr(key); id != "" && !ids[id] {
					t.Errorf("<%s %s=%q> leads nowhere", n.Data, key, id)
				}
			}
			if n.Data == "svg" && n.attr("aria-hidden") != "true" {
				t.Error("a picture is read out")
			}
		}
		for _, n := range append(page.all("input"), page.all("textarea")...) {
			if n.attr("type") != "hidden" && n.Parent.Data != "label" && page.all("label[for="+n.attr("id")+"]") == nil {
				t.Errorf("no label for %s", n.attr("name"))
			}
		}
	})
}

// TestLanguages: each page leads to itself in the other languages, and every
// link and form keeps the language.
func TestLanguages(t *testing.T) {
	each(t, func(t *testing.T, lang string, _ []byte, page node) {
		nav := page.one("nav").all("a")
		var offered []string
		for _, a := range nav {
			offered = append(offered, a.attr("lang"))
			if href := a.attr("href"); !strings.HasSuffix(href, "lang="+a.attr("lang")) || a.attr("hreflang") != a.attr("lang") {
				t.Errorf("%s leads to %s", a.text(), href)
			}
		}
		want := slices.DeleteFunc(slices.Clone(texts.Languages), func(l string) bool { return l == lang })
		if !slices.Equal(offered, want) {
			t.Errorf("offers %s, want %s", offered, want)
		}
		for _, a := range page.all("a")[len(nav):] {
			if href := a.attr("href"); !strings.HasSuffix(href, "lang="+lang) || strings.Count(href, "?") != 1 {
				t.Errorf("%s leads to %s", a.text(), href)
			}
		}
		for _, form := range page.all("form") {
			if got := form.one("input[name=lang]").attr("value"); got != lang {
				t.Errorf("the form says lang=%s", got)
			}
		}
	})
}

var english = regexp.MustCompile(`[A-Za-z]{3,}`)

// TestTranslated: nothing a Chinese or Korean reader sees or hears is English.
func TestTranslated(t *testing.T) {
	each(t, func(t *testing.T, lang string, _ []byte, page node) {
		if lang == texts.English {
			return
		}
		var said []string
		for _, n := range page.all("") {
			if n.Data != "style" && n.attr("lang") == "" {
				said = append(said, n.own())
			}
			said = append(said, n.attr("aria-label"), n.attr("placeholder"), n.attr("alt"), n.attr("title"))
		}
		text := strings.NewReplacer("Wardstar", "", "QR Code", "", "Wang Li", "").Replace(strings.Join(said, " "))
		if found := english.FindAllString(text, -1); found != nil {
			t.Errorf("it says %q", found)
		}
	})
}

func TestEscapes(t *testing.T) {
	const evil = `"><script>alert(1)</script>'`
	for name, view := range map[string]View{
		"rate": Rate{Page: Page{Code: evil, Hospital: texts.Localized{"en": evil}, ComplainURL: "javascript:alert(1)"},
			Person: Person{Name: evil, Latin: evil, Role: evil, Place: evil, Initial: evil}, Key: evil, Who: evil},
		"thanks": Thanks{Page: Page{Code: evil}, Key: evil, Score: 1, Comment: "</textarea>" + evil, Phone: evil,
			Tags: []Tag{{Code: evil, Text: texts.Localized{"en": evil}}}},
		"who":     Who{Page: Page{Code: evil}, Place: evil, People: []Choice{{Person{Name: evil}, "javascript:alert(1)"}}},
		"enter":   Enter{Typed: evil},
		"trouble": Trouble{Page: Page{Code: evil}, Kind: Kind(evil), Repeat: &Repeat{Key: evil, Who: evil, More: true, Tags: []string{evil}, Comment: evil, Phone: evil}},
	} {
		source := render(t, texts.English, view)
		page := parsed(t, source)
		if page.all("script") != nil || bytes.Contains(source, []byte("<script")) {
			t.Errorf("%s: a script got in", name)
		}
		for _, a := range page.all("a") {
			if strings.HasPrefix(a.attr("href"), "javascript:") {
				t.Errorf("%s: a link is %s", name, a.attr("href"))
			}
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	var buf bytes.Buffer
	if err := Render(&buf, "fr", Done{}); err == nil || buf.Len() > 0 {
		t.Errorf("fr: %d bytes, %v", buf.Len(), err)
	}
}

func BenchmarkRender(b *testing.B) {
	for _, name := range []string{"rate", "thanks low", "who", "not sent"} {
		view := views()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Render(io.Discard, texts.Korean, view); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// node is an element of a page.
type node struct {
	*html.Node
	t testing.TB
}

func parsed(t testing.TB, source []byte) node {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return node{root, t}
}

var selector = regexp.MustCompile(`^(\w*)(?:\[([\w-]+)=([^\]]*)\])?$`)

// all returns the elements in n of that name, such as "a" or "input[name=k]";
// of any name for "".
func (n node) all(sel string) (out []node) {
	part := selector.FindStringSubmatch(sel)
	for d := range n.Descendants() {
		e := node{d, n.t}
		if d.Type == html.ElementNode && (part[1] == "" || d.Data == part[1]) && (part[2] == "" || e.attr(part[2]) == part[3]) {
			out = append(out, e)
		}
	}
	return out
}

// one returns the only such element.
func (n node) one(sel string) node {
	n.t.Helper()
	found := n.all(sel)
	if len(found) != 1 {
		n.t.Fatalf("%d of %s, want one", len(found), sel)
	}
	return found[0]
}

func (n node) attr(key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// own is the text directly in n.
func (n node) own() (text string) {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			text += c.Data
		}
	}
	return text
}

// text is all the text in n.
func (n node) text() (text string) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text += d.Data
		}
	}
	return text
}
