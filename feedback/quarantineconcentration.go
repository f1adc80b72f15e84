package feedback

import (
	"slices"

	"github.com/wardstar/wardstar/evaluation"
)

const (
	fewestVotes   = 20  // of a person in a month, to compare where they come from
	fewestPeers   = 100 // votes of the others, to compare with
	fewestRepeats = 8
	fewestSame    = 5 // votes from one network on several days, to be held with the rest
)

// concentrations finds people whose votes of a month come from far fewer networks, or
// from far fewer hours, than those of the others in their department: the same few
// again and again. Votes that wait already are not counted twice.
func (s scene) concentrations() (found []finding) {
	free := slices.DeleteFunc(slices.Clone(s.traces), func(t trace) bool { return t.waiting || t.kiosk })
	private := slices.DeleteFunc(slices.Clone(free), func(t trace) bool { return !s.private(t) })
	found = concentrated(private, func(t trace) any { return t.network }, fewestSame)
	return append(found, concentrated(free, func(t trace) any { return t.hour }, fewestBurst)...)
}

// repeats counts votes and how many of them come from where one has come already.
type repeats struct{ votes, again float64 }

func repeated(traces []trace, key func(trace) any) repeats {
	return repeats{float64(len(traces)), float64(len(traces) - distinct(traces, key))}
}

// concentrated holds, of people whose votes come from few keys, those of keys that
// they have so many of.
func concentrated(traces []trace, key func(trace) any, same int) (found []finding) {
	people := perPerson(traces)
	peers := map[int64]repeats{}
	for _, mine := range people {
		p, r := peers[mine[0].department], repeated(mine, key)
		peers[mine[0].department] = repeats{p.votes + r.votes, p.again + r.again}
	}
	for _, mine := range people {
		own, all := repeated(mine, key), peers[mine[0].department]
		others := repeats{all.votes - own.votes, all.again - own.again}
		if own.votes < fewestVotes || own.again < fewestRepeats || others.votes < fewestPeers {
			continue
		}
		expected := max(1, own.votes*others.again/others.votes)
		p := evaluation.NegativeBinomialTail(int(own.again), expected, dispersion)
		if p >= chance {
			continue
		}
		if votes := oftenest(mine, key, same); len(votes) > 0 {
			found = append(found, finding{"concentration", votes, numbers{
				Observed: len(votes), Expected: expected, Probability: p, Sources: distinct(votes, key),
				Days: distinct(votes, func(t trace) int { return t.day }),
			}})
		}
	}
	return found
}

// oftenest returns the votes of keys that occur at least so often, in their order.
func oftenest(mine []trace, key func(trace) any, same int) (votes []trace) {
	count := map[any]int{}
	for _, t := range mine {
		count[key(t)]++
	}
	for _, t := range mine {
		if count[key(t)] >= same {
			votes = append(votes, t)
		}
	}
	return votes
}

// regulars finds networks from which one person is voted for on day after day, far
// more often than the network's part in the hospital explains.
func (s scene) regulars() (found []finding) {
	votes := map[source]int{}
	total := 0
	for _, t := range s.traces {
		if s.private(t) {
			votes[t.network]++
			total++
		}
	}
	theirs := map[rated]int{}
	for _, t := range s.traces {
		if s.private(t) {
			theirs[t.rated]++
		}
	}
	for _, group := range bySource(s.traces, network, func(t trace) bool { return s.private(t) && !t.kiosk && !t.waiting }) {
		for _, mine := range perPerson(group) {
			days := distinct(mine, func(t trace) int { return t.day })
			if days < fewestDays {
				continue
			}
			share := float64(votes[group[0].network]-len(mine)+1) / float64(total-theirs[mine[0].rated]+1)
			expected := max(least, float64(theirs[mine[0].rated])*min(1, share))
			if p := evaluation.NegativeBinomialTail(len(mine), expected, dispersion); p < chance*10 {
				found = append(found, finding{"concentration", mine, numbers{
					Observed: len(mine), Expected: expected, Probability: p, Days: days, Sources: 1,
				}})
			}
		}
	}
	return found
}
