package evaluation

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// withoutKernel runs f on the pure Go kernel.
func withoutKernel(f func()) {
	was := fastKernel
	fastKernel = false
	defer func() { fastKernel = was }()
	f()
}

// TestKernelIsBitIdentical compares the assembly with pure Go on tiles that contain
// numbers of every size, zeros of both signs and subnormals.
func TestKernelIsBitIdentical(t *testing.T) {
	if !fastKernel {
		t.Log("this machine has no AVX2: the pure Go kernel is compared with itself")
	}
	rng := rand.New(rand.NewPCG(6, 6))
	special := []float64{0, math.Copysign(0, -1), 5e-324, -5e-324, 1e300, -1e300, 1e-300, 1, -1}
	tile := func() []float64 {
		a := make([]float64, area)
		for i := range a {
			a[i] = math.Ldexp(rng.NormFloat64(), rng.IntN(60)-30)
			if rng.IntN(10) == 0 {
				a[i] = special[rng.IntN(len(special))]
			}
		}
		return a
	}
	for range 200 {
		a, b, c := tile(), tile(), tile()
		other := slices.Clone(c)
		lower := rng.IntN(2) == 0
		multiplySubtract(c, a, b, lower)
		withoutKernel(func() { multiplySubtract(other, a, b, lower) })
		for i := range c {
			above := lower && i%side < i/side
			if !above && math.Float64bits(c[i]) != math.Float64bits(other[i]) {
				t.Fatalf("element %d: %g in assembly, %g in Go", i, c[i], other[i])
			}
		}
	}
}

// TestPassIsBitIdentical does the same for the passes of the iterative solver.
func TestPassIsBitIdentical(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 7))
	vector := func() []lane {
		a := make([]lane, 50)
		for i := range a {
			for v := range lanes {
				a[i][v] = math.Ldexp(rng.NormFloat64(), rng.IntN(60)-30)
			}
		}
		return a
	}
	for _, length := range []int{2, 3, 7} {
		x, y := vector(), vector()
		other := slices.Clone(y)
		var columns []int32
		for range 40 {
			for _, k := range rng.Perm(len(x))[:length] {
				columns = append(columns, int32(k))
			}
		}
		passRun(y, x, columns, length, -0.3)
		passRunGo(other, x, columns, length, -0.3)
		if !slices.Equal(y, other) {
			t.Errorf("rows of %d: the kernel differs from Go", length)
		}
	}
}

// TestFitIsBitIdenticalWithoutKernel: whole fits, too.
func TestFitIsBitIdenticalWithoutKernel(t *testing.T) {
	for _, solver := range []Solver{Exact, Iterative} {
		m := auditsModel(t)
		m.Solver = solver
		with, err := m.Fit()
		if err != nil {
			t.Fatal(err)
		}
		withoutKernel(func() {
			without, err := m.Fit()
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(with, without) {
				t.Errorf("%s: the kernel changed the fit", solver)
			}
		})
	}
}

func BenchmarkKernel(b *testing.B) {
	a, x, c := make([]float64, area), make([]float64, area), make([]float64, area)
	for i := range a {
		a[i], x[i] = float64(i%7)*1e-3, float64(i%5)*1e-3
	}
	run := func(b *testing.B) {
		for b.Loop() {
			multiplySubtract(c, a, x, false)
		}
		b.ReportMetric(2*side*area*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFlop/s")
	}
	b.Run("assembly", run)
	b.Run("go", func(b *testing.B) { withoutKernel(func() { run(b) }) })
}
