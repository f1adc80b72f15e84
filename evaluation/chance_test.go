package evaluation

import (
	"math"
	"testing"
)

// Sizes 1 and 2 have closed forms.
func TestNegativeBinomialTail(t *testing.T) {
	for _, tt := range []struct {
		n          int
		mean, size float64
		want       float64
	}{
		{0, 2, 3, 1},
		{1, 0, 3, 0},
		{1, 1, 1, 0.5},                         // geometric: q
		{3, 1, 1, 0.125},                       // q³
		{2, 2, 2, 0.5},                         // 1 - p²(1 + 2q), p = q = 1/2
		{40, 1, 1, math.Pow(0.5, 40)},          // far out
		{100, 400, 1, math.Pow(400./401, 100)}, // not a small tail
	} {
		got := NegativeBinomialTail(tt.n, tt.mean, tt.size)
		if math.Abs(got-tt.want) > 1e-11*math.Max(tt.want, 1e-12) && math.Abs(got/tt.want-1) > 1e-10 {
			t.Errorf("%d of mean %g, size %g: %g, want %g", tt.n, tt.mean, tt.size, got, tt.want)
		}
	}
}

// With a size without end it is Poisson's, and a smaller size has the longer tail.
func TestNegativeBinomialBesidePoisson(t *testing.T) {
	for _, mean := range []float64{0.05, 1, 7} {
		for n := 1; n < 30; n++ {
			poisson, wide := PoissonTail(n, mean), NegativeBinomialTail(n, mean, 1e9)
			if math.Abs(wide/poisson-1) > 1e-5 {
				t.Errorf("%d of mean %g: %g, Poisson %g", n, mean, wide, poisson)
			}
			if n > 2 && float64(n) > 2*mean && NegativeBinomialTail(n, mean, 3) <= NegativeBinomialTail(n, mean, 30) {
				t.Errorf("%d of mean %g: the smaller size has the shorter tail", n, mean)
			}
		}
	}
}
