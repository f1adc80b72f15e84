package people_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

func (h hospital) importActivity(source string, rows ...people.ActivityRow) people.Imported {
	h.t.Helper()
	got, err := h.ImportActivity(h.t.Context(), hr, people.ImportActivity{Source: source, Rows: rows})
	if err != nil {
		h.t.Fatal(err, fault.As(err).Fields)
	}
	return got
}

func TestImportActivity(t *testing.T) {
	h := newHospital(t)
	kims := people.ActivityRow{Number: "N-1", Day: "2026-10-30", Visits: 12, Minutes: 480}
	ward := people.ActivityRow{Place: "ward", Day: "2026-10-30", Visits: 90}
	nurses := people.ActivityRow{Place: "ward", Post: "nurse", Day: "2026-10-30", Shift: "night", Visits: 20}
	more := kims
	more.Visits = 13
	for _, test := range []struct {
		what, source string
		rows         []people.ActivityRow
		want         people.Imported
	}{
		{"a person's, a department's, a post's", "his", []people.ActivityRow{kims, ward, nurses}, people.Imported{Rows: 3, Added: 3}},
		{"the same", "his", []people.ActivityRow{nurses, kims, ward}, people.Imported{Rows: 3, Unchanged: 3}},
		{"put right", "his", []people.ActivityRow{more, ward}, people.Imported{Rows: 2, Changed: 1, Unchanged: 1}},
		{"of another system", "queue", []people.ActivityRow{kims}, people.Imported{Rows: 1, Added: 1}},
		{"a person helping out elsewhere", "his", []people.ActivityRow{{Number: "N-1", Place: "pharmacy", Day: "2026-10-30", Visits: 2}}, people.Imported{Rows: 1, Added: 1}},
	} {
		got, err := h.ImportActivity(t.Context(), hr, people.ImportActivity{Source: test.source, Rows: test.rows})
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %v (-want +got):\n%s", test.what, err, fault.As(err).Fields, diff)
		}
	}
	if n := h.journalled("import"); n != 4 {
		t.Errorf("%d entries in the journal, want one for each change, 4", n)
	}
	var visits int
	if err := h.DB.Get(&visits, `SELECT visits FROM activity WHERE employee_id = 1 AND source = 'his' AND department_id = 2`); err != nil || visits != 13 {
		t.Errorf("%d visits, %v", visits, err)
	}
}

func TestImportActivityRefuses(t *testing.T) {
	h := newHospital(t)
	good := people.ActivityRow{Number: "N-1", Day: "2026-10-30", Visits: 12}
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		change func(*people.ActivityRow)
		field  string
		says   string
	}{
		{"nobody", hr, func(r *people.ActivityRow) { r.Number = "N-9" }, "number", "there is nobody with the number N-9"},
		{"before they came", hr, func(r *people.ActivityRow) { r.Day = "2023-12-31" }, "number", "not posted anywhere on 2023-12-31"},
		{"of nothing", hr, func(r *people.ActivityRow) { r.Number = "" }, "number", "write a number, or a place"},
		{"nowhere", hr, func(r *people.ActivityRow) { r.Place = "attic" }, "place", "there is no department attic"},
		{"a person's post", hr, func(r *people.ActivityRow) { r.Post = "nurse" }, "post", "leave it empty"},
		{"no such post", hr, func(r *people.ActivityRow) { r.Number, r.Place, r.Post = "", "ward", "pilot" }, "post", "there is no post pilot"},
		{"no day", hr, func(r *people.ActivityRow) { r.Day = "" }, "day", "required"},
		{"not a day", hr, func(r *people.ActivityRow) { r.Day = "2026-02-30" }, "day", "not a day"},
		{"tomorrow at the hospital", hr, func(r *people.ActivityRow) { r.Day = "2026-11-02" }, "day", "lies in the future"},
		{"another shift", hr, func(r *people.ActivityRow) { r.Shift = "tea" }, "shift", "one of day"},
		{"fewer than none", hr, func(r *people.ActivityRow) { r.Visits = -1 }, "visits", "between 0"},
		{"a longer day", hr, func(r *people.ActivityRow) { r.Minutes = 1441 }, "minutes", "24 hours"},
		{"out of reach", other, func(*people.ActivityRow) {}, "number", "not posted anywhere"},
		{"a department out of reach", other, func(r *people.ActivityRow) { r.Number, r.Place = "", "ward" }, "place", "there is no department ward"},
		{"twice", hr, nil, "", "another row is about the same"},
	} {
		r := good
		if test.change != nil {
			test.change(&r)
		} else {
			r.Visits = 1
		}
		_, err := h.ImportActivity(t.Context(), test.actor, people.ImportActivity{Source: "his", Rows: []people.ActivityRow{
			{Number: "N-1", Day: "2026-10-30", Shift: "night"}, good, r}})
		want(t, test.what, err, fault.Invalid)
		if got := fault.As(err).Fields[fault.RowField(2, test.field)]; !strings.Contains(got, test.says) {
			t.Errorf("%s: %v, want %s to say %q", test.what, fault.As(err).Fields, test.field, test.says)
		}
	}
	_, err := h.ImportActivity(t.Context(), hr, people.ImportActivity{Source: "H.I.S.", Rows: []people.ActivityRow{good}})
	if fault.As(err).Fields["source"] == "" {
		t.Errorf("a source that is no code: %v", err)
	}
	var n int
	if err := h.DB.Get(&n, `SELECT count(*) FROM activity`); err != nil || n != 0 {
		t.Errorf("%d rows are stored, %v", n, err)
	}
}

func TestListActivity(t *testing.T) {
	h := newHospital(t)
	h.importActivity("his",
		people.ActivityRow{Number: "N-1", Day: "2026-10-30", Visits: 12, Minutes: 480}, people.ActivityRow{Number: "N-1", Day: "2026-10-31", Visits: 5},
		people.ActivityRow{Place: "ward", Day: "2026-10-30", Visits: 90, Minutes: 5000}, people.ActivityRow{Place: "pharmacy", Day: "2026-10-01", Visits: 300},
		people.ActivityRow{Place: "ward", Day: "2026-09-30", Visits: 1})
	ward := people.Activity{DepartmentID: 2, Visits: 90, Minutes: 5000, StaffVisits: 17, StaffMinutes: 480, Days: 2}
	pharmacy := people.Activity{DepartmentID: 3, Visits: 300, Days: 1}
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    people.ListActivity
		want  []people.Activity
	}{
		{"a month", hr, people.ListActivity{Month: "2026-10"}, []people.Activity{ward, pharmacy}},
		{"a department and below it", hr, people.ListActivity{Month: "2026-10", DepartmentID: 1}, []people.Activity{ward}},
		{"within reach", head, people.ListActivity{Month: "2026-10"}, []people.Activity{ward}},
		{"out of it", nobody, people.ListActivity{Month: "2026-10"}, []people.Activity{}},
		{"another month", hr, people.ListActivity{Month: "2026-11"}, []people.Activity{}},
	} {
		got, err := h.ListActivity(t.Context(), test.actor, test.in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	_, err := h.ListActivity(t.Context(), hr, people.ListActivity{Month: "October"})
	want(t, "a month that is none", err, fault.Invalid)
}

// TestExposures works complaints out per patients seen.
func TestExposures(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "이서연", 2, "2024-01-01")
	h.hire("N-3", "박지우", 3, "2024-01-01")
	h.importActivity("his", people.ActivityRow{Number: "N-1", Day: "2026-10-05", Visits: 10, Minutes: 400},
		people.ActivityRow{Number: "N-1", Day: "2026-10-06", Shift: "day", Visits: 6}, people.ActivityRow{Number: "N-1", Day: "2026-10-06", Shift: "night", Visits: 4},
		people.ActivityRow{Number: "N-1", Day: "2026-10-06", Visits: 20}, // the two and ten more
		people.ActivityRow{Number: "N-2", Day: "2026-10-05", Visits: 90}, people.ActivityRow{Number: "N-2", Day: "2026-11-01", Visits: 5})
	came, ill := shift("N-2", "2026-10-05 07:00"), shift("N-2", "2026-10-06 07:00")
	came.Kind, ill.Kind = "present", "sick"
	only := shift("N-3", "2026-10-07 07:00")
	only.Kind, only.Place = "present", "pharmacy"
	h.importDuty(came, ill, only)
	got, err := people.Exposures(t.Context(), h.DB, "2026-10-01", "2026-11-01")
	if diff := cmp.Diff([]people.Exposure{{1, 30, 400}, {2, 90, 480}, {3, 0, 480}}, got); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	visits := map[int64]int64{}
	for _, x := range got {
		visits[x.EmployeeID] = x.Visits
	}
	expected := evaluation.Expect(map[int64]int64{1: 3, 2: 1}, visits) // four complaints of 120 patients
	if diff := cmp.Diff([]evaluation.Exposure{{Employee: 1, Count: 3, Expected: 1_000_000}, {Employee: 2, Count: 1, Expected: 3_000_000}}, expected); diff != "" {
		t.Errorf("of four complaints (-want +got):\n%s", diff)
	}
}
