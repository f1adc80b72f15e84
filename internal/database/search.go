package database

import "strings"

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Containing returns the pattern that makes ILIKE look for text anywhere, with
// nothing in it taken for a wildcard. Of no text it is no pattern: "".
func Containing(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	return "%" + likeEscapes.Replace(text) + "%"
}
