package evaluation

import "math/rand/v2"

// diagonalWork bounds the probes for the diagonal by their number times the rows.
const diagonalWork, mostDiagonalProbes = 40_000_000, 256

// selectInverse estimates the diagonal of S_RR⁻¹ in two ways and weighs them.
func (c *conjugate) selectInverse() {
	block := make([]float64, c.q)
	for i := range c.q {
		if !c.isHub[i] {
			block[i] = c.blockElement(int32(i), int32(i))
		}
	}
	second := c.secondOrder(block)
	mean, variance := c.probedDiagonal()
	c.element = block
	size, bias, noise := make([]float64, len(c.e.lambda)), make([]float64, len(c.e.lambda)), make([]float64, len(c.e.lambda))
	c.e.eachKept(func(v, i int) {
		d := mean[i] - second[i]
		size[v]++
		bias[v] += float64(d*d) - variance[i]
		noise[v] += variance[i]
	})
	c.e.eachKept(func(v, i int) {
		if c.isHub[i] {
			return
		}
		c.element[i] += second[i]
		if bias[v] > 0 {
			c.element[i] += float64((mean[i] - second[i]) * bias[v] / (bias[v] + noise[v]))
		}
	})
}

// secondOrder returns what the blocks leave out to second order: with S_RR = M + N,
// (S_RR⁻¹)_ii ≈ m_ii + m_ii²·Σ_j N_ij²·m_jj, m being the diagonal of M⁻¹. The sum runs over what
// two levels have in common in one level of E, and over crossings.
func (c *conjugate) secondOrder(block []float64) []float64 {
	e := c.e
	out := make([]float64, c.q)
	add := func(i, j int32, n float64) {
		if i/side != j/side {
			n2 := float64(n * n)
			out[i] += float64(n2 * block[j])
			out[j] += float64(n2 * block[i])
		}
	}
	for _, x := range e.cross {
		add(x.hi, x.lo, x.weight)
	}
	for l := e.alone; l < e.qe; l++ {
		inverse := 1 / (e.nE[l] + e.lambda[0])
		columns, counts := e.rowE(l)
		for j, cj := range columns {
			for i := range j {
				add(columns[i], cj, float64(float64(counts[i]*counts[j])*inverse))
			}
		}
	}
	for i, m := range block {
		out[i] = float64(float64(m*m) * out[i])
	}
	return out
}

// probedDiagonal returns unbiased estimates of what the blocks leave out, E[w_i·(x_i - w_i)],
// and their sampling variances.
func (c *conjugate) probedDiagonal() (mean, variance []float64) {
	probes := min(max(diagonalWork/max(c.e.n, 1)/lanes*lanes, c.probes), mostDiagonalProbes)
	groups := probes / lanes
	signs, solved := c.signs, c.warm[keyProbes]
	if probes > c.probes {
		signs, solved = newSigns(rand.New(rand.NewPCG(3, 4)), groups*c.q), make([]lane, groups*c.q)
	}
	parallel(c.workers, groups, func(g, _ int) {
		xi, x := signs[g*c.q:(g+1)*c.q], solved[g*c.q:(g+1)*c.q]
		c.hubs.mask(xi)
		z, w := make([]lane, c.q), make([]lane, c.q)
		c.lowerTimes(z, xi)
		c.precondition(w, z)
		if probes > c.probes {
			c.run(x, z, coarseTolerance)
		}
		for i := range x {
			for v := range lanes {
				x[i][v] = float64(w[i][v] * (x[i][v] - w[i][v]))
			}
		}
	})
	mean, variance = make([]float64, c.q), make([]float64, c.q)
	n := float64(probes)
	for i := range c.q {
		sum, squares := 0.0, 0.0
		for g := range groups {
			for _, d := range solved[g*c.q+i] {
				sum += d
				squares += float64(d * d)
			}
		}
		mean[i] = sum / n
		variance[i] = (squares/n - float64(mean[i]*mean[i])) / (n - 1)
	}
	return mean, variance
}

func (c *conjugate) inverseDiagonal(i int) float64 { return c.element[i] + c.hubs.squares(i) }
