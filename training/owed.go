package training

import (
	"slices"

	"github.com/wardstar/wardstar/internal/worktime"
)

// annualMinutes is what hospitals require of everyone in a year of full time.
const annualMinutes = 40 * 60

// fullTime is the share of full time that a full-timer works, in thousandths.
const fullTime = 1000

// Span is the days from one up to and without another; To is "" where no end is
// known.
type Span struct {
	From worktime.Day `db:"from_day"`
	To   worktime.Day `db:"to_day"`
}

// holds reports whether d is one of the days.
func (s Span) holds(d worktime.Day) bool { return s.From <= d && (s.To == "" || d < s.To) }

// Share is a stretch of days on which somebody works a share of full time, in
// thousandths: one of their postings.
type Share struct {
	Span
	FTE int `db:"fte"`
}

// Duty says on which days a person owes training, and how much of it.
type Duty struct {
	Hired  worktime.Day
	Left   worktime.Day // the first day no longer employed; "" of whoever has not left
	Shares []Share      // in any order; they may overlap
	Leaves []Span       // long leave, in any order
}

// Owed returns the minutes of annual training that d makes due for the days from
// one up to and without another:
//
//	Σ 2400 · w(d) / (1000 · Y(d)), over the days d,
//
// where Y(d) is the number of days of d's year, 365 or 366, and w(d) the share
// of full time worked on d in thousandths:
//
//	0                            before being hired, from leaving on, and on long leave;
//	the sum of the postings' FTE, at most 1000;
//	1000                         where there is no posting: nobody has said otherwise.
//
// The sum is exact: reckoned in whole parts of a minute, 1/(1000·365·366), and
// rounded once, to the nearest minute, halves up. Of days that follow each other
// the sums therefore differ from the sum of the whole by rounding only. It is 0
// where from is not before to. The days must be valid; from and to must be given.
func (d Duty) Owed(from, to worktime.Day) int {
	from = max(from, d.Hired)
	if d.Left != "" {
		to = min(to, d.Left)
	}
	if from >= to {
		return 0
	}
	const years = 365 * 366 // so that both lengths of a year divide it
	const whole = years * fullTime
	parts := 0
	cuts := d.cuts(from, to)
	for i, first := range cuts[:len(cuts)-1] {
		year := worktime.Date(first.Year()+1, 1, 1).Sub(worktime.Date(first.Year(), 1, 1))
		parts += annualMinutes * cuts[i+1].Sub(first) * d.share(first) * (years / year)
	}
	return (2*parts + whole) / (2 * whole)
}

// cuts returns from, to and all days between them on which the share or the year
// may change, ascending.
func (d Duty) cuts(from, to worktime.Day) []worktime.Day {
	cuts := []worktime.Day{from, to}
	add := func(day worktime.Day) {
		if from < day && day < to {
			cuts = append(cuts, day)
		}
	}
	for year := from.Year() + 1; year <= to.Year(); year++ {
		add(worktime.Date(year, 1, 1))
	}
	for _, s := range d.Shares {
		add(s.From)
		add(s.To)
	}
	for _, l := range d.Leaves {
		add(l.From)
		add(l.To)
	}
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// share returns the share of full time on a day of employment.
func (d Duty) share(day worktime.Day) int {
	if slices.ContainsFunc(d.Leaves, func(l Span) bool { return l.holds(day) }) {
		return 0
	}
	sum, posted := 0, false
	for _, s := range d.Shares {
		if s.holds(day) {
			sum, posted = sum+s.FTE, true
		}
	}
	if !posted {
		return fullTime
	}
	return min(sum, fullTime)
}

// Owed is [Duty.Owed] of somebody who works full time and takes no long leave.
func Owed(hired, left, from, to worktime.Day) int {
	return Duty{Hired: hired, Left: left}.Owed(from, to)
}
