package training

import "github.com/wardstar/wardstar/internal/worktime"

// annualMinutes is what hospitals require of everyone in a year.
const annualMinutes = 40 * 60

// Owed returns the minutes of annual training that are required of a person for
// the days from one up to and without another. It is the share of 40 hours a year
// that the days employed among them are of their year,
//
//	Σ 2400 × days employed / days of the year, over the years,
//
// rounded once, to the nearest minute, halves up; and 0 where there are no such
// days. The person was hired on a day and left on another, the first no longer
// employed; left is "" of whoever has not left.
func Owed(hired, left, from, to worktime.Day) int {
	from = max(from, hired)
	if left != "" {
		to = min(to, left)
	}
	const whole = 365 * 366 // so that both lengths of a year divide it
	parts := 0
	for from < to {
		first, next := worktime.Date(from.Year(), 1, 1), worktime.Date(from.Year()+1, 1, 1)
		parts += annualMinutes * min(to, next).Sub(from) * (whole / next.Sub(first))
		from = next
	}
	return (2*parts + whole) / (2 * whole)
}
