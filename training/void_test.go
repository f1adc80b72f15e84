package training_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func TestVoidCredit(t *testing.T) {
	h := newHospital(t)
	own, wangs, zhaos := h.credit(1, 1, 60).ID, h.credit(1, 2, 60).ID, h.credit(1, 3, 60).ID
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		id     int64
		reason string
		want   fault.Kind
		says   string
	}{
		{"without a reason", li, wangs, " ", fault.Invalid, ""},
		{"one's own", li, own, "was not there", fault.Forbidden, "nobody voids their own hours"},
		{"none", li, 99, "was not there", fault.NotFound, ""},
		{"in another department", head, zhaos, "was not there", fault.NotFound, ""},
		{"out of reach", nobody, wangs, "was not there", fault.NotFound, ""},
		{"of a colleague", li, wangs, " was not there ", "", ""},
		{"again", li, wangs, "was not there", fault.Conflict, "it was voided already: was not there"},
		{"in one's department", head, own, "came late", "", ""},
	} {
		c, err := h.VoidCredit(t.Context(), test.actor, training.VoidCredit{ID: test.id, Reason: test.reason})
		want(t, test.what, err, test.want)
		if test.says != "" && (err == nil || err.Error() != test.says) {
			t.Errorf("%s: says %v", test.what, err)
		}
		if err == nil && (c.ID != test.id || c.VoidedAt == nil || !c.VoidedAt.Equal(h.Now()) || *c.VoidedBy != 1 || c.VoidReason != strings.TrimSpace(test.reason)) {
			t.Errorf("%s: %+v", test.what, c)
		}
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'void' AND object = 'credit' AND account_id = 1
		AND before->>'voidReason' IS NULL AND after->>'voidReason' <> ''`); n != 2 {
		t.Errorf("%d journal entries, want 2", n)
	}
}

func TestVoidedHoursDoNotCount(t *testing.T) {
	h := newHospital(t)
	wrong, onboarding := h.credit(1, 3, 120), h.credit(4, 3, 400)
	h.credit(2, 3, 30)
	hours := func() training.HoursInDetail {
		t.Helper()
		got, err := h.Hours(t.Context(), hr, training.HoursOf{EmployeeID: 3})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, id := range []int64{wrong.ID, onboarding.ID} {
		if _, err := h.VoidCredit(t.Context(), li, training.VoidCredit{ID: id, Reason: "was somebody else"}); err != nil {
			t.Fatal(err)
		}
	}
	if got := hours(); got.Minutes != 30 || got.Onboarding != 0 || len(got.Credits) != 1 {
		t.Errorf("after voiding: %+v", got)
	}
	list, err := h.ListHours(t.Context(), hr, training.ListHours{After: 2, Limit: 1})
	if err != nil || list[0].Minutes != 30 || list[0].Onboarding != 0 {
		t.Errorf("in the list: %+v, %v", list, err)
	}
	right := h.credit(1, 3, 45)
	if right.ID == wrong.ID || right.VoidedAt != nil {
		t.Errorf("in its place: %+v", right)
	}
	if again := h.credit(1, 3, 45); again.ID != right.ID {
		t.Errorf("the repeat of that: %+v", again)
	}
	if got := hours(); got.Minutes != 75 || len(got.Credits) != 2 {
		t.Errorf("with the right hours: %+v", got)
	}
}

func TestHoursAreVoidedOnce(t *testing.T) {
	h := newHospital(t)
	id := h.credit(1, 2, 60).ID
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = h.VoidCredit(t.Context(), li, training.VoidCredit{ID: id, Reason: "was not there"})
		})
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			want(t, "the others", err, fault.Conflict)
		}
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'void'`); done != 1 || n != 1 {
		t.Errorf("%d done, %d journal entries, want one", done, n)
	}
}
