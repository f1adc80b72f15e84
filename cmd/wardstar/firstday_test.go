package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/periods"
)

// TestFirstDay loads a hospital with three sites from its files alone.
func TestFirstDay(t *testing.T) {
	t.Parallel()
	newNewcomer(t, 500, 8).firstDay()
}

// firstDay goes from an empty folder to scores that verify, by the commands of
// docs/first-day.md.
func (h *newcomer) firstDay() {
	data := dataFolder(h.T)
	wardstar := func(want string, args ...string) {
		h.Helper()
		var out strings.Builder
		began := time.Now()
		err := run(context.WithoutCancel(h.Context()), append(args, "--data-dir", data), &out)
		h.Logf("%6.1f s  wardstar %s", time.Since(began).Seconds(), strings.ReplaceAll(strings.Join(args, " "), h.dir+"/", ""))
		if err != nil || !regexp.MustCompile(want).MatchString(out.String()) {
			h.Fatalf("wardstar %s: %v\n%.2000s\nwant %s", strings.Join(args, " "), err, out.String(), want)
		}
	}
	month, transfers := string(h.month)[:7], (h.people+16)/20
	before, after := h.roster("花名册.csv", false), h.roster("花名册-今天.csv", true)
	duty, activity, early, late := h.duty(), h.activity(), h.opinions("满意度-1.csv", false), h.opinions("满意度-2.csv", true)
	rounds, hours := h.rounds(), h.hours()

	wardstar("Sign-in admin: lin.mei / ", "admin", "lin.mei")
	db := beside(h.T, data) // PostgreSQL stays up between the commands
	wardstar(fmt.Sprintf("Would change.* %d people; %d hired", h.people, h.people), "import", "roster", before, "--dry-run", "--ignore", "序号")
	wardstar(fmt.Sprintf("Stored.* %d people; %d hired", h.people, h.people), "import", "roster", before, "--yes")
	wardstar(fmt.Sprintf("Would change.* 0 transferred, 0 corrected, %d unchanged", h.people), "import", "roster", before, "--dry-run")
	wardstar(fmt.Sprintf("Would make %d accounts; 0 people", h.people), "admin", "accounts", "--dry-run")
	wardstar(fmt.Sprintf("Made %d accounts; 0 people", h.people), "admin", "accounts")
	wardstar(fmt.Sprintf("Made 0 accounts; %d people", h.people), "admin", "accounts")

	// What was said before the transfers is of the former ward.
	wardstar("is a source of ratings", "import", "source", "survey-co", "--kind", "ratings", "--name", "满意度调查", "--low", "0", "--high", "10")
	wardstar(fmt.Sprintf("%d added", h.people*h.ratings/2), "import", "ratings", early, "--source", "survey-co")
	wardstar(fmt.Sprintf("Stored.* 0 hired, .* %d transferred", transfers), "import", "roster", after)
	for _, list := range []struct{ kind, file, source, sourceKind string }{
		{"duty", duty, "", ""},
		{"activity", activity, "his", ""},
		{"ratings", late, "survey-co", ""},
		{"spot-checks", rounds, "old-rounds", "spot-checks"},
		{"training", hours, "old-lms", "training"},
	} {
		args := []string{"import", list.kind, list.file}
		if list.source != "" {
			args = append(args, "--source", list.source)
		}
		if list.sourceKind != "" {
			wardstar("is a source of "+list.sourceKind, "import", "source", list.source, "--kind", list.sourceKind, "--name", "旧系统")
		}
		wardstar(`Stored: [1-9]\d* rows; [1-9]\d* added, 0 changed, 0 removed, 0 unchanged`, args...)
		wardstar(`[1-9]\d* rows; 0 added, 0 changed, 0 removed, [1-9]\d* unchanged`, append(args, "--dry-run")...)
	}
	wardstar(fmt.Sprintf("0 transferred, 0 corrected, %d unchanged", h.people), "import", "roster", after, "--dry-run")
	h.standards(wardstar)
	if _, err := (&periods.Service{DB: db, Now: time.Now}).Create(h.Context(), program, periods.NewPeriod{Name: month}); err != nil { // HR does so in the console
		h.Fatal(err)
	}
	wardstar(month+" is computed", "compute", "--period", month)
	wardstar(`All [1-9]\d* scores follow`, "verify", "--period", month)

	for what, query := range map[string]string{
		"three sites, and posts of the catalogue alone": `SELECT (SELECT count(*) FROM departments WHERE parent_id IS NULL) = 3 AND (SELECT count(*) FROM posts) = 10`,
		"part-timers and second posts":                  `SELECT count(*) FILTER (WHERE fte < 10000) > 50 AND count(DISTINCT employee_id) < count(*) FROM postings WHERE to_day IS NULL`,
		"ratings of before a transfer are of the former ward": `SELECT count(*) FILTER (WHERE p.to_day IS NOT NULL) > 0 AND bool_and(
			(r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date >= p.from_day AND ((r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date < p.to_day OR p.to_day IS NULL))
			FROM ratings r JOIN postings p ON p.id = r.posting_id`,
		"everything is evidence":               fmt.Sprintf(`SELECT count(*) = %d FROM evidence WHERE kind IN ('rating', 'credit')`, h.people*(h.ratings/2*2+1)),
		"nobody lacks a certificate overnight": `SELECT count(*) > 0 AND min(from_day) > current_date + 80 FROM requirements`,
		"an account for each":                  fmt.Sprintf(`SELECT count(*) = %d FROM accounts WHERE employee_id IS NOT NULL AND password_hash = ''`, h.people),
		"each file is in the journal":          `SELECT count(*) = 6 FROM journal WHERE action = 'import' AND length(after->>'sha256') = 64 AND object <> 'roster'`,
	} {
		var ok bool
		if err := db.Get(&ok, query); err != nil || !ok {
			h.Errorf("%s: %v, %v", what, ok, err)
		}
	}
}

// standards takes a set to the next hospital and back, with one title changed.
func (h *newcomer) standards(wardstar func(want string, args ...string)) {
	h.Helper()
	file := filepath.Join(h.dir, "set.yaml")
	wardstar("Wrote ", "standards", "export", "--out", file)
	wardstar("", "standards", "import", file, "--dry-run")
	b, err := os.ReadFile(file)
	if err != nil {
		h.Fatal(err)
	}
	changed := strings.Replace(string(b), "en: Three-metre smile\n", "en: Three-metre smile, as we do it\n", 1)
	if changed == string(b) {
		h.Fatal("the title to be changed is not in the file")
	}
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		h.Fatal(err)
	}
	wardstar("as we do it", "standards", "import", file, "--yes")
}
