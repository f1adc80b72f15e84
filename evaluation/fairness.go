package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// GroupScore is one person's score and the group they are in: a department, a post, a
// shift, a span of tenure, a sex where it is recorded.
type GroupScore struct {
	Employee int64
	Group    string
	Score    int64 // ten-thousandths of a point
}

// Gap is how a group's scores lie to everybody else's, in ten-thousandths of a point. It
// shows; nothing is corrected by it.
type Gap struct {
	Group      string `json:"group"`
	N          int    `json:"n"`
	Mean       int64  `json:"mean"`
	Difference int64  `json:"difference"` // mean of the group - mean of all others
	Lower      int64  `json:"lower"`      // 95 % interval of the difference
	Upper      int64  `json:"upper"`
	Clear      bool   `json:"clear"` // the interval does not hold zero
}

// Gaps compares each group with everybody else, ascending by name. The interval is Welch's,
// difference ± z·√(s₁²/n₁ + s₂²/n₂); groups of one and a group that is everybody have no
// interval and are left out. The order of the people does not matter.
// Source: Welch (1947), with the normal quantile.
func Gaps(people []GroupScore) []Gap {
	sorted := slices.Clone(people)
	slices.SortFunc(sorted, func(a, b GroupScore) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Employee, b.Employee), cmp.Compare(a.Score, b.Score))
	})
	all := spreadOf(sorted)
	gaps := []Gap{}
	for _, group := range chunks(sorted, func(p GroupScore) string { return p.Group }) {
		own := spreadOf(group)
		rest := all.less(own)
		if own.n < 2 || rest.n < 2 {
			continue
		}
		d := own.mean() - rest.mean()
		half := float64(z95 * math.Sqrt(own.variance()/own.n+rest.variance()/rest.n))
		g := Gap{Group: group[0].Group, N: len(group), Mean: fixed(own.mean(), 1), Difference: fixed(d, 1),
			Lower: fixed(d-half, 1), Upper: fixed(d+half, 1)}
		g.Clear = g.Lower > 0 || g.Upper < 0
		gaps = append(gaps, g)
	}
	return gaps
}

// moments are a count, a sum and a sum of squares; sums of scores are exact in a float64.
type moments struct{ n, sum, squares float64 }

func spreadOf(people []GroupScore) moments {
	var m moments
	for _, p := range people {
		x := float64(p.Score)
		m.n++
		m.sum += x
		m.squares += float64(x * x)
	}
	return m
}

func (m moments) less(o moments) moments {
	return moments{m.n - o.n, m.sum - o.sum, m.squares - o.squares}
}

func (m moments) mean() float64 { return m.sum / m.n }

func (m moments) variance() float64 {
	return math.Max(0, m.squares-float64(m.sum*m.mean())) / (m.n - 1)
}
