package audits

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// The rules of a day's plan. evaluation.PlanRequest plans a study, one check
// after the other; this plans a working day: everybody who observes gets a list
// of the same length, of people whom they reach and who are there.
const (
	fewestItems  = 6  // of an observer and a day: who goes round at all, goes round
	mostItems    = 20 // a morning's work at five minutes each, with the ways between
	outsideShare = 5  // one in so many from outside: strictness and a department's quality can be told apart
	doubleShare  = 20 // one in so many observed by two: agreement can be measured
)

// planDay is what the plan of a day follows from. All of it is as it was when
// the day began, so that the plan holds all day.
type planDay struct {
	Day       worktime.Day
	Need      int // checks that everybody should have in the window
	People    []planPerson
	Observers []planObserver
}

// planPerson is somebody who may be observed.
type planPerson struct {
	ID          int64
	Departments []int64 // of their postings, in order
	Seen        int     // checks in the window
	Off         bool    // not there on that day
}

// planObserver is somebody who observes.
type planObserver struct {
	ID    int64
	Reach accounts.Reach
	Near  map[int64]bool // departments where they are no outsiders
	Not   []int64        // whom they may not observe, beside themselves
}

// planned is one entry in an observer's list.
type planned struct {
	Observer   int64
	Person     int64
	Department int64 // the first within the observer's reach
	Outside    bool
	With       int64 // the other observer of a double check; 0: none
}

// plan deals out who is there, those with fewest checks first, each to an
// observer by chance, and the first ones to two. It depends on nothing but d,
// and not on the order of its lists.
//
// An observer's last places are kept for people from outside until a fifth of
// the list is; only where nobody from outside is left, others fill them. The
// first pass keeps that rule, the second fills up.
func (d planDay) plan() []planned {
	p := &planner{planDay: d, taken: map[int64]bool{}}
	size := d.size()
	for _, o := range d.Observers {
		p.seats = append(p.seats, &seat{planObserver: o, left: size, kept: ceil(size, outsideShare)})
	}
	queue := d.queue()
	p.fair = ceil(len(queue), max(1, len(p.seats)))
	p.deal(queue, p.double, d.doubles(size*len(p.seats)))
	for _, keep := range []bool{true, false} {
		p.deal(queue, func(person planPerson) bool { return p.single(person, keep) }, len(queue))
	}
	return p.out
}

// size is how long each list is: as long as it takes to make up for what is
// missing by the end of the month, when stars are awarded, or to see everybody
// often enough in every window, whichever is more; within limits.
func (d planDay) size() int {
	missing := 0
	for _, p := range d.People {
		missing += max(0, d.Need-p.Seen)
	}
	left := worktime.Date(d.Day.Year(), d.Day.Month()+1, 1).Sub(d.Day)
	daily := max(ceil(missing, left), ceil(len(d.People)*d.Need, window))
	return min(max(ceil(daily, max(1, len(d.Observers))), fewestItems), mostItems)
}

func ceil(a, b int) int { return (a + b - 1) / b }

// doubles is how many of a day's checks are observed by two, each of which
// takes two places. What a day leaves over goes to the next: two observers with
// lists of six have a double check on four days of seven.
func (d planDay) doubles(places int) int {
	n := d.Day.Sub("2000-01-01")
	return places*(n+1)/(doubleShare+1) - places*n/(doubleShare+1)
}

// queue returns who is there, in the order in which they come to be observed.
func (d planDay) queue() []planPerson {
	queue := slices.DeleteFunc(slices.Clone(d.People), func(p planPerson) bool { return p.Off })
	slices.SortFunc(queue, func(a, b planPerson) int {
		return cmp.Or(cmp.Compare(a.Seen, b.Seen), cmp.Compare(d.draw(a.ID, 0), d.draw(b.ID, 0)), cmp.Compare(a.ID, b.ID))
	})
	return queue
}

// draw is chance: a number that follows from the day and two ids and from
// nothing else, so that who comes or goes changes little for all the others.
func (d planDay) draw(a, b int64) uint64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d/%d", d.Day, a, b))
	return binary.BigEndian.Uint64(sum[:])
}
