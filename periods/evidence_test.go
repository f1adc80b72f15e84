package periods_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// TestAHospitalThatNobodyDescribedHasOneTimeZone: where a day begins is the
// same to the view and to the program.
func TestAHospitalThatNobodyDescribedHasOneTimeZone(t *testing.T) {
	t.Parallel()
	s, owner := owned(t)
	owner.MustExec(`DELETE FROM hospital`)
	h, err := people.ReadHospital(t.Context(), s.DB)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := h.Location()
	if err != nil {
		t.Fatal(err)
	}
	var got time.Time
	if err := s.DB.Get(&got, `SELECT occurred_at FROM evidence WHERE kind = 'credit' LIMIT 1`); err != nil {
		t.Fatal(err)
	}
	if want := worktime.Day("2026-03-05").In(loc); !got.Equal(want) {
		t.Errorf("a credit of 5 March is of %s, want %s", got, want)
	}
}
