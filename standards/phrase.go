package standards

import (
	"github.com/wardstar/wardstar/internal/texts"
)

// The kinds of phrases.
const (
	Spoken    = "spoken"
	Forbidden = "forbidden"
	Signage   = "signage" // what a sign says [环境用语]
)

// Situations lists when a phrase is said, in the order in which a service goes.
var Situations = []string{"greet", "ask", "answer", "verify", "explain", "guide", "wait", "comfort", "apologise",
	"complaint", "phone", "privacy", "emergency", "send-off", "environment"}

// Everyone stands, in a file, for all posts.
const Everyone = "everyone"

// Phrase is a phrase of a post's list.
type Phrase struct {
	Code      string          `json:"code"               yaml:"code"               validate:"required,max=60"`
	Situation string          `json:"situation"          yaml:"situation"          validate:"required,max=20"`
	Kind      string          `json:"kind"               yaml:"kind"               validate:"required,oneof=spoken forbidden signage"`
	Standard  string          `json:"standard,omitempty" yaml:"standard,omitempty" validate:"max=60"` // the one it carries out; "": none
	Text      texts.Localized `json:"text"               yaml:"text"               validate:"required"`
	Instead   texts.Localized `json:"instead,omitempty"  yaml:"instead,omitempty"` // of a forbidden one: what to say in its place
	Note      texts.Localized `json:"note,omitempty"     yaml:"note,omitempty"`    // for staff: when, how, where the sign hangs
}

// ContentPhrases is the catalogue's list of phrases of a post, or of everyone.
type ContentPhrases struct {
	Post    string   `yaml:"post"` // its code, or Everyone
	Phrases []Phrase `yaml:"phrases"`
}
