package evaluation

// slope is what Newton's method needs at a point: the gradient of the criterion with
// respect to η_k = -log λ_k = log(σ_k²/σ²), the average-information matrix, and the
// posterior variances (in units of σ²) that come with the traces.
type slope struct {
	gradient    []float64
	information []float64 // m × m
	trace       []float64 // of the blocks of C, the fixed effects known
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
	m := len(e.lambda)
	s := &slope{gradient: make([]float64, m), trace: make([]float64, m)}
	e.effects()
	if e.iterative {
		e.schur.(*conjugate).traces(s.trace)
	} else {
		copy(s.trace, e.conditionals(s))
	}
	border := e.addBorder(s)
	squares := e.squares()
	share := make([]float64, m)
	f := e.freedom()
	for v, l := range e.lambda {
		trace := s.trace[v]
		if e.method == REML {
			trace += border[v]
		}
		share[v] = float64(l*squares[v]) / e.yPy
		s.gradient[v] = float64(e.levels(v)) - float64(l*trace) - float64(f*share[v])
	}
	s.information = e.information(share)
	return s
}

// posterior fills the posterior variances of the iterative solver, which approaches without
// them: elements that are close, scaled so that each factor's sum is that of the probes.
func (e *system) posterior(s *slope) {
	summed := e.conditionals(s)
	scale := func(v int) float64 { return s.trace[v] / summed[v] }
	for l := range s.varE {
		s.varE[l] = float64(s.varE[l] * scale(0))
	}
	e.eachKept(func(v, i int) { s.varK[i] = float64(s.varK[i] * scale(v)) })
	e.addBorder(s)
}

// conditionals fills the posterior variances with the fixed effects known, and returns their
// sums by factor.
func (e *system) conditionals(s *slope) []float64 {
	sum := make([]float64, len(e.lambda))
	s.varE, s.varK = make([]float64, e.qe), make([]float64, e.q)
	e.schur.selectInverse()
	for i := range e.q {
		s.varK[i] = e.schur.inverseDiagonal(i)
	}
	for l := range e.qe {
		s.varE[l] = e.conditional(l)
		sum[0] += s.varE[l]
	}
	e.eachKept(func(v, i int) { sum[v] += s.varK[i] })
	return sum
}

// addBorder adds what the uncertainty of the fixed effects adds to the posterior variances,
// where there are any, and returns the sums of it by factor.
func (e *system) addBorder(s *slope) []float64 {
	p := e.p
	sum := make([]float64, len(e.lambda))
	solved := make([]float64, e.q*p) // by rows
	for i := range e.q {
		for a := range p {
			solved[i*p+a] = e.solved[a*e.q+i]
		}
	}
	e.eachKept(func(v, i int) {
		add := quadratic(e.cov, solved[i*p:(i+1)*p])
		sum[v] += add
		if s.varK != nil {
			s.varK[i] += add
		}
	})
	g := make([]float64, p)
	for l := range e.qe {
		copy(g, e.xE[l*p:(l+1)*p])
		columns, counts := e.rowE(l)
		for j, k := range columns {
			n, row := counts[j], solved[int(k)*p:(int(k)+1)*p]
			for a, x := range row {
				g[a] -= float64(n * x)
			}
		}
		inverse := 1 / (e.nE[l] + e.lambda[0])
		add := float64(float64(inverse*inverse) * quadratic(e.cov, g))
		sum[0] += add
		if s.varE != nil {
			s.varE[l] += add
		}
	}
	return sum
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
func (e *system) conditional(l int) float64 {
	inverse := 1 / (e.nE[l] + e.lambda[0])
	columns, counts := e.rowE(l)
	return inverse + float64(float64(inverse*inverse)*e.schur.inverseForm(columns, counts))
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
