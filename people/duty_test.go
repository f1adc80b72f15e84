package people_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// seoul reads a time at the hospital, such as 2026-11-02 08:00.
func seoul(text string) time.Time {
	zone, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return at
}

// shift is a duty of eight hours in the ward.
func shift(number, from string) people.DutyRow {
	return people.DutyRow{Number: number, Place: "ward", From: seoul(from), To: seoul(from).Add(8 * time.Hour)}
}

func (h hospital) importDuty(rows ...people.DutyRow) people.Imported {
	h.t.Helper()
	got, err := h.ImportDuty(h.t.Context(), hr, people.ImportDuty{Rows: rows})
	if err != nil {
		h.t.Fatal(err, fault.As(err).Fields)
	}
	return got
}

// stored lists the duties as "number from kind".
func (h hospital) stored() string {
	h.t.Helper()
	var list []string
	if err := h.DB.Select(&list, `SELECT e.number || ' ' || to_char(starts_at AT TIME ZONE 'Asia/Seoul', 'MM-DD HH24') || ' ' || kind
		FROM duties JOIN employees e ON e.id = employee_id ORDER BY starts_at, number`); err != nil {
		h.t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

func TestANightlyExportIsIdempotent(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "이서연", 2, "2024-01-01")
	came := func(r people.DutyRow, kind string) people.DutyRow { r.Kind = kind; return r }
	moved := shift("N-1", "2026-11-05 15:00")
	moved.ExternalID = "X"
	for _, test := range []struct {
		what    string
		replace bool
		rows    []people.DutyRow
		want    people.Imported
		stored  string
	}{
		{"a plan", false, []people.DutyRow{shift("N-1", "2026-11-02 07:00"), shift("N-1", "2026-11-03 07:00"), shift("N-2", "2026-11-02 15:00")},
			people.Imported{Rows: 3, Added: 3}, "N-1 11-02 07 planned, N-2 11-02 15 planned, N-1 11-03 07 planned"},
		{"the same, in another order", false, []people.DutyRow{shift("N-2", "2026-11-02 15:00"), shift("N-1", "2026-11-03 07:00"), shift("N-1", "2026-11-02 07:00")},
			people.Imported{Rows: 3, Unchanged: 3}, "N-1 11-02 07 planned, N-2 11-02 15 planned, N-1 11-03 07 planned"},
		{"they came, or not; other days stay", false, []people.DutyRow{came(shift("N-1", "2026-11-02 07:00"), "present"), came(shift("N-2", "2026-11-02 15:00"), "sick")},
			people.Imported{Rows: 2, Changed: 2}, "N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-03 07 planned"},
		{"a shift that was changed replaces the person's day", false, []people.DutyRow{shift("N-1", "2026-11-03 15:00")},
			people.Imported{Rows: 1, Changed: 1}, "N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-03 15 planned"},
		{"one with an id", false, []people.DutyRow{moved}, people.Imported{Rows: 1, Added: 1},
			"N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-03 15 planned, N-1 11-05 15 planned"},
		{"the same id on another day and person", false, []people.DutyRow{func() people.DutyRow { r := shift("N-2", "2026-11-06 07:00"); r.ExternalID = "X"; return r }()},
			people.Imported{Rows: 1, Changed: 1}, "N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-03 15 planned, N-2 11-06 07 planned"},
		{"all that they have from the first day to the last", true, []people.DutyRow{came(shift("N-1", "2026-11-02 07:00"), "present"), shift("N-1", "2026-11-04 07:00")},
			people.Imported{Rows: 2, Changed: 1, Unchanged: 1}, "N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-04 07 planned, N-2 11-06 07 planned"},
		{"and less than they had", true, []people.DutyRow{came(shift("N-1", "2026-11-02 07:00"), "present"), shift("N-1", "2026-11-05 07:00")},
			people.Imported{Rows: 2, Changed: 1, Unchanged: 1}, "N-1 11-02 07 present, N-2 11-02 15 sick, N-1 11-05 07 planned, N-2 11-06 07 planned"},
	} {
		got, err := h.ImportDuty(t.Context(), hr, people.ImportDuty{Rows: test.rows, ReplaceDays: test.replace})
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %v (-want +got):\n%s", test.what, err, fault.As(err).Fields, diff)
		}
		if stored := h.stored(); stored != test.stored {
			t.Errorf("%s: stored is %s, want %s", test.what, stored, test.stored)
		}
	}
	if n := h.journalled("import"); n != 7 {
		t.Errorf("%d entries in the journal, want one for each change, 7", n)
	}
}

func TestImportDutyRefuses(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "이서연", 2, "2024-01-01")
	h.hire("N-3", "박지우", 3, "2026-11-10")
	h.importDuty(shift("N-1", "2026-11-01 23:00"))
	with := func(change func(*people.DutyRow)) []people.DutyRow {
		r := shift("N-2", "2026-11-02 07:00")
		change(&r)
		return []people.DutyRow{shift("N-2", "2026-11-20 07:00"), r}
	}
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		rows  []people.DutyRow
		field string
		says  string
	}{
		{"nobody", hr, with(func(r *people.DutyRow) { r.Number = "N-9" }), "rows[1].number", "there is nobody with the number N-9"},
		{"not hired yet", hr, with(func(r *people.DutyRow) { r.Number = "N-3" }), "rows[1].number", "N-3 is not posted anywhere on 2026-11-02"},
		{"nowhere", hr, with(func(r *people.DutyRow) { r.Place = "attic" }), "rows[1].place", "there is no department attic"},
		{"no time", hr, with(func(r *people.DutyRow) { r.From = time.Time{} }), "rows[1].from", "required"},
		{"ends as it begins", hr, with(func(r *people.DutyRow) { r.To = r.From }), "rows[1].to", "not after it begins"},
		{"a week", hr, with(func(r *people.DutyRow) { r.To = r.From.AddDate(0, 0, 7) }), "rows[1].to", "one row for each shift"},
		{"another kind", hr, with(func(r *people.DutyRow) { r.Kind = "party" }), "rows[1].kind", "one of planned"},
		{"two places at once", hr, with(func(r *people.DutyRow) { r.From = seoul("2026-11-20 14:59"); r.To = seoul("2026-11-20 20:00") }),
			"rows[1].from", "overlaps another duty of theirs in this list, from 2026-11-20 07:00 to 2026-11-20 15:00"},
		{"the same twice", hr, with(func(r *people.DutyRow) { *r = shift("N-2", "2026-11-20 07:00") }), "rows[1].from", "overlaps"},
		{"an id twice", hr, []people.DutyRow{{Number: "N-2", Place: "ward", From: seoul("2026-11-20 07:00"), To: seoul("2026-11-20 08:00"), ExternalID: "1"},
			{Number: "N-2", Place: "ward", From: seoul("2026-11-21 07:00"), To: seoul("2026-11-21 08:00"), ExternalID: "1"}}, "rows[1].externalId", "another row has it"},
		{"a night that is stored lasts until then", hr, []people.DutyRow{shift("N-1", "2026-11-02 06:00")},
			"rows[0].from", "stored, from 2026-11-01 23:00 to 2026-11-02 07:00; send that day, too"},
		{"a department out of reach", other, with(func(r *people.DutyRow) {}), "rows[1].place", "there is no department ward"},
		{"a person out of reach", head, with(func(r *people.DutyRow) {
			r.Number = "N-3"
			r.From, r.To = seoul("2026-11-12 07:00"), seoul("2026-11-12 15:00")
		}),
			"rows[1].number", "N-3 is not posted anywhere"},
		{"by nobody", nobody, with(func(r *people.DutyRow) {}), "rows[1].place", "there is no department ward"},
	} {
		_, err := h.ImportDuty(t.Context(), test.actor, people.ImportDuty{Rows: test.rows})
		want(t, test.what, err, fault.Invalid)
		if got := fault.As(err).Fields[test.field]; err == nil || !strings.Contains(got, test.says) {
			t.Errorf("%s: %v, want %s to say %q", test.what, fault.As(err).Fields, test.field, test.says)
		}
		if stored := h.stored(); stored != "N-1 11-01 23 planned" {
			t.Errorf("%s: stored is %s", test.what, stored)
		}
	}
	if got, err := h.ImportDuty(t.Context(), head, people.ImportDuty{Rows: []people.DutyRow{shift("N-1", "2026-11-03 07:00")}}); err != nil || got.Added != 1 {
		t.Errorf("within reach: %+v, %v", got, err)
	}
}

func TestPlacesGoByCodeNameAndPath(t *testing.T) {
	h := newHospital(t)
	for i, test := range []struct{ place, says string }{
		{"ward", ""}, {" Ward ", ""}, {"Surgery/Ward", ""}, {"surgery > ward", ""}, {"Surgery／Ward", ""},
		{"Pharmacy/Ward", "no department"}, {"", "no department"},
	} {
		r := shift("N-1", fmt.Sprintf("2026-11-%02d 07:00", i+2))
		r.Place = test.place
		_, err := h.ImportDuty(t.Context(), hr, people.ImportDuty{Rows: []people.DutyRow{r}})
		if got := fault.As(err).Fields["rows[0].place"]; (err == nil) != (test.says == "") || !strings.Contains(got, test.says) {
			t.Errorf("%q: %v %s", test.place, err, got)
		}
	}
	h.DB.MustExec(`INSERT INTO departments (parent_id, code, name) VALUES (3, 'ward-2', '{"en": "WARD"}')`)
	r := shift("N-1", "2026-11-20 07:00")
	for _, place := range []string{"ward", "WARD", "Pharmacy/ward"} { // a code goes before names
		r.Place = place
		if _, err := h.ImportDuty(t.Context(), hr, people.ImportDuty{Rows: []people.DutyRow{r}}); err != nil {
			t.Errorf("%q: %v %v", place, err, fault.As(err).Fields)
		}
	}
	h.DB.MustExec(`UPDATE departments SET code = 'ward-1' WHERE code = 'ward'`)
	r.Place = "ward"
	_, err := h.ImportDuty(t.Context(), hr, people.ImportDuty{Rows: []people.DutyRow{r}})
	if got := fault.As(err).Fields["rows[0].place"]; !strings.Contains(got, "2 departments are called ward: write the code") {
		t.Errorf("two of that name: %v", got)
	}
}

func TestADryRunStoresNothing(t *testing.T) {
	h := newHospital(t)
	in := people.ImportDuty{Rows: []people.DutyRow{shift("N-1", "2026-11-02 07:00")}, Batch: people.Batch{DryRun: true}}
	got, err := h.ImportDuty(t.Context(), hr, in)
	if diff := cmp.Diff(people.Imported{Rows: 1, Added: 1, DryRun: true}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if h.stored() != "" || h.journalled("import") != 0 {
		t.Errorf("stored: %s, journalled: %d", h.stored(), h.journalled("import"))
	}
}

func TestImportsOfDutyWaitForEachOther(t *testing.T) {
	h := newHospital(t)
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			r := shift("N-1", fmt.Sprintf("2026-11-02 %02d:00", 6+i)) // any two overlap
			if _, err := h.ImportDuty(t.Context(), hr, people.ImportDuty{Rows: []people.DutyRow{r}}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if stored := h.stored(); strings.Contains(stored, ",") || stored == "" {
		t.Errorf("the last one should be all there is: %s", stored)
	}
}
