package audits

import (
	"cmp"
	"slices"
)

// planner holds the state while a plan grows.
type planner struct {
	planDay
	seats []*seat
	fair  int // of everybody who is there, for each observer
	taken map[int64]bool
	out   []planned
}

// seat is an observer's list while it fills.
type seat struct {
	planObserver
	given int
	left  int // places
	kept  int // of which are for people from outside
}

// offer is what somebody would be to an observer.
type offer struct {
	*seat
	department int64
	outside    bool
}

// deal goes through the queue and takes those whom take finds a place for, most
// at most.
func (p *planner) deal(queue []planPerson, take func(planPerson) bool, most int) {
	for _, person := range queue {
		if most == 0 {
			return
		}
		if !p.taken[person.ID] && take(person) {
			p.taken[person.ID] = true
			most--
		}
	}
}

// single gives a person to one observer.
func (p *planner) single(person planPerson, keep bool) bool {
	offers := p.offers(person, keep)
	if len(offers) == 0 {
		return false
	}
	p.give(person, offers[0], 0)
	return true
}

// double gives a person to two observers, of whom one is an outsider and the
// other is not where that can be.
func (p *planner) double(person planPerson) bool {
	offers := p.offers(person, true)
	if len(offers) < 2 {
		return false
	}
	first, second := offers[0], offers[1]
	if i := slices.IndexFunc(offers, func(o offer) bool { return o.outside != first.outside }); i > 0 {
		second = offers[i]
	}
	p.give(person, first, second.ID)
	p.give(person, second, first.ID)
	return true
}

// offers returns those who have a place for a person, in the order of chance,
// but those last who have had their fair share: where there are fewer people
// than places, nobody goes without. With keep, the places that are kept for
// others do not count.
func (p *planner) offers(person planPerson, keep bool) (list []offer) {
	for _, s := range p.seats {
		if s.left == 0 || s.ID == person.ID || slices.Contains(s.Not, person.ID) {
			continue
		}
		i := slices.IndexFunc(person.Departments, func(d int64) bool { return s.Reach.Hospital || slices.Contains(s.Reach.Departments, d) })
		if i < 0 {
			continue
		}
		o := offer{s, person.Departments[i], !s.Near[person.Departments[i]]}
		if o.outside || !keep || s.left > s.kept {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b offer) int {
		return cmp.Or(cmp.Compare(a.given/p.fair, b.given/p.fair), cmp.Compare(p.draw(a.ID, person.ID), p.draw(b.ID, person.ID)), cmp.Compare(a.ID, b.ID))
	})
	return list
}

func (p *planner) give(person planPerson, o offer, with int64) {
	o.given++
	o.left--
	if o.outside {
		o.kept = max(0, o.kept-1)
	}
	p.out = append(p.out, planned{Observer: o.ID, Person: person.ID, Department: o.department, Outside: o.outside, With: with})
}
