package evaluation

import (
	"cmp"
	"math"
	"reflect"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestDenseIDs: the table gives what the map gives, and leaves to it what is far apart.
func TestDenseIDs(t *testing.T) {
	byMap := func(rows []int64) Factor {
		return encode("f", rows, cmp.Compare[int64], func(id int64) string { return strconv.FormatInt(id, 10) })
	}
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.SampledFrom([]int64{0, -500, 1 << 40, math.MaxInt64 - 1000, math.MinInt64}).Draw(t, "first")
		rows := rapid.SliceOfN(rapid.Int64Range(first, first+1000), 1, 50).Draw(t, "rows")
		got, ok := denseIDs("f", rows)
		if !ok || !reflect.DeepEqual(got, byMap(rows)) {
			t.Errorf("%v: %v %+v", rows, ok, got)
		}
	})
	apart := []int64{math.MinInt64, 0, math.MaxInt64}
	if _, ok := denseIDs("f", apart); ok {
		t.Error("a table of 2⁶⁴ entries was made")
	}
	if got := NewIDFactor("f", apart); !reflect.DeepEqual(got, byMap(apart)) || len(NewIDFactor("f", nil).Labels) != 0 {
		t.Errorf("%+v", got)
	}
}
