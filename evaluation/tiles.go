package evaluation

// tiles is a sparse symmetric positive definite q × q matrix cut into 48 × 48 tiles, of
// which only those are stored that the factor needs. The unused end of the last tile is
// an identity.
type tiles struct {
	q       int
	blocks  int
	slot    []int32   // block column × block row → tile, -1 if it is zero
	below   [][]int32 // for each block column the block rows under the diagonal
	left    [][]int32 // for each block row the block columns left of the diagonal
	factor  []float64 // S, then its Cholesky factor L
	inverse []float64 // lower tiles of S⁻¹ on the pattern of L
	mirror  []float64 // the same tiles transposed
	diagInv []float64 // per block column: the transposed inverse of L's diagonal tile
	workers int
	spots   []spot // scratch
}

// newTiles finds the pattern of the factor by symbolic elimination of block columns.
func newTiles(s *sums, workers int) *tiles {
	t := &tiles{q: s.q, blocks: (s.q + side - 1) / side, workers: max(1, workers)}
	nb := t.blocks
	used := make([]bool, nb*nb)
	markPattern(s, used, nb)
	t.slot = make([]int32, nb*nb)
	for i := range t.slot {
		t.slot[i] = -1
	}
	t.below, t.left = make([][]int32, nb), make([][]int32, nb)
	count := int32(0)
	for j := range nb {
		t.slot[j*nb+j] = count
		count++
		for i := j + 1; i < nb; i++ {
			if !used[i*nb+j] {
				continue
			}
			for _, k := range t.below[j] {
				used[i*nb+int(k)] = true
			}
			t.below[j] = append(t.below[j], int32(i))
			t.left[i] = append(t.left[i], int32(j))
			t.slot[j*nb+i] = count
			count++
		}
	}
	t.factor = make([]float64, int(count)*area)
	t.diagInv = make([]float64, nb*area)
	return t
}

func markPattern(s *sums, used []bool, nb int) {
	var blocks []int
	for l := range s.qe {
		blocks = blocks[:0]
		columns, _ := s.rowE(l)
		for _, c := range columns {
			if b := int(c) / side; len(blocks) == 0 || blocks[len(blocks)-1] != b {
				blocks = append(blocks, b)
			}
		}
		for a := range blocks {
			for b := range a {
				used[blocks[a]*nb+blocks[b]] = true
			}
		}
	}
	for _, c := range s.cross {
		used[int(c.hi)/side*nb+int(c.lo)/side] = true
	}
}

// at returns tile (i, j) of one of the stores.
func (t *tiles) at(store []float64, i, j int) []float64 {
	k := int(t.slot[j*t.blocks+i]) * area
	return store[k : k+area : k+area]
}

// diagonal returns a pointer to element (i, i) of a store.
func (t *tiles) diagonal(store []float64, i int) *float64 {
	return &t.at(store, i/side, i/side)[(i%side)*side+i%side]
}

// lower returns a pointer to element (i, j), i >= j, of a store.
func (t *tiles) lower(store []float64, i, j int) *float64 {
	return &t.at(store, i/side, j/side)[(j%side)*side+i%side]
}

// reset makes the factor store zero, with ones in the unused end.
func (t *tiles) reset() {
	clear(t.factor)
	for i := t.q; i < t.blocks*side; i++ {
		*t.diagonal(t.factor, i) = 1
	}
}

// logDeterminant returns log|S| from its factor.
func (t *tiles) logDeterminant() float64 {
	s := 0.0
	for i := range t.q {
		s += float64(2 * ln(*t.diagonal(t.factor, i)))
	}
	return s
}

// assemble fills S = Z_K'WZ_K + Λ - Z_K'WZ_E·D⁻¹·Z_E'WZ_K and factors it.
func (t *tiles) assemble(e *system) bool {
	t.reset()
	for i, l := range e.lambdas() {
		*t.diagonal(t.factor, i) = e.nK[i] + l
	}
	for _, c := range e.cross {
		*t.lower(t.factor, int(c.hi), int(c.lo)) += c.weight
	}
	for l := range e.qe {
		columns, counts := e.rowE(l)
		t.eliminate(columns, counts, 1/(e.nE[l]+e.lambda[0]))
	}
	return t.cholesky()
}

// spot is where the elements of a row or column lie: their tile's row or column of tiles,
// and the place in it.
type spot struct{ block, inside int }

// locate writes the spots of the columns of one level of E.
func (t *tiles) locate(columns []int32) []spot {
	t.spots = t.spots[:0]
	for _, c := range columns {
		t.spots = append(t.spots, spot{int(c) / side, int(c) % side})
	}
	return t.spots
}

// column returns where the tiles of the spot's column of tiles begin, by row of tiles, and
// the place of the spot's column in each of them.
func (t *tiles) column(s spot) (slots []int32, inTile int) {
	return t.slot[s.block*t.blocks : (s.block+1)*t.blocks], s.inside * side
}

// eliminate subtracts the outer product of one level of E.
func (t *tiles) eliminate(columns []int32, counts []float64, inverse float64) {
	spots := t.locate(columns)
	for j, s := range spots {
		f := float64(counts[j] * inverse)
		slots, inTile := t.column(s)
		for i := j; i < len(spots); i++ {
			t.factor[int(slots[spots[i].block])*area+inTile+spots[i].inside] -= float64(f * counts[i])
		}
	}
}

// inverseDiagonal returns (S⁻¹)_ii.
func (t *tiles) inverseDiagonal(i int) float64 { return *t.diagonal(t.inverse, i) }

// inverseForm returns c'S⁻¹c for the elements of c that are not zero.
func (t *tiles) inverseForm(columns []int32, counts []float64) float64 {
	spots := t.locate(columns)
	form := 0.0
	for j, s := range spots {
		slots, inTile := t.column(s)
		own := t.inverse[int(slots[s.block])*area+inTile+s.inside]
		others := 0.0
		for i := j + 1; i < len(spots); i++ {
			others += float64(counts[i] * t.inverse[int(slots[spots[i].block])*area+inTile+spots[i].inside])
		}
		form += float64(counts[j] * (float64(2*others) + float64(counts[j]*own)))
	}
	return form
}

// solve replaces each column of x (length q) by S⁻¹·x.
func (t *tiles) solve(_ int, x []float64, columns int) {
	parallel(t.workers, (columns+lanes-1)/lanes, func(g, _ int) {
		v := make([]lane, t.blocks*side)
		gather(v, x, t.q, g, columns)
		t.solveLanes(v)
		scatter(x, v, t.q, g, columns)
	})
}
