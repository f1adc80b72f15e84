package evaluation

// cholesky factors S = L·L' in place, left-looking by block columns. It returns false if
// S is not positive definite. Tiles of one block column are independent of each other;
// only they are given to different workers, so the result does not depend on their number.
func (t *tiles) cholesky() bool {
	scratch := newScratch(t.workers)
	inverse := make([]float64, area)
	for j := range t.blocks {
		diagonal := t.at(t.factor, j, j)
		below := t.below[j]
		parallel(t.workers, len(below)+1, func(i, _ int) {
			if i > 0 {
				t.update(int(below[i-1]), j)
				return
			}
			for _, k := range t.left[j] {
				l := t.at(t.factor, j, int(k))
				multiplySubtract(diagonal, l, l, true)
			}
		})
		if !factorTile(diagonal) {
			return false
		}
		invertTile(inverse, diagonal)
		transposeTile(t.diagInv[j*area:(j+1)*area], inverse)
		parallel(t.workers, len(below), func(i, worker int) {
			c := t.at(t.factor, int(below[i]), j)
			negateTile(scratch[worker], c)
			clear(c)
			multiplySubtract(c, scratch[worker], inverse, false)
		})
	}
	return true
}

// update subtracts Σ_k L_ik·L_jk' from tile (i, j), k ascending over common columns.
func (t *tiles) update(i, j int) {
	c := t.at(t.factor, i, j)
	row := t.left[i]
	x := 0
	for _, k := range t.left[j] {
		for x < len(row) && row[x] < k {
			x++
		}
		if x < len(row) && row[x] == k {
			multiplySubtract(c, t.at(t.factor, i, int(k)), t.at(t.factor, j, int(k)), false)
		}
	}
}

// solveOne replaces x (length q) by S⁻¹·x.
func (t *tiles) solveOne(x []float64) {
	v := make([]float64, t.blocks*side)
	copy(v, x)
	for j := range t.blocks {
		t.forward(v, j)
	}
	for j := t.blocks - 1; j >= 0; j-- {
		t.backward(v, j)
	}
	copy(x, v)
}

func (t *tiles) forward(v []float64, j int) {
	l := t.at(t.factor, j, j)
	vj := v[j*side : (j+1)*side]
	for c := range side {
		vj[c] /= l[c*side+c]
		f := vj[c]
		for i := c + 1; i < side; i++ {
			vj[i] -= float64(l[c*side+i] * f)
		}
	}
	for _, i := range t.below[j] {
		a := t.at(t.factor, int(i), j)
		vi := v[int(i)*side : (int(i)+1)*side]
		for c, f := range vj {
			column := a[c*side : (c+1)*side]
			for r := range vi {
				vi[r] -= float64(column[r] * f)
			}
		}
	}
}

func (t *tiles) backward(v []float64, j int) {
	vj := v[j*side : (j+1)*side]
	for _, i := range t.below[j] {
		a := t.at(t.factor, int(i), j)
		vi := v[int(i)*side : (int(i)+1)*side]
		for c := range vj {
			vj[c] -= dot(a[c*side:(c+1)*side], vi)
		}
	}
	l := t.at(t.factor, j, j)
	for c := side - 1; c >= 0; c-- {
		s := vj[c]
		for i := c + 1; i < side; i++ {
			s -= float64(l[c*side+i] * vj[i])
		}
		vj[c] = s / l[c*side+c]
	}
}
