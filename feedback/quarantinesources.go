package feedback

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/wardstar/wardstar/evaluation"
)

// The least that one phone or network has to do to be looked at.
const (
	fewestNetwork = 5  // votes about one person within the hours below
	fewestPeople  = 10 // people about whom one phone votes on a day
	fewestDays    = 4  // days on which one phone votes about the same person
)

// networkWindows are the hours within which one network is looked at.
var networkWindows = []int{1, 24}

// staffDevices finds votes from phones on which somebody was signed in that month.
func (s scene) staffDevices() (found []finding) {
	for _, mine := range perPerson(s.traces) {
		votes := slices.DeleteFunc(slices.Clone(mine), func(t trace) bool { return !s.staff[t.device] || t.kiosk })
		for _, day := range chunk(votes, func(t trace) int { return t.day }) {
			found = append(found, finding{"staff-device", day, numbers{Observed: len(day), Sources: distinct(day, device)}})
		}
	}
	return found
}

func device(t trace) source  { return t.device }
func network(t trace) source { return t.network }

// distinct counts how many different keys the traces have.
func distinct[K comparable](traces []trace, key func(trace) K) int {
	seen := map[K]bool{}
	for _, t := range traces {
		seen[key(t)] = true
	}
	return len(seen)
}

// bySource groups the traces that keep, in a fixed order: by source, then by time.
func bySource(traces []trace, key func(trace) source, keep func(trace) bool) [][]trace {
	kept := slices.DeleteFunc(slices.Clone(traces), func(t trace) bool { return key(t) == source{} || !keep(t) })
	slices.SortStableFunc(kept, func(a, b trace) int {
		x, y := key(a), key(b)
		return cmp.Or(bytes.Compare(x[:], y[:]), cmp.Compare(a.hour, b.hour))
	})
	return chunk(kept, key)
}

// devices finds phones that vote about far more people than others in the same
// department, or about one person day after day. A kiosk is for everybody.
func (s scene) devices() (found []finding) {
	phones := bySource(s.traces, device, func(t trace) bool { return !t.kiosk })
	mean := extraPeople(phones)
	for _, phone := range phones {
		for _, day := range chunk(phone, func(t trace) int { return t.day }) {
			n := distinct(day, func(t trace) rated { return t.rated })
			expected := max(least, mean[day[0].department])
			p := evaluation.NegativeBinomialTail(n-1, expected, dispersion)
			if n >= fewestPeople && p < chance {
				found = append(found, finding{"device", day, numbers{Observed: len(day), Expected: 1 + expected, Probability: p, People: n, Sources: 1}})
			}
		}
		for _, mine := range perPerson(phone) {
			if days := distinct(mine, func(t trace) int { return t.day }); days >= fewestDays {
				found = append(found, finding{"device", mine, numbers{Observed: len(mine), Expected: 1, Days: days, Sources: 1, People: 1}})
			}
		}
	}
	return found
}

// extraPeople returns about how many people beside the first a phone votes, on a day,
// by the department it votes in first.
func extraPeople(phones [][]trace) map[int64]float64 {
	days, extra := map[int64]float64{}, map[int64]float64{}
	for _, phone := range phones {
		for _, day := range chunk(phone, func(t trace) int { return t.day }) {
			days[day[0].department]++
			extra[day[0].department] += float64(distinct(day, func(t trace) rated { return t.rated }) - 1)
		}
	}
	for d := range days {
		extra[d] /= days[d]
	}
	return extra
}

// networks finds networks from which one person has far more votes within hours than
// usual, given how much of the department's votes come from there. Those that are
// shared by many tell nothing.
func (s scene) networks() (found []finding) {
	share := s.networkShares()
	for _, group := range bySource(s.traces, network, func(t trace) bool { return s.private(t) && !t.kiosk }) {
		for _, mine := range perPerson(group) {
			rest := mine
			for _, n := range networkWindows {
				rest = s.networkOver(rest, n, share, &found)
			}
		}
	}
	return found
}

// reachKey is a network in a department.
type reachKey struct {
	network    source
	department int64
}

// netShares counts how many people of each department a network and all networks serve.
type netShares struct {
	from map[reachKey]map[rated]float64
	all  map[int64]float64
}

func (s scene) networkShares() netShares {
	out := netShares{map[reachKey]map[rated]float64{}, map[int64]float64{}}
	for _, t := range s.traces {
		k := reachKey{t.network, t.department}
		if out.from[k] == nil {
			out.from[k] = map[rated]float64{}
		}
		out.from[k][t.rated]++
		out.all[t.department]++
	}
	return out
}

// of returns the part of the others' votes in a department that a network has.
func (h netShares) of(t trace) float64 {
	theirs, own := 0.0, 0.0
	for who, n := range h.from[reachKey{t.network, t.department}] { // sums of whole numbers: in any order
		if who != t.rated {
			theirs += n
		} else {
			own += n
		}
	}
	return (theirs + 0.5) / (max(0, h.all[t.department]-own) + 1)
}

// networkOver looks at stretches of n hours, and holds what came from the network about
// the person within half a day of one that stands out. It returns the rest.
func (s scene) networkOver(mine []trace, n int, share netShares, found *[]finding) []trace {
	var taken []trace
	done := 0 // what comes before is held already
	for i := 0; i < len(mine); i++ {
		end := until(mine, i, n)
		if end-i < fewestNetwork {
			continue
		}
		t := mine[i]
		expected := max(least, s.usual.expected(t.rated, t.department, hours{t.hour, n}, float64(end-i), 0)*min(1, share.of(t)))
		p := evaluation.NegativeBinomialTail(end-i, expected, dispersion)
		if p >= chance {
			continue
		}
		first, seen := i, end-i
		for first > done && mine[first-1].hour > t.hour-12 {
			first--
		}
		end = max(end, until(mine, i, 12))
		*found = append(*found, finding{"network", mine[first:end], numbers{Observed: seen, Expected: expected, Probability: p, Minutes: n * 60, Sources: 1}})
		taken = append(taken, mine[first:end]...)
		done, i = end, end-1
	}
	return without(mine, taken)
}

// until returns where the n hours end that begin with a trace.
func until(mine []trace, i, n int) int {
	end := i
	for end < len(mine) && mine[end].hour < mine[i].hour+n {
		end++
	}
	return end
}
