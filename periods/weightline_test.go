package periods

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/evaluation"
)

// TestWeightsInTheHash: weights are written as shares of the full one, so that
// the hash of evidence of full weight is what it was when all weighed 1.
func TestWeightsInTheHash(t *testing.T) {
	t.Parallel()
	for weight, want := range map[int]string{10_000: "1", 5_000: "0.5", 1: "0.0001", 3_333: "0.3333"} {
		e := evidence{Kind: ratingKind, Value: 75, Weight: weight}
		if got := strings.Split(string(e.line(nil)), "\t")[12]; got != want {
			t.Errorf("%d is written %s, want %s", weight, got, want)
		}
		if got := observeRating(&e).Weight; got != int64(weight)*evaluation.Unit/10_000 {
			t.Errorf("%d weighs %d micro-units", weight, got)
		}
		if a, b := observeRating(&e).Weight, observeFinding(&e).Weight; a != b {
			t.Errorf("%d weighs %d of a rating, %d of a finding", weight, a, b)
		}
	}
}
