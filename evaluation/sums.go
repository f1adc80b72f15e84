package evaluation

import (
	"math"
	"slices"
)

// sums holds the sufficient statistics of a mixed model. After it the rows are not needed.
//
// The largest random factor E is eliminated: its block of Henderson's equations is
// diagonal. Its levels are ordered by how many kept levels they meet, which processors like:
// a loop over millions of them takes the same turns again and again. The levels of all other ("kept") factors K share one index, permuted so that
// the Cholesky factor stays sparse. All sums are weighted.
type sums struct {
	n         int       // rows
	logW      float64   // Σ log w_i
	p         int       // fixed effects
	qe        int       // levels of E
	sizes     []int     // levels of each kept factor
	offset    []int     // where each kept factor begins in the unpermuted index
	q         int       // Σ sizes
	place     []int32   // unpermuted kept level → position
	centre    float64   // subtracted from y
	scale     float64   // then y is divided by it, a power of two
	placeE    []int32   // level of E → position
	alone     int       // positions before it meet a single kept level, with weight one
	plain     int       // positions before it meet each of their kept levels with weight one
	runs      []run     // of the positions from alone to plain
	single    []float64 // for each kept level, how many before alone meet it
	nE        []float64
	xE        []float64 // qe × p
	yE        []float64
	nK        []float64
	xK        []float64 // q × p
	yK        []float64
	start     []int32 // Z_E'WZ_K by rows: columns ascending in position
	column    []int32
	count     []float64  // from position plain on
	ones      []float64  // the counts of a row before
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
	for _, w := range r.w {
		s.logW += ln(w)
	}
	s.centre, s.scale = centreAndScale(r.y, r)
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

// add runs once over the rows and accumulates every sum in row order.
func (s *sums) add(r *rows, d *design, e Factor, kept []Factor) {
	p := s.p
	s.nE, s.xE, s.yE = make([]float64, s.qe), make([]float64, s.qe*p), make([]float64, s.qe)
	s.nK, s.xK, s.yK = make([]float64, s.q), make([]float64, s.q*p), make([]float64, s.q)
	s.xx, s.xy = d.xx, make([]float64, p)
	at := make([]int32, len(kept))
	x := d.newRow(r)
	for i, response := range r.y {
		w := r.weight(i)
		y := (response - s.centre) / s.scale
		wy := float64(w * y)
		x = d.row(r, i, x)
		s.yy += float64(wy * y)
		addCells(s.xy, x, wy)
		if s.qe > 0 {
			l := int(s.placeE[e.Level[i]])
			s.nE[l] += w
			s.yE[l] += wy
			addCells(s.xE[l*p:(l+1)*p], x, w)
		}
		for k, f := range kept {
			at[k] = s.place[s.offset[k]+int(f.Level[i])]
			l := int(at[k])
			s.nK[l] += w
			s.yK[l] += wy
			addCells(s.xK[l*p:(l+1)*p], x, w)
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
