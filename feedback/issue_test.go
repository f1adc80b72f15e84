package feedback

import (
	"slices"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestEverybodyGetsABadgeOnce(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-01' WHERE employee_id IS NOT NULL`)
	var staff int
	if err := w.db.Get(&staff, `SELECT count(DISTINCT employee_id) FROM postings p JOIN employees e ON e.id = p.employee_id
		WHERE p.from_day <= '2026-06-10' AND coalesce(p.to_day, 'infinity') > '2026-06-10' AND coalesce(e.left_on, 'infinity') > '2026-06-10'`); err != nil {
		t.Fatal(err)
	}
	head, err := w.IssueBadges(t.Context(), headOfBlood, IssueBadges{})
	if err != nil || head.Codes == 0 || head.Codes >= staff {
		t.Fatalf("a department's head issued %d of %d, %v", head.Codes, staff, err)
	}
	if none, err := w.IssueBadges(t.Context(), nobody, IssueBadges{}); err != nil || none.Codes != 0 {
		t.Errorf("without reach: %d, %v", none.Codes, err)
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	issued := head.Codes
	for range 5 {
		wg.Go(func() {
			n, err := w.IssueBadges(t.Context(), boss, IssueBadges{})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			issued += n.Codes
		})
	}
	wg.Wait()
	if issued != staff {
		t.Errorf("%d badges for %d people", issued, staff)
	}
}

func TestRevokeMany(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	all, err := w.Touchpoints(t.Context(), boss, ListTouchpoints{})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	for _, tt := range []struct {
		promise string
		actor   accounts.Actor
		in      RevokeTouchpoints
		kind    fault.Kind
	}{
		{"one out of reach: none at all", headOfBlood, RevokeTouchpoints{IDs: ids, Reason: "lost"}, fault.NotFound},
		{"one unknown: none at all", boss, RevokeTouchpoints{IDs: append(slices.Clone(ids), 99), Reason: "lost"}, fault.NotFound},
		{"without a word", boss, RevokeTouchpoints{IDs: ids, Reason: " "}, fault.Invalid},
	} {
		if _, err := w.RevokeTouchpoints(t.Context(), tt.actor, tt.in); !fault.Is(err, tt.kind) {
			t.Errorf("%s: %v", tt.promise, err)
		}
	}
	if _, err := w.Find(t.Context(), Visitor{Code: badge}); err != nil {
		t.Fatalf("a code was revoked although nothing was to be: %v", err)
	}
	for _, want := range []int{len(ids), 0} { // and a second time none is left
		if n, err := w.RevokeTouchpoints(t.Context(), boss, RevokeTouchpoints{IDs: ids, Reason: "lost"}); err != nil || n.Codes != want {
			t.Errorf("%d revoked, %v", n.Codes, err)
		}
	}
	if _, err := w.Find(t.Context(), Visitor{Code: badge}); !fault.Is(err, fault.Gone) {
		t.Errorf("a code that was revoked: %v", err)
	}
}

func TestReissue(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.scan(t, badge, NewDevice(), 5)
	old, err := w.Touchpoints(t.Context(), boss, ListTouchpoints{EmployeeID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.ReissueTouchpoint(t.Context(), nobody, RevokeTouchpoint{ID: old[0].ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("out of reach: %v", err)
	}
	replaced, err := w.ReissueTouchpoint(t.Context(), headOfBlood, RevokeTouchpoint{ID: old[0].ID})
	if err != nil || replaced.Code == old[0].Code || replaced.EmployeeID != 1 || replaced.Kind != "badge" {
		t.Fatalf("%+v, %v", replaced, err)
	}
	if _, err := w.Find(t.Context(), Visitor{Code: badge}); !fault.Is(err, fault.Gone) {
		t.Errorf("the old code: %v", err)
	}
	w.scan(t, replaced.Code, NewDevice(), 4)
	if votes := w.votes(t); !slices.Equal(votes, []int{5, 4}) {
		t.Errorf("ratings of both codes: %v", votes)
	}
	if _, err := w.ReissueTouchpoint(t.Context(), boss, RevokeTouchpoint{ID: old[0].ID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("replaced twice: %v", err)
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES ('BADGE1NE', 'badge', 1, '2026-06-01')`)
	for _, tt := range []struct {
		promise string
		actor   accounts.Actor
		in      PrintSheets
		codes   []string
	}{
		{"people's newest badges", headOfBlood, PrintSheets{Layout: "badges-6", EmployeeID: 1}, []string{"BADGE1NE"}},
		{"places", boss, PrintSheets{Layout: "counter"}, []string{counter}},
		{"of a kind", boss, PrintSheets{Layout: "beds", Kind: "counter"}, []string{counter}},
		{"none of that kind", boss, PrintSheets{Layout: "beds", Kind: "bed"}, nil},
		{"places out of reach", headOfBlood, PrintSheets{Layout: "counter"}, nil},
		{"a department that has none", boss, PrintSheets{Layout: "counter", DepartmentID: 1}, nil},
		{"one's own", wangLi, PrintSheets{Layout: "badges-12"}, []string{"BADGE1NE"}},
	} {
		out, err := w.Sheets(t.Context(), tt.actor, tt.in)
		var codes []string
		for _, c := range out.Codes {
			codes = append(codes, c.Code)
		}
		if !slices.Equal(codes, tt.codes) || (err != nil) != (tt.codes == nil) || err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v, %v", tt.promise, codes, err)
		}
	}
}

func TestAFileHoldsSoManyCards(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-01'`)
	w.db.MustExec(`INSERT INTO touchpoints (code, kind, department_id, label, created_at)
		SELECT 'BED' || lpad(n::text, 5, '0'), 'bed', 2, '{"ko": "병상"}', '2026-06-01' FROM generate_series(1, 601) n`)
	first, err := w.Sheets(t.Context(), boss, PrintSheets{Layout: "beds"})
	if err != nil || len(first.Codes) != 600 || first.Next != first.Codes[599].ID {
		t.Fatalf("%d codes, next %d, %v", len(first.Codes), first.Next, err)
	}
	rest, err := w.Sheets(t.Context(), boss, PrintSheets{Layout: "beds", After: first.Next})
	if err != nil || len(rest.Codes) != 1 || rest.Next != 0 || rest.Codes[0].Code != "BED00601" {
		t.Errorf("%+v, %v", rest, err)
	}
}
