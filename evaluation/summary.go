package evaluation

import (
	"cmp"
	"slices"
)

// summarise takes from the evidence what the parameter file needs beside the estimates:
// the hospital's mean, each employee's weight and how common each level is.
func (f *Fit) summarise(observations []Observation) {
	var sum wide
	total := int64(0)
	type pair struct{ id, weight int64 }
	people := make([]pair, len(observations))
	for i := range observations {
		o := &observations[i]
		sum = sum.add(product(o.weight(), o.Value))
		total += o.weight()
		people[i] = pair{o.Employee, o.weight()}
	}
	if total > 0 {
		f.mean = sum.over(total)
	}
	slices.SortFunc(people, func(a, b pair) int { return cmp.Compare(a.id, b.id) })
	for i, p := range people {
		if i == 0 || people[i-1].id != p.id {
			f.ids = append(f.ids, p.id)
			f.weights = append(f.weights, 0)
		}
		f.weights[len(f.weights)-1] += p.weight
	}
	for k := range f.Spec.Fixed {
		f.shares = append(f.shares, levelShares(observations, k))
	}
}

// levelShares returns the weight of each level of a fixed factor, ascending by level.
func levelShares(observations []Observation, k int) []levelShare {
	all := make([]levelShare, len(observations))
	for i := range observations {
		all[i] = levelShare{observations[i].Fixed[k], observations[i].weight()}
	}
	slices.SortFunc(all, func(a, b levelShare) int { return cmp.Compare(a.level, b.level) })
	merged := all[:0]
	for _, s := range all {
		if last := len(merged) - 1; last >= 0 && merged[last].level == s.level {
			merged[last].weight += s.weight
			continue
		}
		merged = append(merged, s)
	}
	return merged
}
