package tables

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const bom = "\uFEFF"

// trimmed cleans a row's cells in place and drops the blank ones at its end.
func trimmed(cells []string) []string {
	last := 0
	for i, cell := range cells {
		if cells[i] = Clean(cell); cells[i] != "" {
			last = i + 1
		}
	}
	return cells[:last]
}

// Clean returns what a cell that holds s is read as. It trims s, also of the wide
// and the invisible spaces that are pasted along, drops control characters, and
// composes what was typed as letter and accent.
func Clean(s string) string {
	if plain(s) {
		return strings.TrimSpace(s)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200B' || r == '\uFEFF'
	}))
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return true
}

// unquoted undoes what makes a text safe in CSV, the apostrophe before what looks
// like a formula. More than one, and one is taken away: see Quoted.
func unquoted(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != s && FormulaLike(rest) {
		return s[1:]
	}
	return s
}

// Quoted returns what a CSV file must hold for a text that begins with apostrophes
// before a formula to come back as it is. Writers that make formulas safe by an
// apostrophe, as internal/documents does, leave such a text alone.
func Quoted(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != s && FormulaLike(rest) {
		return "'" + s
	}
	return s
}

// FormulaLike reports whether a spreadsheet program would calculate s if it were
// typed or read from CSV. No name of anything begins like that.
func FormulaLike(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
}
