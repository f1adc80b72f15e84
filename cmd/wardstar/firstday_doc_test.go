package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/periods"
)

// TestTheFirstDayOfTheDocumentation runs the commands of docs/first-day.md one
// after the other, as they stand there.
func TestTheFirstDayOfTheDocumentation(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/first-day.md")
	if err != nil {
		t.Fatal(err)
	}
	dir, url := t.TempDir(), dbtest.Create(t)
	says := map[string]string{ // what a command prints, the first of a kind first
		"import roster":   "Would change.* 8 hired",
		"admin accounts":  "Would make 8 accounts",
		"import ratings":  "9 added",
		"import duty":     "5 added",
		"import activity": "4 added",
		"compute":         "2026-10 is computed",
		"verify":          "All [1-9] scores follow",
		"export":          "Wrote",
	}
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(b), -1) {
		for line := range strings.Lines(block[1]) {
			command, ours := strings.CutPrefix(strings.TrimSpace(line), "wardstar ")
			if !ours || strings.HasPrefix(command, "serve") { // which other tests start
				continue
			}
			if strings.HasPrefix(command, "compute") { // HR has opened the month
				if _, err := (&periods.Service{DB: dbtest.Owner(t, url), Now: time.Now}).Create(t.Context(), program, periods.NewPeriod{Name: "2026-10"}); err != nil {
					t.Fatal(err)
				}
			}
			command = strings.ReplaceAll(command, "docs/samples", filepath.Join("..", "..", "docs", "samples"))
			for _, file := range []string{"our-standards.yaml", "scores.xlsx"} {
				command = strings.Replace(command, file, filepath.Join(dir, file), 1)
			}
			var out strings.Builder
			args := append(strings.Fields(command), "--data-dir", filepath.Join(dir, "data"), "--database-url", url)
			if err := run(context.WithoutCancel(t.Context()), args, &out); err != nil {
				t.Fatalf("wardstar %s: %v\n%s", command, explain(err), out.String())
			}
			ran++
			for kind, want := range says {
				if strings.HasPrefix(command, kind) {
					if delete(says, kind); !regexp.MustCompile(want).MatchString(out.String()) {
						t.Errorf("wardstar %s says %q, want %s", command, out.String(), want)
					}
				}
			}
		}
	}
	if ran < 18 || len(says) > 0 {
		t.Errorf("%d commands ran; never: %v", ran, says)
	}
}
