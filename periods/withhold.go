package periods

import (
	"cmp"
	"slices"
)

// countedFrom is the number of ratings from which it is told how many there
// are: fewer could be traced to a patient.
const countedFrom = 5

// headcount is how many ratings a person of a department has.
type headcount struct {
	Employee   int64 `db:"employee"`
	Department int64 `db:"department"`
	Ratings    int   `db:"ratings"`
}

// withhold decides whose number of ratings is not told: those with fewer than
// five and, where only one of a department or of the hospital would be hidden
// and a total would give it away, the next smallest of those whose scores are
// not shown either, having fewer ratings than shownFrom. It also tells whether
// the hospital's total must stay hidden, because no second one can be.
//
// The outcome depends on the whole hospital, never on what somebody has asked
// for: otherwise two questions would answer what one does not.
func withhold(all []headcount, shownFrom int) (hidden map[int64]bool, total bool) {
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b headcount) int {
		return cmp.Or(cmp.Compare(a.Ratings, b.Ratings), cmp.Compare(a.Employee, b.Employee))
	})
	hidden = map[int64]bool{}
	byDepartment := map[int64][]headcount{}
	for _, h := range sorted {
		hidden[h.Employee] = h.Ratings < countedFrom
		byDepartment[h.Department] = append(byDepartment[h.Department], h)
	}
	for _, those := range byDepartment { // in any order: departments share nobody
		hideSecond(those, hidden, shownFrom)
	}
	return hidden, !hideSecond(sorted, hidden, shownFrom)
}

// hideSecond hides another one if exactly one of those is hidden, and reports
// whether that was not needed or could be done.
func hideSecond(those []headcount, hidden map[int64]bool, shownFrom int) bool {
	n := 0
	for _, h := range those {
		if hidden[h.Employee] {
			n++
		}
	}
	if n != 1 {
		return true
	}
	for _, h := range those {
		if !hidden[h.Employee] && h.Ratings < shownFrom {
			hidden[h.Employee] = true
			return true
		}
	}
	return false
}
