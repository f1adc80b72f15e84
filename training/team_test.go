package training_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func (h hospital) hours(employee int64) training.HoursInDetail {
	h.t.Helper()
	got, err := h.Hours(h.t.Context(), hr, training.HoursOf{EmployeeID: employee})
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

// TestQuarters: Wang reviewed a case in January and trained communication elsewhere
// in October; Zhao came on 1 July.
func TestQuarters(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO training_sessions (course_id, trainer_id, place, kind, starts_at, ends_at) VALUES
		(1, 1, 'Hall', 'case-review', '2026-01-15 09:00+8', '2026-01-15 10:00+8'),
		(1, 1, 'Hall', 'case-sharing', '2026-01-05 09:00+8', '2026-01-05 10:00+8'), (1, 1, 'Hall', 'case-sharing', '2026-01-07 09:00+8', '2026-01-07 10:00+8'),
		(1, 1, 'Hall', 'case-sharing', '2026-01-12 00:30+8', '2026-01-12 01:30+8'), (1, 1, 'Hall', 'case-sharing', '2026-12-01 09:00+8', '2026-12-01 10:00+8')`)
	for session := int64(5); session <= 7; session++ {
		h.credit(session, 2, 60)
	}
	x := h.reported(pdf)
	if _, err := h.ConfirmExternal(t.Context(), head, training.DecideExternal{ID: x.ID, Words: "certificate"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]training.Quarter{
		{Quarter: 1, CaseReview: "done", Communication: "owed", SharingWeeks: 1, SharingHeld: 2}, // two in one week; another began on Monday at half past midnight
		{Quarter: 2, CaseReview: "owed", Communication: "owed"},
		{Quarter: 3, CaseReview: "owed", Communication: "owed"},
		{Quarter: 4, CaseReview: "owed", Communication: "done"},
	}, h.hours(2).Quarters); diff != "" {
		t.Errorf("Wang (-want +got):\n%s", diff)
	}
	if got := h.hours(2); got.Minutes != 360 || cmp.Diff([]string{"hours", "case-review"}, got.Missing) != "" ||
		got.Credits[3].External != "护患沟通" || got.Credits[2].Kind != "case-review" || got.Credits[2].Course["en"] != "Courtesy" {
		t.Errorf("Wang: %+v", got)
	}
	q := h.hours(3).Quarters
	if q[0].CaseReview != "none" || q[1].Communication != "none" || q[2].CaseReview != "owed" || q[3].Communication != "owed" {
		t.Errorf("who came in July: %+v", q)
	}
	if _, err := h.EnterLeave(t.Context(), hr, training.NewLeave{EmployeeID: 2, From: "2026-04-01", To: "2026-07-01"}); err != nil {
		t.Fatal(err)
	}
	if q := h.hours(2).Quarters; q[1].CaseReview != "none" || q[2].CaseReview != "owed" {
		t.Errorf("a quarter away: %+v", q)
	}
	if q := h.at("2026-03-31 23:59:59").hours(2).Quarters; q[0].Communication != "owed" || q[2].CaseReview != "later" {
		t.Errorf("on the last day of March: %+v", q)
	}
}

// TestStandings: on 31 October 304 of 365 days are over, 1999 of 2400 minutes.
func TestStandings(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE courses SET minutes = 60000 WHERE id = 1`)
	h.DB.MustExec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at)
		SELECT 1, 1, 'Hall', d, d + interval '20 hours' FROM generate_series('2026-02-01 00:00+8'::timestamptz, '2026-02-02 00:00+8', '1 day') d`)
	for _, test := range []struct {
		minutes  [2]int
		standing string
	}{
		{[2]int{1000, 998}, "behind"},
		{[2]int{1000, 999}, "on-course"},
		{[2]int{1200, 1199}, "on-course"},
		{[2]int{1200, 1200}, "done"},
	} {
		h.credit(5, 2, test.minutes[0])
		h.credit(6, 2, test.minutes[1])
		if got := h.hours(2); got.Standing != test.standing || got.Due != 1999 {
			t.Errorf("%v: %s, due %d", test.minutes, got.Standing, got.Due)
		}
		h.owner(`DELETE FROM credits`)
	}
	if got := h.hours(4); got.Standing != "behind" || got.Due != 592 || got.Required != 592 {
		t.Errorf("who has left: %+v", got)
	}
	if got, err := h.Hours(t.Context(), hr, training.HoursOf{EmployeeID: 2, Year: 2027}); err != nil || got.Standing != "on-course" || got.Due != 0 {
		t.Errorf("next year: %+v, %v", got, err)
	}
}

func TestNewcomersDoNotServeAlone(t *testing.T) {
	h := newHospital(t)
	alone := func(employee int64) bool {
		t.Helper()
		ok, err := training.MayServeAlone(t.Context(), h.DB, employee, "2026-10-31")
		if err != nil || ok != h.hours(employee).MayServeAlone {
			t.Errorf("employee %d: %v, %v, and the page says otherwise", employee, ok, err)
		}
		return ok
	}
	if alone(3) || !alone(2) {
		t.Error("a newcomer serves alone, or an old hand does not")
	}
	h.DB.MustExec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at)
		SELECT 2, 1, 'Hall', d, d + interval '8 hours' FROM generate_series('2026-07-06 09:00+8'::timestamptz, '2026-07-10 09:00+8', '1 day') d`)
	for session := int64(5); session <= 8; session++ {
		h.credit(session, 3, 480)
	}
	last := h.credit(9, 3, 479)
	if alone(3) {
		t.Error("a minute short of 40 hours")
	}
	if _, err := h.VoidCredit(t.Context(), hr, training.VoidCredit{ID: last.ID, Reason: "all of it"}); err != nil {
		t.Fatal(err)
	}
	h.credit(9, 3, 480)
	if !alone(3) {
		t.Error("with 40 hours")
	}
	_, err := training.MayServeAlone(t.Context(), h.DB, 99, "2026-10-31")
	want(t, "nobody", err, fault.NotFound)
}

func TestListTeamHours(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'all', '{"en": "All"}')`)
	h.DB.MustExec(`UPDATE departments SET parent_id = 3 WHERE id < 3`)
	h.credit(1, 2, 120)
	type sums struct{ people, minutes, required, behind, newcomers, reviews int }
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		want  map[string]sums
	}{
		{"the hospital: a department and all below", hr, map[string]sums{
			"all": {3, 120, 6010, 3, 1, 3}, "ward": {2, 120, 4800, 2, 0, 2}, "pharmacy": {1, 0, 1210, 1, 1, 1},
		}},
		{"one's department", head, map[string]sums{"ward": {2, 120, 4800, 2, 0, 2}}},
		{"staff", wang, map[string]sums{}},
	} {
		list, err := h.ListTeamHours(t.Context(), test.actor, training.ListTeamHours{})
		if err != nil || list == nil {
			t.Errorf("%s: %v", test.what, err)
		}
		got := map[string]sums{}
		for _, d := range list {
			got[d.Code] = sums{d.People, d.Minutes, d.Required, d.Behind, d.Newcomers, d.CaseReview}
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(sums{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.what, diff)
		}
	}
}

func TestWhoMissesWhat(t *testing.T) {
	h := newHospital(t)
	h.credit(1, 2, 120)
	for _, test := range []struct {
		what string
		in   training.ListHours
		want []int64
	}{
		{"onboarding", training.ListHours{Missing: "onboarding"}, []int64{3}},
		{"a case review", training.ListHours{Missing: "case-review"}, []int64{1, 2, 3}},
		{"behind, a page", training.ListHours{Standing: "behind", Limit: 1, After: 1}, []int64{2}},
		{"done", training.ListHours{Standing: "done"}, []int64{}},
	} {
		list, err := h.ListHours(t.Context(), hr, test.in)
		got := []int64{}
		for _, l := range list {
			got = append(got, l.EmployeeID)
		}
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
}

func TestExportHours(t *testing.T) {
	h := newHospital(t)
	h.credit(1, 2, 90)
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    training.ExportHours
		lines int
		has   string
	}{
		{"the hospital, in English", hr, training.ExportHours{Format: "csv", Language: "en"}, 5, "2,王,Ward,1.5000,40.0000,33.3167,Behind,0.0000,Yes,Still owed"},
		{"in the hospital's language", hr, training.ExportHours{Format: "csv"}, 5, "进度落后"},
		{"one's department", head, training.ExportHours{Format: "csv", Language: "ko"}, 3, "지연"},
		{"who misses onboarding", hr, training.ExportHours{Format: "csv", Language: "zh-TW", Missing: "onboarding"}, 2, "否"},
	} {
		f, err := h.ExportHours(t.Context(), test.actor, test.in)
		text := string(f.Content)
		if err != nil || strings.Count(text, "\r\n") != test.lines || !strings.Contains(text, test.has) || f.Name != "training-hours-2026.csv" {
			t.Errorf("%s: %v\n%s", test.what, err, text)
		}
	}
	f, err := h.ExportHours(t.Context(), hr, training.ExportHours{})
	if err != nil || !strings.HasPrefix(string(f.Content), "PK") || f.Name != "training-hours-2026.xlsx" {
		t.Errorf("a workbook: %v, %d bytes", err, len(f.Content))
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'export' AND object = 'hours'`); n != 5 {
		t.Errorf("%d journal entries, want 5", n)
	}
}
