package feedback

import (
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// headOfWard reaches department 2 alone.
var headOfWard = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{2}}}

// asked lets a patient of department 1 ask for a call and returns the wish.
func (w ward) asked(t *testing.T, number string) Callback {
	t.Helper()
	r := w.scan(t, badge, "", 1)
	if err := w.Remark(t.Context(), NewRemark{Code: badge, Key: r.Key, Contact: number}); err != nil {
		t.Fatal(err)
	}
	list, err := w.ListCallbacks(t.Context(), boss, struct{}{})
	if err != nil || len(list) == 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	return list[len(list)-1]
}

func (w ward) journal(t *testing.T) string {
	t.Helper()
	var all []string
	if err := w.db.Select(&all, `SELECT concat_ws(' ', account_id, action, object, before, after) FROM journal ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

func TestACallback(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	const number = "13800138000"
	c := w.asked(t, number)
	if c.DepartmentID != 1 || c.DepartmentName.In("en") != "Blood tests" || !c.RequestedAt.Equal(w.Now().Truncate(time.Hour)) {
		t.Errorf("listed as %+v", c)
	}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    OpenCallback
		kind  fault.Kind
	}{
		{"for no reason", boss, OpenCallback{ID: c.ID, Reason: " "}, fault.Invalid},
		{"of another department", headOfWard, OpenCallback{ID: c.ID, Reason: "to call"}, fault.NotFound},
		{"without reach", nobody, OpenCallback{ID: c.ID, Reason: "to call"}, fault.NotFound},
		{"one that is not there", boss, OpenCallback{ID: strings.Repeat("0", 32), Reason: "to call"}, fault.NotFound},
		{"one that cannot be", boss, OpenCallback{ID: "7", Reason: "to call"}, fault.NotFound},
	} {
		if o, err := w.OpenCallback(t.Context(), test.actor, test.in); !fault.Is(err, test.kind) || o.Contact != "" {
			t.Errorf("%s: %+v, %v", test.name, o, err)
		}
	}
	if got := w.journal(t); got != "" {
		t.Errorf("nothing was opened, but the journal says %s", got)
	}
	o, err := w.OpenCallback(t.Context(), headOfBlood, OpenCallback{ID: c.ID, Reason: " to call back "})
	if err != nil || o.Contact != number || o.ID != c.ID {
		t.Errorf("%+v, %v", o, err)
	}
	got := w.journal(t)
	if !strings.HasPrefix(got, "1 open callback") || !strings.Contains(got, `"reason": "to call back"`) || !strings.Contains(got, c.ID) {
		t.Errorf("the journal says %s", got)
	}
	if strings.Contains(got, number[:8]) { // fewer digits may stand in an id by chance
		t.Errorf("the journal tells the number: %s", got)
	}
}

func TestAFinishedCallbackIsGone(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	c := w.asked(t, "13800138000")
	if _, err := w.FinishCallback(t.Context(), headOfWard, FinishCallback{ID: c.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("by another department: %v", err)
	}
	if _, err := w.FinishCallback(t.Context(), headOfBlood, FinishCallback{ID: c.ID}); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := w.db.Get(&n, `SELECT count(*) FROM callbacks`); err != nil || n != 0 {
		t.Errorf("%d numbers are left, %v", n, err)
	}
	if got := w.journal(t); !strings.HasPrefix(got, "1 finish callback") || !strings.Contains(got, c.ID) {
		t.Errorf("the journal says %s", got)
	}
	if _, err := w.FinishCallback(t.Context(), boss, FinishCallback{ID: c.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("again: %v", err)
	}
}

func TestCallbacksWithinReach(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.asked(t, "13800138000")
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		want  int
	}{{"hospital", boss, 1}, {"its department", headOfBlood, 1}, {"another", headOfWard, 0}, {"oneself", wangLi, 0}} {
		list, err := w.ListCallbacks(t.Context(), test.actor, struct{}{})
		if err != nil || list == nil || len(list) != test.want {
			t.Errorf("%s: %+v, %v", test.name, list, err)
		}
	}
}

// TestAnOldNumberIsNoLongerTold, even before it has been purged.
func TestAnOldNumberIsNoLongerTold(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	old := w.asked(t, "13800138000")
	w.clock.pass(CallbackTTL - time.Hour)
	fresh := w.asked(t, "13900139000")
	w.clock.pass(time.Hour)
	list, err := w.ListCallbacks(t.Context(), boss, struct{}{})
	if err != nil || len(list) != 1 || list[0].ID != fresh.ID {
		t.Errorf("%+v, %v", list, err)
	}
	if _, err := w.OpenCallback(t.Context(), boss, OpenCallback{ID: old.ID, Reason: "to call"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("opened: %v", err)
	}
	for _, want := range []int64{1, 0} {
		if n, err := w.PurgeCallbacks(t.Context()); n != want || err != nil {
			t.Errorf("purged %d, %v, want %d", n, err, want)
		}
	}
	var left []string
	if err := w.db.Select(&left, `SELECT id FROM callbacks`); err != nil || len(left) != 1 || left[0] != fresh.ID {
		t.Errorf("left are %v, %v", left, err)
	}
	if got := w.journal(t); got != `purge callback {"count": 1}` {
		t.Errorf("the journal says %s", got)
	}
}
