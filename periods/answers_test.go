package periods

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/evaluation"
)

func TestAnswers(t *testing.T) {
	t.Parallel()
	repeat := func(counts ...int) (values []int) { // of 0, 25, 50, 75 and 100
		for i, n := range counts {
			for range n {
				values = append(values, 25*i)
			}
		}
		return values
	}
	for _, c := range []struct {
		name   string
		values []int
		want   []answer
	}{
		{"none", nil, nil},
		{"four", repeat(0, 0, 0, 0, 4), nil},
		{"five", repeat(0, 0, 0, 0, 5), []answer{{100, 100, 5, 500}}},
		{"five of each", repeat(5, 5, 5, 5, 5), []answer{{100, 100, 5, 500}, {75, 75, 5, 375}, {50, 50, 5, 250}, {25, 25, 5, 125}, {0, 0, 5, 0}}},
		{"one poor one", repeat(0, 1, 0, 6, 9), []answer{{100, 100, 9, 900}, {25, 75, 7, 475}}},
		{"few and few", repeat(2, 3, 2, 9, 9), []answer{{100, 100, 9, 900}, {75, 75, 9, 675}, {0, 50, 7, 175}}},
		{"the smaller neighbour", repeat(0, 6, 1, 8, 9), []answer{{100, 100, 9, 900}, {75, 75, 8, 600}, {25, 50, 7, 200}}},
		{"one of each", repeat(1, 1, 1, 1, 1), []answer{{0, 100, 5, 250}}},
		{"few at the top", repeat(0, 0, 0, 12, 2), []answer{{75, 100, 14, 1100}}},
	} {
		if diff := cmp.Diff(c.want, answers(c.values), cmp.AllowUnexported(answer{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestNoAnswerOfOneToFour, whatever was answered, and the shares sum exactly.
func TestNoAnswerOfOneToFour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.SampledFrom([]int{0, 25, 50, 75, 100}), 0, 400).Draw(t, "values")
		effect := rapid.Int64Range(-60*evaluation.Unit, 60*evaluation.Unit).Draw(t, "effect")
		all := answers(values)
		shares := shareAnswers(all, effect, rapid.Int64Range(1, 1000*evaluation.Unit).Draw(t, "lambda"))
		n, sum := int64(0), int64(0)
		for i, a := range all {
			n, sum = n+a.n, sum+shares[i]
			if a.n < countedFrom || a.low > a.high || i > 0 && a.high >= all[i-1].low {
				t.Fatalf("%+v", all)
			}
		}
		if len(values) >= countedFrom && (n != int64(len(values)) || sum != effect) {
			t.Fatalf("%d of %d ratings, shares of %d sum to %d", n, len(values), effect, sum)
		}
	})
}
