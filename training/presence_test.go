package training_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

// checkOut checks out at a time, with the code of then.
func (h hospital) checkOut(session int64, clock string) (training.CheckedOut, error) {
	return h.at(clock).CheckOut(h.t.Context(), wang, training.CheckIn{SessionID: session, Code: h.codeOf(session, clock)})
}

// TestPartialAttendance: of a session from 9 to 12 of a course of two hours.
func TestPartialAttendance(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what, came, left string
		want             int // 0: refused
	}{
		{"all of it, no more than the course is worth", "2026-10-31 08:55:00", "2026-10-31 12:05:00", 120},
		{"late, and yet two hours", "2026-10-31 10:00:00", "2026-10-31 12:00:00", 120},
		{"an hour and a half", "2026-10-31 10:30:00", "2026-10-31 12:00:00", 90},
		{"before it starts does not count", "2026-10-31 08:00:00", "2026-10-31 09:45:00", 45},
		{"left early", "2026-10-31 09:00:00", "2026-10-31 09:59:59", 59},
		{"came ten minutes late, when the queue was through", "2026-10-31 09:10:00", "2026-10-31 10:40:00", 100},
		{"came a second later than that", "2026-10-31 09:10:01", "2026-10-31 10:40:01", 90},
		{"left ten minutes early", "2026-10-31 10:20:00", "2026-10-31 11:50:00", 100},
		{"after the end does not count", "2026-10-31 11:30:00", "2026-10-31 13:00:00", 30},
		{"came and went", "2026-10-31 09:30:00", "2026-10-31 09:30:59", 0},
		{"left before it started", "2026-10-31 08:00:00", "2026-10-31 08:30:00", 0},
	} {
		if _, err := h.checkIn(wang, 1, test.came, h.codeOf(1, test.came)); err != nil {
			t.Fatal(err)
		}
		out, err := h.checkOut(1, test.left)
		kind := fault.Kind("")
		if test.want == 0 {
			kind = fault.Conflict
		}
		want(t, test.what, err, kind)
		if out.Credit.Minutes != test.want {
			t.Errorf("%s: %d minutes, want %d", test.what, out.Credit.Minutes, test.want)
		}
		h.owner(`DELETE FROM credits`)
		h.owner(`DELETE FROM attendances`)
	}
	_, err := h.checkOut(1, "2026-10-31 11:00:00")
	want(t, "without checking in", err, fault.Conflict)
}

// TestTheTrainersWord: ticks and minutes with a note, beside check-ins.
func TestTheTrainersWord(t *testing.T) {
	h := newHospital(t)
	const late = "2026-10-31 10:30:00"
	if _, err := h.checkIn(wang, 1, late, h.codeOf(1, late)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what string
		in   training.Tick
		want fault.Kind
	}{
		{"two, one of whom checked in", training.Tick{SessionID: 1, EmployeeIDs: []int64{3, 2}}, ""},
		{"again", training.Tick{SessionID: 1, EmployeeIDs: []int64{3, 2}}, ""},
		{"oneself among others", training.Tick{SessionID: 1, EmployeeIDs: []int64{1, 3}}, fault.Forbidden},
		{"who had left", training.Tick{SessionID: 1, EmployeeIDs: []int64{4}}, fault.NotFound},
		{"weeks before", training.Tick{SessionID: 3, EmployeeIDs: []int64{3}}, fault.Conflict},
		{"at a time after the end", training.Tick{SessionID: 2, EmployeeIDs: []int64{3}, CameAt: ptr(h.Now())}, fault.Invalid},
	} {
		_, err := h.Tick(t.Context(), li, test.in)
		want(t, test.what, err, test.want)
	}
	roll, err := h.Roll(t.Context(), li, training.Roll{SessionID: 1})
	if err != nil || len(roll) != 2 || roll[0].CameBy != "qr" || roll[1].CameBy != "trainer" || roll[1].Minutes != 0 {
		t.Errorf("the roll: %+v, %v", roll, err)
	}
	if c := h.credit(1, 2, 0); c.Minutes != 90 {
		t.Errorf("who checked in late, and did not check out: %d minutes, want 90", c.Minutes)
	}
	list, err := h.CreditHours(t.Context(), li, training.CreditHours{SessionID: 1, Credits: []training.NewCredit{
		{EmployeeID: 2}, {EmployeeID: 3, Minutes: 45, Note: " called to the ward "},
	}})
	if err != nil || list[0].Minutes != 90 || list[1].Minutes != 45 || list[1].Note != "called to the ward" {
		t.Errorf("credited: %+v, %v", list, err)
	}
	out, err := h.checkOut(1, "2026-10-31 12:30:00")
	if err != nil || out.Credit.ID != list[0].ID || h.count(`SELECT count(*) FROM credits`) != 2 {
		t.Errorf("who checks out after that: %+v, %v", out, err)
	}
	if roll, _ = h.Roll(t.Context(), head, training.Roll{SessionID: 1}); len(roll) != 1 || roll[0].Minutes != 90 {
		t.Errorf("the roll of one's department: %+v", roll)
	}
}

func ptr[T any](v T) *T { return &v }

// TestASessionOverMidnight belongs to the day on which it begins at the hospital:
// its hours, its posting and its quarter.
func TestASessionOverMidnight(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES (1, 1, 'Hall', '2026-09-30 23:00+8', '2026-10-01 01:00+8')`)
	h.DB.MustExec(`UPDATE postings SET to_day = '2026-10-01' WHERE id = 2`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (2, 2, 1, '2026-10-01')`)
	const came = "2026-10-01 00:10:00"
	if _, err := h.checkIn(wang, 5, came, h.codeOf(5, came)); err != nil {
		t.Fatal(err)
	}
	out, err := h.checkOut(5, "2026-10-01 01:00:00")
	if err != nil || out.Credit.Minutes != 50 || out.Credit.EarnedOn != "2026-09-30" || out.Credit.PostingID != 2 {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestTheNightTheClocksChange: New York, 1 November 2026, where the hour from one
// to two comes twice; and 8 March, where the one from two to three does not come.
func TestTheNightTheClocksChange(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE hospital SET time_zone = 'America/New_York'`)
	h.DB.MustExec(`UPDATE courses SET minutes = 600 WHERE id = 1`)
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what       string
		month, day int
		want       int
	}{
		{"midnight to four, an hour twice", 11, 1, 300},
		{"midnight to four, an hour less", 3, 8, 180},
		{"midnight to four on any night", 6, 1, 240},
	} {
		from := time.Date(2026, time.Month(test.month), test.day, 0, 0, 0, 0, zone)
		to := time.Date(2026, time.Month(test.month), test.day, 4, 0, 0, 0, zone)
		s, err := h.CreateSession(t.Context(), li, training.NewSession{CourseID: 1, TrainerID: 1, Place: "Hall", StartsAt: from, EndsAt: to})
		if err != nil {
			t.Fatal(err)
		}
		at := func(t time.Time) string { return t.UTC().Add(8 * time.Hour).Format(time.DateTime) } // as h.at reads it
		if _, err := h.checkIn(wang, s.ID, at(from), h.codeOf(s.ID, at(from))); err != nil {
			t.Fatal(err)
		}
		out, err := h.checkOut(s.ID, at(to))
		day := from.Format(time.DateOnly)
		if err != nil || out.Credit.Minutes != test.want || string(out.Credit.EarnedOn) != day {
			t.Errorf("%s: %d minutes on %s, %v, want %d on %s", test.what, out.Credit.Minutes, out.Credit.EarnedOn, err, test.want, day)
		}
	}
}
