package evaluation

import "math"

// system evaluates a mixed model at given precision ratios λ_k = σ²/σ_k², λ[0] belonging
// to the eliminated factor. With D = Z_E'WZ_E + λ_0·I diagonal, it factors the Schur
// complement
//
//	S = Z_K'WZ_K + Λ - Z_K'WZ_E·D⁻¹·Z_E'WZ_K
//
// and borders it with the fixed effects. P is the projection that removes fixed and
// random effects; all of it is in units of the residual variance.
type system struct {
	*sums
	method Method
	schur  schur
	work   int     // goroutines
	extra  float64 // constant that turns internal units into those of the response

	lambda []float64
	border []float64 // (p+1) columns of length q: what elimination leaves of X and y
	solved []float64 // S⁻¹·border
	cov    []float64 // V = (X'PX)⁻¹, p × p
	beta   []float64
	uE, uK []float64
	yPy    float64
	sigma2 float64
	dev    float64 // the criterion in internal units
	ok     bool
}

func newSystem(s *sums, d *design, method Method, workers int) *system {
	e := &system{sums: s, method: method, schur: newSchur(s, workers), work: workers}
	e.extra = float64(e.freedom()*2*ln(s.scale)) - s.logW
	if method == REML {
		e.extra += d.logScale()
	}
	e.border = make([]float64, s.q*(s.p+1))
	e.solved = make([]float64, s.q*(s.p+1))
	e.uE, e.uK = make([]float64, s.qe), make([]float64, s.q)
	return e
}

// freedom is what the sum of squares is divided by: n - p for REML, n for ML.
func (e *system) freedom() float64 {
	if e.method == ML {
		return float64(e.n)
	}
	return float64(e.n - e.p)
}

// criterion is -2·log-likelihood (restricted for REML) in the units of the response.
func (e *system) criterion() float64 { return e.dev + e.extra }

// levels returns the number of levels of factor v in the order of λ.
func (e *system) levels(v int) int {
	if v == 0 {
		return e.qe
	}
	return e.sizes[v-1]
}

// evaluate solves the equations at λ and sets the criterion
//
//	log|D| + log|S| [+ log|X'PX|] - Σ q_k·log λ_k + f·(1 + log(2π·y'Py/f)).
//
// It returns false, with an infinite criterion, where the arithmetic breaks down.
func (e *system) evaluate(lambda []float64) bool {
	e.lambda = lambda
	e.dev, e.ok = math.Inf(1), false
	corner, logD := e.eliminate()
	if !e.schur.assemble(e) || !e.project(corner) {
		return false
	}
	f := e.freedom()
	dev := logD + e.schur.logDeterminant() + float64(f*(1+ln(float64(2*math.Pi*e.sigma2))))
	for v, l := range lambda {
		dev -= float64(float64(e.levels(v)) * ln(l))
	}
	if e.method == REML {
		_, logV, _ := inverseSmall(e.cov, e.p)
		dev -= logV
	}
	if math.IsNaN(dev) || math.IsInf(dev, 0) {
		return false
	}
	e.dev, e.ok = dev, true
	return true
}

// eliminate fills the border with what is left of X and y once E is gone; it returns the
// (p+1) × (p+1) corner and log|D|.
func (e *system) eliminate() (corner []float64, logD float64) {
	p, p1 := e.p, e.p+1
	corner = make([]float64, p1*p1)
	for a := range p {
		copy(corner[a*p1:], e.xx[a*p:(a+1)*p])
		corner[a*p1+p], corner[p*p1+a] = e.xy[a], e.xy[a]
	}
	corner[p1*p1-1] = e.yy
	left := make([]float64, e.q*p1) // the border by rows
	for i := range e.q {
		copy(left[i*p1:], e.xK[i*p:(i+1)*p])
		left[i*p1+p] = e.yK[i]
	}
	row, scaled := make([]float64, p1), make([]float64, p1)
	before, logBefore := 0.0, 0.0
	for l := range e.qe {
		d := e.nE[l] + e.lambda[0]
		if d != before { // there are millions of levels, but few sizes
			before, logBefore = d, ln(d)
		}
		logD += logBefore
		copy(row, e.xE[l*p:(l+1)*p])
		row[p] = e.yE[l]
		for a, x := range row {
			scaled[a] = x / d
			addRow(corner[a*p1:(a+1)*p1], row, -scaled[a])
		}
		columns, counts := e.rowE(l)
		for j, k := range columns {
			n, to := counts[j], left[int(k)*p1:(int(k)+1)*p1]
			for a, x := range scaled {
				to[a] -= float64(n * x)
			}
		}
	}
	for i := range e.q {
		for a, x := range left[i*p1 : (i+1)*p1] {
			e.border[a*e.q+i] = x
		}
	}
	return corner, logD
}

// lambdas returns the λ of each kept level by position.
func (e *system) lambdas() []float64 {
	out := make([]float64, e.q)
	for k, size := range e.sizes {
		for l := range size {
			out[e.place[e.offset[k]+l]] = e.lambda[k+1]
		}
	}
	return out
}

// owners returns the factor of each kept level, in the order of λ, by position.
func (e *system) owners() []int32 {
	out := make([]int32, e.q)
	e.eachKept(func(v, i int) { out[i] = int32(v) })
	return out
}

// project solves for the border, and from the corner gets V, b and y'Py.
func (e *system) project(corner []float64) bool {
	p, q, p1 := e.p, e.q, e.p+1
	copy(e.solved, e.border)
	e.schur.solve(keyBorder, e.solved, p1)
	for a := range p1 {
		for b := range a + 1 {
			s := dot(e.border[a*q:(a+1)*q], e.solved[b*q:(b+1)*q])
			corner[a*p1+b] -= s
			if a != b {
				corner[b*p1+a] -= s
			}
		}
	}
	xpx := make([]float64, p*p)
	xpy := make([]float64, p)
	for a := range p {
		copy(xpx[a*p:(a+1)*p], corner[a*p1:])
		xpy[a] = corner[a*p1+p]
	}
	var ok bool
	if e.cov, _, ok = inverseSmall(xpx, p); !ok {
		return false
	}
	e.beta = matMul(e.cov, xpy, p, p, 1)
	e.yPy = corner[p1*p1-1] - dot(e.beta, xpy)
	e.sigma2 = e.yPy / e.freedom()
	return e.sigma2 > 0
}

// effects back-substitutes u_K = S⁻¹(y - Xb) and then u_E.
func (e *system) effects() {
	copy(e.uK, e.solved[e.p*e.q:])
	for a, b := range e.beta {
		g := e.solved[a*e.q : (a+1)*e.q]
		for i := range e.uK {
			e.uK[i] -= float64(g[i] * b)
		}
	}
	for l := range e.qe {
		s := e.yE[l] - dot(e.xE[l*e.p:(l+1)*e.p], e.beta)
		columns, counts := e.rowE(l)
		for j, k := range columns {
			s -= float64(counts[j] * e.uK[k])
		}
		e.uE[l] = s / (e.nE[l] + e.lambda[0])
	}
}
