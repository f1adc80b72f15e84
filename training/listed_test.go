package training_test

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

// TestWhatAListSaysOfASession: two places, three people, of whom one comes early
// and one is credited without having been noted.
func TestWhatAListSaysOfASession(t *testing.T) {
	h := newHospital(t)
	s := h.planned(1, 1)
	for _, who := range []int64{2, 3} {
		if _, err := h.Enrol(t.Context(), hr, training.Enrol{SessionID: s.ID, EmployeeID: who}); err != nil {
			t.Fatal(err)
		}
	}
	zhao := accounts.Actor{AccountID: 1, EmployeeID: 3}
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		mine  string
	}{{"who has the place", wang, "enrolled"}, {"who waits for it", zhao, "waiting"}, {"who does neither", li, ""}, {"who is nobody", nobody, ""}} {
		got, err := h.GetSession(t.Context(), test.actor, training.SessionID{ID: s.ID})
		if err != nil || got.Mine != test.mine || got.Enrolled != 1 || got.Waiting != 1 || got.Present != 0 {
			t.Errorf("%s: %+v, %v", test.what, got, err)
		}
	}
	if _, err := h.Tick(t.Context(), li, training.Tick{SessionID: 1, EmployeeIDs: []int64{2}}); err != nil {
		t.Fatal(err)
	}
	h.credit(1, 2, 60)
	c := h.credit(1, 3, 60)
	got, err := h.GetSession(t.Context(), nobody, training.SessionID{ID: 1})
	if err != nil || got.Present != 2 || got.Credited != 2 || got.Minutes != 120 || got.Course["en"] != "Courtesy" || got.Trainer != "李" {
		t.Errorf("held: %+v, %v", got, err)
	}
	if _, err := h.VoidCredit(t.Context(), li, training.VoidCredit{ID: c.ID, Reason: "was not there"}); err != nil {
		t.Fatal(err)
	}
	if got, err = h.GetSession(t.Context(), nobody, training.SessionID{ID: 1}); err != nil || got.Present != 1 || got.Credited != 1 {
		t.Errorf("after one was voided: %+v, %v", got, err)
	}
	_, err = h.GetSession(t.Context(), li, training.SessionID{ID: 99})
	want(t, "none", err, fault.NotFound)
}
