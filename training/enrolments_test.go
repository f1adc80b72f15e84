package training_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

// planned plans a session of courtesy with that many places on 2 November, and on
// the days after it.
func (h hospital) planned(capacity, days int) training.Session {
	h.t.Helper()
	at := time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC)
	in := training.NewSession{CourseID: 1, TrainerID: 1, Place: "Hall", Capacity: capacity, StartsAt: at, EndsAt: at.Add(time.Hour)}
	for i := 1; i < days; i++ {
		next := at.AddDate(0, 0, i)
		in.Then = append(in.Then, training.Times{StartsAt: next, EndsAt: next.Add(time.Hour)})
	}
	s, err := h.CreateSession(h.t.Context(), li, in)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// places lists who is enrolled in a session, those who wait in brackets.
func (h hospital) places(session int64) []string {
	h.t.Helper()
	list, err := h.ListEnrolments(h.t.Context(), hr, training.ListEnrolments{SessionID: session})
	if err != nil {
		h.t.Fatal(err)
	}
	out := []string{}
	for _, e := range list {
		if e.PlacedAt == nil {
			out = append(out, fmt.Sprintf("(%s)", e.Name))
		} else {
			out = append(out, e.Name)
		}
	}
	return out
}

func (h hospital) expect(what string, session int64, want ...string) {
	h.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), h.places(session)); diff != "" {
		h.t.Errorf("%s, session %d (-want +got):\n%s", what, session, diff)
	}
}

func TestEnrol(t *testing.T) {
	h := newHospital(t)
	s := h.planned(1, 1)
	for _, test := range []struct {
		what     string
		actor    accounts.Actor
		session  int64
		employee int64
		want     fault.Kind
	}{
		{"oneself", wang, s.ID, 0, ""},
		{"again", wang, s.ID, 0, ""},
		{"somebody else as staff", wang, s.ID, 3, fault.NotFound},
		{"of another department", head, s.ID, 3, fault.NotFound},
		{"of one's department", head, s.ID, 1, ""},
		{"who has left", hr, s.ID, 4, fault.NotFound},
		{"an account of nobody", hr, s.ID, 0, fault.Forbidden},
		{"in one that is over", wang, 1, 0, fault.Conflict},
		{"in none", wang, 99, 0, fault.NotFound},
	} {
		_, err := h.Enrol(t.Context(), test.actor, training.Enrol{SessionID: test.session, EmployeeID: test.employee})
		want(t, test.what, err, test.want)
	}
	h.expect("one place", s.ID, "王", "(李)")
	if list, err := h.ListSessions(t.Context(), wang, training.ListSessions{Mine: true}); err != nil || len(list) != 1 || list[0].ID != s.ID {
		t.Errorf("one's own: %+v, %v", list, err)
	}
	if list, err := h.ListEnrolments(t.Context(), wang, training.ListEnrolments{SessionID: s.ID}); err != nil || len(list) != 1 || list[0].EmployeeID != 2 {
		t.Errorf("one's own: %+v, %v", list, err)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'enrol'`); n != 2 {
		t.Errorf("%d journal entries, want 2", n)
	}
}

func TestTheWaitingListMovesUp(t *testing.T) {
	h := newHospital(t)
	s := h.planned(1, 3)
	for _, who := range []accounts.Actor{wang, zhao, li} {
		if _, err := h.Enrol(t.Context(), who, training.Enrol{SessionID: s.ID, EmployeeID: who.EmployeeID}); err != nil {
			t.Fatal(err)
		}
	}
	for day := range int64(3) {
		h.expect("enrolled in all days", s.ID+day, "王", "(赵)", "(李)")
	}
	withdraw := func(who accounts.Actor, employee int64, reason string) error {
		_, err := h.Withdraw(t.Context(), who, training.Withdraw{SessionID: s.ID + 1, EmployeeID: employee, Reason: reason})
		return err
	}
	want(t, "without a reason", withdraw(wang, 0, " "), fault.Invalid)
	want(t, "somebody out of reach", withdraw(wang, 3, "ill"), fault.NotFound)
	want(t, "oneself", withdraw(wang, 0, "ill"), "")
	want(t, "again", withdraw(wang, 0, "ill"), fault.NotFound)
	for day := range int64(3) {
		h.expect("withdrawn from all days", s.ID+day, "赵", "(李)")
	}
	in := training.ChangeSession{ID: s.ID, TrainerID: 1, Place: "Aula", Capacity: 2, StartsAt: s.StartsAt, EndsAt: s.EndsAt}
	_, err := h.ChangeSession(t.Context(), li, in)
	want(t, "a second place on the first day", err, "")
	h.expect("with a second place", s.ID, "赵", "李")
	h.expect("the day after", s.ID+1, "赵", "(李)")
	in.Capacity = 1
	changed, err := h.ChangeSession(t.Context(), li, in)
	want(t, "fewer places", err, "")
	h.expect("nobody loses theirs", s.ID, "赵", "李")
	if changed.Place != "Aula" || changed.Capacity != 1 {
		t.Errorf("changed: %+v", changed)
	}
	in.ID = 1
	_, err = h.ChangeSession(t.Context(), li, in)
	want(t, "one that has started", err, fault.Conflict)
}

func TestCancelSession(t *testing.T) {
	h := newHospital(t)
	s := h.planned(0, 3)
	cancel := func(id int64, reason, days string) error {
		_, err := h.CancelSession(t.Context(), li, training.CancelSession{ID: id, Reason: reason, Days: days})
		return err
	}
	want(t, "without a reason", cancel(s.ID, " ", ""), fault.Invalid)
	want(t, "one day", cancel(s.ID+1, "typhoon", ""), "")
	want(t, "again", cancel(s.ID+1, "typhoon", ""), fault.Conflict)
	if _, err := h.Enrol(t.Context(), wang, training.Enrol{SessionID: s.ID}); err != nil {
		t.Fatal(err)
	}
	h.expect("enrolled", s.ID, "王")
	h.expect("not in what was cancelled", s.ID+1)
	want(t, "all that are left", cancel(s.ID+2, "typhoon", "all"), "")
	if n := h.count(`SELECT count(*) FROM training_sessions WHERE cancel_reason = 'typhoon'`); n != 3 {
		t.Errorf("%d days are cancelled, want 3", n)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'cancel' AND before->>'cancelReason' IS NULL`); n != 3 {
		t.Errorf("%d journal entries, want 3", n)
	}
	_, err := h.CreditHours(t.Context(), li, training.CreditHours{SessionID: s.ID, Credits: []training.NewCredit{{EmployeeID: 2}}})
	want(t, "credited all the same", err, fault.Conflict)
	want(t, "one that is over", cancel(1, "mistake", ""), fault.Conflict)
}

// TestTheLastPlaceIsTakenOnce: as many as there are places get one, however many
// ask at once, by enrolling or at the door.
func TestTheLastPlaceIsTakenOnce(t *testing.T) {
	h := newHospital(t)
	s := h.planned(3, 2)
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on) SELECT 'n' || n, 'N' || n, '2020-01-01' FROM generate_series(1, 12) n`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) SELECT id, 1, 1, '2020-01-01' FROM employees WHERE number LIKE 'n%'`)
	const opening = "2026-11-02 08:30:00"
	now := h.at(opening)
	code := h.codeOf(s.ID, opening)
	together(12, func(i int) {
		who := accounts.Actor{AccountID: 1, EmployeeID: int64(i + 5), Reach: accounts.Reach{EmployeeID: int64(i + 5)}}
		if i%2 == 0 {
			if _, err := now.Enrol(t.Context(), who, training.Enrol{SessionID: s.ID + int64(i/2%2)}); err != nil {
				t.Error(err)
			}
			return
		}
		if _, err := now.CheckIn(t.Context(), who, training.CheckIn{SessionID: s.ID, Code: code}); err != nil {
			want(t, "no place left", err, fault.Conflict)
		}
	})
	if n := h.count(fmt.Sprintf(`SELECT count(*) FROM (
		SELECT employee_id FROM enrolments WHERE session_id = %d AND placed_at IS NOT NULL
		UNION SELECT employee_id FROM attendances WHERE session_id = %[1]d) taken`, s.ID)); n != 3 {
		t.Errorf("%d have a place, want 3", n)
	}
}

func TestASessionOfSeveralDays(t *testing.T) {
	h := newHospital(t)
	s := h.planned(0, 3)
	list, err := h.ListSessions(t.Context(), nobody, training.ListSessions{From: "2026-11-02", To: "2026-11-04"})
	if err != nil || len(list) != 3 || list[0].FirstID != s.ID || list[2].FirstID != 0 {
		t.Errorf("days: %+v, %v", list, err)
	}
	at := s.StartsAt
	for what, then := range map[string]training.Times{
		"the day before":      {StartsAt: at.AddDate(0, 0, -1), EndsAt: at.AddDate(0, 0, -1).Add(time.Hour)},
		"while the first is":  {StartsAt: at.Add(30 * time.Minute), EndsAt: at.Add(2 * time.Hour)},
		"longer than a day":   {StartsAt: at.AddDate(0, 0, 1), EndsAt: at.AddDate(0, 0, 3)},
		"ends when it starts": {StartsAt: at.AddDate(0, 0, 1), EndsAt: at.AddDate(0, 0, 1)},
	} {
		_, err := h.CreateSession(t.Context(), li, training.NewSession{
			CourseID: 1, TrainerID: 1, Place: "Hall", StartsAt: at, EndsAt: at.Add(time.Hour), Then: []training.Times{then},
		})
		want(t, what, err, fault.Invalid)
	}
	_, err = h.RetireCourse(t.Context(), li, training.RetireCourse{ID: 1})
	want(t, "retire", err, "")
	_, err = h.CreateSession(t.Context(), li, training.NewSession{CourseID: 1, TrainerID: 1, Place: "Hall", StartsAt: at, EndsAt: at.Add(time.Hour)})
	want(t, "a session of a retired course", err, fault.Invalid)
	_, err = h.Enrol(t.Context(), wang, training.Enrol{SessionID: s.ID})
	want(t, "one that was planned before", err, "")
}
