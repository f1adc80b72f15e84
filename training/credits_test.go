package training_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

func TestCreditHours(t *testing.T) {
	h := newHospital(t)
	type credits = []training.NewCredit
	for _, test := range []struct {
		what    string
		actor   accounts.Actor
		session int64
		credits credits
		want    fault.Kind
		stored  int // afterwards, in all
	}{
		{"two people, one for all of it", li, 1, credits{{EmployeeID: 2, Minutes: 0}, {EmployeeID: 3, Minutes: 60}}, "", 2},
		{"a repeat answers what is stored", li, 1, credits{{EmployeeID: 3, Minutes: 60}, {EmployeeID: 2, Minutes: 120}}, "", 2},
		{"other minutes", li, 1, credits{{EmployeeID: 3, Minutes: 61}}, fault.Conflict, 2},
		{"more than the course is worth", li, 1, credits{{EmployeeID: 3, Minutes: 121}}, fault.Invalid, 2},
		{"more than the session lasted", li, 2, credits{{EmployeeID: 2, Minutes: 61}}, fault.Invalid, 2},
		{"oneself", li, 1, credits{{EmployeeID: 1, Minutes: 60}}, fault.Forbidden, 2},
		{"oneself among others: nobody is credited", li, 2, credits{{EmployeeID: 1, Minutes: 60}, {EmployeeID: 2, Minutes: 60}}, fault.Forbidden, 2},
		{"the trainer, by somebody else", hr, 1, credits{{EmployeeID: 1, Minutes: 120}}, "", 3},
		{"before it is held", li, 3, credits{{EmployeeID: 2, Minutes: 60}}, fault.Conflict, 3},
		{"who had left by then", li, 1, credits{{EmployeeID: 4, Minutes: 60}}, fault.NotFound, 3},
		{"nobody", li, 4, credits{{EmployeeID: 99, Minutes: 60}}, fault.NotFound, 3},
		{"somebody out of reach among others", head, 2, credits{{EmployeeID: 2, Minutes: 60}, {EmployeeID: 3, Minutes: 60}}, fault.NotFound, 3},
		{"somebody within reach", head, 2, credits{{EmployeeID: 2, Minutes: 60}}, "", 4},
		{"no session", li, 99, credits{{EmployeeID: 2, Minutes: 60}}, fault.NotFound, 4},
	} {
		list, err := h.CreditHours(t.Context(), test.actor, training.CreditHours{SessionID: test.session, Credits: test.credits})
		want(t, test.what, err, test.want)
		if err == nil && len(list) != len(test.credits) {
			t.Errorf("%s: answers %+v", test.what, list)
		}
		if n := h.count(`SELECT count(*) FROM credits`); n != test.stored {
			t.Errorf("%s: %d credits are stored, want %d", test.what, n, test.stored)
		}
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'credit' AND object = 'training-session'`); n != 3 {
		t.Errorf("%d journal entries, want one for each request that added hours, 3", n)
	}
}

func TestHoursAreCreditedWhenTheSessionIsOver(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at)
		VALUES (1, 1, 'Hall', '2026-10-31 11:00+8', '2026-10-31 12:00:01+8')`)
	in := training.CreditHours{SessionID: 5, Credits: []training.NewCredit{{EmployeeID: 2, Minutes: 30}}}
	_, err := h.CreditHours(t.Context(), li, in)
	want(t, "a second before the end", err, fault.Conflict)
	if says := "this session ends on 2026-10-31 at 12:00; credit the hours afterwards"; err == nil || err.Error() != says {
		t.Errorf("it says: %v", err)
	}
	now := h.Now().Add(time.Second)
	h.Service.Now = func() time.Time { return now }
	_, err = h.CreditHours(t.Context(), li, in)
	want(t, "at the end", err, "")
}

func TestACreditKeepsThePostingOfTheDay(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE postings SET to_day = '2026-10-31' WHERE id = 2`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (2, 2, 1, '2026-10-31')`)
	c := h.credit(2, 2, 0)
	if c.PostingID != 5 || c.EarnedOn != "2026-10-31" || c.Purpose != "annual" || c.Minutes != 60 {
		t.Errorf("half past midnight at the hospital belongs to the new day and posting: %+v", c)
	}
	if c := h.credit(4, 2, 30); c.PostingID != 2 || c.Purpose != "onboarding" {
		t.Errorf("hours entered late belong to the posting of then: %+v", c)
	}
	again := h.credit(2, 2, 60)
	if diff := cmp.Diff(c, again); diff != "" {
		t.Errorf("the repeat differs (-first +repeat):\n%s", diff)
	}
}

func TestCreditsAtOnceAreCreditedOnce(t *testing.T) {
	h := newHospital(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]int{}
	for i := range 6 {
		both := []training.NewCredit{{EmployeeID: 2, Minutes: 90}, {EmployeeID: 3, Minutes: 90}}
		if i%2 == 1 {
			both[0], both[1] = both[1], both[0] // two orders: they must not wait for each other
		}
		wg.Go(func() {
			list, err := h.CreditHours(t.Context(), hr, training.CreditHours{SessionID: 1, Credits: both})
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
				return
			}
			seen[fmt.Sprint(list[0].ID, list[1].ID)]++
		})
	}
	wg.Wait()
	if n := h.count(`SELECT sum(minutes) FROM credits`); n != 180 || len(seen) != 1 {
		t.Errorf("%d minutes, want 180; answers: %v", n, seen)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'credit'`); n != 1 {
		t.Errorf("%d journal entries, want 1", n)
	}
}
