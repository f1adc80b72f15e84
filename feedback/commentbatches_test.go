package feedback

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestBatches holds what is promised of any comments: each batch has five visits at
// least and one stream, what is left over has fewer, and the order in which they come
// in changes nothing.
func TestBatches(t *testing.T) {
	t.Parallel()
	rank := func(c unreleased) []byte { sum := sha256.Sum256(c.Vote); return sum[:] }
	rapid.Check(t, func(t *rapid.T) {
		var list []unreleased
		for i := range rapid.IntRange(0, 60).Draw(t, "comments") {
			list = append(list, unreleased{
				RemarkID: int64(i), Vote: fmt.Append(nil, "vote", i), Visit: fmt.Append(nil, rapid.IntRange(0, 30).Draw(t, "visit")),
				EmployeeID: rapid.Int64Range(1, 3).Draw(t, "employee"), DepartmentID: rapid.Int64Range(1, 2).Draw(t, "department"),
				Thanks: rapid.Bool().Draw(t, "thanks"), OccurredAt: time.Date(2026, 6, 1, rapid.IntRange(0, 1500).Draw(t, "hour"), 0, 0, 0, time.UTC),
			})
		}
		for name, of := range map[string]func(unreleased) stream{"person": personStream, "department": departmentStream(shanghai)} {
			got := batches(slices.Clone(list), of, shanghai, rank)
			left := slices.Clone(list)
			for _, b := range got {
				visits := map[string]bool{}
				for i, c := range b.comments {
					visits[string(c.Visit)] = true
					if s := of(c); s.audience != b.audience || s.employee != b.employee || s.department != b.department || s.month != "" && s.month != b.month {
						t.Fatalf("%s: %+v is in the batch of %+v", name, s, b.stream)
					}
					if i > 0 && string(rank(b.comments[i-1])) > string(rank(c)) {
						t.Fatalf("%s: not in the order of rank", name)
					}
					left = slices.DeleteFunc(left, func(l unreleased) bool { return l.RemarkID == c.RemarkID })
				}
				if len(visits) != b.visits || b.visits < releasedFrom {
					t.Fatalf("%s: a batch of %d visits says %d", name, len(visits), b.visits)
				}
			}
			if again := batches(left, of, shanghai, rank); len(again) != 0 {
				t.Fatalf("%s: left over were %+v", name, again)
			}
			backwards := slices.Clone(list)
			slices.Reverse(backwards)
			if other := batches(backwards, of, shanghai, rank); fmt.Sprint(other) != fmt.Sprint(got) {
				t.Fatalf("%s: it depends on the order in which they come", name)
			}
		}
	})
}
