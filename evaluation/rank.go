package evaluation

import (
	"cmp"
	"math"
	"slices"
)

// Posterior is what is known about one person's true score: normal with this mean and
// standard deviation, in any one integer unit (scores: ten-thousandths of a point).
type Posterior struct {
	Employee int64
	Mean, SD int64
}

// Standing is a person's place among their peers.
type Standing struct {
	Employee int64 `json:"employee"`
	Rank     int   `json:"rank"`    // by mean, from 1; equal means share a rank
	Lowest   int   `json:"lowest"`  // possible ranks, 90 %: the worst (largest number)
	Highest  int   `json:"highest"` // and the best
	// Top is P(the person belongs to the top k), in millionths. Over all peers it sums to
	// k·1_000_000 exactly.
	Top   int64 `json:"top"`
	Band  int   `json:"band"`  // people in one band can't be told apart, from 1
	Tied  bool  `json:"tied"`  // can't be told from the next one below
	Group Group `json:"group"` // against the peers' mean
}

// Group says how a person's score lies to the mean of the peers, with 95 % certainty.
type Group string

// The three groups.
const (
	ClearlyAbove Group = "above"
	NotDifferent Group = "similar"
	ClearlyBelow Group = "below"
)

const (
	z90 = 1.6448536269514722 // two-sided 90 %, one-sided 95 %
	z95 = 1.959963984540054  // two-sided 95 %
)

// Rank orders peers by descending mean, equal means by ascending employee.
//
// P_j = Φ((m_j - t)/s_j) with t solving Σ P_j = k is the chance of belonging to the top k;
// k may be fractional (a tenth of 25 people). The possible ranks are those at the ends of
// the person's own 90 % interval, 1 + Σ_{i≠j} Φ((m_i - θ)/s_i). A band begins where
// somebody is, with 95 % certainty, below the first of the band before. The order of the
// input does not matter. Precondition: k is clamped to 0 … len(peers); SD below 1 is 1.
//
// Source for P_j: the exceedance approximation of Lin, Louis, Paddock & Ridgeway (2006),
// "Loss function based ranking in two-stage hierarchical models".
func Rank(peers []Posterior, k float64) []Standing {
	sorted := slices.Clone(peers)
	slices.SortFunc(sorted, func(a, b Posterior) int {
		return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Employee, b.Employee))
	})
	out := make([]Standing, len(sorted))
	if len(sorted) == 0 {
		return out
	}
	top := topProbabilities(sorted, k)
	r := newRanker(sorted)
	mean := peerMean(sorted)
	leader := 0
	for j, p := range sorted {
		s := Standing{Employee: p.Employee, Rank: j + 1, Top: top[j], Band: 1, Group: group(p, mean)}
		if j > 0 {
			if p.Mean == sorted[j-1].Mean {
				s.Rank = out[j-1].Rank
			}
			out[j-1].Tied = !apart(sorted[j-1], p)
			s.Band = out[j-1].Band
			if apart(sorted[leader], p) {
				s.Band++
				leader = j
			}
		}
		s.Highest, s.Lowest = r.interval(p)
		s.Highest, s.Lowest = min(s.Highest, s.Rank), max(s.Lowest, s.Rank)
		out[j] = s
	}
	return out
}

func (p Posterior) sd() float64 { return float64(max(1, p.SD)) }

// apart says that a is above b with 95 % certainty.
func apart(a, b Posterior) bool {
	s := math.Sqrt(float64(a.sd()*a.sd()) + float64(b.sd()*b.sd()))
	return float64(a.Mean-b.Mean) > float64(z90*s)
}

func peerMean(peers []Posterior) float64 {
	sum := int64(0)
	for _, p := range peers {
		sum += p.Mean
	}
	return float64(sum) / float64(len(peers))
}

func group(p Posterior, mean float64) Group {
	switch d := float64(p.Mean) - mean; {
	case d > float64(z95*p.sd()):
		return ClearlyAbove
	case d < -float64(z95*p.sd()):
		return ClearlyBelow
	}
	return NotDifferent
}

// topProbabilities returns P_j in millionths; they sum to k·1_000_000.
func topProbabilities(peers []Posterior, k float64) []int64 {
	n := len(peers)
	k = math.Min(math.Max(k, 0), float64(n))
	if math.IsNaN(k) {
		k = 0
	}
	t := threshold(peers, k)
	floors, remainders := make([]int64, n), make([]int64, n)
	for j, p := range peers {
		nano := fixed(normalCDF((float64(p.Mean)-t)/p.sd()), 1_000_000_000)
		floors[j], remainders[j] = nano/1000, nano%1000
	}
	balance(fixed(k, Unit), floors, remainders)
	return floors
}

// threshold returns t with Σ Φ((m_j - t)/s_j) = k, to a millionth of a unit, by Newton's
// method kept between two bounds.
func threshold(peers []Posterior, k float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range peers {
		low = math.Min(low, float64(p.Mean)-float64(40*p.sd()))
		high = math.Max(high, float64(p.Mean)+float64(40*p.sd()))
	}
	t := float64(0.5 * (low + high))
	for range 100 {
		sum, slope := 0.0, 0.0
		for _, p := range peers {
			z := (float64(p.Mean) - t) / p.sd()
			sum += normalCDF(z)
			slope += exp(float64(-0.5*float64(z*z))) / p.sd()
		}
		if sum > k {
			low = t
		} else {
			high = t
		}
		const density = 0.3989422804014327 // 1/√(2π)
		next := t + (sum-k)/float64(density*slope)
		if !(next > low && next < high) { // also where the slope is zero
			next = float64(0.5 * (low + high))
		}
		if math.Abs(next-t) < 1e-6 || high-low < 1e-6 {
			return next
		}
		t = next
	}
	return t
}

// balance is largestRemainder for probabilities: what is left over goes to those between
// 0 and 1 only.
func balance(total int64, floors, remainders []int64) {
	var open []int
	for j, f := range floors {
		total -= f
		if f < Unit && (f > 0 || remainders[j] > 0) {
			open = append(open, j)
		}
	}
	for j := 0; len(open) == 0 && total != 0 && j < len(floors); j++ {
		if (total > 0) == (floors[j] < Unit) {
			open = append(open, j) // the best of those left out, or of those surely in
		}
	}
	some, rest := make([]int64, len(open)), make([]int64, len(open))
	for i, j := range open {
		total += floors[j]
		some[i], rest[i] = floors[j], remainders[j]
	}
	largestRemainder(total, some, rest)
	for i, j := range open {
		floors[j] = some[i]
	}
}

// expectedAbove returns the expected number of people whose true score is above θ.
func expectedAbove(peers []Posterior, theta float64) float64 {
	sum := 0.0
	for _, p := range peers {
		sum += normalCDF((float64(p.Mean) - theta) / p.sd())
	}
	return sum
}
