package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/standards"
)

// samples is a hospital that the files in docs/samples are about, from the
// command line.
type samples struct {
	*testing.T
	db        *sqlx.DB
	data, dsn string
}

func newSamples(t *testing.T) samples {
	t.Helper()
	t.Parallel()
	s := samples{T: t, data: t.TempDir(), dsn: dbtest.Create(t)}
	if _, err := secrets.Open(filepath.Join(s.data, keysFile)); err != nil {
		t.Fatal(err)
	}
	s.db = dbtest.Owner(t, s.dsn)
	s.db.MustExec(`
		INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN');
		INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'outpatients', '{"en": "Outpatients", "zh-CN": "门诊部"}'),
			(1, 'reception', '{"en": "Outpatient reception", "zh-CN": "门诊服务台"}'), (1, 'blood-tests', '{"en": "Blood tests", "zh-CN": "采血室", "ko": "채혈실"}');
		INSERT INTO employees (number, name, hired_on) VALUES ('E1001', '王丽', '2020-01-01'), ('E1002', '김민지', '2020-01-01'), ('E1003', '李静', '2020-01-01')`)
	posts := map[string]int64{}
	for _, p := range standards.Catalogue().Posts {
		var id int64
		if err := s.db.Get(&id, `INSERT INTO posts (code, family, name) VALUES ($1, $2, $3) RETURNING id`, p.Code, p.Family, p.Name); err != nil {
			t.Fatal(err)
		}
		posts[p.Code] = id
	}
	s.db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (1, 2, 1, '2020-01-01'), (2, 2, 1, '2020-01-01'), (3, 3, 1, '2020-01-01')`)
	tx := s.db.MustBegin()
	defer tx.Rollback()
	if err := (&standards.Service{Now: time.Now}).Seed(t.Context(), tx, worktime.Day("2026-01-01"), posts); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return s
}

// wardstar runs a command on the hospital and returns what it writes.
func (s samples) wardstar(args ...string) (string, error) {
	s.Helper()
	var out strings.Builder
	err := run(context.WithoutCancel(s.Context()), append(args, "--data-dir", s.data, "--database-url", s.dsn), &out)
	return out.String(), err
}

func sample(name string) string { return filepath.Join("..", "..", "docs", "samples", name) }

// TestTheSamplesOfTheDocumentation runs what docs/feeds.md shows.
func TestTheSamplesOfTheDocumentation(t *testing.T) {
	s := newSamples(t)
	for _, test := range []struct{ args, want, again string }{
		{"duty " + sample("duty.csv"), "Stored: 6 rows; 6 added, 0 changed, 0 removed, 0 unchanged.\n", "6 unchanged"},
		{"activity " + sample("activity.csv") + " --source his", "Stored: 4 rows; 4 added", "4 unchanged"},
		{"source survey-co --kind ratings --name 调查公司 --weight 0.5 --low 0 --high 10", "survey-co is a source of ratings, from 0 to 10, of weight 0.5.\n", "of weight 0.5"},
		{"ratings " + sample("ratings.csv") + " --source survey-co", "Stored: 4 rows; 4 added", "4 unchanged"},
		{"source old-rounds --kind spot-checks --name 纸质巡查", "old-rounds is a source of spot-checks, of weight 1.\n", "of weight 1"},
		{"spot-checks " + sample("spot-checks.csv") + " --source old-rounds", "Stored: 2 rows; 2 added", "2 unchanged"},
		{"source old-lms --kind training --name 旧系统", "old-lms is a source of training, of weight 1.\n", "of weight 1"},
		{"training " + sample("training.csv") + " --source old-lms --yes", "Stored: 3 rows; 3 added", "3 unchanged"},
	} {
		args := append([]string{"import"}, strings.Fields(test.args)...)
		for _, want := range []string{test.want, test.again} {
			if out, err := s.wardstar(args...); err != nil || !strings.Contains(out, want) {
				t.Errorf("%s: %q, %v, want %q", test.args, out, err, want)
			}
		}
	}
	for what, query := range map[string]string{
		"a night ends on the next day": `SELECT count(*) = 1 FROM duties WHERE kind = 'present' AND shift = 'night' AND ends_at = '2026-11-17 07:00+8'`,
		"half a weight":                `SELECT count(*) = 4 AND min(weight) = 5000 AND max(value) = 100 FROM evidence WHERE kind = 'rating'`,
		"what was seen":                `SELECT array_agg(value ORDER BY source_id) = '{100,50,100,0}' FROM evidence WHERE kind = 'finding'`,
		"what was timed":               `SELECT count(*) = 1 AND max(milliseconds) = 3400 FROM attempts`,
		"hours in minutes":             `SELECT sum(minutes) = 330 FROM credits`,
		"tags":                         `SELECT count(*) = 1 FROM remarks WHERE tags = '{long-wait,nobody-came}'`,
		"the file's hash":              `SELECT count(*) = 5 FROM journal WHERE action = 'import' AND length(after->>'sha256') = 64`,
	} {
		var ok bool
		if err := s.db.Get(&ok, query); err != nil || !ok {
			t.Errorf("%s: %v, %v", what, ok, err)
		}
	}
}

// TestProblemsAreToldInTheFilesOwnWords reads files that cannot be stored.
func TestProblemsAreToldInTheFilesOwnWords(t *testing.T) {
	s := newSamples(t)
	if _, err := s.wardstar("import", "source", "old-rounds", "--kind", "spot-checks", "--name", "x"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ what, args, file, want string }{
		{"cells that cannot be read", "duty", "工号,科室,日期,上班时间,下班时间,班次\nE1001,reception,2026-02-30,8:00,16:00,茶\n\nE1001,reception,2026-11-02,8:00,25:00,\n",
			"row 2, 日期: 2026-02-30 is not a date"},
		{"all of them", "duty", "工号,科室,上班时间,下班时间,班次\nE1001,reception,2026-11-02 8:00,2026-11-02 16:00,茶\n\nE1001,reception,2026-11-03 8:00,soon,\n",
			"row 2, 班次: 茶 is none of day, evening, night\nrow 4, 下班时间: soon is not a date"},
		{"what the hospital does not know", "duty", "사번,부서,시작,종료\nE1001,reception,2026-11-02 08:00,2026-11-02 16:00\n\nE9,attic,2026-11-02 08:00,2026-11-02 16:00\n",
			"row 4, 부서: there is no department attic\n"},
		{"a check's finding in its own row", "spot-checks --source old-rounds",
			"ID,Number,Supervisor,At,Standard,Result,Note\n1,E1001,E1003,2026-10-20 09:12,three-metre-smile,met,\n2,E1001,E1003,2026-10-20 09:30,three-metre-smile,met,\n" +
				"1,E1001,E1003,2026-10-20 09:12,ask-first,not-met,\n", "row 4, Note: say what you saw: no deduction without an instance\n"},
		{"a check of two people", "spot-checks --source old-rounds",
			"ID,Number,Supervisor,At,Standard,Result\n1,E1001,E1003,2026-10-20 09:12,three-metre-smile,met\n1,E1002,E1003,2026-10-20 09:12,ask-first,met\n",
			"row 3, ID: row 2 has the same id, and another employee, supervisor or time\n"},
		{"a number", "activity --source his", "Department,Day,Visits,Hours\nreception,2026-11-02,many,1\nreception,2026-11-03,1.5,1\n",
			"row 2, Visits: many is not a number\nrow 3, Visits: 1.5 is not a whole number\n"},
		{"a field that is another column", "activity --source his", "Number,Day,Hours\nE1001,2026-10-02,25\n", "row 2, Hours: nobody works more than 24 hours on a day\n"},
	} {
		file := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(file, []byte(test.file), 0o600); err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(test.args)
		out, err := s.wardstar(append([]string{"import", words[0], file}, words[1:]...)...)
		if err == nil || !strings.Contains(err.Error(), "problems; nothing is stored") || !strings.Contains(out, test.want) {
			t.Errorf("%s: %q, %v, want %q", test.what, out, err, test.want)
		}
	}
	for _, test := range []struct{ what, file, want string }{
		{"a column that nobody knows", "工号,科室,上班时间,下班时间,心情\nE1001,reception,2026-11-02 8:00,2026-11-02 16:00,好\n", "unknown columns: 心情 (E)"},
		{"one that is missing", "工号,科室,上班时间\nE1001,reception,2026-11-02 8:00\n", "missing columns: To"},
	} {
		file := filepath.Join(t.TempDir(), "list.csv")
		if err := os.WriteFile(file, []byte(test.file), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := s.wardstar("import", "duty", file); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %q, %v, want %q", test.what, out, err, test.want)
		}
		if out, err := s.wardstar("import", "duty", file, "--ignore", "心情"); test.what == "a column that nobody knows" && (err != nil || !strings.Contains(out, "1 added")) {
			t.Errorf("%s, ignored: %q, %v", test.what, out, err)
		}
	}
}

// TestOneFileInEveryForm reads the duty sample as hospitals send it.
func TestOneFileInEveryForm(t *testing.T) {
	s := newSamples(t)
	content, err := os.ReadFile(sample("duty.csv"))
	if err != nil {
		t.Fatal(err)
	}
	korean949 := strings.NewReplacer("工号", "사번", "科室", "부서", "日期", "날짜", "上班时间", "시작", "下班时间", "종료", "班次", "근무조", "状态", "상태",
		"门诊服务台", "reception", "门诊部/采血室", "채혈실", "白班", "주간", "晚班", "이브닝", "夜班", "야간", "出勤", "출근", "病假", "병가", "排班", "예정", "培训", "교육").Replace(string(content))
	var book bytes.Buffer
	rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	sheet := documents.Sheet{Name: "排班"}
	for i, row := range rows {
		var cells []any
		for _, cell := range row {
			if cells = append(cells, cell); i == 0 {
				sheet.Columns = append(sheet.Columns, documents.Column{Heading: cell})
			}
		}
		if i > 0 {
			sheet.Rows = append(sheet.Rows, cells)
		}
	}
	if err := documents.WriteXLSX(&book, documents.Properties{}, sheet); err != nil {
		t.Fatal(err)
	}
	for i, file := range []struct {
		name    string
		content []byte
	}{
		{"utf-8.csv", content},
		{"gb18030.csv", encoded(t, simplifiedchinese.GB18030, string(content))},
		{"euc-kr.csv", encoded(t, korean.EUCKR, korean949)},
		{"duty.xlsx", book.Bytes()},
	} {
		path := filepath.Join(t.TempDir(), file.name)
		if err := os.WriteFile(path, file.content, 0o600); err != nil {
			t.Fatal(err)
		}
		want := "6 unchanged"
		if i == 0 {
			want = "6 added"
		}
		if out, err := s.wardstar("import", "duty", path); err != nil || !strings.Contains(out, want) {
			t.Errorf("%s: %q, %v, want %s", file.name, out, err, want)
		}
	}
	if out, err := s.wardstar("import", "duty", sample("duty.csv"), "--dry-run", "--replace-days"); err != nil || out != "Would store: 6 rows; 0 added, 0 changed, 0 removed, 6 unchanged.\n" {
		t.Errorf("%q, %v", out, err)
	}
	var on []people.Duty
	if on, err = people.OnDuty(t.Context(), s.db, 1, time.Date(2026, 11, 17, 1, 0, 0, 0, time.UTC)); err != nil || len(on) != 1 || on[0].Number != "E1001" {
		t.Errorf("who is on: %+v, %v", on, err)
	}
}

func encoded(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}
