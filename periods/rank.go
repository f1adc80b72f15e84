package periods

import (
	"maps"
	"math"
	"slices"

	"github.com/wardstar/wardstar/evaluation"
)

// family is a peer group: the posts of one family. Its mean, with the 95 %
// interval, and its places are over those who are ranked.
type family struct {
	Family   string `json:"family"`
	Mean     int    `json:"mean"`
	MeanLow  int    `json:"meanLow"`
	MeanHigh int    `json:"meanHigh"`
	Places   int    `json:"places"`
}

// rank compares those with enough ratings inside their families. Others take
// no place: a gap would tell about them.
func rank(people []person) []family {
	members := map[string][]int{}
	for i := range people {
		f := people[i].main.Family
		members[f] = append(members[f], i)
	}
	out := []family{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		out = append(out, rankFamily(name, people, members[name]))
	}
	return out
}

func rankFamily(name string, people []person, members []int) family {
	at := map[int64]int{}
	var peers []evaluation.Posterior
	for _, i := range members {
		if p := &people[i]; p.ranked {
			at[p.id] = i
			peers = append(peers, evaluation.Posterior{Employee: p.id, Mean: p.total, SD: p.sd})
		}
	}
	f := newFamily(name, peers)
	for _, s := range evaluation.Rank(peers, float64(f.Places)) {
		people[at[s.Employee]].standing = s
	}
	return f
}

// newFamily sets the mean and the places: the best tenth, one at least.
func newFamily(name string, peers []evaluation.Posterior) family {
	f := family{Family: name, Places: (len(peers) + 9) / 10}
	if len(peers) == 0 {
		return f
	}
	sum, squares, n := int64(0), int64(0), int64(len(peers))
	for _, p := range peers {
		sum += p.Mean
		squares += p.SD * p.SD
	}
	f.Mean = int(math.Round(float64(sum) / float64(n)))
	half := int(math.Round(1.96 * math.Sqrt(float64(squares)) / float64(n)))
	f.MeanLow, f.MeanHigh = f.Mean-half, f.Mean+half
	return f
}

// position says how a person lies to the mean of their peers.
func position(g evaluation.Group) string {
	switch g {
	case evaluation.ClearlyAbove:
		return "above"
	case evaluation.ClearlyBelow:
		return "below"
	}
	return "same"
}
