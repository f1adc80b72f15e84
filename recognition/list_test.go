package recognition_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/recognition"
)

func TestWhoSeesThanks(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for i, g := range []struct{ from, of int64 }{{wang, nurse}, {head, kim}, {wang, kim}, {head, wang}} { // ids 1 to 4
		in := thanks()
		in.Key, in.EmployeeID = fmt.Sprintf("00000000-0000-4000-8000-%012d", i), g.of
		if _, err := s.Give(t.Context(), actor(g.from, everywhere), in); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    recognition.ListRecognitions
		want  []int64
		next  int64
	}{
		{"the whole hospital, latest first", actor(0, everywhere), recognition.ListRecognitions{}, []int64{4, 3, 2, 1}, 0},
		{"a ward's", actor(0, accounts.Reach{Departments: []int64{3}}), recognition.ListRecognitions{}, []int64{3, 2}, 0},
		{"a head's departments, and what they gave", headOfBoth, recognition.ListRecognitions{}, []int64{4, 3, 2, 1}, 0},
		{"for and from oneself", own(wang), recognition.ListRecognitions{}, []int64{4, 3, 1}, 0},
		{"for oneself", own(nurse), recognition.ListRecognitions{}, []int64{1}, 0},
		{"an account of nobody", actor(0, accounts.Reach{}), recognition.ListRecognitions{}, nil, 0},
		{"of one", actor(0, everywhere), recognition.ListRecognitions{EmployeeID: kim}, []int64{3, 2}, 0},
		{"from one", actor(0, everywhere), recognition.ListRecognitions{FromID: head}, []int64{4, 2}, 0},
		{"of a department", actor(0, everywhere), recognition.ListRecognitions{DepartmentID: 2}, []int64{1}, 0},
		{"a page", actor(0, everywhere), recognition.ListRecognitions{Limit: 3}, []int64{4, 3, 2}, 2},
		{"the next page", actor(0, everywhere), recognition.ListRecognitions{Limit: 3, After: 2}, []int64{1}, 0},
	} {
		list, err := s.List(t.Context(), test.actor, test.in)
		if got := ids(list); err != nil || !slices.Equal(got, test.want) || list.Items == nil || list.Next != test.next {
			t.Errorf("%s: %v, next %d, %v, want %v", test.name, got, list.Next, err, test.want)
		}
	}
	for who, want := range map[int64][]int64{nurse: {1}, kim: {3, 2}, wang: {4}, head: nil, 0: nil} {
		mine, err := s.Mine(t.Context(), actor(who, everywhere), recognition.ListMine{})
		if got := ids(mine); err != nil || !slices.Equal(got, want) || mine.Items == nil {
			t.Errorf("%d's own: %v, %v, want %v", who, got, err, want)
		}
	}
}

func ids(list recognition.Recognitions) (ids []int64) {
	for _, r := range list.Items {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	for i, test := range []struct {
		name   string
		actor  accounts.Actor
		reason string
		later  time.Duration
		kind   fault.Kind
	}{
		{"within the hour", own(wang), "the wrong nurse", time.Hour, ""},
		{"after it", own(wang), "the wrong nurse", time.Hour + time.Microsecond, fault.Forbidden},
		{"another's", actor(head, everywhere), "not true", 0, fault.NotFound},
		{"by whom they are for", own(nurse), "not true", 0, fault.NotFound},
		{"by an account of nobody", actor(0, everywhere), "not true", 0, fault.NotFound},
		{"without a reason", own(wang), " ", 0, fault.Invalid},
		{"with no text", own(wang), "\x00", 0, fault.Invalid},
	} {
		s.Now = func() time.Time { return now }
		in := thanks()
		in.Key = fmt.Sprintf("00000000-0000-4000-8000-%012d", i)
		given, err := s.Give(t.Context(), supervisor, in)
		if err != nil {
			t.Fatal(err)
		}
		s.Now = func() time.Time { return now.Add(test.later) }
		withdraw := recognition.Withdraw{ID: given.ID, Reason: test.reason}
		r, err := s.Withdraw(t.Context(), test.actor, withdraw)
		if test.kind != "" {
			if !fault.Is(err, test.kind) {
				t.Errorf("%s: %v, want %s", test.name, err, test.kind)
			}
			continue
		}
		if err != nil || !r.WithdrawnAt.Equal(s.Now()) {
			t.Fatalf("%s: %+v, %v", test.name, r, err)
		}
		for who, list := range map[string]func() (recognition.Recognitions, error){
			"the nurse": func() (recognition.Recognitions, error) {
				return s.Mine(t.Context(), own(nurse), recognition.ListMine{})
			},
			"the office": func() (recognition.Recognitions, error) {
				return s.List(t.Context(), actor(0, everywhere), recognition.ListRecognitions{})
			},
		} {
			if l, err := list(); err != nil || len(l.Items) != 0 {
				t.Errorf("%s: %s is shown %+v, %v", test.name, who, l, err)
			}
		}
		if n := count(t, db, `journal WHERE action = 'withdraw' AND object = 'recognition' AND after->>'reason' = 'the wrong nurse'`); n != 1 {
			t.Errorf("%s: %d are in the journal", test.name, n)
		}
		if _, err := s.Withdraw(t.Context(), test.actor, withdraw); !fault.Is(err, fault.Conflict) {
			t.Errorf("%s: twice: %v", test.name, err)
		}
	}
}
