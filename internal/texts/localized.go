package texts

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Localized is a text that people have written in one or more languages, such
// as a department's name. In the database it is a jsonb column.
type Localized map[string]string

// MaxLocalized is how many characters a Localized may have in each language.
const MaxLocalized = 2000

// In returns the text in lang or, where that is blank, in the other Chinese for
// a Chinese reader, in English, or in the first of Languages that has it.
func (l Localized) In(lang string) string {
	for _, next := range [...]string{lang, otherChinese(lang), English} {
		if text := l[next]; !blank(text) {
			return text
		}
	}
	for _, next := range Languages {
		if text := l[next]; !blank(text) {
			return text
		}
	}
	return ""
}

func otherChinese(lang string) string {
	switch lang {
	case ChineseSimplified:
		return ChineseTraditional
	case ChineseTraditional:
		return ChineseSimplified
	}
	return lang
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// Validate returns an error, fit for the person who wrote the text, unless l has
// a text in at least one of Languages, in no other language, and each is of at
// most MaxLocalized characters that the database can hold.
func (l Localized) Validate() error {
	written := false
	for _, lang := range slices.Sorted(maps.Keys(l)) {
		text := l[lang]
		switch {
		case Name(lang) == "":
			return fmt.Errorf("unknown language %q: use %s", lang, strings.Join(Languages, ", "))
		case utf8.RuneCountInString(text) > MaxLocalized:
			return fmt.Errorf("%s: longer than %d characters", lang, MaxLocalized)
		case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
			return fmt.Errorf("%s: not a text", lang)
		}
		written = written || !blank(text)
	}
	if !written {
		return errors.New("empty: write it in one language at least")
	}
	return nil
}

// Value implements [driver.Valuer]. A nil Localized is NULL.
func (l Localized) Value() (driver.Value, error) {
	if l == nil {
		return nil, nil
	}
	b, err := json.Marshal(map[string]string(l))
	if err != nil {
		return nil, fmt.Errorf("encode localized text: %w", err)
	}
	return string(b), nil // a []byte would be sent as bytea
}

// Scan implements [database/sql.Scanner]. NULL makes it nil.
func (l *Localized) Scan(src any) error {
	var b []byte
	switch src := src.(type) {
	case nil:
		*l = nil
		return nil
	case []byte:
		b = src
	case string:
		b = []byte(src)
	default:
		return fmt.Errorf("scan localized text: it is a %T", src)
	}
	var out map[string]string // Scan must not add to what l held before
	if err := json.Unmarshal(b, &out); err != nil {
		return fmt.Errorf("scan localized text: %w", err)
	}
	*l = out
	return nil
}
