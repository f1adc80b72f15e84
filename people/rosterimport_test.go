package people_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// imports imports a file as HR would; change may say how.
func (h hospital) imports(file string, change func(*people.RosterFile)) (people.RosterReport, error) {
	h.t.Helper()
	in := people.RosterFile{Name: "roster.csv", Content: strings.NewReader(file), Size: int64(len(file))}
	if change != nil {
		change(&in)
	}
	return h.ImportRoster(h.t.Context(), hr, in)
}

func yes(in *people.RosterFile)      { in.Yes = true }
func complete(in *people.RosterFile) { in.Complete, in.Yes = true, true }

// roster is who is on it, in one text: number, name, employment and postings, by
// the department's code or, of one that has been made, its name.
func (h hospital) roster() string {
	h.t.Helper()
	var lines []string
	if err := h.DB.Select(&lines, `
		SELECT concat_ws(' ', e.number, e.name, e.latin_name, e.email, e.hired_on || '..' || coalesce(e.left_on::text, ''), '|',
			(SELECT string_agg(concat_ws(' ', coalesce(d.name->>'ko', d.code), coalesce(o.name->>'ko', o.code), p.fte, p.from_day || '..' || coalesce(p.to_day::text, '')), '; '
				ORDER BY p.from_day, p.id)
			FROM postings p JOIN departments d ON d.id = p.department_id JOIN posts o ON o.id = p.post_id WHERE p.employee_id = e.id))
		FROM employees e ORDER BY e.id`); err != nil {
		h.t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// promise is a file and what becomes of the roster, or why nothing does.
type promise struct {
	what, file string
	change     func(*people.RosterFile)
	want       string // the roster afterwards; "": as before
	problems   string // or what is wrong
}

// before is what newHospital has.
const before = "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01.."

func (p promise) keep(h hospital) {
	t := h.t
	report, err := h.imports(p.file, p.change)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSuffix(report.Problems.String(), "\n"); got != p.problems {
		t.Errorf("problems:\n%s\nwant:\n%s", got, p.problems)
	}
	if p.want == "" {
		p.want = before
	}
	if diff := cmp.Diff(p.want, h.roster()); diff != "" {
		t.Errorf("the roster (-want +got):\n%s", diff)
	}
	if stored := p.problems == "" && len(report.Questions) == 0 || p.change != nil && p.problems == ""; report.Stored != stored {
		t.Errorf("stored is %v: %+v", report.Stored, report)
	}
	if entries := h.journalled("import"); (entries > 0) != report.Stored {
		t.Errorf("%d journal entries", entries)
	}
}

func keepAll(t *testing.T, promises []promise) {
	h := newHospital(t)
	for _, p := range promises {
		t.Run(p.what, func(t *testing.T) { p.keep(hospital{h.Service, t}) })
		h.reset()
	}
}

// reset makes the roster what it was.
func (h hospital) reset() {
	h.t.Helper()
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`) // the server deletes nothing of this
	for _, query := range []string{
		`DELETE FROM postings`, `DELETE FROM past_employments`, `DELETE FROM employees WHERE id > 1`, `DELETE FROM journal`,
		`DELETE FROM departments WHERE id > 3`, `DELETE FROM posts WHERE id > 2`,
		`UPDATE employees SET name = '김민준', latin_name = 'Kim Min-jun', email = '', hired_on = '2024-01-01', left_on = NULL`,
		`INSERT INTO postings (employee_id, department_id, post_id, fte, from_day) VALUES (1, 2, 1, 800, '2024-01-01')`,
	} {
		tx.MustExec(query)
	}
	if err := tx.Commit(); err != nil {
		h.t.Fatal(err)
	}
}

const header = "number,name,department,post,hired on,from,left on,fte\n"

func TestRosterPeople(t *testing.T) {
	keepAll(t, []promise{
		{what: "nothing changes", file: header + "N-1,김민준,ward,nurse,2024-01-01,2024-01-01,,80%\n"},
		{what: "what is blank stays", file: header + "N-1,,,,,,,\n"},
		{what: "hired, with zeros and two posts",
			file: header + "007,이서연,Surgery > Ward,Nurse,2025-02-01,,,0.5\n007,이서연,pharmacy,GUIDE,2025-02-01,2025-03-01,,\n",
			want: before + "\n007 이서연   2025-02-01.. | ward nurse 500 2025-02-01..; pharmacy guide 1000 2025-03-01.."},
		{what: "corrected: name, Latin name, e-mail, day of hire",
			file: "number,name,latin name,e-mail,hired on\nN-1,김민지,Kim Min-ji,min@example.org,2023-12-01\n",
			want: "N-1 김민지 Kim Min-ji min@example.org 2023-12-01.. | ward nurse 800 2024-01-01.."},
		{what: "leaves, and their posting ends", file: "number,left on\nN-1,2026-12-24\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01..2026-12-24 | ward nurse 800 2024-01-01..2026-12-24"},
		{what: "by the last day of work", file: "사번,마지막 근무일\nN-1,2026-12-23\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01..2026-12-24 | ward nurse 800 2024-01-01..2026-12-24"},
		{what: "transferred in mid-month, with the hours kept", file: header + "N-1,김민준,pharmacy,nurse,2024-01-01,2026-10-15,,\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-10-15; pharmacy nurse 800 2026-10-15.."},
		{what: "transferred today, where no day is given", file: "number,department,post\nN-1,pharmacy,guide\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-11-01; pharmacy guide 800 2026-11-01.."},
		{what: "transferred as of another day", file: "number,department,post\nN-1,pharmacy,guide\n", change: func(in *people.RosterFile) { in.AsOf = "2026-10-20" },
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-10-20; pharmacy guide 800 2026-10-20.."},
		{what: "transferred next month", file: header + "N-1,김민준,pharmacy,nurse,2024-01-01,2026-12-01,,\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-12-01; pharmacy nurse 800 2026-12-01.."},
		{what: "a second post beside the first", file: "number,department,post,from,fte\nN-1,ward,nurse,,\nN-1,pharmacy,guide,2026-11-10,20%\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..; pharmacy guide 200 2026-11-10.."},
		{what: "another share of full time", file: "number,department,post,from,fte\nN-1,ward,nurse,2026-11-15,50%\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-11-15; ward nurse 500 2026-11-15.."},
		{what: "another share of full time, in a file as it was exported", file: "number,department,post,from,fte\nN-1,ward,nurse,2024-01-01,50%\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01.. | ward nurse 800 2024-01-01..2026-11-01; ward nurse 500 2026-11-01.."},
		{what: "transferred and leaving", file: header + "N-1,,pharmacy,nurse,,2026-11-10,2026-12-01,\n",
			want: "N-1 김민준 Kim Min-jun  2024-01-01..2026-12-01 | ward nurse 800 2024-01-01..2026-11-10; pharmacy nurse 800 2026-11-10..2026-12-01"},
		{what: "days as a workbook writes them", file: header + "A,이서연,ward,nurse,45689,,,\n",
			want: before + "\nA 이서연   2025-02-01.. | ward nurse 1000 2025-02-01.."},
		{what: "somebody who was employed once", file: header + "A,이서연,ward,nurse,2020-01-01,,2021-01-01,\n",
			want: before + "\nA 이서연   2020-01-01..2021-01-01 | ward nurse 1000 2020-01-01..2021-01-01"},
		{what: "two postings after each other", file: header + "A,이서연,ward,nurse,2020-01-01,,,50%\nA,이서연,ward,nurse,2020-01-01,2022-01-01,,\n",
			problems: "row 3: A has this posting in row 2 already"},
	})
}

func TestRosterNames(t *testing.T) {
	keepAll(t, []promise{
		{what: "new departments and posts wait for a yes", file: header + "A,이서연,응급실,약사,2025-02-01,,,\n"},
		{what: "and get it", file: header + "A,이서연,응급실 > 소아,약사,2025-02-01,,,\nB,박지훈,소아,약 사,2025-02-01,,,\n", change: yes,
			want: before + "\nA 이서연   2025-02-01.. | 소아 약사 1000 2025-02-01..\nB 박지훈   2025-02-01.. | 소아 약사 1000 2025-02-01.."},
		{what: "a site is a department at the top", file: "number,name,site,department,post,hired on\nA,이서연,분원,Ward,nurse,2025-02-01\n", change: yes,
			want: before + "\nA 이서연   2025-02-01.. | Ward nurse 1000 2025-02-01.."},
		{what: "a site that is known", file: "number,name,site,department,post,hired on\nA,이서연,surgery,Ward,nurse,2025-02-01\n",
			want: before + "\nA 이서연   2025-02-01.. | ward nurse 1000 2025-02-01.."},
		{what: "a department without a post", file: "number,name,department,post,hired on\nA,이서연,ward,,2025-02-01\n", problems: "row 2, post: required"},
		{what: "formulas name nothing", file: "number,name,department,post,hired on\n=1+1,@A,+B,-C,2025-02-01\n",
			problems: "row 2, number: =1+1 begins like a formula\nrow 2, name: @A begins like a formula\n" +
				"row 2, department: begins like a formula\nrow 2, post: begins like a formula"},
		{what: "a spreadsheet's errors name nothing", file: "number,name\nN-1,#N/A\n",
			problems: "row 2, name: #N/A is what a spreadsheet could not calculate"},
	})
}

func TestRosterProblems(t *testing.T) {
	keepAll(t, []promise{
		{what: "all of them, by row and column", file: header + "\n,x,ward,nurse,2024-01-01,,,\nA,,ward,nurse,2026-13-01,,,2\nB,박지훈,,,,tomorrow,,\n",
			problems: "row 3, number: required\nrow 4, hired on: 2026-13-01 is not a date: write it like 2026-01-31\n" +
				"row 4, fte: 2 is more than full time: write 1, 0.8 or 80%\nrow 5, from: tomorrow is not a date: write it like 2026-01-31\n" +
				"row 4, name: required of somebody new\n" +
				"row 5, hired on: required of somebody new\nrow 5, department: required of somebody new\nrow 5, post: required of somebody new"},
		{what: "rows that contradict each other", file: header + "A,이서연,ward,nurse,2025-02-01,,,\nA,이서현,pharmacy,nurse,2025-03-01,,,\n",
			problems: "row 3, name: 이서현, but row 2 says 이서연 of the same person\nrow 3, hired on: 2025-03-01, but row 2 says 2025-02-01 of the same person"},
		{what: "a row that is there twice", file: header + "A,이서연,ward,nurse,2025-02-01,,,\nA,이서연,ward,nurse,2025-02-01,,,\n",
			problems: "row 3: A has this posting in row 2 already"},
		{what: "left before being hired", file: header + "A,이서연,ward,nurse,2025-02-01,,2025-01-31,\nN-1,,,,,,2023-01-01,\n",
			problems: "row 2, left on: left on 2025-01-31, before they were hired, on 2025-02-01\nrow 3, left on: left on 2023-01-01, before they were hired, on 2024-01-01"},
		{what: "posted before being hired, and after leaving", file: header + "A,이서연,ward,nurse,2025-02-01,2025-01-01,,\nN-1,,pharmacy,nurse,,2027-01-01,2026-12-01,\n",
			problems: "row 2, from: from 2025-01-01, before they were hired, on 2025-02-01\nrow 3, from: from 2027-01-01, but they left on 2026-12-01"},
		{what: "transferred before they were where they are", file: header + "N-1,,pharmacy,nurse,2023-01-01,2023-06-01,,\n",
			problems: "row 2, from: from 2023-06-01, but until then they cannot have left a posting that began on 2024-01-01"},
		{what: "hired after the first posting", file: header + "N-1,,,,2024-06-01,,,\n",
			problems: "row 2, hired on: hired on 2024-06-01, but posted since 2024-01-01 already"},
		{what: "another beginning of what goes on", file: header + "N-1,,ward,nurse,,2025-01-01,,\n",
			problems: "row 2, from: from 2025-01-01, but they have been posted there since 2024-01-01; leave it blank for what goes on"},
		{what: "a number that a spreadsheet has spoilt", file: header + "n-1,김민준,ward,nurse,2024-01-01,,,\n",
			problems: "row 2, number: n-1 is not known, but N-1 is: has the spreadsheet taken it for a number?"},
		{what: "numbers too alike", file: header + "A1,이서연,ward,nurse,2024-01-01,,,\n00a1,이서연,ward,nurse,2024-01-01,,,\n",
			problems: "row 3, number: 00a1 and A1, in row 2, differ only by zeros or case"},
		{what: "a last day that is another", file: "number,left on,last day\nN-1,2026-12-24,2026-12-24\n",
			problems: "row 2, last day: the last day is 2026-12-24, but they left on 2026-12-24, which must be the first day after it"},
		{what: "no e-mail address, too long a name", file: "number,name,e-mail\nN-1," + strings.Repeat("김", 101) + ",min\n",
			problems: "row 2, name: longer than 100 characters\nrow 2, e-mail: min is not an e-mail address"},
	})
}

func TestRosterFileIsRefused(t *testing.T) {
	h := newHospital(t)
	for file, reason := range map[string]string{
		"":                     "the file is empty",
		"number,name\n":        "nothing below it",
		"name,department\nA,B": "missing columns: 工号",
		"number,salary\n1,2":   "unknown columns: salary (B)",
		"2026년 직원명부,\n사번,성명\nA,B": "the columns are named in row 2 only",
	} {
		_, err := h.imports(file, nil)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), reason) {
			t.Errorf("%q: %v, want %s", file, err, reason)
		}
	}
	if _, err := h.imports("number,salary\nN-1,2", func(in *people.RosterFile) { in.Ignore = []string{"Salary"} }); err != nil {
		t.Errorf("a column to ignore: %v", err)
	}
	_, err := h.imports("number,name\nN-1,x", func(in *people.RosterFile) { in.AsOf = "2026-02-30" })
	want(t, "as of a day that is none", err, fault.Invalid)
	_, err = h.ImportRoster(t.Context(), head, people.RosterFile{})
	want(t, "by somebody of a department", err, fault.Forbidden)
	if got := h.roster(); got != before {
		t.Errorf("something has changed: %s", got)
	}
}

func TestRosterDryRun(t *testing.T) {
	h := newHospital(t)
	file := header + "N-1,김민지,응급실,nurse,,2026-10-15,,\nA,이서연,ward,nurse,2025-02-01,,,\n"
	dry, err := h.imports(file, func(in *people.RosterFile) { in.DryRun = true })
	if err != nil || dry.Stored || h.roster() != before || h.journalled("import") != 0 {
		t.Fatalf("a dry run has changed something: %+v, %v, %s", dry, err, h.roster())
	}
	wet, err := h.imports(file, yes)
	if err != nil || !wet.Stored {
		t.Fatal(err)
	}
	wet.DryRun, wet.Stored = true, false
	if diff := cmp.Diff(dry, wet); diff != "" {
		t.Errorf("the dry run told something else (-dry +wet):\n%s", diff)
	}
	want := []string{`name "김민지" instead of "김민준"`, "Surgery > Ward, Nurse (80%): until 2026-10-15", "응급실, Nurse (80%): from 2026-10-15"}
	if diff := cmp.Diff(want, wet.Changes[0].What); diff != "" {
		t.Errorf("in words (-want +got):\n%s", diff)
	}
	counts := people.RosterCounts{Hired: 1, Transferred: 1, Corrected: 1}
	if wet.Counts != counts || fmt.Sprint(wet.NewDepartments) != "[응급실]" || len(wet.SHA256) != 64 {
		t.Errorf("%+v", wet)
	}
}
