package patient

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"github.com/wardstar/wardstar/internal/texts"
)

//go:embed kiosk.css
var kioskStylesheet string

//go:embed kiosk.js
var kioskScript []byte

//go:embed kiosksw.js
var kioskWorker []byte

var kioskCSS = minify(kioskStylesheet)

// KioskScript returns the tablet's script, and KioskWorker what serves it without a
// network.
func KioskScript() []byte { return kioskScript }

// KioskWorker returns the service worker of the tablet.
func KioskWorker() []byte { return kioskWorker }

// KioskCSP returns the Content-Security-Policy of the tablet's pages: its own script
// and style, and nobody else's.
func KioskCSP() string { return kioskCSP }

var kioskCSP = func() string {
	hash := sha256.Sum256([]byte(kioskCSS))
	return "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; manifest-src 'self'; style-src 'sha256-" +
		base64.StdEncoding.EncodeToString(hash[:]) + "'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}()

// The screens of a tablet.
const (
	KioskWhom   = "whom"
	KioskRate   = "rate"
	KioskThanks = "thanks"
	KioskDone   = "done"
)

// Kiosk is the page of a tablet at a counter. It holds all screens; the script shows
// one after the other, and without it each is an address of its own. Its forms post
// k, lang, who and score to /kiosk, and k, lang and tags to /kiosk/more.
type Kiosk struct {
	Hospital  texts.Localized
	Language  string // the hospital's, to which the tablet returns
	Screen    string // that is shown
	Key       string // of this turn
	Place     Person
	People    []Guest
	Who       int64 // the person chosen; 0: the place
	Score     int   // 0: the script fills in what was answered
	Good, Bad []Tag
}

// Guest is somebody who can be chosen on a tablet.
type Guest struct {
	ID int64
	Person
}

// URL is /kiosk.
func (v Kiosk) URL() string {
	if v.Screen == KioskRate && v.Who != 0 {
		return v.WhoURL(v.Who)
	}
	return "/kiosk"
}

// WhoURL is where to rate somebody.
func (v Kiosk) WhoURL(id int64) string { return "/kiosk?who=" + strconv.FormatInt(id, 10) }

// First is the screen that a turn begins with.
func (v Kiosk) First() string {
	if len(v.People) == 0 {
		return KioskRate
	}
	return KioskWhom
}

// Chosen is who or what is rated.
func (v Kiosk) Chosen() Person {
	for _, g := range v.People {
		if g.ID == v.Who {
			return g.Person
		}
	}
	return v.Place
}

// Style is the tablet's own.
func (v Kiosk) Style() template.CSS { return template.CSS(kioskCSS) }

func (v Kiosk) page() string { return "kiosk" }

// KioskNotice is what a tablet shows that is no kiosk, or is to become one.
type KioskNotice struct {
	Hospital texts.Localized
	Kind     string // none, used or enrol
	Secret   string // of the link
	Name     string // of the tablet
	Place    Person
}

// URL is the link's.
func (v KioskNotice) URL() string {
	if v.Secret != "" {
		return "/kiosk/enrol/" + v.Secret
	}
	return "/kiosk"
}

// Style is the tablet's own.
func (v KioskNotice) Style() template.CSS { return template.CSS(kioskCSS) }

func (v KioskNotice) page() string { return "kioskNotice" }

// kioskLanguages returns links to the page in every language: they stay where they
// are, for people who try one after the other.
func kioskLanguages(lang, url string) template.HTML {
	var b strings.Builder
	for _, l := range texts.Languages {
		current := ""
		if l == lang {
			current = ` aria-current="true"`
		}
		fmt.Fprintf(&b, `<a lang="%s" hreflang="%[1]s" href="%s"%s>%s</a>`, l, html.EscapeString(withLang(l, url)), current, texts.Name(l))
	}
	return template.HTML(b.String())
}

// KioskManifest returns what makes the tablet's page an app that fills the screen.
func KioskManifest() []byte { return []byte(kioskManifest) }

const kioskManifest = `{"name":"Wardstar","short_name":"Wardstar","start_url":"/kiosk","scope":"/kiosk","display":"fullscreen",` +
	`"background_color":"#eef3f1","theme_color":"#0a5a50"}`
