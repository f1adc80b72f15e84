package fault

import (
	"errors"
	"fmt"
	"testing"
)

func TestAs(t *testing.T) {
	wrapped := fmt.Errorf("close period: %w", Errorf(Conflict, "it is closed"))
	for _, test := range []struct {
		name string
		err  error
		want Kind
	}{
		{"a fault keeps its kind through wrapping", wrapped, Conflict},
		{"a field is invalid", Field("score", "at most 5"), Invalid},
		{"anything else is internal", errors.New("boom"), Internal},
	} {
		if got := As(test.err).Kind; got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	if m := As(errors.New("password=hunter2")).Message; m != "internal error" {
		t.Errorf("an internal error shows %q", m)
	}
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"a fault is given a reason", Because("late", Errorf(Conflict, "it is closed")), "late"},
		{"the first reason stays", Because("other", Because("late", Errorf(Conflict, "it is closed"))), "late"},
		{"a wrapped one, too", Because("late", wrapped), "late"},
		{"what is no fault has none", Because("late", errors.New("boom")), ""},
	} {
		if got := As(test.err).Reason; got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if As(wrapped).Reason != "" || Because("late", nil) != nil {
		t.Error("giving a reason changes what it was given to, or makes a fault of none")
	}
	if Is(nil, Internal) {
		t.Error("no error is a fault")
	}
}
