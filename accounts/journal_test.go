package accounts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

type filter = accounts.JournalFilter

func TestListJournal(t *testing.T) {
	h := newHospital(t)
	h.signIn("wang")
	h.clock.advance(time.Second)
	for _, role := range []string{"hr", "finance"} {
		_, err := h.AssignRole(t.Context(), admin, accounts.NewRole{AccountID: 1, Role: role})
		want(t, role, err, "")
	}
	for _, test := range []struct {
		what  string
		in    accounts.ListJournal
		reach bool
		want  string
	}{
		{"all, the latest first", accounts.ListJournal{}, true, "assign-role assign-role sign-in"},
		{"by who did it", accounts.ListJournal{JournalFilter: filter{AccountID: 3}}, true, "assign-role assign-role"},
		{"by what it was done to", accounts.ListJournal{JournalFilter: filter{Object: "account", ObjectID: 1, Action: "sign-in"}}, true, "sign-in"},
		{"a page", accounts.ListJournal{Limit: 1}, true, "assign-role"},
		{"none", accounts.ListJournal{JournalFilter: filter{Object: "period"}}, true, ""},
		{"out of reach", accounts.ListJournal{}, false, ""},
	} {
		list, err := h.ListJournal(t.Context(), accounts.Actor{Reach: accounts.Reach{Hospital: test.reach}}, test.in)
		actions := make([]string, len(list))
		for i, e := range list {
			actions[i] = e.Action
		}
		if got := strings.Join(actions, " "); err != nil || list == nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", test.what, got, err, test.want)
		}
	}
	page, _ := h.ListJournal(t.Context(), admin, accounts.ListJournal{Limit: 1})
	next, err := h.ListJournal(t.Context(), admin, accounts.ListJournal{Limit: 1, Before: page[0].ID})
	if err != nil || len(next) != 1 || next[0].ID >= page[0].ID || !strings.Contains(string(*next[0].After), `"hr"`) || next[0].AccountName != "admin" {
		t.Errorf("the next page: %+v, %v", next, err)
	}
}

// entries writes a journal that two departments and the hospital's own people have
// left: about Wang of the ward, Kim of the pharmacy, and nobody.
func (h hospital) entries() {
	h.t.Helper()
	h.DB.MustExec(`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES
		(1, 2, 1, '2020-01-01', '2026-10-31'), (1, 4, 1, '2026-10-31', NULL), (2, 4, 1, '2020-01-01', NULL)`)
	at := time.Date(2026, 10, 30, 15, 59, 0, 0, time.UTC) // 23:59 in Shanghai
	for i, e := range []journal.Entry{
		{Action: "update", Object: "employee", ObjectID: 1, Before: map[string]string{"name": "王"}, After: map[string]string{"name": "王芳"}},
		{Action: "update", Object: "employee", ObjectID: 2},
		{Action: "assign-role", Object: "account", ObjectID: 1},
		{Action: "refuse-sign-in", Object: "account", ObjectID: 1},
		{Action: "open", Object: "case", ObjectID: 1, After: map[string]int64{"employeeId": 1}},
		{Action: "leave", Object: "employee", ObjectID: 1}, // a minute later, when Wang has moved
	} {
		if err := journal.Record(h.t.Context(), h.DB, 3, at.Add(time.Duration(i/5)*time.Minute), e); err != nil {
			h.t.Fatal(err)
		}
	}
}

func TestWhatADepartmentSeesOfTheJournal(t *testing.T) {
	h := newHospital(t)
	h.entries()
	for _, test := range []struct {
		what  string
		reach accounts.Reach
		in    filter
		want  string
	}{
		{"the hospital", accounts.Reach{Hospital: true}, filter{}, "leave open refuse-sign-in assign-role update update"},
		{"the ward, while Wang was there", accounts.Reach{Departments: []int64{2}, EmployeeID: 1}, filter{}, "assign-role update"},
		{"the pharmacy, since Wang is there", accounts.Reach{Departments: []int64{4}}, filter{}, "leave update"},
		{"of nobody", accounts.Reach{Departments: []int64{3}}, filter{}, ""},
		{"oneself only", accounts.Reach{EmployeeID: 1}, filter{}, ""},
		{"words", accounts.Reach{Hospital: true}, filter{Text: "王芳"}, "update"},
		{"words with a sign of patterns", accounts.Reach{Hospital: true}, filter{Text: "%"}, ""},
		{"the name of who did it", accounts.Reach{Hospital: true}, filter{Text: "ADMIN", Object: "case"}, "open"},
		{"words do not reach out of the department", accounts.Reach{Departments: []int64{3}}, filter{Text: "王芳"}, ""},
		{"up to a day of the hospital", accounts.Reach{Hospital: true}, filter{From: "2026-10-30", To: "2026-10-30"}, "open refuse-sign-in assign-role update update"},
		{"from a day", accounts.Reach{Hospital: true}, filter{From: "2026-10-31"}, "leave"},
		{"more than a year ago, unless asked for", accounts.Reach{Hospital: true}, filter{Text: "update", To: "2024-01-01"}, ""},
	} {
		list, err := h.ListJournal(t.Context(), accounts.Actor{Reach: test.reach}, accounts.ListJournal{JournalFilter: test.in})
		var actions []string
		for _, e := range list {
			actions = append(actions, e.Action)
		}
		if got := strings.Join(actions, " "); err != nil || list == nil || got != test.want {
			t.Errorf("%s: %q, %v, want %q", test.what, got, err, test.want)
		}
	}
	for what, in := range map[string]filter{
		"no day": {From: "yesterday"}, "the other way round": {From: "2026-10-31", To: "2026-10-30"},
	} {
		_, err := h.ListJournal(t.Context(), admin, accounts.ListJournal{JournalFilter: in})
		want(t, what, err, fault.Invalid)
	}
}

func TestTheJournalIsExportedAndSaysSo(t *testing.T) {
	h := newHospital(t)
	h.entries()
	h.DB.MustExec(`UPDATE accounts SET name = 'x-admin' WHERE id = 3`)
	for format, begins := range map[string]string{"csv": "\ufeffid,at,", "xlsx": "PK"} {
		file, err := h.ExportJournal(t.Context(), admin, accounts.ExportJournal{JournalFilter: filter{ObjectID: 1, Object: "employee"}, Format: format})
		if err != nil || !strings.HasPrefix(string(file.Content), begins) || file.Name != "journal-2026-10-31."+format {
			t.Fatalf("%s: %q, %.40q, %v", format, file.Name, file.Content, err)
		}
		if lines := strings.Split(strings.TrimSpace(string(file.Content)), "\r\n"); format == "csv" && (len(lines) != 3 ||
			!strings.Contains(lines[2], "2026-10-30 23:59") || !strings.Contains(lines[2], "王芳") || !strings.Contains(lines[2], "x-admin")) {
			t.Errorf("csv: %q", lines)
		}
	}
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'export' AND object = 'journal' AND account_id = 3 AND after->>'entries' = '2'`); n != 2 {
		t.Errorf("%d exports are journalled, want 2", n)
	}
	file, err := h.ExportJournal(t.Context(), accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{3}}}, accounts.ExportJournal{Format: "csv"})
	if err != nil || strings.Count(string(file.Content), "\r\n") != 1 {
		t.Errorf("a department without people: %q, %v", file.Content, err)
	}
}
