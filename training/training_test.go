package training_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func TestCourses(t *testing.T) {
	h := newHospital(t)
	good := training.NewCourse{Code: "privacy", Title: en("Privacy"), Mode: "online", Level: "everyone", Category: "law-privacy", Minutes: 60}
	for _, test := range []struct {
		what   string
		change func(*training.NewCourse)
		want   fault.Kind
	}{
		{"new", func(*training.NewCourse) {}, ""},
		{"a code in use", func(*training.NewCourse) {}, fault.Conflict},
		{"a code that is none", func(c *training.NewCourse) { c.Code = "隐私" }, fault.Invalid},
		{"no title", func(c *training.NewCourse) { c.Title = nil }, fault.Invalid},
	} {
		in := good
		test.change(&in)
		_, err := h.CreateCourse(t.Context(), hr, in)
		want(t, test.what, err, test.want)
	}
	for _, test := range []struct {
		what string
		in   training.ListCourses
		want []string
	}{
		{"all, by code", training.ListCourses{}, []string{"courtesy", "first-week", "privacy"}},
		{"by mode", training.ListCourses{Mode: "online"}, []string{"privacy"}},
		{"by level and category", training.ListCourses{Level: "newcomer", Category: "onboarding"}, []string{"first-week"}},
		{"none", training.ListCourses{Mode: "external"}, []string{}},
	} {
		list, err := h.ListCourses(t.Context(), nobody, test.in)
		got := []string{}
		for _, c := range list {
			got = append(got, c.Code)
		}
		if diff := cmp.Diff(test.want, got); err != nil || list == nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'create' AND object = 'course' AND account_id = 1`); n != 1 {
		t.Errorf("%d journal entries, want 1", n)
	}
}

func TestCreateSession(t *testing.T) {
	h := newHospital(t)
	at := time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)
	good := training.NewSession{CourseID: 1, TrainerID: 1, Place: "Hall", StartsAt: at, EndsAt: at.Add(time.Hour)}
	for _, test := range []struct {
		what   string
		change func(*training.NewSession)
		want   fault.Kind
	}{
		{"planned", func(*training.NewSession) {}, ""},
		{"no course", func(s *training.NewSession) { s.CourseID = 99 }, fault.Invalid},
		{"no trainer", func(s *training.NewSession) { s.TrainerID = 99 }, fault.Invalid},
		{"a trainer who has left", func(s *training.NewSession) { s.TrainerID = 4 }, fault.Invalid},
		{"one that was, with a trainer who has left since", func(s *training.NewSession) {
			s.TrainerID, s.StartsAt, s.EndsAt = 4, at.AddDate(-1, 0, 0), at.AddDate(-1, 0, 0).Add(time.Hour)
		}, ""},
		{"ends as it starts", func(s *training.NewSession) { s.EndsAt = at }, fault.Invalid},
		{"shorter than a second", func(s *training.NewSession) { s.EndsAt = at.Add(time.Millisecond) }, fault.Invalid},
		{"longer than a day", func(s *training.NewSession) { s.EndsAt = at.Add(25 * time.Hour) }, fault.Invalid},
		{"in the Middle Ages", func(s *training.NewSession) {
			s.StartsAt, s.EndsAt = at.AddDate(-1000, 0, 0), at.AddDate(-1000, 0, 0).Add(time.Hour)
		}, fault.Invalid},
	} {
		in := good
		test.change(&in)
		_, err := h.CreateSession(t.Context(), hr, in)
		want(t, test.what, err, test.want)
	}
}

func TestListSessions(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what string
		in   training.ListSessions
		want []int64
	}{
		{"all, the latest entered first", training.ListSessions{}, []int64{4, 3, 2, 1}},
		{"a page", training.ListSessions{Before: 4, Limit: 2}, []int64{3, 2}},
		{"of a course", training.ListSessions{CourseID: 2}, []int64{4}},
		{"of a trainer", training.ListSessions{TrainerID: 2}, []int64{}},
		{"from a day on, which begins at the hospital's midnight", training.ListSessions{From: "2026-10-31"}, []int64{3, 2, 1}},
		{"up to a day, included", training.ListSessions{To: "2026-10-31"}, []int64{4, 2, 1}},
		{"up to the day before", training.ListSessions{To: "2026-10-30"}, []int64{4}},
		{"the soonest first", training.ListSessions{Order: "soonest"}, []int64{4, 2, 1, 3}},
		{"a page of those", training.ListSessions{Order: "soonest", Before: 2, Limit: 1}, []int64{1}},
		{"the latest first", training.ListSessions{Order: "latest"}, []int64{3, 1, 2, 4}},
		{"a page of those, too", training.ListSessions{Order: "latest", Before: 1}, []int64{2, 4}},
	} {
		list, err := h.ListSessions(t.Context(), nobody, test.in)
		got := []int64{}
		for _, s := range list {
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(test.want, got); err != nil || list == nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	_, err := h.ListSessions(t.Context(), nobody, training.ListSessions{To: "today"})
	want(t, "a day that is none", err, fault.Invalid)
}
