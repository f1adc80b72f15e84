package evaluation

import "math/rand/v2"

const (
	// lanes is the number of right-hand sides solved together.
	lanes = 4
	// fewestProbes and mostProbes bound the number of random vectors behind the estimated
	// traces, multiples of lanes: the fewer rows, the more of them can be afforded.
	fewestProbes, mostProbes = 8, 32
	// Relative residuals, in the preconditioner's norm, to reach: for the effects, and for
	// what only steers the search or is averaged over probes.
	fineTolerance, coarseTolerance = 1e-9, 1e-5
	// conjugateSteps bounds the iterations of one solution.
	conjugateSteps = 500
)

// lane is one element of several vectors.
type lane [lanes]float64

// conjugate works with S without forming it: S·v goes through the sparse rows of
// Z_E'WZ_K. The preconditioner M is S on blocks of 48 positions that clusterOrder chose.
//
// Traces and the determinant are estimated from Rademacher vectors ξ of a fixed seed with
// z = L·ξ, M = L·L': for x = S⁻¹z and w = M⁻¹z, E[w'A(x - w)] + tr(A·M⁻¹) = tr(A·S⁻¹), where
// the part that M already knows has no error. Sources: Hutchinson (1990); Ubaru, Chen &
// Saad (2017) for the determinant by Lanczos quadrature.
type conjugate struct {
	e       *system
	q       int
	blocks  int
	workers int
	probes  int
	lambda  []float64
	minusD  []float64 // -1/D
	factor  []float64 // per block: L
	inverse []float64 // per block: L⁻¹
	second  []float64 // per block: of Z_K'WZ_E·D⁻²·Z_E'WZ_K
	signs   []lane    // ξ, probes/lanes groups of q
	warm    map[int][]lane
	element []float64 // estimates of (S⁻¹)_ii
}

func newConjugate(s *sums, workers int) *conjugate {
	c := &conjugate{q: s.q, blocks: (s.q + side - 1) / side, workers: max(1, workers), warm: map[int][]lane{}}
	c.factor, c.inverse, c.second = make([]float64, c.blocks*area), make([]float64, c.blocks*area), make([]float64, c.blocks*area)
	c.probes = min(max(4_000_000/max(s.n, 1)/lanes*lanes, fewestProbes), mostProbes)
	rng := rand.New(rand.NewPCG(1, 2))
	c.signs = make([]lane, c.probes/lanes*c.q)
	for i := range c.signs {
		bits := rng.Uint64()
		for v := range lanes {
			c.signs[i][v] = float64(int(bits>>v&1)*2 - 1)
		}
	}
	return c
}

// tile returns the block that both positions are in, or nil.
func (c *conjugate) tile(store []float64, i, j int32) []float64 {
	b := int(i) / side
	if int(j)/side != b {
		return nil
	}
	return store[b*area : (b+1)*area]
}

// at is the place of element (i, j) in its tile, i >= j.
func at(i, j int32) int { return int(j)%side*side + int(i)%side }

// assemble forms and factors the blocks of the preconditioner.
func (c *conjugate) assemble(e *system) bool {
	c.e = e
	c.lambda = e.lambdas()
	c.minusD = make([]float64, e.qe)
	clear(c.factor)
	clear(c.second)
	for i := range c.blocks * side {
		d := 1.0
		if i < c.q {
			d = e.nK[i] + c.lambda[i]
		}
		c.tile(c.factor, int32(i), int32(i))[at(int32(i), int32(i))] = d
	}
	for _, x := range e.cross {
		if t := c.tile(c.factor, x.hi, x.lo); t != nil {
			t[at(x.hi, x.lo)] += x.weight
		}
	}
	for l := range e.qe {
		inverse := 1 / (e.nE[l] + e.lambda[0])
		c.minusD[l] = -inverse
		square := float64(inverse * inverse)
		columns, counts := e.rowE(l)
		for j, cj := range columns {
			for i := j; i < len(columns); i++ {
				if t := c.tile(c.factor, columns[i], cj); t != nil {
					w := float64(counts[i] * counts[j])
					t[at(columns[i], cj)] -= float64(w * inverse)
					c.tile(c.second, columns[i], cj)[at(columns[i], cj)] += float64(w * square)
				}
			}
		}
	}
	for b := range c.blocks {
		if !factorTile(c.factor[b*area : (b+1)*area]) {
			return false
		}
		invertTile(c.inverse[b*area:(b+1)*area], c.factor[b*area:(b+1)*area])
	}
	return true
}

// multiply sets y = S·x.
func (c *conjugate) multiply(y, x []lane) {
	e := c.e
	for i := range y {
		d := e.nK[i] + c.lambda[i]
		for v := range lanes {
			y[i][v] = float64(d * x[i][v])
		}
	}
	for _, p := range e.cross {
		for v := range lanes {
			y[p.hi][v] += float64(p.weight * x[p.lo][v])
			y[p.lo][v] += float64(p.weight * x[p.hi][v])
		}
	}
	c.through(y, x, c.minusD)
}

// through adds Z_K'WZ_E·diag(f)·Z_E'WZ_K·x to y.
func (c *conjugate) through(y, x []lane, f []float64) {
	e := c.e
	for l, d := range f {
		columns, counts := e.rowE(l)
		var s0, s1, s2, s3 float64 // written out: this is where millions of rows spend their time
		for j, k := range columns {
			n, xk := counts[j], &x[k]
			s0 += float64(n * xk[0])
			s1 += float64(n * xk[1])
			s2 += float64(n * xk[2])
			s3 += float64(n * xk[3])
		}
		s0, s1, s2, s3 = float64(s0*d), float64(s1*d), float64(s2*d), float64(s3*d)
		for j, k := range columns {
			n, yk := counts[j], &y[k]
			yk[0] += float64(n * s0)
			yk[1] += float64(n * s1)
			yk[2] += float64(n * s2)
			yk[3] += float64(n * s3)
		}
	}
}

// precondition sets z = M⁻¹·r = L⁻ᵀ·L⁻¹·r block by block.
func (c *conjugate) precondition(z, r []lane) {
	var half [side]lane
	for b := range c.blocks {
		inverse := c.inverse[b*area : (b+1)*area]
		first, last := b*side, min((b+1)*side, c.q)
		half = [side]lane{}
		for j := first; j < last; j++ {
			column := inverse[(j-first)*side : (j-first+1)*side]
			for i := j - first; i < last-first; i++ {
				for v := range lanes {
					half[i][v] += float64(column[i] * r[j][v])
				}
			}
		}
		for j := first; j < last; j++ {
			column := inverse[(j-first)*side : (j-first+1)*side]
			var s lane
			for i := j - first; i < last-first; i++ {
				for v := range lanes {
					s[v] += float64(column[i] * half[i][v])
				}
			}
			z[j] = s
		}
	}
}

// lowerTimes sets z = L·ξ.
func (c *conjugate) lowerTimes(z, xi []lane) {
	clear(z)
	for j := range c.q {
		b := j / side
		column := c.factor[b*area+j%side*side : b*area+(j%side+1)*side]
		for i := j; i < min((b+1)*side, c.q); i++ {
			for v := range lanes {
				z[i][v] += float64(column[i%side] * xi[j][v])
			}
		}
	}
}

// laneDots returns a'b for each lane.
func laneDots(a, b []lane) lane {
	var s lane
	for i := range a {
		for v := range lanes {
			s[v] += float64(a[i][v] * b[i][v])
		}
	}
	return s
}

// step is what one iteration leaves for the quadrature.
type step struct{ alpha, beta lane }

// run solves S·x = b by preconditioned conjugate gradients from the x given.
func (c *conjugate) run(x, b []lane, tolerance float64) []step {
	r, z, p, sp := make([]lane, c.q), make([]lane, c.q), make([]lane, c.q), make([]lane, c.q)
	c.precondition(z, b)
	target := laneDots(z, b)
	for v := range lanes {
		target[v] = float64(target[v] * float64(tolerance*tolerance))
	}
	c.multiply(sp, x)
	for i := range r {
		for v := range lanes {
			r[i][v] = b[i][v] - sp[i][v]
		}
	}
	c.precondition(z, r)
	copy(p, z)
	rz := laneDots(r, z)
	var steps []step
	for range conjugateSteps {
		if rz[0] <= target[0] && rz[1] <= target[1] && rz[2] <= target[2] && rz[3] <= target[3] {
			break
		}
		c.multiply(sp, p)
		curvature := laneDots(p, sp)
		var s step
		for v := range lanes {
			if curvature[v] > 0 && rz[v] > target[v] {
				s.alpha[v] = rz[v] / curvature[v]
			}
		}
		for i := range x {
			for v := range lanes {
				x[i][v] += float64(s.alpha[v] * p[i][v])
				r[i][v] -= float64(s.alpha[v] * sp[i][v])
			}
		}
		c.precondition(z, r)
		next := laneDots(r, z)
		for v := range lanes {
			if s.alpha[v] > 0 {
				s.beta[v] = next[v] / rz[v]
			}
		}
		for i := range p {
			for v := range lanes {
				p[i][v] = z[i][v] + float64(s.beta[v]*p[i][v])
			}
		}
		rz = next
		steps = append(steps, s)
	}
	return steps
}

// solve replaces the columns of x by S⁻¹·x, beginning at the last solution of this key.
func (c *conjugate) solve(key int, x []float64, columns int) {
	groups := (columns + lanes - 1) / lanes
	if len(c.warm[key]) != groups*c.q {
		c.warm[key] = make([]lane, groups*c.q)
	}
	all := c.warm[key]
	parallel(c.workers, groups, func(g, _ int) {
		b, solution := make([]lane, c.q), all[g*c.q:(g+1)*c.q]
		for v := range min(lanes, columns-g*lanes) {
			for i := range c.q {
				b[i][v] = x[(g*lanes+v)*c.q+i]
			}
		}
		tolerance := fineTolerance
		if key != keyBorder {
			tolerance = coarseTolerance
		}
		c.run(solution, b, tolerance)
		for v := range min(lanes, columns-g*lanes) {
			for i := range c.q {
				x[(g*lanes+v)*c.q+i] = solution[i][v]
			}
		}
	})
}
