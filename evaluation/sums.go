package evaluation

import (
	"math"
	"slices"
)

// sums holds the sufficient statistics of a mixed model. After it the rows are not needed.
//
// The largest random factor E is eliminated: its block of Henderson's equations is
// diagonal. The levels of all other ("kept") factors K share one index, permuted so that
// the Cholesky factor stays sparse. All sums are weighted.
type sums struct {
	n         int     // rows
	logW      float64 // Σ log w_i
	p         int     // fixed effects
	qe        int     // levels of E
	sizes     []int   // levels of each kept factor
	offset    []int   // where each kept factor begins in the unpermuted index
	q         int     // Σ sizes
	place     []int32 // unpermuted kept level → position
	centre    float64 // subtracted from y
	scale     float64 // then y is divided by it, a power of two
	nE        []float64
	xE        []float64 // qe × p
	yE        []float64
	nK        []float64
	xK        []float64 // q × p
	yK        []float64
	start     []int32 // Z_E'WZ_K by rows: columns ascending in position
	column    []int32
	count     []float64
	cross     []crossing // Z_K'WZ_K between different kept factors
	xx        []float64  // p × p
	xy        []float64
	yy        float64
	iterative bool  // q is too large to factor S
	factors   []int // factors[0] is E, the others are the kept ones: index into the rows' factors
}

// crossing is one off-diagonal entry of Z_K'WZ_K, hi > lo in position.
type crossing struct {
	hi, lo int32
	weight float64
}

// newSums eliminates the largest of the given factors and orders the others.
func newSums(r *rows, d *design, factors []int) *sums {
	s := &sums{n: len(r.y), p: d.p}
	for i := range r.w {
		s.logW += ln(r.w[i])
	}
	s.centre, s.scale = centreAndScale(r.y, r.w)
	chosen := make([]Factor, len(factors))
	for k, f := range factors {
		chosen[k] = r.random[f]
	}
	first := largestFactor(chosen)
	var kept []Factor
	for k, f := range chosen {
		if k == first {
			s.qe = len(f.Labels)
			s.factors = append([]int{factors[k]}, s.factors...)
			continue
		}
		s.offset = append(s.offset, s.q)
		s.sizes = append(s.sizes, len(f.Labels))
		s.q += len(f.Labels)
		kept = append(kept, f)
		s.factors = append(s.factors, factors[k])
	}
	eliminated := Factor{Level: make([]int32, s.n)}
	if first >= 0 {
		eliminated = chosen[first]
	}
	s.index(r, eliminated, kept)
	s.add(r, d, eliminated, kept)
	return s
}

// index builds the ordering and the sparse rows of Z_E'WZ_K.
func (s *sums) index(r *rows, e Factor, kept []Factor) {
	s.start = make([]int32, s.qe+1)
	if len(kept) == 0 {
		return
	}
	begin := make([]int32, s.qe+1)
	for _, l := range e.Level {
		begin[l+1] += int32(len(kept))
	}
	for l := range s.qe {
		begin[l+1] += begin[l]
	}
	entries := make([]entry, begin[s.qe])
	next := slices.Clone(begin)
	for i, l := range e.Level {
		for k, f := range kept {
			entries[next[l]] = entry{int32(s.offset[k]) + f.Level[i], r.w[i]}
			next[l]++
		}
	}
	s.order(r.solver, begin, entries)
	for l := range s.qe {
		segment := entries[begin[l]:begin[l+1]]
		for i := range segment {
			segment[i].column = s.place[segment[i].column]
		}
		slices.SortStableFunc(segment, func(a, b entry) int { return int(a.column) - int(b.column) })
		for i, v := range segment {
			if i > 0 && segment[i-1].column == v.column {
				s.count[len(s.count)-1] += v.weight
				continue
			}
			s.column = append(s.column, v.column)
			s.count = append(s.count, v.weight)
		}
		s.start[l+1] = int32(len(s.column))
	}
}

// order chooses the solver, unless it is prescribed: S is factored if that is affordable.
func (s *sums) order(solver Solver, begin []int32, entries []entry) {
	limit, ok := int64(exactWork), false
	if solver == Exact {
		limit = math.MaxInt64
	}
	if solver == Exact || solver == "" && s.q <= exactLevels {
		s.place, ok = fillReducingOrder(s.q, begin, entries, limit)
	}
	if !ok {
		s.iterative = true
		s.place = clusterOrder(s.q, begin, entries)
	}
}

type entry struct {
	column int32
	weight float64
}

// add runs once over the rows and accumulates every sum in row order.
func (s *sums) add(r *rows, d *design, e Factor, kept []Factor) {
	p := s.p
	s.nE, s.xE, s.yE = make([]float64, s.qe), make([]float64, s.qe*p), make([]float64, s.qe)
	s.nK, s.xK, s.yK = make([]float64, s.q), make([]float64, s.q*p), make([]float64, s.q)
	s.xx, s.xy = crossProduct(d.x, r.w, p), make([]float64, p)
	at := make([]int32, len(kept))
	for i, response := range r.y {
		w := r.w[i]
		y := (response - s.centre) / s.scale
		wy := float64(w * y)
		x := d.x[i*p : (i+1)*p]
		s.yy += float64(wy * y)
		addRow(s.xy, x, wy)
		if s.qe > 0 {
			l := int(e.Level[i])
			s.nE[l] += w
			s.yE[l] += wy
			addRow(s.xE[l*p:(l+1)*p], x, w)
		}
		for k, f := range kept {
			at[k] = s.place[s.offset[k]+int(f.Level[i])]
			l := int(at[k])
			s.nK[l] += w
			s.yK[l] += wy
			addRow(s.xK[l*p:(l+1)*p], x, w)
			for _, other := range at[:k] {
				s.cross = append(s.cross, crossing{max(at[k], other), min(at[k], other), w})
			}
		}
	}
	s.mergeCrossings()
}

func addRow(sum, x []float64, f float64) {
	for a, v := range x {
		if v != 0 {
			sum[a] += float64(f * v)
		}
	}
}

func (s *sums) mergeCrossings() {
	slices.SortStableFunc(s.cross, func(a, b crossing) int {
		if a.hi != b.hi {
			return int(a.hi) - int(b.hi)
		}
		return int(a.lo) - int(b.lo)
	})
	merged := s.cross[:0]
	for _, c := range s.cross {
		if last := len(merged) - 1; last >= 0 && merged[last].hi == c.hi && merged[last].lo == c.lo {
			merged[last].weight += c.weight
			continue
		}
		merged = append(merged, c)
	}
	s.cross = merged
}

// residual returns b and the weighted residual sum of squares of ordinary least squares,
// in internal units: the starting point, and the test for a response without variation.
func (s *sums) residual() ([]float64, float64) {
	l, ok := choleskySmall(s.xx, s.p)
	if !ok {
		return make([]float64, s.p), s.yy
	}
	b := slices.Clone(s.xy)
	solveSmall(l, b, s.p)
	return b, math.Max(0, s.yy-dot(b, s.xy))
}
