package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/database/dbtest"
)

// TestImportRoster runs the program on a hospital of its own.
func TestImportRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url := dbtest.Create(t)
	wardstar := func(args ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append(args, "--data-dir", dir, "--database-url", url), &out)
		return out.String(), err
	}
	if out, err := wardstar("admin", "lin.mei"); err != nil { // makes the hospital
		t.Fatal(out, err)
	}
	bad := filepath.Join(dir, "bad.csv")
	if err := os.WriteFile(bad, []byte("工号,姓名,入职日期\nA-1,王芳,2026-13-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const sample = "../../docs/samples/roster.csv"
	exported := filepath.Join(dir, "roster.xlsx")
	for _, test := range []struct{ args, out, err string }{
		{"import roster " + bad, "row 2, 入职日期: 2026-13-01 is not a date: write it like 2026-01-31\n", "nothing is stored"},
		{"import roster " + sample + " --dry-run", "5 hired", ""},
		{"import roster " + sample, "To be confirmed: new departments: 本部, 本部 > 内科, ", "add --yes"},
		{"import roster " + sample + " --yes", "Stored, as of ", ""},
		{"export roster --out " + exported, "Wrote ", ""},
		{"import roster " + exported, "0 hired, 0 came back, 0 left, 0 transferred, 0 corrected, 5 unchanged.", ""},
		{"export roster --format csv --out -", "00104,金敏俊,Kim Min-jun,药房,药剂师,2022-05-09,,2022-05-09,1.0000,", ""},
		{"import roster " + exported + " --as-of tomorrow", "", "asOf"},
		{"import roster none.xlsx", "", "none.xlsx"},
	} {
		out, err := wardstar(strings.Fields(test.args)...)
		if !strings.Contains(out, test.out) || (err == nil) != (test.err == "") || err != nil && !strings.Contains(explain(err), test.err) {
			t.Errorf("%s: %v\n%s", test.args, err, out)
		}
	}
}

func TestProgressBar(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	bar := &progressBar{w: &b}
	bar.show("reading", 5, 0)
	bar.show("storing", 1, 4)
	bar.show("storing", 2, 4) // too soon
	bar.show("storing", 4, 4)
	bar.clear()
	const erase = "\r\x1b[K"
	want := erase + "reading 5" + erase + "storing    [#######.......................] 1 of 4" +
		erase + "storing    [##############################] 4 of 4" + erase
	if b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
	new(progressBar).show("reading", 1, 1) // to nobody
}
