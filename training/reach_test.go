package training_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/training"
)

// TestATrainerOfADepartment holds sessions of its people, and changes nothing that
// holds everywhere.
func TestATrainerOfADepartment(t *testing.T) {
	h := newHospital(t)
	pharmacist := accounts.Actor{AccountID: 1, EmployeeID: 3, Reach: accounts.Reach{Departments: []int64{2}, EmployeeID: 3}}
	ctx, title := t.Context(), texts.Localized{"en": "X"}
	december := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
	plan := func(trainer int64) error {
		_, err := h.CreateSession(ctx, pharmacist, training.NewSession{CourseID: 1, TrainerID: trainer, Place: "Pharmacy", StartsAt: december, EndsAt: december.Add(time.Hour)})
		return err
	}
	change := training.ChangeSession{ID: 3, TrainerID: 3, Place: "Pharmacy", StartsAt: december, EndsAt: december.Add(time.Hour)}
	for _, test := range []struct {
		what string
		do   func() error
		want fault.Kind
	}{
		{"a course", func() error {
			_, err := h.CreateCourse(ctx, pharmacist, training.NewCourse{Code: "x", Title: title, Mode: "online", Level: "everyone", Category: "cases", Minutes: 1})
			return err
		}, fault.Forbidden},
		{"retiring one", func() error { _, err := h.RetireCourse(ctx, pharmacist, training.RetireCourse{ID: 1}); return err }, fault.Forbidden},
		{"an assessment", func() error {
			_, err := h.CreateAssessment(ctx, pharmacist, training.NewAssessment{Code: "x"})
			return err
		}, fault.Forbidden},
		{"a bank of questions", func() error { _, err := h.ListQuestions(ctx, pharmacist, training.BankOf{ID: 1}); return err }, fault.Forbidden},
		{"retiring a question", func() error { _, err := h.RetireQuestion(ctx, pharmacist, training.RetireQuestion{ID: 1}); return err }, fault.Forbidden},
		{"a session that somebody of the ward holds", func() error { return plan(1) }, fault.Invalid},
		{"a session of one's own", func() error { return plan(3) }, ""},
		{"changing a session of the ward", func() error { _, err := h.ChangeSession(ctx, pharmacist, change); return err }, fault.Forbidden},
		{"cancelling it", func() error {
			_, err := h.CancelSession(ctx, pharmacist, training.CancelSession{ID: 3, Reason: "snow"})
			return err
		}, fault.Forbidden},
		{"showing its codes", func() error {
			_, err := h.CheckInCode(ctx, pharmacist, training.ShowCheckInCode{SessionID: 1})
			return err
		}, fault.Forbidden},
		{"moving one's own", func() error {
			change.ID = 5
			_, err := h.ChangeSession(ctx, pharmacist, change)
			return err
		}, ""},
	} {
		if err := test.do(); test.want == "" && err != nil || test.want != "" && !fault.Is(err, test.want) {
			t.Errorf("%s: %v, want %q", test.what, err, test.want)
		}
	}
}

// TestWhoStandsInDecidesNothingAboutTheAbsent either.
func TestWhoStandsInDecidesNothingAboutTheAbsent(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE courses SET mode = 'online' WHERE id = 1`)
	standIn := li
	standIn.InPlaceOf = []accounts.Person{{EmployeeID: 2}}
	_, err := h.RecordCertificate(t.Context(), standIn, training.NewCertificate{EmployeeID: 2, KindID: 1, IssuedOn: "2026-10-01"})
	if !fault.Is(err, fault.Invalid) || fault.As(err).Fields["employeeId"] != "name somebody else: nobody confirms their own" {
		t.Errorf("a certificate: %v", err)
	}
	percent := 90
	if _, err := h.Assess(t.Context(), standIn, training.Assess{AssessmentID: 1, EmployeeID: 2, Percent: &percent, Note: "good"}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an assessment: %v", err)
	}
	_, err = h.CreditCourse(t.Context(), standIn, training.CreditCourse{CourseID: 1, On: "2026-10-01", Credits: []training.NewCredit{{EmployeeID: 2}}})
	if !fault.Is(err, fault.Forbidden) {
		t.Errorf("an online course: %v", err)
	}
}
