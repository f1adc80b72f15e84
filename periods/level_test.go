package periods

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/evaluation"
)

// TestLevelledAnswersTellTheirSumOnly: each differs from the others by a
// micro-point at most, whoever said what.
func TestLevelledAnswersTellTheirSumOnly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.IntRange(0, bestValue), 5, 60).Draw(t, "values")
		rows, at, sum := make([]evidence, len(values)+2), []int{}, int64(0)
		for i, v := range values {
			rows[i+1].Value = v
			at, sum = append(at, i+1), sum+int64(v)
		}
		level(rows, at, sum)
		total, least, most := int64(0), int64(1<<62), int64(0)
		for _, i := range at {
			p := rows[i].points()
			total, least, most = total+p, min(least, p), max(most, p)
		}
		if total != sum*evaluation.Unit || most-least > 1 {
			t.Errorf("%d to %d, in all %d instead of %d points", least, most, total, sum)
		}
		if rows[0].level.Valid || rows[len(rows)-1].level.Valid {
			t.Error("other rows were levelled, too")
		}
	})
}

func TestLeadingMoves(t *testing.T) {
	t.Parallel()
	gates := Gates{{Code: "audits", Have: 1, Need: 3}, {Code: "reliability", Passed: true}, {Code: "hoursOnCourse", Have: 90, AtMost: true}}
	for _, c := range []struct {
		name      string
		standards []Move
		ratings   Move
		want      []string
	}{
		{"gates alone", nil, Move{}, []string{"audits", "hoursOnCourse"}},
		{"what gains nothing, or costs, is no move", []Move{{Code: "none"}, {Code: "worse", Gain: -4}}, Move{Code: "ratings"}, []string{"audits", "hoursOnCourse"}},
		{"the largest first, then gates", []Move{{Code: "small", Gain: 1}, {Code: "large", Gain: 9}}, Move{}, []string{"large", "small", "audits"}},
		{"the patients' part wherever it belongs", []Move{{Code: "small", Gain: 1}, {Code: "large", Gain: 9}}, Move{Code: "ratings", Gain: 5}, []string{"large", "ratings", "small"}},
		{"which no standard drives out", []Move{{Code: "d", Gain: 4}, {Code: "b", Gain: 2}, {Code: "a", Gain: 2}}, Move{Code: "ratings", Gain: 1}, []string{"d", "a", "ratings"}},
		{"three at most, equals by their codes", []Move{{Code: "d", Gain: 2}, {Code: "b", Gain: 2}, {Code: "a", Gain: 2}, {Code: "c", Gain: 3}}, Move{}, []string{"c", "a", "b"}},
	} {
		var got []string
		for _, m := range leading(c.standards, c.ratings, gates) {
			got = append(got, m.Code)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if got := leading(nil, Move{}, gates); got[0].Count != 2 || got[1].Count != 90 {
		t.Errorf("what the gates lack: %+v", got)
	}
}
