package evaluation

import (
	"cmp"
	"slices"
)

func sortedExposures(people []Exposure) []Exposure {
	sorted := slices.Clone(people)
	slices.SortFunc(sorted, func(a, b Exposure) int {
		return cmp.Or(cmp.Compare(a.Employee, b.Employee), cmp.Compare(a.Count, b.Count), cmp.Compare(a.Expected, b.Expected))
	})
	return sorted
}

// Expect distributes the hospital's findings over people by their exposure (patients seen,
// days worked): Expected_j = exposure_j · Σ count / Σ exposure, in millionths and at least
// one. People without exposure are left out. The result is ascending by employee.
func Expect(counts map[int64]int64, exposure map[int64]int64) []Exposure {
	var total, all int64
	ids := make([]int64, 0, len(exposure))
	for id := range exposure { // order does not matter: sorted below, sums are of integers
		if exposure[id] > 0 {
			ids = append(ids, id)
			total += counts[id]
			all += exposure[id]
		}
	}
	slices.Sort(ids)
	out := make([]Exposure, len(ids))
	for i, id := range ids {
		out[i] = Exposure{Employee: id, Count: counts[id], Expected: max(1, product(exposure[id], total*Unit).over(all))}
	}
	return out
}
