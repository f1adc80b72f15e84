package training_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func (h hospital) require(in training.NewRequirement) training.Requirement {
	h.t.Helper()
	if in.From == "" {
		in.From = "2026-10-31"
	}
	r, err := h.Require(h.t.Context(), hr, in)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// states says what everybody lacks or has, as "2 licence expired".
func (h hospital) states(in training.ListQualifications) (list []string) {
	h.t.Helper()
	all, err := h.ListQualifications(h.t.Context(), hr, in)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, q := range all {
		list = append(list, fmt.Sprintf("%d %s %s %s", q.EmployeeID, q.Level, q.What["en"], q.State))
	}
	return list
}

func TestPostsRequireCertificatesAndCourses(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.require(training.NewRequirement{PostID: 1, Level: "everyone", KindID: 1})
	h.require(training.NewRequirement{PostID: 1, Level: "newcomer", CourseID: 2})
	h.require(training.NewRequirement{PostID: 1, Level: "leader", KindID: 2})
	h.require(training.NewRequirement{PostID: 1, Level: "everyone", CourseID: 1, From: "2026-11-01"})
	h.record(1, 1, "2020-01-01", "2026-10-30")
	h.record(2, 1, "2020-01-01", "2026-10-31")
	h.credit(4, 3, 480)
	h.DB.MustExec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES (1, 'department-head', 1, '2026-01-01')`)

	if diff := cmp.Diff([]string{
		"1 leader Licence expired", "1 leader First aid missing", "2 senior Licence expiring", "3 newcomer First week valid", "3 newcomer Licence missing",
	}, h.states(training.ListQualifications{})); diff != "" {
		t.Error(diff)
	}
	tomorrow := h.at("2026-11-01 00:00:00")
	if diff := cmp.Diff([]string{
		"1 leader Courtesy missing", "1 leader Licence expired", "1 leader First aid missing",
		"2 senior Courtesy missing", "2 senior Licence expired",
		"3 newcomer Courtesy missing", "3 newcomer First week valid", "3 newcomer Licence missing",
	}, tomorrow.states(training.ListQualifications{})); diff != "" {
		t.Errorf("the next day:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2 senior Courtesy missing", "2 senior Licence expired"},
		tomorrow.states(training.ListQualifications{After: 1, Limit: 1})); diff != "" {
		t.Errorf("a page keeps a person's together:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"3 newcomer First week valid"},
		h.states(training.ListQualifications{DepartmentID: 2, State: "valid"})); diff != "" {
		t.Error(diff)
	}
	lacking, err := training.Lacking(t.Context(), h.DB, "2026-10-31")
	if diff := cmp.Diff(map[int64]int{1: 2, 3: 1}, lacking); err != nil || diff != "" {
		t.Errorf("lacking: %v\n%s", err, diff)
	}
	own, err := h.ListQualifications(t.Context(), wang, training.ListQualifications{})
	if err != nil || len(own) != 1 || own[0].EmployeeID != 2 {
		t.Errorf("one's own: %+v, %v", own, err)
	}
	if ward, err := h.ListQualifications(t.Context(), head, training.ListQualifications{EmployeeID: 3}); err != nil || len(ward) != 0 {
		t.Errorf("the ward sees %+v of the pharmacy, %v", ward, err)
	}
}

func TestARequirementIsSaidBeforeItHolds(t *testing.T) {
	h := newHospital(t)
	h.licences()
	r := h.require(training.NewRequirement{PostID: 1, Level: "everyone", KindID: 1})
	ctx := t.Context()
	for _, tt := range []struct {
		promise string
		in      training.NewRequirement
		kind    fault.Kind
	}{
		{"twice", training.NewRequirement{PostID: 1, Level: "everyone", KindID: 1, From: "2026-12-01"}, fault.Conflict},
		{"afterwards", training.NewRequirement{PostID: 1, Level: "leader", KindID: 1, From: "2026-10-30"}, fault.Invalid},
		{"nothing", training.NewRequirement{PostID: 1, Level: "leader", From: "2026-12-01"}, fault.Invalid},
		{"two things", training.NewRequirement{PostID: 1, Level: "leader", KindID: 1, CourseID: 1, From: "2026-12-01"}, fault.Invalid},
		{"of no post", training.NewRequirement{PostID: 9, Level: "leader", KindID: 1, From: "2026-12-01"}, fault.Invalid},
		{"of no kind", training.NewRequirement{PostID: 1, Level: "leader", KindID: 9, From: "2026-12-01"}, fault.Invalid},
		{"of no course", training.NewRequirement{PostID: 1, Level: "leader", CourseID: 9, From: "2026-12-01"}, fault.Invalid},
		{"of another level", training.NewRequirement{PostID: 1, Level: "leader", KindID: 1, From: "2026-12-01"}, ""},
	} {
		_, err := h.Require(ctx, hr, tt.in)
		want(t, tt.promise, err, tt.kind)
	}
	_, err := h.EndRequirement(ctx, hr, training.EndRequirement{ID: r.ID, On: "2026-10-30"})
	want(t, "ended yesterday", err, fault.Invalid)
	_, err = h.EndRequirement(ctx, hr, training.EndRequirement{ID: 99, On: "2026-11-01"})
	want(t, "unknown", err, fault.NotFound)
	if r, err = h.EndRequirement(ctx, hr, training.EndRequirement{ID: r.ID, On: "2026-11-01"}); err != nil || r.To != "2026-11-01" {
		t.Errorf("%+v, %v", r, err)
	}
	for day, n := range map[string]int{"2026-10-31 12:00:00": 1, "2026-11-01 12:00:00": 0, "2026-12-01 12:00:00": 1} {
		if list, err := h.at(day).ListRequirements(ctx, wang, training.ListRequirements{}); err != nil || len(list) != n {
			t.Errorf("%s: %+v, %v", day, list, err)
		}
	}
	planned := h.require(training.NewRequirement{PostID: 1, Level: "senior", KindID: 1, From: "2026-12-01"})
	if r, err = h.EndRequirement(ctx, hr, training.EndRequirement{ID: planned.ID, On: "2026-11-01"}); err != nil || r.To != r.From {
		t.Errorf("one that has not begun ends as if it had never been: %+v, %v", r, err)
	}
}
