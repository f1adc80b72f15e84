package database

import "testing"

func TestContaining(t *testing.T) {
	for text, want := range map[string]string{
		"":       "",
		"  ":     "",
		" 王芳 ":   "%王芳%",
		"100%":   `%100\%%`,
		"a_b":    `%a\_b%`,
		`back\ `: `%back\\%`,
	} {
		if got := Containing(text); got != want {
			t.Errorf("Containing(%q) = %q, want %q", text, got, want)
		}
	}
}
