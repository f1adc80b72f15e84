package evaluation

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestGaps: a group that is five points lower is clear among many and not among few.
func TestGaps(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 14))
	var people []GroupScore
	for i := range 400 {
		g, shift := "day", 0.0
		if i%4 == 0 {
			g, shift = "night", -5
		}
		people = append(people, GroupScore{int64(i + 1), g, fixed(75+shift+6*rng.NormFloat64(), Scale)})
	}
	gaps := Gaps(people)
	if len(gaps) != 2 || gaps[0].Group != "day" || gaps[0].Difference != -gaps[1].Difference {
		t.Fatalf("%+v", gaps)
	}
	if night := gaps[1]; !night.Clear || night.Lower > -5*Scale || night.Upper < -5*Scale || night.N != 100 {
		t.Errorf("%+v", night)
	}
	few := Gaps(people[:8])
	if len(few) != 2 || few[1].Clear && few[1].Upper-few[1].Lower < 4*Scale {
		t.Errorf("%+v", few)
	}
	rng.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
	if !reflect.DeepEqual(gaps, Gaps(people)) {
		t.Error("the order of the people changed the gaps")
	}
	if alone := Gaps([]GroupScore{{1, "a", 5}, {2, "b", 5}, {3, "b", 5}}); len(alone) != 0 {
		t.Errorf("a group of one has an interval: %+v", alone)
	}
	// Welch by hand: means 3 and 6, variances 1 and 4, n = 3 each.
	const p = Scale
	hand := Gaps([]GroupScore{{1, "a", 2 * p}, {2, "a", 3 * p}, {3, "a", 4 * p}, {4, "b", 4 * p}, {5, "b", 6 * p}, {6, "b", 8 * p}})
	if want := (Gap{"a", 3, 3 * p, -3 * p, -55303, -4697, true}); hand[0] != want { // -3 ± 1.96·√(5/3)
		t.Errorf("%+v, want %+v", hand[0], want)
	}
}

func TestCompareSplits(t *testing.T) {
	before := PoolSplit{Shares: []PoolShare{{Employee: 1, Department: 1, Amount: 100}, {Employee: 2, Department: 1, Amount: 50}, {Employee: 4, Department: 2, Amount: 7}}}
	after := PoolSplit{Shares: []PoolShare{{Employee: 1, Department: 1, Amount: 80}, {Employee: 2, Department: 2, Amount: 50}, {Employee: 3, Department: 2, Amount: 27}}}
	want := WhatIf{Before: 157, After: 157, Gain: 1, Lose: 2, Same: 1,
		Departments: []WhatIfPart{{1, 100, 80, 0, 1}, {2, 57, 77, 1, 1}},
		People:      []WhatIfPerson{{1, 1, 100, 80}, {2, 2, 50, 50}, {3, 2, 0, 27}, {4, 2, 7, 0}}}
	if got := CompareSplits(before, after); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}
