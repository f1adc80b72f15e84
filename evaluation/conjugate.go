package evaluation

import "math/rand/v2"

const (
	// fewestProbes and mostProbes bound the number of random vectors behind the estimated
	// traces, multiples of lanes: the fewer rows, the more of them can be afforded.
	fewestProbes, mostProbes = 8, 32
	// Relative residuals, in the preconditioner's norm, to reach: for the effects, and for
	// what only steers the search or is averaged over probes.
	fineTolerance, coarseTolerance = 1e-9, 1e-5
	// conjugateSteps bounds the iterations of one solution.
	conjugateSteps = 500
)

// conjugate works with S without forming it: S·v goes through the sparse rows of
// Z_E'WZ_K. Hubs are eliminated; the preconditioner M is the rest of S on blocks of 48
// positions that clusterOrder chose, and a one for each hub.
//
// Traces and the determinant are estimated from Rademacher vectors ξ of a fixed seed with
// z = L·ξ, M = L·L': for x = S⁻¹z and w = M⁻¹z, E[w'A(x - w)] + tr(A·M⁻¹) = tr(A·S⁻¹), where
// the part that M already knows has no error. Sources: Hutchinson (1990); Ubaru, Chen &
// Saad (2017) for the determinant by Lanczos quadrature.
type conjugate struct {
	e        *system
	q        int
	blocks   int
	workers  int
	probes   int
	diagonal []float64 // of S, but for what passes through rows of more than one element
	minus    through   // -1/D
	square   through   // 1/D²
	factor   []float64 // per block: L
	inverse  []float64 // per block: L⁻¹
	second   []float64 // per block: of Z_K'WZ_E·D⁻²·Z_E'WZ_K
	signs    []lane    // ξ, probes/lanes groups of q
	warm     map[int][]lane
	element  []float64 // estimates of (S_RR⁻¹)_ii
	hubs     hubs
	isHub    []bool
	known    []float64 // scratch, one for each hub
}

func newConjugate(s *sums, workers int) *conjugate {
	c := &conjugate{q: s.q, blocks: (s.q + side - 1) / side, workers: max(1, workers), warm: map[int][]lane{}}
	c.factor, c.inverse, c.second = make([]float64, c.blocks*area), make([]float64, c.blocks*area), make([]float64, c.blocks*area)
	c.probes = min(max(4_000_000/max(s.n, 1)/lanes*lanes, fewestProbes), mostProbes)
	c.hubs, c.isHub = newHubs(s), make([]bool, c.q)
	c.known = make([]float64, len(c.hubs.level))
	for _, i := range c.hubs.level {
		c.isHub[i] = true
	}
	c.signs = newSigns(rand.New(rand.NewPCG(1, 2)), c.probes/lanes*c.q)
	for g := range c.probes / lanes {
		c.hubs.mask(c.signs[g*c.q : (g+1)*c.q])
	}
	return c
}

// newSigns draws Rademacher vectors.
func newSigns(rng *rand.Rand, n int) []lane {
	signs := make([]lane, n)
	for i := range signs {
		bits := rng.Uint64()
		for v := range lanes {
			signs[i][v] = float64(int(bits>>v&1)*2 - 1)
		}
	}
	return signs
}

// at is the place of element (i, j) of a block, i >= j.
func at(i, j int) int { return j*side + i%side }

// assemble forms and factors the blocks of the preconditioner.
func (c *conjugate) assemble(e *system) bool {
	c.e = e
	c.minus = newThrough(e, func(inverse float64) float64 { return -inverse })
	c.square = newThrough(e, func(inverse float64) float64 { return float64(inverse * inverse) })
	clear(c.factor)
	clear(c.second)
	c.diagonal = e.lambdas()
	for i := range c.q {
		c.diagonal[i] += e.nK[i] + float64(e.single[i]*c.minus.single)
	}
	for i := range c.blocks * side {
		d := 1.0
		if i < c.q && !c.isHub[i] {
			d = c.diagonal[i]
			c.second[at(i, i)] = float64(e.single[i] * c.square.single)
		}
		c.factor[at(i, i)] = d
	}
	for _, x := range e.cross {
		if x.hi/side == x.lo/side && !c.isHub[x.hi] && !c.isHub[x.lo] {
			c.factor[at(int(x.hi), int(x.lo))] += x.weight
		}
	}
	for n, r := range e.runs {
		for l := r.first; l < r.last; l++ {
			c.addBlocks(l, c.minus.runs[n], c.square.runs[n])
		}
	}
	for l := e.plain; l < e.qe; l++ {
		c.addBlocks(l, c.minus.counted[l-e.plain], c.square.counted[l-e.plain])
	}
	for b := range c.blocks {
		if !factorTile(c.factor[b*area : (b+1)*area]) {
			return false
		}
		invertTile(c.inverse[b*area:(b+1)*area], c.factor[b*area:(b+1)*area])
	}
	return c.eliminateHubs()
}

// addBlocks adds the pairs of one level of E that lie in one block and are no hubs.
func (c *conjugate) addBlocks(l int, minus, square float64) {
	columns, counts := c.e.rowE(l)
	for j, cj := range columns {
		block := cj / side
		for i := j; i < len(columns) && columns[i]/side == block; i++ {
			if c.isHub[cj] || c.isHub[columns[i]] {
				continue
			}
			to, n := at(int(columns[i]), int(cj)), float64(counts[i]*counts[j])
			c.factor[to] += float64(n * minus)
			c.second[to] += float64(n * square)
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

// step is what one iteration leaves for the quadrature.
type step struct{ alpha, beta lane }

// run solves S_RR·x = b, both zero for hubs, by preconditioned conjugate gradients from the x given.
func (c *conjugate) run(x, b []lane, tolerance float64) []step {
	r, z, p, sp := make([]lane, c.q), make([]lane, c.q), make([]lane, c.q), make([]lane, c.q)
	c.precondition(z, b)
	target := laneDots(z, b)
	for v := range lanes {
		target[v] = float64(target[v] * float64(tolerance*tolerance))
	}
	c.multiply(sp, x)
	c.hubs.mask(sp)
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
		c.hubs.mask(sp)
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
		gather(b, x, c.q, g, columns)
		known := c.hubs.times(b)
		c.hubs.mask(b)
		tolerance := fineTolerance
		if key != keyBorder {
			tolerance = coarseTolerance
		}
		c.run(solution, b, tolerance)
		copy(b, solution)
		c.hubs.add(b, known)
		scatter(x, b, c.q, g, columns)
	})
}
