package training_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// mornings runs the reminders on each day from one to another, and returns the
// days on which somebody was written to, with the subject.
func (h hospital) mornings(from, to worktime.Day) (letters []string) {
	h.t.Helper()
	loc := time.FixedZone("", 8*3600)
	for day := from; day <= to; day = day.AddDays(1) {
		at := day.In(loc).Add(8 * time.Hour)
		if _, err := database.InTx(h.t.Context(), h.DB, func(tx *sqlx.Tx) (struct{}, error) {
			return struct{}{}, h.Schedule()[0].Run(h.t.Context(), tx, at)
		}); err != nil {
			h.t.Fatal(err)
		}
		var subjects []string
		if err := h.DB.Select(&subjects, `SELECT payload->>'subject' FROM jobs WHERE kind = 'mail' AND put_at = $1 ORDER BY id`, at); err != nil {
			h.t.Fatal(err)
		}
		for _, s := range subjects {
			letters = append(letters, string(day)+" "+s)
		}
	}
	return letters
}

func TestHoldersAreRemindedInTime(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.DB.MustExec(`UPDATE employees SET email = 'wang@hospital.example' WHERE id = 2`)
	h.DB.MustExec(`INSERT INTO accounts (employee_id, name, password_hash, language, created_at) VALUES (2, 'wang', 'x', 'ko', '2020-01-01')`)
	h.DB.MustExec(`INSERT INTO webhooks (url, events, secret, seal, created_at) VALUES ('https://x.example', '{certificate.expired}', 'x', decode(repeat('00', 16), 'hex'), '2020-01-01')`)
	h.record(2, 1, "2026-01-01", "2027-03-31")
	h.record(3, 1, "2026-01-01", "2027-03-31") // has no address
	h.record(4, 1, "2026-01-01", "2027-03-31") // has left
	letters := h.mornings("2026-12-01", "2027-05-15")
	letters = append(letters, h.mornings("2027-05-15", "2027-05-15")...) // a day run twice
	wanted := []string{}
	for _, day := range []string{"2026-12-31", "2027-01-30", "2027-03-01", "2027-03-17", "2027-03-24", "2027-03-31"} {
		wanted = append(wanted, day+" ‘Licence’ 자격증이 2027-03-31에 만료됩니다")
	}
	wanted = append(wanted, "2027-04-01 ‘Licence’ 자격증이 만료되었습니다")
	if diff := cmp.Diff(wanted, letters); diff != "" {
		t.Error(diff)
	}
	if n := h.count(`SELECT count(*) FROM jobs WHERE kind = 'webhook'`); n != 2 { // of those who have not left
		t.Errorf("other systems were told %d times", n)
	}
}

func TestWhoHasRenewedIsLeftAlone(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.DB.MustExec(`UPDATE employees SET email = 'wang@hospital.example' WHERE id = 2`)
	h.record(2, 1, "2025-01-01", "2026-12-31")
	h.record(2, 1, "2026-10-01", "2028-12-31")
	if letters := h.mornings("2026-10-31", "2027-02-28"); len(letters) != 0 {
		t.Errorf("%v", letters)
	}
}

func TestAReminderThatWasMissedIsNotRepeated(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.DB.MustExec(`UPDATE employees SET email = 'wang@hospital.example' WHERE id = 2`)
	h.record(2, 1, "2026-01-01", "2026-11-20")
	letters := h.mornings("2026-11-04", "2026-11-07") // the first mornings of the program
	if len(letters) != 2 || !strings.HasPrefix(letters[0], "2026-11-04") || !strings.HasPrefix(letters[1], "2026-11-06") {
		t.Errorf("%v", letters)
	}
}
