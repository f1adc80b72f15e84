package people_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/people"
)

// all is everything that an import may touch, in one text.
func (h hospital) all() string {
	h.t.Helper()
	var s string
	if err := h.DB.Get(&s, `SELECT concat_ws(E'\n', (SELECT string_agg(e::text, E'\n' ORDER BY id) FROM employees e),
		(SELECT string_agg(p::text, E'\n' ORDER BY id) FROM postings p), (SELECT string_agg(d::text, E'\n' ORDER BY id) FROM departments d),
		(SELECT string_agg(o::text, E'\n' ORDER BY id) FROM posts o), (SELECT string_agg(f::text, E'\n' ORDER BY id) FROM past_employments f),
		(SELECT count(*) FROM journal WHERE action <> 'export'))`); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// drawRoster draws a file: some rows of few people, departments and days, so that
// they meet. One file in a few has a bad cell, or one that contradicts another.
func drawRoster(t *rapid.T) string {
	one := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(t, what) }
	worst := one("trouble", "0", "0", "0", "40")
	cell := func(what string, of ...string) string {
		if worst != "0" && rapid.IntRange(0, 40).Draw(t, what+" is bad") == 0 {
			return one(what, "2026-13-01", "=1+1", "#N/A", strings.Repeat("长", 101), "2", "??", "")
		}
		return one(what, of...)
	}
	var b strings.Builder
	b.WriteString("工号,姓名,科室,岗位,入职日期,任岗日期,离职日期,工时比例\n")
	left := map[string]string{}
	for range rapid.IntRange(1, 8).Draw(t, "rows") {
		person := rapid.IntRange(0, 5).Draw(t, "person")
		number := []string{"N-1", "A-1", "A-2", "A-3", "A-4", "A-5"}[person]
		hired := []string{"2024-01-01", "2024-01-01", "2026-10-05", "2026-12-05", "2025-01-01", "2023-01-01"}[person]
		if _, known := left[number]; !known {
			left[number] = one("left", "", "", "", "", "2026-10-20", "2026-12-10", "2027-05-01")
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s,%s,%s,%s\n", number,
			cell("name", "王芳", "王芳", "王芳", ""), cell("department", "ward", "pharmacy", "surgery", "急诊科 > 留观室"),
			cell("post", "nurse", "nurse", "guide", "药师"), cell("hired", hired, hired, hired, "2026-11-01"),
			cell("from", "", "", "", "2026-10-15", "2026-11-01", "2026-12-01"), cell("left", left[number]), cell("fte", "", "", "1", "80%"))
	}
	return b.String()
}

// neverHalf imports random files one after the other, into each of a hundred
// hospitals. One that is not stored has
// changed nothing; one that is stored changes nothing if it comes again; and what
// is exported then changes nothing either.
func neverHalf(h hospital, files int) {
	stored := 0
	rapid.Check(h.t, func(t *rapid.T) {
		h.reset()
		for range files {
			before, file := h.all(), drawRoster(t)
			how := func(in *people.RosterFile) {
				in.Yes, in.Complete = true, rapid.IntRange(0, 9).Draw(t, "complete") == 0
			}
			report, err := h.imports(file, how)
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, file, h.roster())
			}
			if !report.Stored {
				if diff := cmp.Diff(before, h.all()); diff != "" || report.Problems.Total == 0 {
					t.Fatalf("not stored, and yet (-before +after):\n%s\n%s%s", diff, file, report.Problems.String())
				}
				continue
			}
			stored++
			again, err := h.imports(file, yes)
			if err != nil || len(again.Changes) > 0 || !again.Stored {
				t.Fatalf("stored again: %v %+v\n%s%s\nbefore:\n%s\nafter:\n%s", err, again.Changes, again.Problems.String(), file, before, h.roster())
			}
		}
		h.comesBack(t, people.ExportRoster{Format: "csv", Language: "ko", Leavers: true})
		h.comesBack(t, people.ExportRoster{Leavers: true})
	})
	if stored < files*10 { // of a hundred times as many
		h.t.Errorf("only %d files were good: the property was hardly tried", stored)
	}
}

// comesBack fails unless what is exported changes nothing when it is imported.
func (h hospital) comesBack(t interface{ Fatalf(string, ...any) }, as people.ExportRoster) {
	out, err := h.ExportRoster(h.t.Context(), hr, as)
	if err != nil {
		t.Fatalf("%v", err)
	}
	report, err := h.imports(string(out.Content), nil)
	if err != nil || !report.Stored || len(report.Changes) > 0 {
		t.Fatalf("exported as %+v and imported: %v %+v %v\n%s%s", as, err, report.Changes, report.Questions, report.Problems.String(), h.roster())
	}
}

func TestRosterIsNeverHalfImported(t *testing.T) {
	neverHalf(newHospital(t), 3)
}

// TestWhatIsExportedComesBack, whatever people and places are called.
func TestWhatIsExportedComesBack(t *testing.T) {
	h := newHospital(t)
	const odd = `=1+1 '=1 ''=1 @x -3 "a" a,b a;b - / — #N/A 007 1E5 A>B A/B > TRUE 80% 2026-01-01 '`
	name := rapid.OneOf(
		rapid.SampledFrom(append(strings.Fields(odd), " x", "x ", "a  b", "a\nb", "ward", "Ward", "surgery", "<b>&amp;", "_x0041_", "Jose\u0301", "𠮷野家", "\u200b", "\t")),
		rapid.StringN(1, 12, 40))
	rapid.Check(t, func(t *rapid.T) {
		h.reset()
		tx := h.DB.MustBegin()
		defer tx.Rollback()
		for i := range rapid.IntRange(1, 5).Draw(t, "departments") {
			text := name.Filter(storable).Draw(t, "department")
			tx.MustExec(`INSERT INTO departments (parent_id, code, name) VALUES (nullif($1, 0), $2, jsonb_build_object('ko', $3::text))`,
				rapid.IntRange(0, 3).Draw(t, "in"), fmt.Sprintf("x%d", i), text)
			tx.MustExec(`INSERT INTO posts (code, family, name) VALUES ($1, 'x', jsonb_build_object('en', $2::text))`, fmt.Sprintf("x%d", i), text)
			tx.MustExec(`INSERT INTO employees (number, name, latin_name, hired_on) VALUES ($1, $2, $2, '2025-01-01')`,
				tables.Clean(fmt.Sprintf("%d.%s", i, text)), text)
			tx.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, fte, from_day)
				VALUES ((SELECT max(id) FROM employees), (SELECT max(id) FROM departments), (SELECT max(id) FROM posts), $1, '2025-01-01')`,
				rapid.IntRange(1, 1000).Draw(t, "fte"))
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		h.comesBack(t, people.ExportRoster{Format: "csv"})
		h.comesBack(t, people.ExportRoster{Language: "zh-TW"})
	})
}

// storable reports whether a text can be in the database at all.
func storable(s string) bool { return s != "" && !strings.ContainsRune(s, 0) }
