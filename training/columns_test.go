package training_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/training"
)

// TestANewerSchema promises that a server goes on working while the database has
// columns already that only the next version knows.
func TestANewerSchema(t *testing.T) {
	h := newHospital(t)
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`) // whose tables they are
	for _, table := range []string{"courses", "training_sessions", "credits"} {
		tx.MustExec(`ALTER TABLE ` + table + ` ADD COLUMN of_the_next_version text NOT NULL DEFAULT 'x'`)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	credit := func(minutes int) (training.Credit, error) {
		list, err := h.CreditHours(t.Context(), hr, training.CreditHours{SessionID: 1, Credits: []training.NewCredit{{EmployeeID: 2, Minutes: minutes}}})
		if err != nil {
			return training.Credit{}, err
		}
		return list[0], nil
	}
	for _, test := range []struct {
		what string
		do   func() error
	}{
		{"courses", func() error { _, err := h.ListCourses(t.Context(), hr, training.ListCourses{}); return err }},
		{"create course", func() error {
			_, err := h.CreateCourse(t.Context(), hr, training.NewCourse{
				Code: "x", Title: en("X"), Mode: "online", Level: "everyone", Category: "etiquette", Minutes: 60,
			})
			return err
		}},
		{"sessions", func() error { _, err := h.ListSessions(t.Context(), hr, training.ListSessions{}); return err }},
		{"create session", func() error {
			_, err := h.CreateSession(t.Context(), hr, training.NewSession{
				CourseID: 1, TrainerID: 1, Place: "Hall", StartsAt: h.Now(), EndsAt: h.Now().Add(time.Hour),
			})
			return err
		}},
		{"credit", func() error { _, err := credit(60); return err }},
		{"repeat", func() error { _, err := credit(60); return err }},
		{"hours", func() error { _, err := h.Hours(t.Context(), hr, training.HoursOf{EmployeeID: 2}); return err }},
		{"void", func() error {
			c, err := credit(60)
			if err != nil {
				return err
			}
			_, err = h.VoidCredit(t.Context(), hr, training.VoidCredit{ID: c.ID, Reason: "was not there"})
			return err
		}},
	} {
		want(t, test.what, test.do(), "")
	}
}
