package people_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

func TestListEmployees(t *testing.T) {
	h := newHospital(t)
	h.hire("P-100%", "李娜", 3, "2025-01-01")   // 2
	h.hire("S-1", "박서연", 1, "2026-12-01")     // 3, not yet
	h.hire("W-2", "Ann_Lee", 2, "2024-06-01") // 4, has left
	if _, err := h.Leave(t.Context(), hr, people.LeaveHospital{ID: 4, On: "2026-01-01"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    people.ListEmployees
		want  []int64
	}{
		{"everybody", hr, people.ListEmployees{}, []int64{1, 2, 3, 4}},
		{"a page", hr, people.ListEmployees{After: 1, Limit: 2}, []int64{2, 3}},
		{"by name", hr, people.ListEmployees{Search: "민준"}, []int64{1}},
		{"by Latin name, in any case", hr, people.ListEmployees{Search: "min-JUN"}, []int64{1}},
		{"by number, with nothing taken for a wildcard", hr, people.ListEmployees{Search: "0%"}, []int64{2}},
		{"by underscore", hr, people.ListEmployees{Search: "_"}, []int64{4}},
		{"employed on a day", hr, people.ListEmployees{On: "2025-06-01"}, []int64{1, 2, 4}},
		{"of a department and all below it, today", hr, people.ListEmployees{DepartmentID: 1}, []int64{1}},
		{"of a department on a day", hr, people.ListEmployees{DepartmentID: 1, On: "2025-12-31"}, []int64{1, 4}},
		{"on the day they left", hr, people.ListEmployees{DepartmentID: 1, On: "2026-01-01"}, []int64{1}},
		{"of a post", hr, people.ListEmployees{PostID: 2}, []int64{}},
		{"of a post in a department", hr, people.ListEmployees{PostID: 1, DepartmentID: 3}, []int64{2}},
		{"of no department", hr, people.ListEmployees{DepartmentID: 99}, []int64{}},
		{"one's departments", head, people.ListEmployees{}, []int64{1}},
		{"one's departments then", head, people.ListEmployees{On: "2025-01-01"}, []int64{1, 4}},
		{"another department from outside", head, people.ListEmployees{DepartmentID: 3}, []int64{}},
		{"oneself", kim, people.ListEmployees{}, []int64{1}},
		{"out of reach", nobody, people.ListEmployees{}, []int64{}},
	} {
		list, err := h.ListEmployees(t.Context(), test.actor, test.in)
		got := []int64{}
		for _, e := range list {
			got = append(got, e.ID)
		}
		if diff := cmp.Diff(test.want, got); err != nil || list == nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	_, err := h.ListEmployees(t.Context(), hr, people.ListEmployees{On: "2026-02-30"})
	want(t, "a day that is none", err, fault.Invalid)
	list, _ := h.ListEmployees(t.Context(), hr, people.ListEmployees{})
	if len(list[0].Postings) != 1 || list[0].Postings[0].FTE != 800 || list[2].Postings == nil || len(list[2].Postings) != 0 {
		t.Errorf("with the postings of today: %+v", list)
	}
}

func TestGetEmployee(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		id    int64
		want  fault.Kind
	}{
		{"in the hospital", hr, 1, ""},
		{"in one's department", head, 1, ""},
		{"oneself", kim, 1, ""},
		{"in another department", other, 1, fault.NotFound},
		{"out of reach", nobody, 1, fault.NotFound},
		{"none", hr, 99, fault.NotFound},
	} {
		_, err := h.GetEmployee(t.Context(), test.actor, people.GetEmployee{ID: test.id})
		want(t, test.what, err, test.want)
	}
	if _, err := h.Transfer(t.Context(), hr, people.Transfer{ID: 1, DepartmentID: 3, PostID: 1, On: "2026-11-02"}); err != nil {
		t.Fatal(err)
	}
	for _, actor := range []accounts.Actor{head, other} {
		_, err := h.GetEmployee(t.Context(), actor, people.GetEmployee{ID: 1})
		want(t, "the day before a transfer, both departments know them", err, "")
	}
}

func TestCreateEmployee(t *testing.T) {
	h := newHospital(t)
	good := people.NewEmployee{Number: " N-2 ", Name: "王芳", HiredOn: "2026-11-01", DepartmentID: 2, PostID: 1, FTE: 500}
	for _, test := range []struct {
		what   string
		change func(*people.NewEmployee)
		want   fault.Kind
	}{
		{"hired", func(*people.NewEmployee) {}, ""},
		{"a number in use", func(e *people.NewEmployee) { e.Number = "N-1" }, fault.Conflict},
		{"no number", func(e *people.NewEmployee) { e.Number = "  " }, fault.Invalid},
		{"no department", func(e *people.NewEmployee) { e.Number, e.DepartmentID = "N-3", 99 }, fault.Invalid},
		{"no post", func(e *people.NewEmployee) { e.Number, e.PostID = "N-3", 99 }, fault.Invalid},
		{"no day", func(e *people.NewEmployee) { e.Number, e.HiredOn = "N-3", "2026-13-01" }, fault.Invalid},
	} {
		in := good
		test.change(&in)
		e, err := h.CreateEmployee(t.Context(), hr, in)
		want(t, test.what, err, test.want)
		if err == nil && (e.Number != "N-2" || len(e.Postings) != 1 || e.Postings[0].From != "2026-11-01" || e.Postings[0].FTE != 500) {
			t.Errorf("%s: %+v", test.what, e)
		}
	}
	list, err := h.ListEmployees(t.Context(), hr, people.ListEmployees{})
	if err != nil || len(list) != 2 {
		t.Errorf("nothing is left of those refused: %+v, %v", list, err)
	}
}

func TestUpdateEmployee(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "王芳", 3, "2025-01-01")
	for _, test := range []struct {
		what, number string
		hired        worktime.Day
		id           int64
		want         fault.Kind
	}{
		{"corrected", "N-10", "2023-12-01", 1, ""},
		{"a number in use", "N-2", "2023-12-01", 1, fault.Conflict},
		{"hired after the first posting", "N-10", "2024-01-02", 1, fault.Invalid},
		{"none", "N-11", "2024-01-02", 99, fault.NotFound},
	} {
		e, err := h.UpdateEmployee(t.Context(), hr, people.UpdateEmployee{ID: test.id, Number: test.number, Name: "김민준", HiredOn: test.hired})
		want(t, test.what, err, test.want)
		if err == nil && (e.Number != test.number || e.HiredOn != test.hired || len(e.Postings) != 1) {
			t.Errorf("%s: %+v", test.what, e)
		}
	}
}

func TestPostingsOverTime(t *testing.T) {
	h := newHospital(t)
	type days map[worktime.Day]int64 // → department
	check := func(what string, want days) {
		t.Helper()
		for day, department := range want {
			p, err := people.PostingOn(t.Context(), h.DB, 1, day, 0)
			if department == 0 && !fault.Is(err, fault.NotFound) || department != 0 && (err != nil || p.DepartmentID != department) {
				t.Errorf("%s: on %s: %+v, %v, want department %d", what, day, p, err, department)
			}
		}
	}
	check("hired", days{"2023-12-31": 0, "2024-01-01": 2, "2030-01-01": 2})

	e, err := h.Transfer(t.Context(), hr, people.Transfer{ID: 1, DepartmentID: 3, PostID: 2, On: "2026-11-15"})
	want(t, "transfer", err, "")
	if len(e.Postings) != 2 || e.Postings[0].To != "2026-11-15" || e.Postings[1].FTE != 800 {
		t.Errorf("transfer: %+v", e.Postings)
	}
	check("transferred", days{"2026-11-14": 2, "2026-11-15": 3})

	for _, test := range []struct {
		what string
		do   func() (people.Employee, error)
		want fault.Kind
	}{
		{"transfer from where they no longer are", func() (people.Employee, error) {
			return h.Transfer(t.Context(), hr, people.Transfer{ID: 1, DepartmentID: 3, PostID: 2, On: "2026-12-01"})
		}, fault.Conflict},
		{"transfer on the first day", func() (people.Employee, error) {
			return h.Transfer(t.Context(), hr, people.Transfer{ID: 2, DepartmentID: 2, PostID: 2, On: "2026-11-15"})
		}, fault.Invalid},
		{"posted there twice", func() (people.Employee, error) {
			return h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 3, PostID: 2, From: "2027-01-01"})
		}, fault.Conflict},
		{"posted before being hired", func() (people.Employee, error) {
			return h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 1, PostID: 2, From: "2023-01-01"})
		}, fault.Invalid},
		{"posted backwards", func() (people.Employee, error) {
			return h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 1, PostID: 2, From: "2026-12-01", To: "2026-12-01"})
		}, fault.Invalid},
		{"posted out of reach", func() (people.Employee, error) {
			return h.AddPosting(t.Context(), head, people.NewPosting{EmployeeID: 1, DepartmentID: 3, PostID: 1, From: "2026-12-01"})
		}, fault.Invalid},
		{"somebody out of reach", func() (people.Employee, error) {
			return h.EndPosting(t.Context(), nobody, people.EndPosting{ID: 1, On: "2026-12-01"})
		}, fault.NotFound},
		{"no posting", func() (people.Employee, error) {
			return h.EndPosting(t.Context(), hr, people.EndPosting{ID: 99, On: "2026-12-01"})
		}, fault.NotFound},
		{"posted besides", func() (people.Employee, error) {
			return h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 1, PostID: 2, From: "2026-12-01"})
		}, ""},
		{"ended before it begins", func() (people.Employee, error) {
			return h.EndPosting(t.Context(), hr, people.EndPosting{ID: 2, On: "2026-11-10"})
		}, ""},
	} {
		_, err := test.do()
		want(t, test.what, err, test.want)
	}
	check("withdrawn", days{"2026-11-14": 2, "2026-11-15": 0, "2026-12-01": 1})

	e, err = h.Leave(t.Context(), hr, people.LeaveHospital{ID: 1, On: "2026-12-24"})
	if err != nil || e.LeftOn != "2026-12-24" {
		t.Errorf("leave: %+v, %v", e, err)
	}
	check("left", days{"2026-11-14": 2, "2026-12-23": 1, "2026-12-24": 0})
	_, err = h.Leave(t.Context(), hr, people.LeaveHospital{ID: 1, On: "2026-12-25"})
	want(t, "leave twice", err, fault.Conflict)
	_, err = h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 2, PostID: 1, From: "2026-12-20"})
	want(t, "posted beyond the end", err, fault.Conflict)
	_, err = h.EndPosting(t.Context(), hr, people.EndPosting{ID: 1, On: "2026-12-25"})
	want(t, "prolonged beyond the end", err, fault.Conflict)
	for action, n := range map[string]int{"transfer": 1, "add-posting": 1, "end-posting": 1, "leave": 1} {
		if got := h.journalled(action); got != n {
			t.Errorf("%d journal entries of %s, want %d", got, action, n)
		}
	}
}

func TestPostingOnPrefersTheDepartment(t *testing.T) {
	h := newHospital(t)
	if _, err := h.AddPosting(t.Context(), hr, people.NewPosting{EmployeeID: 1, DepartmentID: 3, PostID: 2, From: "2025-01-01"}); err != nil {
		t.Fatal(err)
	}
	for prefer, department := range map[int64]int64{0: 2, 3: 3, 2: 2, 1: 2} {
		p, err := people.PostingOn(t.Context(), h.DB, 1, "2026-01-01", prefer)
		if err != nil || p.DepartmentID != department {
			t.Errorf("preferring %d: %+v, %v", prefer, p, err)
		}
	}
	_, err := people.PostingOn(t.Context(), h.DB, 99, "2026-01-01", 0)
	want(t, "nobody", err, fault.NotFound)
}

func TestTwoTransfersAtOnceAreOne(t *testing.T) {
	h := newHospital(t)
	var errs [2]error
	move := func(i int, department int64) func() {
		return func() {
			_, errs[i] = h.Transfer(t.Context(), hr, people.Transfer{ID: 1, DepartmentID: department, PostID: 1, On: "2026-11-15"})
		}
	}
	h.meanwhile(`SELECT FROM postings FOR UPDATE`, move(0, 1), move(1, 3))
	if errs[0] != nil && errs[1] != nil || !fault.Is(errors.Join(errs[:]...), fault.Conflict) {
		t.Errorf("want one of two, and a conflict: %v", errs)
	}
}
