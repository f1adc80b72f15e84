package evaluation

import "math"

// startingPoint returns η_k = log(σ_k²/σ²) from moment estimates on the residuals of
// ordinary least squares: within-factor and total sums of squares have expectations that
// are linear in the variances, which gives as many equations as unknowns. Estimates that
// are nonsense become 0.01, and if the equations can't be solved all are 0.1.
//
// Sources: Henderson's method 1 (1953); Gao & Owen (2017).
func (e *system) startingPoint() []float64 {
	m := len(e.factors)
	b, rss := e.residual()
	size := m + 1
	a := make([]float64, size*size) // unknowns σ_1² … σ_m², σ²
	rhs := make([]float64, size)
	meet := e.meetings()
	total := 0.0
	for _, w := range e.nE {
		total += w
	}
	for v := range m {
		within, squares := rss, 0.0
		e.eachLevel(v, func(n, y float64, x []float64) {
			r := y - dot(x, b)
			within -= float64(r*r) / n
			squares += float64(n * n)
		})
		rhs[v] = within
		for w := range m {
			if w != v {
				a[v*size+w] = total - meet[v*m+w]
			}
		}
		a[v*size+m] = float64(e.n - e.levels(v))
		a[m*size+v] = total - squares/total
	}
	a[m*size+m] = float64(e.n - e.p)
	rhs[m] = rss
	eta := make([]float64, m)
	solved := gauss(a, rhs, size)
	for v := range eta {
		ratio := 0.1
		if solved && rhs[m] > 0 {
			ratio = math.Min(math.Max(rhs[v]/rhs[m], 0.01), 100)
		}
		if math.IsNaN(ratio) {
			ratio = 0.1
		}
		eta[v] = ln(ratio)
	}
	return eta
}

// eachLevel calls f for every level of factor v with its weight, Σwy and Σwx.
func (e *system) eachLevel(v int, f func(n, y float64, x []float64)) {
	if v == 0 {
		for l := range e.qe {
			f(e.nE[l], e.yE[l], e.xE[l*e.p:(l+1)*e.p])
		}
		return
	}
	first := e.offset[v-1]
	for l := range e.sizes[v-1] {
		i := int(e.place[first+l])
		f(e.nK[i], e.yK[i], e.xK[i*e.p:(i+1)*e.p])
	}
}

// meetings returns Σ_l Σ_l' c_ll'²/n_l for each pair of factors, c_ll' being the weight of
// the rows that have level l of the first and l' of the second.
func (e *system) meetings() []float64 {
	m := len(e.factors)
	owner := e.owners()
	sum := make([]float64, m*m)
	for l := range e.qe {
		columns, counts := e.rowE(l)
		for j, k := range columns {
			c2 := float64(counts[j] * counts[j])
			sum[owner[k]] += c2 / e.nE[l]
			sum[int(owner[k])*m] += c2 / e.nK[k]
		}
	}
	for _, c := range e.cross {
		c2 := float64(c.weight * c.weight)
		hi, lo := int(owner[c.hi]), int(owner[c.lo])
		sum[hi*m+lo] += c2 / e.nK[c.hi]
		sum[lo*m+hi] += c2 / e.nK[c.lo]
	}
	return sum
}

// gauss replaces b by the solution of A·x = b with partial pivoting, or returns false.
func gauss(a, b []float64, n int) bool {
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if math.Abs(a[r*n+c]) > math.Abs(a[best*n+c]) {
				best = r
			}
		}
		if !(math.Abs(a[best*n+c]) > 0) {
			return false
		}
		for j := range n {
			a[c*n+j], a[best*n+j] = a[best*n+j], a[c*n+j]
		}
		b[c], b[best] = b[best], b[c]
		for r := c + 1; r < n; r++ {
			f := a[r*n+c] / a[c*n+c]
			for j := c; j < n; j++ {
				a[r*n+j] -= float64(f * a[c*n+j])
			}
			b[r] -= float64(f * b[c])
		}
	}
	for c := n - 1; c >= 0; c-- {
		for j := c + 1; j < n; j++ {
			b[c] -= float64(a[c*n+j] * b[j])
		}
		b[c] /= a[c*n+c]
	}
	return true
}
