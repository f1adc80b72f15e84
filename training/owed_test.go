package training_test

import (
	"testing"

	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/training"
)

func TestOwed(t *testing.T) {
	for _, test := range []struct {
		what                  string
		hired, left, from, to worktime.Day
		want                  int
	}{
		{"a year", "2020-01-01", "", "2026-01-01", "2027-01-01", 2400},
		{"a leap year", "2020-01-01", "", "2028-01-01", "2029-01-01", 2400},
		{"two years, one of them leap", "2020-01-01", "", "2027-01-01", "2029-01-01", 4800},
		{"the year up to the end of October: 304 of 365 days are 1998.9", "2020-01-01", "", "2026-01-01", "2026-11-01", 1999},
		{"one day: 6.58", "2020-01-01", "", "2026-01-01", "2026-01-02", 7},
		{"one day of a leap year: 6.56", "2020-01-01", "", "2028-01-01", "2028-01-02", 7},
		{"two days, one of them of a leap year: 13.13, not 7 and 7", "2020-01-01", "", "2027-12-31", "2028-01-02", 13},
		{"hired in between: 184 of 365 days", "2026-07-01", "", "2026-01-01", "2027-01-01", 1210},
		{"left in between: 90 of 365 days", "2020-01-01", "2026-04-01", "2026-01-01", "2027-01-01", 592},
		{"hired and left in between: 31 of 365 days", "2026-03-01", "2026-04-01", "2026-01-01", "2027-01-01", 204},
		{"hired afterwards", "2027-01-01", "", "2026-01-01", "2027-01-01", 0},
		{"left before", "2020-01-01", "2026-01-01", "2026-01-01", "2027-01-01", 0},
		{"left on the day of hire", "2026-03-01", "2026-03-01", "2026-01-01", "2027-01-01", 0},
		{"leaving later", "2020-01-01", "2030-01-01", "2026-01-01", "2027-01-01", 2400},
		{"no days", "2020-01-01", "", "2026-01-01", "2026-01-01", 0},
		{"61 days of a leap year are 400 exactly", "2020-01-01", "", "2028-01-01", "2028-03-02", 400},
	} {
		if got := training.Owed(test.hired, test.left, test.from, test.to); got != test.want {
			t.Errorf("%s: %d, want %d", test.what, got, test.want)
		}
	}
}
