package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStandardsAreShared exports, changes and imports a file as a hospital would.
func TestStandardsAreShared(t *testing.T) {
	s := newSamples(t)
	file := filepath.Join(t.TempDir(), "set.yaml")
	written, err := s.wardstar("standards", "export", "--out", file)
	if err != nil || written != "Wrote "+file+".\n" {
		t.Fatalf("%q, %v", written, err)
	}
	printed, err := s.wardstar("standards", "export")
	content, _ := os.ReadFile(file)
	if err != nil || printed != string(content) || !strings.HasPrefix(printed, "format: wardstar-standards/1\n") {
		t.Fatalf("printed and written differ, %v", err)
	}
	changed := filepath.Join(t.TempDir(), "changed.yaml")
	save := func(old, new string) {
		t.Helper()
		text := strings.Replace(printed, old, new, 1)
		if text == printed {
			t.Fatalf("%s is not in the file", old)
		}
		if err := os.WriteFile(changed, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	save("en: Ask first", "en: Ask before you are asked")
	for _, test := range []struct {
		args string
		want []string
		err  string
	}{
		{"--dry-run", []string{"standard ask-first (line ", "  title (en): “Ask first” becomes “Ask before you are asked”", "1 would be proposed (0 new)"}, ""},
		{"--yes --from 2030-01-01", []string{"1 proposed, to be approved (0 new)"}, ""},
		{"--yes", []string{"is proposed already, as change 1", "0 proposed", "1 waiting already"}, ""},
		{"--yes --from 2020-01-01", nil, "some fields are not valid"},
		{"--yes --dry-run", nil, "can't be used together"},
		{"", nil, "--dry-run"},
	} {
		out, err := s.wardstar(append([]string{"standards", "import", changed}, strings.Fields(test.args)...)...)
		if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %v", test.args, err)
		}
		for _, want := range test.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s does not print %q:\n%s", test.args, want, out)
			}
		}
	}
	save("en: Ask first", "fr: Demander d’abord")
	out, err := s.wardstar("standards", "import", changed, "--yes")
	if err == nil || !strings.Contains(err.Error(), "line ") || !strings.Contains(err.Error(), `title: unknown language "fr"`) || out != "" {
		t.Errorf("a broken file: %q, %v", out, err)
	}
	if _, err := s.wardstar("standards", "import", "nowhere.yaml", "--yes"); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("no file: %v", err)
	}
	var status, since string
	if err := s.db.QueryRow(`SELECT string_agg(status, ','), min(effective_from)::text FROM standard_changes WHERE author_id IS NULL AND origin = 'file'`).
		Scan(&status, &since); err != nil || status != "proposed" || since != "2030-01-01" {
		t.Errorf("changes: %s from %s, %v", status, since, err)
	}
}

func TestHelpOfStandards(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"export", "import"} {
		var out strings.Builder
		if err := run(t.Context(), []string{"standards", command, "--help"}, &out); err != errHelp || !strings.Contains(out.String(), "wardstar standards "+command) ||
			!strings.Contains(out.String(), "Examples:") {
			t.Errorf("%s: %v\n%s", command, err, out.String())
		}
	}
}
