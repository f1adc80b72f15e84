package periods_test

import (
	"slices"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/periods"
)

// TestWhatIsOwedOfTheYear is what the page of hours says: 40 hours a year, in
// proportion to the days employed, less what was credited and not voided.
func TestWhatIsOwedOfTheYear(t *testing.T) {
	t.Parallel()
	s, owner := owned(t)
	owner.MustExec(`UPDATE employees SET left_on = '2026-10-11' WHERE id = 10`)
	owner.MustExec(`UPDATE employees SET hired_on = '2026-09-01' WHERE id = 12`)
	owner.MustExec(`UPDATE credits SET voided_at = $1, void_reason = 'was not there' WHERE employee_id = 15`, november)
	open(t, s)
	compute(t, s)
	for id, want := range map[int64]int64{
		13: 0,    // has 40 hours
		8:  1999, // 304 of 365 days of 2400 minutes, to the nearest
		10: 1861, // 283 days until they left
		12: 401,  // 61 days since they came
		15: 1999, // had 40 hours, which were voided
	} {
		for _, g := range gatesOf(t, s, id) {
			if g.Code == "hoursOnCourse" && g.Have != want {
				t.Errorf("employee %d: %d minutes are missing, want %d", id, g.Have, want)
			}
		}
	}
}

func gatesOf(t *testing.T, s *periods.Service, id int64) periods.Gates {
	t.Helper()
	e, err := s.Score(t.Context(), accounts.Actor{Reach: accounts.Reach{Hospital: true}}, periods.AskScore{Name: "2026-10", EmployeeID: id})
	if err != nil || len(e.Gates) == 0 {
		t.Fatalf("gates of %d: %v, %v", id, e.Gates, err)
	}
	return e.Gates
}

// TestGatesLookNinetyDaysBack: what a person has of the months before makes the
// figure more reliable for a star, though the month's score rests on its own.
func TestGatesLookNinetyDaysBack(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	compute(t, s)
	reliability := func() (gate, score int64) {
		e := scoreOf(t, s, self(someRated), someRated)
		return e.Gates[0].Have, int64(*e.Reliability)
	}
	gate, before := reliability()
	if gate != before {
		t.Errorf("with nothing before the month the gate says %d, the score %d", gate, before)
	}
	answer(t, s, someRated, 40, 4, time.Date(2026, 9, 1, 8, 0, 0, 0, shanghai))
	answer(t, s, 9, 40, 4, time.Date(2026, 7, 1, 8, 0, 0, 0, shanghai)) // more than ninety days before the end
	older := scoreOf(t, s, self(9), 9).Gates
	compute(t, s)
	after, score := reliability()
	if after < gate+500 || score != before {
		t.Errorf("the gate went from %d to %d, the score's own from %d to %d", gate, after, before, score)
	}
	if now := scoreOf(t, s, self(9), 9).Gates; !slices.Equal(older, now) {
		t.Errorf("evidence of July moved the gates of October: %v, %v", older, now)
	}
}

// TestAnExpiredCertificateClosesAGate: as of a computed month's last day, and of
// today while a month runs.
func TestAnExpiredCertificateClosesAGate(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	s.DB.MustExec(`INSERT INTO certificate_kinds (code, name, months) VALUES ('licence', '{"en": "Licence"}', 24)`)
	s.DB.MustExec(`INSERT INTO requirements (post_id, level, kind_id, from_day) VALUES (1, 'everyone', 1, '2026-10-01')`)
	s.DB.MustExec(`INSERT INTO certificates (kind_id, employee_id, number, issued_on, valid_until, status, submitted_at, decided_at)
		VALUES (1, 7, '', '2024-01-01', '2026-10-30', 'confirmed', $1, $1), (1, 8, '', '2024-01-01', '2026-11-20', 'confirmed', $1, $1)`, november)
	open(t, s)
	compute(t, s)
	lacks := func(gates periods.Gates) int64 {
		t.Helper()
		i := slices.IndexFunc(gates, func(g evaluation.Gate) bool { return g.Code == "certificatesValid" })
		if i < 0 || gates[i].Passed != (gates[i].Have == 0) {
			t.Fatalf("gates %+v", gates)
		}
		return gates[i].Have
	}
	for id, want := range map[int64]int64{7: 1, 8: 0, 9: 1} { // expired the day before the last, valid, never had one
		if got := lacks(gatesOf(t, s, id)); got != want {
			t.Errorf("employee %d lacks %d, want %d", id, got, want)
		}
	}
	if v, err := s.Verify(t.Context(), "2026-10"); err != nil || len(v.Differences) > 0 {
		t.Errorf("%v, %v", v.Differences, err)
	}
	s.Now = func() time.Time { return time.Date(2026, 11, 20, 23, 59, 0, 0, shanghai) }
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-11"}); err != nil {
		t.Fatal(err)
	}
	if got := lacks(provisional(t, s, self(8), "2026-11", 8).Gates); got != 0 {
		t.Error("a certificate does not hold on its last day")
	}
	s.Now = func() time.Time { return time.Date(2026, 11, 21, 0, 1, 0, 0, shanghai) }
	if got := lacks(provisional(t, s, self(8), "2026-11", 8).Gates); got != 1 {
		t.Error("a certificate that expired at midnight does not show the same day")
	}
}
