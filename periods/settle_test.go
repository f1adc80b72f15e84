package periods

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/lib/pq"
	"pgregory.net/rapid"
)

func TestChoose(t *testing.T) {
	t.Parallel()
	upTo := func(from, n int64) (ids []int64) {
		for id := from; id <= n; id++ {
			ids = append(ids, id)
		}
		return ids
	}
	for _, c := range []struct {
		name   string
		now    []int64
		before [][]int64
		want   []int64
	}{
		{"none yet, none now", nil, nil, nil},
		{"the first five", upTo(1, 5), nil, upTo(1, 5)},
		{"the first four wait", upTo(1, 4), nil, nil},
		{"the fifth ends the waiting", upTo(1, 5), [][]int64{nil}, upTo(1, 5)},
		{"nothing new", upTo(1, 9), [][]int64{upTo(1, 9)}, upTo(1, 9)},
		{"four more wait", upTo(1, 13), [][]int64{upTo(1, 9)}, upTo(1, 9)},
		{"five more count", upTo(1, 14), [][]int64{upTo(1, 9)}, upTo(1, 14)},
		{"four withdrawn still count", upTo(5, 9), [][]int64{upTo(1, 9)}, upTo(1, 9)},
		{"five withdrawn do not", upTo(6, 10), [][]int64{upTo(1, 10)}, upTo(6, 10)},
		{"all withdrawn", nil, [][]int64{upTo(1, 9)}, nil},
		{"five withdrawn would leave four", upTo(6, 9), [][]int64{upTo(1, 9)}, upTo(1, 9)},
		{"three patients change their minds", append(upTo(4, 9), 20, 21, 22), [][]int64{upTo(1, 9)}, upTo(1, 9)},
		{"far from the last, near to one before", upTo(1, 11), [][]int64{upTo(1, 10), upTo(1, 16)}, upTo(1, 16)},
		{"back to one before", upTo(1, 10), [][]int64{upTo(1, 10), upTo(1, 15)}, upTo(1, 10)},
	} {
		if diff := gocmp.Diff(c.want, choose(c.now, c.before)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestNoTwoComputationsDifferByOneToFourRatings lets ratings come, go and come
// back between computations, and compares what every two of them have counted,
// for each person and for each of their posts.
func TestNoTwoComputationsDifferByOneToFourRatings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pool := make([]evidence, 60)
		for i := range pool {
			pool[i] = evidence{Kind: ratingKind, SourceID: int64(i + 1), EmployeeID: int64(i % 2), PostID: int64(i / 2 % 2)}
		}
		counts := make([]bool, len(pool))
		var past []earlier
		var answers []map[seat][]int64
		for range rapid.IntRange(2, 8).Draw(t, "computations") {
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(pool)-1), 0, 25).Draw(t, "changes") {
				counts[i] = !counts[i]
			}
			var rows, gone []evidence
			for i, e := range pool {
				if counts[i] {
					rows = append(rows, e)
				} else {
					gone = append(gone, e)
				}
			}
			answer, people := map[seat][]int64{}, map[int64]pq.Int64Array{0: {}, 1: {}}
			for _, e := range settle(rows, gone, past) {
				answer[e.seat()] = append(answer[e.seat()], e.SourceID)
				answer[seat{employee: e.EmployeeID, post: -1}] = append(answer[seat{employee: e.EmployeeID, post: -1}], e.SourceID) // of all posts
				people[e.EmployeeID] = append(people[e.EmployeeID], e.SourceID)
			}
			answers = append(answers, answer)
			for _, id := range []int64{0, 1} {
				past = slices.DeleteFunc(past, func(p earlier) bool { return p.EmployeeID == id && slices.Equal(p.RatingIDs, people[id]) })
				past = append(past, earlier{id, people[id]})
			}
		}
		for i, a := range answers {
			for _, b := range answers[:i] {
				for _, employee := range []int64{0, 1} {
					for _, post := range []int64{-1, 0, 1} {
						s := seat{employee: employee, post: post}
						if n := differing(a[s], b[s]); n > 0 && n < countedFrom {
							t.Fatalf("%+v: two computations differ by %d: %v, %v", s, n, b[s], a[s])
						}
						if n := len(a[s]); n > 0 && n < countedFrom {
							t.Fatalf("%+v: %d ratings count", s, n)
						}
					}
				}
			}
		}
	})
}

// differing counts the ids that are in one list only.
func differing(a, b []int64) (n int) {
	for _, lists := range [][2][]int64{{a, b}, {b, a}} {
		for _, id := range lists[0] {
			if _, ok := slices.BinarySearchFunc(lists[1], id, cmp.Compare[int64]); !ok {
				n++
			}
		}
	}
	return n
}
