package periods

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWithhold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		all    []headcount
		hidden []int64
		total  bool
	}{
		{"nobody has few", []headcount{{1, 1, 40}, {2, 1, 12}}, nil, false},
		{"under five", []headcount{{1, 1, 4}, {2, 1, 0}, {3, 1, 5}}, []int64{1, 2}, false},
		{"one alone takes the next smallest with it", []headcount{{1, 1, 3}, {2, 1, 20}, {3, 1, 9}, {4, 1, 50}}, []int64{1, 3}, false},
		{"one alone in each department", []headcount{{1, 1, 3}, {2, 1, 20}, {3, 2, 2}, {4, 2, 9}}, []int64{1, 2, 3, 4}, false},
		{"its department has no other: one elsewhere", []headcount{{1, 1, 3}, {2, 1, 40}, {3, 2, 8}, {4, 2, 9}}, []int64{1, 3}, false},
		{"no other anywhere: the total is hidden", []headcount{{1, 1, 3}, {2, 1, 40}, {3, 2, 80}}, []int64{1}, true},
		{"nobody at all", nil, nil, false},
	} {
		hidden, total := withhold(c.all, 30)
		got := slices.Sorted(maps.Keys(hidden))
		got = slices.DeleteFunc(got, func(id int64) bool { return !hidden[id] })
		if len(got) == 0 {
			got = nil
		}
		if diff := cmp.Diff(c.hidden, got); diff != "" || total != c.total {
			t.Errorf("%s: total hidden %v, want %v; (-want +got):\n%s", c.name, total, c.total, diff)
		}
	}
}

// TestNothingFollowsFromTheTotal subtracts what is told from the total, as a
// curious reader would.
func TestNothingFollowsFromTheTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var all []headcount
		for i, n := range rapid.SliceOfN(rapid.IntRange(0, 60), 0, 12).Draw(t, "ratings") {
			all = append(all, headcount{int64(i), rapid.Int64Range(1, 3).Draw(t, "department"), n})
		}
		hidden, total := withhold(all, 30)
		unknown := 0
		for _, h := range all {
			if h.Ratings < countedFrom && !hidden[h.Employee] {
				t.Fatalf("%d ratings are told", h.Ratings)
			}
			if hidden[h.Employee] {
				unknown++
			}
		}
		if unknown == 1 && !total {
			t.Fatalf("one is hidden and the total told: %v", all)
		}
	})
}
