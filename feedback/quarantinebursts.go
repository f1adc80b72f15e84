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

// chance is the probability below which a pattern is not left to chance: of the
// hundred thousand windows that are looked at in a day, one in ten days.
const chance = 1e-6

// dispersion says how much more people's days differ than chance alone explains:
// the variance of a count is mean + mean²/dispersion.
const dispersion = 6

// fewestBurst is the number of votes below which nothing is a burst: a family that
// shares a bedside is none.
const fewestBurst = 6

// Windows in which bursts are looked for: by the exact time while it is known, and by
// hours. The narrowest that stands out is set aside, so that honest votes of the
// same day are left alone.
var (
	minuteWindows = []time.Duration{10 * time.Minute, 30 * time.Minute}
	hourWindows   = []int{1, 2, 4, 8, 24}
)

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
		rest := mine
		for _, w := range minuteWindows {
			rest = s.burstsWithin(rest, w, rush, &found)
		}
		for _, n := range hourWindows {
			rest = s.burstsOver(rest, n, rush, &found)
		}
	}
	return found
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

// burstsWithin looks at votes whose exact time is known. It returns the rest.
func (s scene) burstsWithin(mine []trace, w time.Duration, rush map[deptHour]float64, found *[]finding) []trace {
	known := slices.DeleteFunc(slices.Clone(mine), func(t trace) bool { return t.at.IsZero() })
	slices.SortStableFunc(known, func(a, b trace) int { return a.at.Compare(b.at) })
	taken := map[[16]byte]bool{}
	for i := 0; i < len(known); i++ {
		end := i
		for end < len(known) && known[end].at.Before(known[i].at.Add(w)) {
			end++
		}
		group := known[i:end]
		if f, ok := s.burst(group, hours{known[i].hour, 1}, w, rush); ok {
			for end < len(known) && known[end].at.Before(known[end-1].at.Add(w/4)) {
				end++ // it goes on
			}
			f.votes = known[i:end]
			f.numbers.Observed = len(f.votes)
			*found = append(*found, f)
			i = take(taken, f.votes, i)
		}
	}
	return without(mine, taken)
}

// burstsOver looks at stretches of n hours. It returns the rest.
func (s scene) burstsOver(mine []trace, n int, rush map[deptHour]float64, found *[]finding) []trace {
	taken := map[[16]byte]bool{}
	for i := 0; i < len(mine); i++ {
		end := i
		for end < len(mine) && mine[end].hour < mine[i].hour+n {
			end++
		}
		if f, ok := s.burst(mine[i:end], hours{mine[i].hour, n}, time.Duration(n)*time.Hour, rush); ok {
			*found = append(*found, f)
			i = take(taken, f.votes, i)
		}
	}
	return without(mine, taken)
}

func take(taken map[[16]byte]bool, votes []trace, i int) int {
	for _, t := range votes {
		taken[t.vote] = true
	}
	return i + len(votes) - 1
}

func without(mine []trace, taken map[[16]byte]bool) []trace {
	if len(taken) == 0 {
		return mine
	}
	return slices.DeleteFunc(slices.Clone(mine), func(t trace) bool { return taken[t.vote] })
}

// burst judges the votes of one person in a window.
func (s scene) burst(group []trace, h hours, w time.Duration, rush map[deptHour]float64) (finding, bool) {
	if len(group) < fewestBurst {
		return finding{}, false
	}
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
