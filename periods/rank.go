package periods

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wardstar/wardstar/evaluation"
)

// family is a peer group: the posts of one family, or a part of it (see
// peerGroup). Its mean, with the 95 %
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
		f := people[i].peers
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

// peerGroup names those with whom the person is compared: the family or, where
// the observers of spot checks have not connected the staff, a part of it, as in
// nursing#2. Between parts a strict observer and a weak department look the
// same: no comparison is computed. Those whose score owes nothing to spot
// checks are of the first part.
func (p *person) peerGroup(files []file) string {
	for i, m := range models() {
		owes := slices.ContainsFunc(p.parts, func(c part) bool {
			return c.Component == m.spec.Code && c.Weight > 0 && c.Neutral == ""
		})
		if n := files[i].parameters.PartOf(p.id); owes && n > 1 {
			return p.main.Family + partMark + strconv.Itoa(n)
		}
	}
	return p.main.Family
}

// partMark stands between a family and the number of a part, in no family's code.
const partMark = "#"

// familyOf returns the family of a peer group, and the number of the part.
func familyOf(group string) (family string, part int) {
	family, number, ok := strings.Cut(group, partMark)
	if !ok {
		return family, 1
	}
	part, _ = strconv.Atoi(number) // of our own writing
	return family, part
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
