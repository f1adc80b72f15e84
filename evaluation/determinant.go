package evaluation

import "math"

// logDeterminant is left out while iterating: see search.approach.
func (c *conjugate) logDeterminant() float64 { return 0 }

// estimateDeterminant estimates log|S| = log|T| + log|M| + tr log(L⁻¹·S_RR·L⁻ᵀ); Lanczos quadrature takes
// the second part from the steps of the iteration on the probes.
func (c *conjugate) estimateDeterminant() float64 {
	sum := c.hubs.logT
	for i := range c.q {
		sum += float64(2 * ln(c.factor[at(i, i)]))
	}
	parts := make([]float64, c.probes)
	parallel(c.workers, c.probes/lanes, func(g, _ int) {
		z, x := make([]lane, c.q), make([]lane, c.q)
		c.lowerTimes(z, c.signs[g*c.q:(g+1)*c.q])
		steps := c.run(x, z, coarseTolerance)
		for v := range lanes {
			parts[g*lanes+v] = quadrature(steps, v)
		}
	})
	mean := 0.0
	for _, p := range parts {
		mean += p / float64(c.probes)
	}
	return sum + float64(float64(c.q-len(c.hubs.level))*mean)
}

// quadrature returns e₁'·log(T)·e₁ for the tridiagonal matrix of one lane's iteration.
func quadrature(steps []step, v int) float64 {
	var diagonal, off []float64
	for k, s := range steps {
		if !(s.alpha[v] > 0) {
			break
		}
		d := 1 / s.alpha[v]
		if k > 0 {
			before := steps[k-1]
			d += before.beta[v] / before.alpha[v]
			off = append(off, math.Sqrt(before.beta[v])/before.alpha[v])
		}
		diagonal = append(diagonal, d)
	}
	values, weights := tridiagonal(diagonal, off)
	sum := 0.0
	for k, x := range values {
		if x > 0 {
			sum += float64(weights[k] * ln(x))
		}
	}
	return sum
}
