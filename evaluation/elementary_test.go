package evaluation

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestElementaryFunctions(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for range 100000 {
		x := math.Exp(40 * (rng.Float64() - 0.5))
		near(t, "ln", ln(x), math.Log(x), 4e-16*math.Abs(math.Log(x))+1e-18)
		z := 60 * (rng.Float64() - 0.5)
		near(t, "exp", exp(z), math.Exp(z), 5e-16*math.Exp(z))
		v := 16 * (rng.Float64() - 0.5)
		want := 0.5 * math.Erfc(-v/math.Sqrt2)
		near(t, "Φ", normalCDF(v), want, 2e-15*want+2e-16)
	}
}
