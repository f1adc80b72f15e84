package patient

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Code returns a code as it is printed, from one that somebody has typed: in
// capitals, without spaces and dashes, not in the wide letters of Chinese and
// Korean keyboards, and with the digits for which O, I and L are mistaken.
// Codes are written in Crockford's base 32, which has none of these letters.
func Code(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cc, unicode.Cf) {
			return -1
		}
		switch r = unicode.ToUpper(r); r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		}
		return r
	}, width.Narrow.String(typed))
}
