package evaluation

import "fmt"

// identifiable returns the indices of the random factors that the data can tell apart
// from the intercept, the residual and each other, with a warning for each of the rest.
func identifiable(r *rows) (factors []int, warnings []Warning) {
	for k, f := range r.random {
		switch {
		case len(f.Labels) <= 1:
			warnings = append(warnings, warn(FactorOneLevel, f.Name,
				"%s has a single level, which can't be told from the intercept: it was left out", f.Name))
		case len(f.Labels) == len(r.y):
			warnings = append(warnings, warn(FactorMerged, f.Name,
				"every level of %s occurs once, so it can't be told from the residual: it was merged into the residual", f.Name))
		case duplicateOf(r, factors, k) >= 0:
			warnings = append(warnings, warn(FactorDuplicate, f.Name,
				"%s divides the rows exactly as %s does: it was left out", f.Name, r.random[duplicateOf(r, factors, k)].Name))
		default:
			factors = append(factors, k)
		}
	}
	return factors, warnings
}

func duplicateOf(r *rows, earlier []int, k int) int {
	for _, j := range earlier {
		if samePartition(r.random[j], r.random[k]) {
			return j
		}
	}
	return -1
}

func samePartition(a, b Factor) bool {
	if len(a.Labels) != len(b.Labels) {
		return false
	}
	partner := make([]int32, len(a.Labels))
	for i := range partner {
		partner[i] = -1
	}
	for i, l := range a.Level {
		if partner[l] < 0 {
			partner[l] = b.Level[i]
		}
		if partner[l] != b.Level[i] {
			return false
		}
	}
	return true
}

// confounded returns the first factor (in the order of λ) whose every level is a
// combination of the fixed effects, or -1: nothing is left of it to estimate.
func (e *system) confounded() int {
	l, ok := choleskySmall(e.xx, e.p)
	if !ok {
		return -1
	}
	for v := range e.factors {
		if e.levels(v) > e.p {
			continue
		}
		inside := true
		e.eachLevel(v, func(n, _ float64, x []float64) {
			z := append([]float64(nil), x...)
			solveSmall(l, z, e.p)
			if n-dot(x, z) > float64(1e-9*n) {
				inside = false
			}
		})
		if inside {
			return v
		}
	}
	return -1
}

// connected labels the levels of the given factors by connected component: two levels are
// connected if a row has both. It returns the number of components and, for each factor,
// the component of each level, numbered in order of the first factor's levels.
func connected(factors []Factor) (count int, component [][]int32) {
	offset := 0
	starts := make([]int32, len(factors))
	for k, f := range factors {
		starts[k] = int32(offset)
		offset += len(f.Labels)
	}
	parent := make([]int32, offset)
	for i := range parent {
		parent[i] = int32(i)
	}
	root := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for k := 1; k < len(factors); k++ {
		for i, l := range factors[k].Level {
			a, b := root(starts[0]+factors[0].Level[i]), root(starts[k]+l)
			parent[max(a, b)] = min(a, b)
		}
	}
	// A root comes before the others of its component, so that its number is known first.
	for i, p := range parent {
		if int(p) == i {
			count++
			parent[i] = int32(count)
			continue
		}
		parent[i] = parent[p]
	}
	for k, f := range factors {
		component = append(component, parent[starts[k]:int(starts[k])+len(f.Labels)])
	}
	return count, component
}

// Comparable returns an error in words if two levels of a factor lie in different parts of
// the design, so that their difference rests on nothing that was observed.
func (f *MixedFit) Comparable(factor, a, b string) error {
	for _, fit := range f.Factors {
		if fit.Name != factor {
			continue
		}
		x, y := fit.component(a), fit.component(b)
		if x == 0 || y == 0 {
			return fmt.Errorf("%s %s and %s can't be compared: one of them is not in the data", factor, a, b)
		}
		if x != y {
			return fmt.Errorf("%s %s and %s can't be compared: nothing, directly or through others, connects them", factor, a, b)
		}
		return nil
	}
	return fmt.Errorf("there is no factor %s", factor)
}

// component returns the part a level lies in, or 0.
func (f *FactorFit) component(label string) int {
	for _, l := range f.Levels {
		if l.Level == label {
			return l.Component
		}
	}
	return 0
}
