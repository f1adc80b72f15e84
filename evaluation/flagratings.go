package evaluation

import (
	"cmp"
	"slices"
)

// RatingTrace is what is known about how a rating came in. Device and Network are keyed
// hashes; empty means unknown.
type RatingTrace struct {
	ID            int64
	Employee      int64
	Visit         int64 // 0 if none
	At            int64 // seconds since 1970
	Device        string
	Network       string
	SharedNetwork bool // guest Wi-Fi, a carrier's gateway: exempt from the network rule
	WardDevice    bool // one of the ward's own
	SignedIn      bool // an employee was signed in
}

// RatingRules are the thresholds of RatingFlags.
type RatingRules struct {
	DeviceRatings int     // so many ratings of one person from one device are flagged
	LeastCount    int     // bursts and networks below it are not looked at
	Probability   float64 // of chance, below which a burst or a network is flagged
}

// DefaultRatingRules hold at most one honest rating in a hundred and let at most one
// stuffed rating in twenty through, on simulated hospitals.
func DefaultRatingRules() RatingRules {
	return RatingRules{DeviceRatings: 3, LeastCount: 5, Probability: 1e-6}
}

const hour = 3600

// RatingFlags looks for ballot stuffing. The order of the traces does not matter.
func RatingFlags(traces []RatingTrace, rules RatingRules) []Flag {
	sorted := slices.Clone(traces)
	slices.SortFunc(sorted, func(a, b RatingTrace) int {
		return cmp.Or(cmp.Compare(a.Employee, b.Employee), cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	share := networkShares(sorted)
	var flags []Flag
	for _, mine := range chunks(sorted, func(t RatingTrace) int64 { return t.Employee }) {
		flags = append(flags, direct(mine)...)
		flags = append(flags, repeats(mine, rules)...)
		flags = append(flags, networks(mine, share, rules)...)
		flags = append(flags, bursts(mine, rules)...)
	}
	return sortFlags(flags)
}

// chunks cuts a sorted slice where the key changes.
func chunks[T any, K comparable](sorted []T, key func(T) K) [][]T {
	var out [][]T
	for first, i := 0, 1; i <= len(sorted); i++ {
		if i == len(sorted) || key(sorted[i]) != key(sorted[first]) {
			out = append(out, sorted[first:i])
			first = i
		}
	}
	return out
}

// by returns the traces of one person grouped by a key, ascending; the zero key is left out.
func by[K cmp.Ordered](mine []RatingTrace, key func(RatingTrace) K) [][]RatingTrace {
	var zero K
	known := slices.DeleteFunc(slices.Clone(mine), func(t RatingTrace) bool { return key(t) == zero })
	slices.SortStableFunc(known, func(a, b RatingTrace) int { return cmp.Compare(key(a), key(b)) })
	return chunks(known, key)
}

func traceIDs(traces []RatingTrace) []int64 {
	ids := make([]int64, len(traces))
	for i, t := range traces {
		ids[i] = t.ID
	}
	return ids
}

// direct flags what needs no counting.
func direct(mine []RatingTrace) []Flag {
	var flags []Flag
	for _, t := range mine {
		if t.WardDevice {
			flags = append(flags, Flag{Kind: FlagWardDevice, Employee: t.Employee, Source: t.Device, Observed: 1, Evidence: []int64{t.ID}})
		}
		if t.SignedIn {
			flags = append(flags, Flag{Kind: FlagSignedIn, Employee: t.Employee, Source: t.Device, Observed: 1, Evidence: []int64{t.ID}})
		}
	}
	return flags
}

// repeats flags a device that rated a person again and again, and a visit that did twice.
func repeats(mine []RatingTrace, rules RatingRules) []Flag {
	var flags []Flag
	for _, group := range by(mine, func(t RatingTrace) string { return t.Device }) {
		if len(group) >= rules.DeviceRatings {
			flags = append(flags, Flag{Kind: FlagDevice, Employee: group[0].Employee, Source: group[0].Device,
				Observed: float64(len(group)), Expected: 1, Evidence: traceIDs(group)})
		}
	}
	for _, group := range by(mine, func(t RatingTrace) int64 { return t.Visit }) {
		if len(group) > 1 {
			flags = append(flags, Flag{Kind: FlagRepeatedVisit, Employee: group[0].Employee,
				Observed: float64(len(group)), Expected: 1, Evidence: traceIDs(group)})
		}
	}
	return flags
}

// networkShares counts the hospital's ratings by network.
func networkShares(traces []RatingTrace) map[string]float64 {
	share := map[string]float64{} // looked up, never iterated
	for _, t := range traces {
		share[t.Network] += 1 / float64(len(traces))
	}
	return share
}

// networks flags a network from which a person has far more ratings than its share in the
// whole hospital explains. Shared networks are exempt.
func networks(mine []RatingTrace, share map[string]float64, rules RatingRules) []Flag {
	var flags []Flag
	open := slices.DeleteFunc(slices.Clone(mine), func(t RatingTrace) bool { return t.SharedNetwork })
	for _, group := range by(open, func(t RatingTrace) string { return t.Network }) {
		expected := float64(float64(len(mine)) * share[group[0].Network])
		p := poissonTail(len(group), expected)
		if len(group) >= rules.LeastCount && p < rules.Probability {
			flags = append(flags, Flag{Kind: FlagNetwork, Employee: group[0].Employee, Source: group[0].Network,
				Observed: float64(len(group)), Expected: expected, Probability: p, Evidence: traceIDs(group)})
		}
	}
	return flags
}

// bursts flags an hour with far more ratings of a person than their other active hours
// have. Each rating begins a window; overlapping windows become one flag.
func bursts(mine []RatingTrace, rules RatingRules) []Flag {
	var flags []Flag
	for first := 0; first < len(mine); first++ {
		last := first
		for last+1 < len(mine) && mine[last+1].At < mine[first].At+hour {
			last++
		}
		n := last - first + 1
		if n < rules.LeastCount {
			continue
		}
		expected := usualPerHour(mine, first, last)
		p := poissonTail(n, expected)
		if !(p < rules.Probability) {
			continue
		}
		for last+1 < len(mine) && mine[last+1].At < mine[last].At+hour/4 {
			last++ // the burst goes on
		}
		flags = append(flags, Flag{Kind: FlagBurst, Employee: mine[first].Employee, Observed: float64(n), Expected: expected,
			Probability: p, Evidence: traceIDs(mine[first : last+1])})
		first = last
	}
	return flags
}

// usualPerHour is the mean number of ratings in the hours outside first … last in which
// there were any, at least one.
func usualPerHour(mine []RatingTrace, first, last int) float64 {
	count, hours, before := 0.0, 0.0, int64(-1)
	for i, t := range mine {
		if i >= first && i <= last {
			continue
		}
		count++
		if h := t.At / hour; h != before {
			hours++
			before = h
		}
	}
	if hours == 0 {
		return 1
	}
	return count / hours
}
