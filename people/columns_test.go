package people_test

import (
	"testing"

	"github.com/wardstar/wardstar/people"
)

// TestANewerSchema promises that a server goes on working while the database has
// columns already that only the next version knows.
func TestANewerSchema(t *testing.T) {
	h := newHospital(t)
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`) // whose tables they are
	for _, table := range []string{"hospital", "departments", "posts", "employees", "postings"} {
		tx.MustExec(`ALTER TABLE ` + table + ` ADD COLUMN of_the_next_version text NOT NULL DEFAULT 'x'`)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{
		"hospital": func() error { _, err := h.GetHospital(t.Context(), hr, struct{}{}); return err },
		"departments": func() error {
			_, err := h.ListDepartments(t.Context(), hr, struct{}{})
			return err
		},
		"create department": func() error {
			_, err := h.CreateDepartment(t.Context(), hr, people.NewDepartment{Code: "x", Name: en("X")})
			return err
		},
		"update department": func() error {
			_, err := h.UpdateDepartment(t.Context(), hr, people.UpdateDepartment{ID: 2, Code: "ward-2", Name: en("Ward")})
			return err
		},
		"posts": func() error { _, err := h.ListPosts(t.Context(), hr, struct{}{}); return err },
		"create post": func() error {
			_, err := h.CreatePost(t.Context(), hr, people.NewPost{Code: "x", Family: "x", Name: en("X")})
			return err
		},
		"update post": func() error {
			_, err := h.UpdatePost(t.Context(), hr, people.UpdatePost{ID: 2, Code: "y", Family: "y", Name: en("Y")})
			return err
		},
		"employees": func() error { _, err := h.ListEmployees(t.Context(), hr, people.ListEmployees{}); return err },
		"employee":  func() error { _, err := h.GetEmployee(t.Context(), hr, people.GetEmployee{ID: 1}); return err },
		"create employee": func() error {
			_, err := h.CreateEmployee(t.Context(), hr, people.NewEmployee{Number: "x", Name: "X", HiredOn: "2026-01-01", DepartmentID: 1, PostID: 1})
			return err
		},
		"update employee": func() error {
			_, err := h.UpdateEmployee(t.Context(), hr, people.UpdateEmployee{ID: 1, Number: "y", Name: "Y", HiredOn: "2024-01-01"})
			return err
		},
		"posting on": func() error { _, err := people.PostingOn(t.Context(), h.DB, 1, "2026-01-01", 0); return err },
	} {
		want(t, what, do(), "")
	}
}
