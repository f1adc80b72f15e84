package evaluation

// slope is what Newton's method needs at a point: the gradient of the criterion with
// respect to η_k = -log λ_k = log(σ_k²/σ²), the average-information matrix, and the
// posterior variances (in units of σ²) that come with the traces.
type slope struct {
	gradient    []float64
	information []float64 // m × m
	varE, varK  []float64 // posterior variances including the fixed effects' uncertainty
}

// derivatives must follow a successful evaluate at the same λ.
//
//	g_k  = q_k - λ_k·tr(C^kk) - f·λ_k·u_k'u_k / y'Py
//	H_kl = (Z_k·u_k)'P(Z_l·u_l)/σ² - f·t_k·t_l,   t_k = λ_k·u_k'u_k / y'Py
//
// C^kk is the block of the inverse of Henderson's equations, with the border of the fixed
// effects for REML and without for ML. Source: Gilmour, Thompson & Cullis (1995).
func (e *system) derivatives() *slope {
	e.schur.selectInverse()
	m := len(e.lambda)
	s := &slope{varE: make([]float64, e.qe), varK: make([]float64, e.q)}
	trace := e.variances(s)
	squares := e.squares()
	s.gradient = make([]float64, m)
	share := make([]float64, m)
	f := e.freedom()
	for v, l := range e.lambda {
		share[v] = float64(l*squares[v]) / e.yPy
		s.gradient[v] = float64(e.levels(v)) - float64(l*trace[v]) - float64(f*share[v])
	}
	s.information = e.information(share)
	return s
}

// variances fills the posterior variances, conditional ones first, then with what the
// fixed effects add, and returns the traces that the criterion's method needs.
func (e *system) variances(s *slope) []float64 {
	m := len(e.lambda)
	summed, border := make([]float64, m), make([]float64, m)
	if m == 0 {
		return summed
	}
	for i := range e.q {
		s.varK[i] = e.schur.inverseDiagonal(i)
	}
	for l := range e.qe {
		s.varE[l] = e.conditional(l, s.varK)
		summed[0] += s.varE[l]
	}
	e.eachKept(func(v, i int) { summed[v] += s.varK[i] })
	trace := e.schur.traces(summed)
	scale := make([]float64, m)
	for v := range scale {
		scale[v] = trace[v] / summed[v] // exactly 1 on the exact path
	}
	g := make([]float64, e.p)
	for l := range e.qe {
		add := e.borderE(l, g)
		border[0] += add
		s.varE[l] = float64(s.varE[l]*scale[0]) + add
	}
	e.eachKept(func(v, i int) {
		for a := range g {
			g[a] = e.solved[a*e.q+i]
		}
		add := quadratic(e.cov, g)
		border[v] += add
		s.varK[i] = float64(s.varK[i]*scale[v]) + add
	})
	if e.method == REML {
		for v := range trace {
			trace[v] += border[v]
		}
	}
	return trace
}

// eachKept calls f for every kept level with its factor in the order of λ and its position.
func (e *system) eachKept(f func(v, i int)) {
	for k, size := range e.sizes {
		for l := range size {
			f(k+1, int(e.place[e.offset[k]+l]))
		}
	}
}

// conditional returns the posterior variance of level l of E with the fixed effects known.
func (e *system) conditional(l int, diagonal []float64) float64 {
	inverse := 1 / (e.nE[l] + e.lambda[0])
	columns, counts := e.column[e.start[l]:e.start[l+1]], e.count[e.start[l]:e.start[l+1]]
	spread := 0.0
	for j, c := range columns {
		others := e.schur.inverseRow(columns, counts, j)
		spread += float64(counts[j] * (float64(2*others) + float64(counts[j]*diagonal[c])))
	}
	return inverse + float64(float64(inverse*inverse)*spread)
}

// borderE is what the uncertainty of the fixed effects adds for level l of E. g is scratch.
func (e *system) borderE(l int, g []float64) float64 {
	inverse := 1 / (e.nE[l] + e.lambda[0])
	copy(g, e.xE[l*e.p:(l+1)*e.p])
	for t := e.start[l]; t < e.start[l+1]; t++ {
		for a := range g {
			g[a] -= float64(e.count[t] * e.solved[a*e.q+int(e.column[t])])
		}
	}
	return float64(float64(inverse*inverse) * quadratic(e.cov, g))
}

// squares returns u_k'u_k for each factor in the order of λ.
func (e *system) squares() []float64 {
	uu := make([]float64, len(e.lambda))
	if len(uu) == 0 {
		return uu
	}
	uu[0] = dot(e.uE, e.uE)
	e.eachKept(func(v, i int) { uu[v] += float64(e.uK[i] * e.uK[i]) })
	return uu
}
