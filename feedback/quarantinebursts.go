package feedback

import (
	"cmp"
	"slices"
	"time"

	"github.com/wardstar/wardstar/evaluation"
)

// finding is a pattern: votes that one rule wants looked at.
type finding struct {
	reason  string
	votes   []trace
	numbers numbers
}

// chance is the probability below which a pattern is not left to chance.
const chance = 1e-5

// nearly is how much likelier a longer window may be than the one that chance
// explains least, to be taken instead: whoever stuffs all day is busier in some hours.
const nearly = 1e3

// dispersion says how much more people's days differ than chance alone explains:
// the variance of a count is mean + mean²/dispersion.
const dispersion = 6

// fewestBurst is the number of votes below which nothing is a burst: a family that
// shares a bedside is none.
const fewestBurst = 6

// Windows in which bursts are looked for: by the exact time while it is known, and by
// hours. Of overlapping ones the one that chance explains least is set aside, so that
// honest votes of the same day are left alone.
var (
	minuteWindows = []time.Duration{10 * time.Minute, 30 * time.Minute}
	hourWindows   = []int{1, 2, 4, 8, 12, 24}
)

// mostExact is how many votes of one person are compared by the minute; more in a day
// than that are found by the hour, and whoever sends them does not keep the program busy.
const mostExact = 1000

// perPerson groups traces by whom they are about, in a fixed order.
func perPerson(traces []trace) [][]trace {
	sorted := slices.Clone(traces)
	slices.SortStableFunc(sorted, func(a, b trace) int {
		return cmp.Or(cmp.Compare(a.rated.employee, b.rated.employee), cmp.Compare(a.rated.touchpoint, b.rated.touchpoint), cmp.Compare(a.hour, b.hour))
	})
	return chunk(sorted, func(t trace) rated { return t.rated })
}

// chunk cuts a sorted slice where the key changes.
func chunk[K comparable](sorted []trace, key func(trace) K) (out [][]trace) {
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && key(sorted[n]) == key(sorted[0]) {
			n++
		}
		out = append(out, sorted[:n])
		sorted = sorted[n:]
	}
	return out
}

// bursts finds people and places that got far more votes at once than they usually
// do at that time of the week, on a day as busy as that one.
func (s scene) bursts() (found []finding) {
	rush := s.perHour()
	for _, mine := range perPerson(s.traces) {
		for best, ok := s.worst(mine, rush); ok; best, ok = s.worst(mine, rush) {
			found = append(found, best)
			mine = without(mine, best.votes)
		}
	}
	return found
}

// worst returns the window that chance explains least, or a longer one around it that
// it explains hardly better, if there is any that it does not explain.
func (s scene) worst(mine []trace, rush map[deptHour]float64) (worst finding, ok bool) {
	if len(mine) < fewestBurst {
		return worst, false
	}
	var all []finding
	keep := func(f finding, stands bool) {
		if stands {
			all = append(all, f)
		}
	}
	exact := slices.DeleteFunc(slices.Clone(mine), func(t trace) bool { return t.at.IsZero() })
	slices.SortStableFunc(exact, func(a, b trace) int { return a.at.Compare(b.at) })
	for _, w := range minuteWindows {
		if len(exact) > mostExact {
			break
		}
		windows(exact, func(first, t trace) bool { return t.at.Before(first.at.Add(w)) }, func(group []trace) {
			keep(s.burst(group, hours{group[0].hour, 1}, w, rush))
		})
	}
	for _, n := range hourWindows {
		from := -1 // each hour begins one window: with its first vote
		windows(mine, func(first, t trace) bool { return t.hour < first.hour+n }, func(group []trace) {
			if group[0].hour == from {
				return
			}
			from = group[0].hour
			keep(s.burst(group, hours{group[0].hour, n}, time.Duration(n)*time.Hour, rush))
		})
	}
	if len(all) == 0 {
		return worst, false
	}
	worst = slices.MinFunc(all, func(a, b finding) int { return cmp.Compare(a.numbers.Probability, b.numbers.Probability) })
	limit := nearly * worst.numbers.Probability
	for _, f := range all {
		if f.numbers.Minutes > worst.numbers.Minutes && f.numbers.Probability <= limit && f.holds(worst) {
			worst = f
		}
	}
	return worst, true
}

// holds reports whether all votes of another finding are among those of f.
func (f finding) holds(other finding) bool {
	return len(without(other.votes, f.votes)) == 0
}

// windows calls look with what is in the window that each trace begins.
func windows(mine []trace, in func(first, t trace) bool, look func([]trace)) {
	end := 0
	for i := range mine {
		for end < len(mine) && in(mine[i], mine[end]) {
			end++
		}
		if end-i >= fewestBurst {
			look(mine[i:end])
		}
	}
}

type deptHour struct {
	department int64
	hour       int
}

// perHour counts the votes of each department by hour.
func (s scene) perHour() map[deptHour]float64 {
	counts := map[deptHour]float64{}
	for _, t := range s.traces {
		counts[deptHour{t.department, t.hour}]++
	}
	return counts
}

// without returns the traces but for some.
func without(mine, votes []trace) []trace {
	taken := map[[16]byte]bool{}
	for _, t := range votes {
		taken[t.vote] = true
	}
	return slices.DeleteFunc(slices.Clone(mine), func(t trace) bool { return taken[t.vote] })
}

// burst judges the votes of one person in a window.
func (s scene) burst(group []trace, h hours, w time.Duration, rush map[deptHour]float64) (finding, bool) {
	who, department := group[0].rated, group[0].department
	counted, others := 0.0, 0.0
	for _, t := range group {
		if !t.waiting {
			counted++
		}
	}
	for i := range h.n {
		others += rush[deptHour{department, h.from + i}]
	}
	expected := s.usual.expected(who, department, h, counted, max(0, others-float64(len(group))))
	if w < time.Hour {
		expected = max(least, expected*w.Hours())
	}
	p := evaluation.NegativeBinomialTail(len(group), expected, dispersion)
	return finding{"burst", group, numbers{Observed: len(group), Expected: expected, Probability: p, Minutes: int(w.Minutes())}}, p < chance
}
