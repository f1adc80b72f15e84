package feedback

import (
	"fmt"
	"slices"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

var (
	headOfBlood = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1}}}
	wangLi      = accounts.Actor{AccountID: 1, Reach: accounts.Reach{EmployeeID: 1}}
	nobody      = accounts.Actor{AccountID: 1}
)

func TestTouchpointsWithinReach(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-01' WHERE code = 'BADGE002'`)
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    ListTouchpoints
		want  []string
	}{
		{"hospital", boss, ListTouchpoints{}, []string{badge, badge3, counter}},
		{"with those revoked", boss, ListTouchpoints{Revoked: true}, []string{badge, badge2, badge3, counter}},
		{"a department's head", headOfBlood, ListTouchpoints{}, []string{badge, badge3}},
		{"one's own", wangLi, ListTouchpoints{}, []string{badge}},
		{"without reach", nobody, ListTouchpoints{}, []string{}},
		{"a kind", boss, ListTouchpoints{Kind: "counter"}, []string{counter}},
		{"a person", boss, ListTouchpoints{EmployeeID: 2}, []string{badge3}},
		{"a department", boss, ListTouchpoints{DepartmentID: 2}, []string{counter}},
		{"a department out of reach", headOfBlood, ListTouchpoints{DepartmentID: 2}, []string{}},
		{"a page", boss, ListTouchpoints{After: 1, Limit: 1}, []string{badge3}},
	} {
		list, err := w.Touchpoints(t.Context(), test.actor, test.in)
		codes := []string{}
		for _, p := range list {
			codes = append(codes, p.Code)
		}
		if err != nil || list == nil || !slices.Equal(codes, test.want) {
			t.Errorf("%s: %v, %v, want %v", test.name, codes, err, test.want)
		}
	}
}

func TestCreateTouchpoint(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	label := texts.Localized{"ko": "병상 12"}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    NewTouchpoint
		field string // refused; "" is taken
	}{
		{"badge", boss, NewTouchpoint{Kind: "badge", EmployeeID: 3}, ""},
		{"badge that prefers a department", boss, NewTouchpoint{Kind: "badge", EmployeeID: 3, DepartmentID: 2}, ""},
		{"bed", boss, NewTouchpoint{Kind: "bed", DepartmentID: 2, Label: label}, ""},
		{"badge of one's own people", headOfBlood, NewTouchpoint{Kind: "badge", EmployeeID: 1}, ""},
		{"badge of others' people", headOfBlood, NewTouchpoint{Kind: "badge", EmployeeID: 3}, "employeeId"},
		{"bed of others", headOfBlood, NewTouchpoint{Kind: "bed", DepartmentID: 2, Label: label}, "departmentId"},
		{"badge of nobody", boss, NewTouchpoint{Kind: "badge"}, "employeeId"},
		{"badge of a stranger", boss, NewTouchpoint{Kind: "badge", EmployeeID: 99}, "employeeId"},
		{"badge with a label", boss, NewTouchpoint{Kind: "badge", EmployeeID: 1, Label: label}, "label"},
		{"bed of a person", boss, NewTouchpoint{Kind: "bed", EmployeeID: 1, DepartmentID: 1, Label: label}, "employeeId"},
		{"bed nowhere", boss, NewTouchpoint{Kind: "bed", Label: label}, "departmentId"},
		{"bed in an unknown department", boss, NewTouchpoint{Kind: "bed", DepartmentID: 99, Label: label}, "departmentId"},
		{"bed without a name", boss, NewTouchpoint{Kind: "bed", DepartmentID: 1}, "label"},
		{"bed in a language nobody reads", boss, NewTouchpoint{Kind: "bed", DepartmentID: 1, Label: texts.Localized{"fr": "lit"}}, "label"},
	} {
		p, err := w.CreateTouchpoint(t.Context(), test.actor, test.in)
		if test.field != "" {
			if fault.As(err).Fields[test.field] == "" {
				t.Errorf("%s: %v %v", test.name, err, fault.As(err).Fields)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if _, err := w.Find(t.Context(), Visitor{Code: p.Code}); err != nil {
			t.Errorf("%s: the new code: %v", test.name, err)
		}
	}
}

func TestRevokeTouchpoint(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	if _, err := w.RevokeTouchpoint(t.Context(), headOfBlood, RevokeTouchpoint{ID: 4}); !fault.Is(err, fault.NotFound) {
		t.Errorf("out of reach: %v", err)
	}
	if _, err := w.RevokeTouchpoint(t.Context(), boss, RevokeTouchpoint{ID: 99}); !fault.Is(err, fault.NotFound) {
		t.Errorf("unknown: %v", err)
	}
	first, err := w.RevokeTouchpoint(t.Context(), headOfBlood, RevokeTouchpoint{ID: 1})
	if err != nil || first.RevokedAt == nil {
		t.Fatalf("%+v, %v", first, err)
	}
	w.clock.pass(1)
	again, err := w.RevokeTouchpoint(t.Context(), headOfBlood, RevokeTouchpoint{ID: 1})
	if err != nil || !again.RevokedAt.Equal(*first.RevokedAt) {
		t.Errorf("again: %+v, %v", again, err)
	}
	var entries []string
	if err := w.db.Select(&entries, `SELECT concat_ws(' ', action, object, object_id, before, after) FROM journal`); err != nil ||
		fmt.Sprint(entries) != `[revoke touchpoint 1 {"kind": "badge", "employeeId": 1} {"kind": "badge", "revokedAt": "2026-06-10T02:20:30Z", "employeeId": 1}]` {
		t.Errorf("journal: %v, %v", entries, err)
	}
}
