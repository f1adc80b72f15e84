// Package texts holds what the server says, in the languages it speaks, and
// decides which of them a person reads.
//
// The catalogues are flat JSON files, messages/{language}.json. A text may hold
// {name}, which stands for an argument of [Text].
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// The languages Wardstar speaks, as BCP 47 writes them.
const (
	ChineseSimplified  = "zh-CN"
	ChineseTraditional = "zh-TW"
	Korean             = "ko"
	English            = "en"
)

// Languages are all of them, in the order in which they are offered.
var Languages = []string{ChineseSimplified, ChineseTraditional, Korean, English}

// Name returns what speakers of lang call it, and "" for a language that
// Wardstar does not speak.
func Name(lang string) string {
	switch lang {
	case ChineseSimplified:
		return "简体中文"
	case ChineseTraditional:
		return "繁體中文"
	case Korean:
		return "한국어"
	case English:
		return "English"
	}
	return ""
}

// Text returns the text with that key in lang, its {name} replaced by the
// arguments, which come in pairs of name and value:
//
//	texts.Text("en", "mail.due", "course", name, "days", 14)
//
// A text that lang lacks is given in English, and one that English lacks too as
// its key: somebody waits for an answer, and a gap is found by the tests.
func Text(lang, key string, args ...any) string {
	text, ok := Lookup(lang, key, args...)
	if !ok && text == "" {
		return key
	}
	return text
}

// Lookup is [Text] that also tells whether lang has the text.
func Lookup(lang, key string, args ...any) (string, bool) {
	speaker, ok := speakers[lang]
	if !ok {
		speaker = speakers[English]
	}
	// Where lang lacks the text, Localize returns the English one and an error.
	text, err := speaker.Localize(&i18n.LocalizeConfig{
		MessageID:      key,
		TemplateData:   args,
		TemplateParser: braces{},
	})
	return text, ok && err == nil
}

//go:embed messages/*.json
var messages embed.FS

var speakers = load()

// load panics if a catalogue is missing or broken: they are part of the program.
func load() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	for _, lang := range Languages {
		name := "messages/" + lang + ".json"
		if _, err := bundle.LoadMessageFileFS(messages, name); err != nil {
			panic(fmt.Sprintf("texts: %s: %v", name, err))
		}
	}
	out := map[string]*i18n.Localizer{}
	for _, lang := range Languages {
		out[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return out
}

// braces fills in {name}.
type braces struct{}

func (braces) Cacheable() bool { return true }

func (braces) Parse(src, _, _ string) (template.ParsedTemplate, error) { return pattern(src), nil }

type pattern string

func (p pattern) Execute(data any) (string, error) {
	args, _ := data.([]any)
	if len(args) == 0 {
		return string(p), nil
	}
	pairs := make([]string, len(args))
	for i, arg := range args {
		pairs[i] = fmt.Sprint(arg)
		if i%2 == 0 {
			pairs[i] = "{" + pairs[i] + "}"
		}
	}
	return strings.NewReplacer(pairs...).Replace(string(p)), nil
}
