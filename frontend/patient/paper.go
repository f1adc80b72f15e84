package patient

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"

	"github.com/wardstar/wardstar/internal/texts"
)

//go:embed paper.css
var paperStylesheet string

var paperCSS = minify(paperStylesheet)

// PaperCSP returns the Content-Security-Policy of the page where forms are entered. It
// has no script.
func PaperCSP() string { return paperCSP }

var paperCSP = func() string {
	hash := sha256.Sum256([]byte(paperCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
		"'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// Paper is the page where staff enter forms: one field for all of a form, so that a
// hand stays on the keys. Its form posts number, line, on and lang to /paper; that of
// what was entered last, lang to /paper/undo/:id.
type Paper struct {
	Hospital texts.Localized
	Who      string // enters them
	On       string // the day the patients were here
	Number   string // of the form that was scanned; "": none yet
	About    Person // whom it is about
	Line     string // to correct it
	Problem  string // the last part of a text's key; "": none
	Undone   bool
	Saved    *PaperSaved
	Keys     []PaperKey
	Signed   bool // somebody is signed in, though not somebody who may enter forms
	MayEnter bool
}

// PaperSaved is what was entered last.
type PaperSaved struct {
	ID           int64
	Number       string
	About        Person
	Score        int
	Tags         []Tag
	Check, Again bool
}

// PaperKey is a key and what it stands for.
type PaperKey struct {
	Key string
	Tag Tag
	Bad bool
}

// URL is /paper.
func (v Paper) URL() string { return "/paper" }

// Style is the page's own.
func (v Paper) Style() template.CSS { return template.CSS(paperCSS) }

func (v Paper) page() string { return "paper" }
