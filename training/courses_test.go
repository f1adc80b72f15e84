package training_test

import (
	"testing"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/training"
)

func TestUpdateCourse(t *testing.T) {
	h := newHospital(t)
	earned := h.credit(4, 3, 480)
	in := training.UpdateCourse{
		ID: 2, Mode: "external", Level: "everyone", Category: "cases", Minutes: 90,
		Title: texts.Localized{"zh-CN": "案例", "zh-TW": "案例", "ko": "사례", "en": "Cases"},
	}
	c, err := h.UpdateCourse(t.Context(), li, in)
	if err != nil || c.Code != "first-week" || c.Title["ko"] != "사례" || c.Minutes != 90 || c.Category != "cases" {
		t.Errorf("updated: %+v, %v", c, err)
	}
	got := h.hours(3)
	if got.Onboarding != 480 || got.Credits[0].ID != earned.ID || got.Credits[0].Purpose != "onboarding" {
		t.Errorf("what was credited before changes: %+v", got)
	}
	for what, change := range map[string]func(*training.UpdateCourse){
		"no title":                   func(c *training.UpdateCourse) { c.Title = nil },
		"a language nobody can read": func(c *training.UpdateCourse) { c.Title = texts.Localized{"tlh": "X"} },
	} {
		wrong := in
		change(&wrong)
		_, err := h.UpdateCourse(t.Context(), li, wrong)
		want(t, what, err, fault.Invalid)
	}
	in.ID = 99
	_, err = h.UpdateCourse(t.Context(), li, in)
	want(t, "none", err, fault.NotFound)
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'update' AND object = 'course' AND before->>'minutes' = '480' AND after->>'minutes' = '90'`); n != 1 {
		t.Errorf("%d journal entries, want 1", n)
	}
}

func TestRetireCourse(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what string
		id   int64
		want fault.Kind
	}{{"one", 1, ""}, {"again", 1, fault.Conflict}, {"none", 99, fault.NotFound}} {
		_, err := h.RetireCourse(t.Context(), li, training.RetireCourse{ID: test.id})
		want(t, test.what, err, test.want)
	}
	for retired, n := range map[bool]int{false: 1, true: 2} {
		list, err := h.ListCourses(t.Context(), nobody, training.ListCourses{Retired: retired})
		if err != nil || len(list) != n {
			t.Errorf("listed with retired %v: %+v, %v", retired, list, err)
		}
	}
	if c := h.credit(1, 2, 60); c.Minutes != 60 {
		t.Errorf("a session that was held before: %+v", c)
	}
}
