package texts

import (
	"strings"

	"golang.org/x/text/language"
)

// Matcher finds the language to answer in. Its zero value is ready to use.
type Matcher struct {
	Default string // the hospital's language; zh-CN if it is not one of Languages
}

// Match returns the language somebody asked for: with the query parameter, else
// before, in the cookie, else by the browser's Accept-Language header. It is
// always one of Languages: what is unknown counts as not said, and who says
// nothing gets the default.
func (m Matcher) Match(query, cookie, acceptLanguage string) string {
	for _, said := range []string{query, cookie, acceptLanguage} {
		for _, tag := range accepted(said) {
			if lang, ok := closest(tag); ok {
				return lang
			}
		}
	}
	if Name(m.Default) != "" {
		return m.Default
	}
	return ChineseSimplified
}

// most is how many languages of a header are read; browsers send a handful.
const most = 16

// accepted returns the languages of an Accept-Language header, best first,
// without those that cannot be read: one of them would spoil the whole header.
func accepted(header string) []language.Tag {
	var good []string
	for i, entry := range strings.SplitN(header, ",", most+1) {
		if i == most {
			break // the rest of the header, in one piece
		}
		if _, _, err := language.ParseAcceptLanguage(entry); err == nil {
			good = append(good, entry)
		}
	}
	tags, _, err := language.ParseAcceptLanguage(strings.Join(good, ","))
	if err != nil {
		return nil
	}
	return tags
}

var matcher = language.NewMatcher(tags())

// closest returns the language that readers of tag read: zh-TW for zh-HK and
// zh-Hant, zh-CN for zh. It is false if they may read none of ours.
func closest(tag language.Tag) (string, bool) {
	_, i, confidence := matcher.Match(tag)
	return Languages[i], confidence > language.No
}

func tags() []language.Tag {
	out := make([]language.Tag, len(Languages))
	for i, lang := range Languages {
		out[i] = language.MustParse(lang)
	}
	return out
}
