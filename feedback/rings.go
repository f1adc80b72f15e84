package feedback

import (
	"cmp"
	"slices"
)

const (
	fewestRing     = 3 // people who are voted for, and networks that vote for them
	fewestRingDays = 3 // days on which one of those networks votes about one of those people
)

// tie is a private network that votes about a person day after day.
type tie struct {
	network source
	rated   rated
	votes   []trace
}

// rings finds groups of people who are voted for, day after day, by the same few
// private networks: colleagues who vote for each other from home. One network that
// does so is a patient who stays long; several that name the same people are not.
func (s scene) rings() (found []finding) {
	ties := s.ties()
	for _, group := range tied(ties) {
		people, networks := map[rated]bool{}, map[source]bool{}
		var votes []trace
		for _, t := range group {
			people[t.rated], networks[t.network] = true, true
			votes = append(votes, t.votes...)
		}
		if len(people) < fewestRing || len(networks) < fewestRing {
			continue
		}
		for _, mine := range perPerson(votes) {
			found = append(found, finding{"ring", mine, numbers{
				Observed: len(mine), Sources: len(networks), People: len(people),
				Days: distinct(mine, func(t trace) int { return t.day }),
			}})
		}
	}
	return found
}

// ties returns who is voted for by which network on several days, in a fixed order.
func (s scene) ties() (list []tie) {
	for _, group := range bySource(s.traces, network, func(t trace) bool { return s.private(t) && !t.kiosk }) {
		for _, mine := range perPerson(group) {
			if distinct(mine, func(t trace) int { return t.day }) >= fewestRingDays {
				list = append(list, tie{group[0].network, mine[0].rated, mine})
			}
		}
	}
	return list
}

// tied groups ties whose people have networks in common: two at least with the
// next person of the group.
func tied(ties []tie) (groups [][]tie) {
	byPerson := map[rated][]tie{}
	var people []rated
	for _, t := range ties {
		if byPerson[t.rated] == nil {
			people = append(people, t.rated)
		}
		byPerson[t.rated] = append(byPerson[t.rated], t)
	}
	slices.SortFunc(people, compareRated)
	seen := map[rated]bool{}
	for _, first := range people {
		if seen[first] {
			continue
		}
		var group []tie
		for queue := []rated{first}; len(queue) > 0; queue = queue[1:] {
			if seen[queue[0]] {
				continue
			}
			seen[queue[0]] = true
			group = append(group, byPerson[queue[0]]...)
			for _, next := range people {
				if !seen[next] && common(byPerson[queue[0]], byPerson[next]) >= 2 {
					queue = append(queue, next)
				}
			}
		}
		groups = append(groups, group)
	}
	return groups
}

func compareRated(a, b rated) int {
	return cmp.Or(cmp.Compare(a.employee, b.employee), cmp.Compare(a.touchpoint, b.touchpoint))
}

// common counts the networks that two people share.
func common(a, b []tie) (n int) {
	for _, x := range a {
		if slices.ContainsFunc(b, func(y tie) bool { return x.network == y.network }) {
			n++
		}
	}
	return n
}
