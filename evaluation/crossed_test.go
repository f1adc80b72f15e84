package evaluation

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRowsOfE: whoever meets whom, once or often, weighted or not, is found in the sparse
// rows with its weight; rows without counts come first, by length.
func TestRowsOfE(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for _, c := range []struct {
		name        string
		rows, kept  int
		weight      func() float64
		plain, many bool // whether some rows have no counts; some have more than 32 entries
	}{
		{"few meet twice", 900, 60, func() float64 { return 1 }, true, false},
		{"many meet twice", 9_000, 60, func() float64 { return 1 }, false, true},
		{"weighted", 900, 60, func() float64 { return 1 + float64(rng.IntN(4)) }, false, false},
		{"weighted, many", 9_000, 60, func() float64 { return 0.5 }, false, true},
	} {
		m := Mixed{Response: make([]float64, c.rows), Weights: make([]float64, c.rows)}
		a, b := make([]int64, c.rows), make([]int64, c.rows)
		for i := range c.rows {
			a[i], b[i] = int64(rng.IntN(200)), int64(rng.IntN(c.kept))
			m.Response[i], m.Weights[i] = rng.NormFloat64(), c.weight()
		}
		m.Random = []Factor{NewIDFactor("a", a), NewIDFactor("b", b)}
		r, _ := canonical(&m)
		s := newSums(r, newDesign(r), []int{0, 1})
		want := make([]float64, s.qe*s.q)
		for i := range c.rows {
			l, k := s.placeE[m.Random[0].Level[i]], s.place[m.Random[1].Level[i]]
			want[int(l)*s.q+int(k)] += m.Weights[i]
		}
		got := make([]float64, s.qe*s.q)
		longest, many := 0, false
		for l := range s.qe {
			columns, counts := s.rowE(l)
			if !slices.IsSorted(columns) || l < s.plain && len(columns) < longest {
				t.Fatalf("%s: row %d is out of order", c.name, l)
			}
			longest, many = len(columns), many || len(columns) > 32
			for j, k := range columns {
				got[l*s.q+int(k)] += counts[j]
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the rows are not what was observed", c.name)
		}
		if s.plain > 0 != c.plain || many != c.many {
			t.Errorf("%s: %d plain rows, longest of %d", c.name, s.plain, longest)
		}
		inRuns := s.alone
		for _, run := range s.runs {
			inRuns += run.last - run.first
		}
		if inRuns != s.plain {
			t.Errorf("%s: %d plain rows, but %d are alone or in a run", c.name, s.plain, inRuns)
		}
	}
}
