package people_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

func TestHospital(t *testing.T) {
	h := newHospital(t)
	good := people.Hospital{Name: en("General"), TimeZone: "Asia/Shanghai", Language: "zh-CN"}
	for _, test := range []struct {
		what   string
		change func(*people.Hospital)
		want   fault.Kind
	}{
		{"as it should be", func(*people.Hospital) {}, ""},
		{"again", func(*people.Hospital) {}, ""},
		{"no such time zone", func(h *people.Hospital) { h.TimeZone = "Asia/Beijing" }, fault.Invalid},
		{"this machine's time zone", func(h *people.Hospital) { h.TimeZone = "Local" }, fault.Invalid},
		{"no time zone", func(h *people.Hospital) { h.TimeZone = "" }, fault.Invalid},
		{"no name", func(h *people.Hospital) { h.Name = texts.Localized{"en": " "} }, fault.Invalid},
		{"a name in Latin", func(h *people.Hospital) { h.Name = texts.Localized{"la": "Hospitium"} }, fault.Invalid},
	} {
		in := good
		test.change(&in)
		_, err := h.UpdateHospital(t.Context(), hr, in)
		want(t, test.what, err, test.want)
	}
	got, err := h.GetHospital(t.Context(), nobody, struct{}{})
	if diff := cmp.Diff(good, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if n := h.journalled("update"); n != 2 {
		t.Errorf("%d journal entries, want 2", n)
	}
}

func TestLocalDay(t *testing.T) {
	h := newHospital(t)
	if day, err := people.LocalDay(t.Context(), h.DB, h.Now()); err != nil || day != "2026-11-01" {
		t.Errorf("in Seoul: %s, %v", day, err)
	}
}

func TestLocation(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct{ what, query, want string }{
		{"the hospital's", `SELECT`, "Asia/Seoul"},
		{"of another", `UPDATE hospital SET time_zone = 'Asia/Taipei'`, "Asia/Taipei"},
		{"of one that is misspelt", `UPDATE hospital SET time_zone = 'Asia/Soul'`, ""},
	} {
		h.DB.MustExec(test.query)
		loc, err := people.Location(t.Context(), h.DB)
		if (err == nil) != (test.want != "") || err == nil && loc.String() != test.want {
			t.Errorf("%s: %v, %v, want %q", test.what, loc, err, test.want)
		}
	}
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`UPDATE hospital SET time_zone = 'Asia/Hong_Kong'`)
	if loc, err := people.Location(t.Context(), tx); err != nil || loc.String() != "Asia/Hong_Kong" {
		t.Errorf("within a transaction: %v, %v", loc, err)
	}
}

func TestBelow(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO departments (parent_id, code, name) VALUES (2, 'bay', '{"en": "Bay"}'), (1, 'theatre', '{"en": "Theatre"}')`)
	for _, test := range []struct {
		what string
		id   int64
		want []int64
	}{
		{"a department with all below it", 1, []int64{1, 2, 4, 5}},
		{"one in the middle", 2, []int64{2, 4}},
		{"one without any below", 3, []int64{3}},
		{"none", 0, nil},
	} {
		var got []int64
		err := h.DB.Select(&got, people.Below("$2")+` SELECT id FROM below WHERE $1 ORDER BY id`, true, test.id)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
}

func TestDepartments(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what string
		in   people.NewDepartment
		want fault.Kind
	}{
		{"below another", people.NewDepartment{ParentID: 2, Code: "bay-1", Name: en("Bay")}, ""},
		{"at the top", people.NewDepartment{Code: "imaging", Name: en("Imaging")}, ""},
		{"a code in use", people.NewDepartment{Code: "ward", Name: en("Ward")}, fault.Conflict},
		{"a code that is none", people.NewDepartment{Code: "外科", Name: en("Surgery")}, fault.Invalid},
		{"below none", people.NewDepartment{ParentID: 1 << 40, Code: "x", Name: en("X")}, fault.Invalid},
		{"without a name", people.NewDepartment{Code: "y"}, fault.Invalid},
	} {
		_, err := h.CreateDepartment(t.Context(), hr, test.in)
		want(t, test.what, err, test.want)
	}
	list, err := h.ListDepartments(t.Context(), nobody, struct{}{})
	if err != nil || len(list) != 5 || list[0].Code != "bay-1" || *list[0].ParentID != 2 {
		t.Errorf("list: %+v, %v", list, err)
	}
	bay := list[0].ID
	for _, test := range []struct {
		what       string
		id, parent int64
		code       string
		want       fault.Kind
		says       string
	}{
		{"renamed", bay, 2, "bay-one", "", ""},
		{"moved to the top", bay, 0, "bay-one", "", ""},
		{"moved back", bay, 2, "bay-one", "", ""},
		{"below itself", 1, 1, "surgery", fault.Invalid, "surgery cannot be a part of itself"},
		{"below its child", 1, 2, "surgery", fault.Invalid, "ward is a part of surgery, so it cannot hold it"},
		{"below its grandchild", 1, bay, "surgery", fault.Invalid, "bay-one is a part of surgery, so it cannot hold it"},
		{"below none", 1, 99, "surgery", fault.Invalid, "there is no department 99"},
		{"another's code", 1, 0, "ward", fault.Conflict, ""},
		{"none", 99, 0, "x", fault.NotFound, ""},
	} {
		d, err := h.UpdateDepartment(t.Context(), hr, people.UpdateDepartment{ID: test.id, ParentID: test.parent, Code: test.code, Name: en("X")})
		want(t, test.what, err, test.want)
		if err == nil && d.Code != test.code {
			t.Errorf("%s: %+v", test.what, d)
		}
		if test.says != "" && fault.As(err).Fields["parentId"] != test.says {
			t.Errorf("%s: says %q", test.what, fault.As(err).Fields)
		}
	}
}

func TestTwoMovesAtOnceTieNoKnot(t *testing.T) {
	h := newHospital(t)
	var errs [2]error
	move := func(i int, in people.UpdateDepartment) func() {
		return func() { _, errs[i] = h.UpdateDepartment(t.Context(), hr, in) }
	}
	h.meanwhile(`SELECT FROM departments FOR UPDATE`,
		move(0, people.UpdateDepartment{ID: 1, ParentID: 3, Code: "surgery", Name: en("Surgery")}),
		move(1, people.UpdateDepartment{ID: 3, ParentID: 1, Code: "pharmacy", Name: en("Pharmacy")}))
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("want one of two: %v", errs)
	}
}

func TestPosts(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what string
		do   func() error
		want fault.Kind
	}{
		{"new", func() error {
			_, err := h.CreatePost(t.Context(), hr, people.NewPost{Code: "cashier", Family: "service", Name: en("Cashier")})
			return err
		}, ""},
		{"a code in use", func() error {
			_, err := h.CreatePost(t.Context(), hr, people.NewPost{Code: "nurse", Family: "x", Name: en("X")})
			return err
		}, fault.Conflict},
		{"a family that is none", func() error {
			_, err := h.CreatePost(t.Context(), hr, people.NewPost{Code: "x", Family: "X X", Name: en("X")})
			return err
		}, fault.Invalid},
		{"changed", func() error {
			_, err := h.UpdatePost(t.Context(), hr, people.UpdatePost{ID: 2, Code: "guide", Family: "nursing", Name: en("Guide")})
			return err
		}, ""},
		{"another's code", func() error {
			_, err := h.UpdatePost(t.Context(), hr, people.UpdatePost{ID: 2, Code: "nurse", Family: "nursing", Name: en("Guide")})
			return err
		}, fault.Conflict},
		{"none", func() error {
			_, err := h.UpdatePost(t.Context(), hr, people.UpdatePost{ID: 99, Code: "z", Family: "z", Name: en("Z")})
			return err
		}, fault.NotFound},
	} {
		want(t, test.what, test.do(), test.want)
	}
	list, err := h.ListPosts(t.Context(), nobody, struct{}{})
	if err != nil || len(list) != 3 || list[1].Family != "nursing" {
		t.Errorf("list: %+v, %v", list, err)
	}
}
