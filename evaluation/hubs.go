package evaluation

import "slices"

// hubs are the levels of small factors beside a large one: supervisors and departments beside
// employees. They meet nearly everybody, which the blocks of the preconditioner can't
// express, so they are eliminated exactly: with S cut into the others R and the hubs H, and
// W = S_RR⁻¹·S_RH, T = S_HH - S_HR·W,
//
//	S⁻¹ = S_RR⁻¹ (zero for hubs) + Y·Y',   Y·Y' = [W; -I]·T⁻¹·[W; -I]',
//
// and only S_RR is left to iteration and estimation.
type hubs struct {
	level []int32   // positions, ascending
	y     []float64 // q × hubs, by rows
	logT  float64
}

// hubRows bounds hubs times rows, which is what their solutions cost, and hubWork the
// multiplications for Y after that.
const (
	hubRows = 100_000_000
	hubWork = 200_000_000
)

// newHubs takes the levels of the smallest kept factors, as many factors as can be afforded,
// but not of the largest.
func newHubs(s *sums) hubs {
	bySize := make([]int, len(s.sizes))
	for k := range bySize {
		bySize[k] = k
	}
	slices.SortStableFunc(bySize, func(a, b int) int { return s.sizes[a] - s.sizes[b] })
	var h hubs
	for _, k := range bySize[:max(len(bySize)-1, 0)] {
		n := len(h.level) + s.sizes[k]
		if n > hubRows/s.n || n*n > hubWork/s.q {
			break
		}
		h.level = append(h.level, s.place[s.offset[k]:s.offset[k]+s.sizes[k]]...)
	}
	slices.Sort(h.level)
	h.y = make([]float64, s.q*len(h.level))
	return h
}

func (h *hubs) row(i int) []float64 { return h.y[i*len(h.level) : (i+1)*len(h.level)] }

// mask makes the elements of hubs zero.
func (h *hubs) mask(x []lane) {
	for _, i := range h.level {
		x[i] = lane{}
	}
}

// squares returns (Y·Y')_ii.
func (h *hubs) squares(i int) float64 { return dot(h.row(i), h.row(i)) }

// times sets out = Y'·b for each lane.
func (h *hubs) times(b []lane) []lane {
	out := make([]lane, len(h.level))
	for i := range b {
		for n, y := range h.row(i) {
			for v := range lanes {
				out[n][v] += float64(y * b[i][v])
			}
		}
	}
	return out
}

// add adds Y·f to x.
func (h *hubs) add(x, f []lane) {
	for i := range x {
		for n, y := range h.row(i) {
			for v := range lanes {
				x[i][v] += float64(y * f[n][v])
			}
		}
	}
}

// eliminateHubs computes Y, or returns false if S is not positive definite.
func (c *conjugate) eliminateHubs() bool {
	n := len(c.hubs.level)
	if n == 0 {
		return true
	}
	groups := (n + lanes - 1) / lanes
	if c.warm[keyHubs] == nil {
		c.warm[keyHubs] = make([]lane, groups*c.q)
	}
	t := make([]float64, n*n)
	parallel(c.workers, groups, func(g, _ int) {
		w := c.warm[keyHubs][g*c.q : (g+1)*c.q]
		unit, s := make([]lane, c.q), make([]lane, c.q)
		members := c.hubs.level[g*lanes : min((g+1)*lanes, n)]
		for v, i := range members {
			unit[i][v] = 1
		}
		c.multiply(s, unit)
		c.hubs.mask(s)
		c.run(w, s, fineTolerance)
		for i := range unit {
			for v := range members {
				unit[i][v] -= w[i][v]
				c.hubs.y[i*n+g*lanes+v] = -unit[i][v]
			}
		}
		c.multiply(s, unit)
		for b, i := range c.hubs.level {
			for v := range members {
				t[b*n+g*lanes+v] = s[i][v]
			}
		}
	})
	for a := range n {
		for b := range a {
			t[a*n+b] = float64(0.5 * (t[a*n+b] + t[b*n+a]))
		}
	}
	l, ok := choleskySmall(t, n)
	if !ok {
		return false
	}
	c.hubs.logT = 0
	for a := range n {
		c.hubs.logT += float64(2 * ln(l[a*n+a]))
	}
	for i := range c.q {
		forwardSmall(l, c.hubs.row(i), n)
	}
	return true
}

// hubTrace returns tr(Z_K'WZ_E·D⁻²·Z_E'WZ_K·Y·Y').
func (c *conjugate) hubTrace() float64 {
	n := len(c.hubs.level)
	parts := make([]lane, (n+lanes-1)/lanes)
	parallel(c.workers, len(parts), func(g, _ int) {
		y, s := make([]lane, c.q), make([]lane, c.q)
		for i := range y {
			copy(y[i][:], c.hubs.row(i)[g*lanes:min((g+1)*lanes, n)])
		}
		c.multiplySecond(s, y)
		parts[g] = laneDots(s, y)
	})
	sum := 0.0
	for _, p := range parts {
		for _, x := range p {
			sum += x
		}
	}
	return sum
}
