package training_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

var zhao = accounts.Actor{AccountID: 1, EmployeeID: 3, Reach: accounts.Reach{EmployeeID: 3}}

// shown is the code on the session's screen at a time.
func (h hospital) shown(session int64, clock string) training.CheckInCode {
	h.t.Helper()
	code, err := h.at(clock).CheckInCode(h.t.Context(), li, training.ShowCheckInCode{SessionID: session})
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

func (h hospital) checkIn(who accounts.Actor, session int64, clock, code string) (training.Attendance, error) {
	return h.at(clock).CheckIn(h.t.Context(), who, training.CheckIn{SessionID: session, Code: code})
}

// TestAPhotographedCodeIsWorthNothingLater: a code that is sent to a friend is
// useless after its window, whatever way it is given.
func TestAPhotographedCodeIsWorthNothingLater(t *testing.T) {
	h := newHospital(t)
	code := h.shown(1, "2026-10-31 09:00:10")
	other := h.shown(2, "2026-10-31 00:45:10")
	for _, test := range []struct {
		what  string
		clock string
		code  string
		want  string // how they know the code; "": refused
	}{
		{"scanned at once", "2026-10-31 09:00:12", code.Token, "qr"},
		{"typed at once", "2026-10-31 09:00:12", code.Typed, "typed"},
		{"typed with a space, in small letters", "2026-10-31 09:00:12", " " + strings.ToLower(code.Typed[:4]) + "-" + code.Typed[4:], "typed"},
		{"in the step before: the phone's clock does not matter, the server's may be behind", "2026-10-31 08:59:30", code.Token, "qr"},
		{"in the step after", "2026-10-31 09:00:59", code.Token, "qr"},
		{"two steps after", "2026-10-31 09:01:00", code.Token, ""},
		{"typed two steps after", "2026-10-31 09:01:00", code.Typed, ""},
		{"two steps before", "2026-10-31 08:59:29", code.Token, ""},
		{"at the end of the session", "2026-10-31 11:59:00", code.Token, ""},
		{"of another session", "2026-10-31 00:45:12", other.Token, ""},
		{"with another step written on it", "2026-10-31 09:05:10", strings.Replace(code.Token, ".", ".9", 1), ""},
		{"cut short", "2026-10-31 09:00:12", code.Token[:len(code.Token)-1], ""},
	} {
		a, err := h.checkIn(wang, 1, test.clock, test.code)
		want(t, test.what, err, map[bool]fault.Kind{true: fault.Invalid}[test.want == ""])
		if a.CameBy != test.want {
			t.Errorf("%s: %q, want %q", test.what, a.CameBy, test.want)
		}
		h.owner(`DELETE FROM attendances`)
		h.DB.MustExec(`DELETE FROM check_in_refusals`)
	}
	if next := h.shown(1, "2026-10-31 09:00:30"); next.Token == code.Token || next.Typed == code.Typed || !code.ChangesAt.Equal(next.ChangesAt.Add(-30e9)) {
		t.Errorf("the codes of the next step: %+v after %+v", next, code)
	}
}

// codeOf is the code of a session at a time, also where none is shown.
func (h hospital) codeOf(session int64, clock string) string {
	return training.Token(h.at(clock).Service, session)
}

// owner runs a query that the server itself may not.
func (h hospital) owner(query string) {
	h.t.Helper()
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`)
	tx.MustExec(query)
	if err := tx.Commit(); err != nil {
		h.t.Fatal(err)
	}
}

func TestCheckInRefuses(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE training_sessions SET capacity = 1 WHERE id = 2`)
	h.DB.MustExec(`INSERT INTO enrolments (session_id, employee_id, enrolled_at, placed_at) VALUES (2, 3, '2026-10-30', '2026-10-30')`)
	h.DB.MustExec(`UPDATE training_sessions SET cancelled_at = '2026-10-01', cancel_reason = 'flood' WHERE id = 4`)
	sun := accounts.Actor{AccountID: 1, EmployeeID: 4}
	for _, test := range []struct {
		what    string
		who     accounts.Actor
		session int64
		clock   string
		want    fault.Kind
	}{
		{"nobody on the roster", hr, 1, "2026-10-31 09:00:00", fault.Forbidden},
		{"the trainer", li, 1, "2026-10-31 09:00:00", fault.Forbidden},
		{"who had left", sun, 1, "2026-10-31 09:00:00", fault.NotFound},
		{"more than an hour before", wang, 1, "2026-10-31 07:59:59", fault.Conflict},
		{"an hour before", wang, 1, "2026-10-31 08:00:00", ""},
		{"at the end", zhao, 1, "2026-10-31 12:00:00", fault.Conflict},
		{"who has no place while all are taken", wang, 2, "2026-10-31 00:30:00", fault.Conflict},
		{"who has a place", zhao, 2, "2026-10-31 00:30:00", ""},
		{"cancelled", zhao, 4, "2026-07-02 08:00:00", fault.Conflict},
		{"no such session", zhao, 99, "2026-10-31 09:00:00", fault.NotFound},
	} {
		code := h.codeOf(test.session, test.clock)
		_, err := h.checkIn(test.who, test.session, test.clock, code)
		want(t, test.what, err, test.want)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'check-in'`); n != 2 {
		t.Errorf("%d journal entries, want 2", n)
	}
}

// TestWhoShowsTheCodesIsCreditedBySomebodyElse: whoever may see codes on their own
// desk could check in from there.
func TestWhoShowsTheCodesIsCreditedBySomebodyElse(t *testing.T) {
	h := newHospital(t)
	const came, left = "2026-10-31 09:00:00", "2026-10-31 12:00:00"
	code := h.shown(1, came)
	_, err := h.checkIn(zhao, 1, came, code.Token)
	want(t, "a trainer of other courses, in the room", err, "")
	asTrainer := accounts.Actor{AccountID: 1, EmployeeID: 3, Reach: accounts.Reach{Hospital: true}}
	for range 2 {
		later, err := h.at(left).CheckInCode(t.Context(), asTrainer, training.ShowCheckInCode{SessionID: 1})
		want(t, "shown a code at home", err, "")
		_, err = h.at(left).CheckOut(t.Context(), zhao, training.CheckIn{SessionID: 1, Code: later.Token})
		want(t, "and leaving with it", err, fault.Forbidden)
	}
	if c := h.at(left).credit(1, 3, 0); c.Minutes != 120 {
		t.Errorf("credited by somebody else: %+v", c)
	}
}

func TestCodesAreNotGuessed(t *testing.T) {
	h := newHospital(t)
	const clock = "2026-10-31 09:00:00"
	for range 10 {
		_, err := h.checkIn(wang, 1, clock, "AAAAAAAA")
		want(t, "a guess", err, fault.Invalid)
	}
	_, err := h.checkIn(wang, 1, clock, h.shown(1, clock).Typed)
	want(t, "the right one after ten", err, fault.TooMany)
	_, err = h.checkIn(zhao, 1, clock, h.shown(1, clock).Typed)
	want(t, "somebody else's", err, "")
	_, err = h.checkIn(wang, 1, "2026-10-31 09:10:00", h.shown(1, "2026-10-31 09:10:00").Typed)
	want(t, "ten minutes later", err, "")
}

// TestCheckInsAtOnceCountOnce: a phone that sends again and again while the network
// is bad checks in once, checks out once, and is credited once.
func TestCheckInsAtOnceCountOnce(t *testing.T) {
	h := newHospital(t)
	const came, left = "2026-10-31 09:00:00", "2026-10-31 12:00:00"
	in, out := h.shown(1, came), h.shown(1, left)
	answers := make([]training.Attendance, 8)
	together(len(answers), func(i int) {
		var err error
		if answers[i], err = h.checkIn(wang, 1, came, in.Token); err != nil {
			t.Error(err)
		}
	})
	credits := make([]training.CheckedOut, 8)
	together(len(credits), func(i int) {
		var err error
		if credits[i], err = h.at(left).CheckOut(t.Context(), wang, training.CheckIn{SessionID: 1, Code: out.Typed}); err != nil {
			t.Error(err)
		}
	})
	for i := range answers {
		if answers[i].ID != answers[0].ID || credits[i].Credit.ID != credits[0].Credit.ID || credits[i].Credit.ID == 0 {
			t.Errorf("answer %d: %+v %+v", i, answers[i], credits[i])
		}
	}
	for _, test := range []struct {
		query string
		want  int
	}{
		{`SELECT count(*) FROM attendances`, 1},
		{`SELECT sum(minutes) FROM credits`, 120},
		{`SELECT sum(value) FROM evidence WHERE kind = 'credit'`, 120},
		{`SELECT count(*) FROM journal WHERE action = 'check-in'`, 1},
		{`SELECT count(*) FROM journal WHERE action = 'check-out'`, 1},
	} {
		if n := h.count(test.query); n != test.want {
			t.Errorf("%s: %d, want %d", test.query, n, test.want)
		}
	}
	again, err := h.checkIn(wang, 1, "2026-10-31 13:30:00", in.Token)
	if diff := cmp.Diff(credits[0].Attendance, again); err != nil || diff != "" {
		t.Errorf("a late repeat: %v (-stored +answer):\n%s", err, diff)
	}
}

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}
