package patient

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Code returns a code as it is printed, from one that somebody has typed: in
// capitals, without spaces and dashes, and not in the wide letters of Chinese
// and Korean keyboards.
func Code(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cc, unicode.Cf) {
			return -1
		}
		return unicode.ToUpper(r)
	}, width.Narrow.String(typed))
}
