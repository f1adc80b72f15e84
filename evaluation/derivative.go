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
	e.tiles.selectedInverse()
	m := len(e.lambda)
	s := &slope{varE: make([]float64, e.qe), varK: make([]float64, e.q)}
	trace := make([]float64, m)
	conditional := e.keptVariances(s)
	if m > 0 {
		trace[0] = e.eliminatedVariances(s, conditional)
	}
	e.keptTraces(trace, s, conditional)
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

// keptVariances fills varK = diag(S⁻¹) + g'Vg and returns diag(S⁻¹).
func (e *system) keptVariances(s *slope) []float64 {
	conditional := make([]float64, e.q)
	g := make([]float64, e.p)
	for i := range e.q {
		conditional[i] = *e.tiles.diagonal(e.tiles.inverse, i)
		for a := range g {
			g[a] = e.solved[a*e.q+i]
		}
		s.varK[i] = conditional[i] + quadratic(e.cov, g)
	}
	return conditional
}

// eliminatedVariances fills varE and returns the trace of E's block.
func (e *system) eliminatedVariances(s *slope, conditional []float64) float64 {
	g := make([]float64, e.p)
	trace := 0.0
	for l := range e.qe {
		inverse := 1 / (e.nE[l] + e.lambda[0])
		columns, counts := e.column[e.start[l]:e.start[l+1]], e.count[e.start[l]:e.start[l+1]]
		copy(g, e.xE[l*e.p:(l+1)*e.p])
		spread := 0.0
		for j := range columns {
			cj := int(columns[j])
			spread += float64(counts[j] * (float64(2*e.inverseRow(columns, counts, j)) + float64(counts[j]*conditional[cj])))
			for a := range g {
				g[a] -= float64(counts[j] * e.solved[a*e.q+cj])
			}
		}
		alone := inverse + float64(float64(inverse*inverse)*spread)
		s.varE[l] = alone + float64(float64(inverse*inverse)*quadratic(e.cov, g))
		if e.method == ML {
			trace += alone
			continue
		}
		trace += s.varE[l]
	}
	return trace
}

// inverseRow returns Σ_{i>j} count_i·(S⁻¹)_ij over the columns of one level.
func (e *system) inverseRow(columns []int32, counts []float64, j int) float64 {
	cj := int(columns[j])
	inTile := (cj % side) * side
	last := -1
	var tile []float64
	sum := 0.0
	for i := j + 1; i < len(columns); i++ {
		ci := int(columns[i])
		if b := ci / side; b != last {
			tile, last = e.tiles.at(e.tiles.inverse, b, cj/side), b
		}
		sum += float64(counts[i] * tile[inTile+ci-last*side])
	}
	return sum
}

func (e *system) keptTraces(trace []float64, s *slope, conditional []float64) {
	source := s.varK
	if e.method == ML {
		source = conditional
	}
	at := 0
	for k, size := range e.sizes {
		for range size {
			trace[k+1] += source[e.place[at]]
			at++
		}
	}
}

// squares returns u_k'u_k for each factor in the order of λ.
func (e *system) squares() []float64 {
	uu := make([]float64, len(e.lambda))
	if len(uu) == 0 {
		return uu
	}
	uu[0] = dot(e.uE, e.uE)
	at := 0
	for k, size := range e.sizes {
		for range size {
			u := e.uK[e.place[at]]
			uu[k+1] += float64(u * u)
			at++
		}
	}
	return uu
}
