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

// solveLanes replaces each vector by S⁻¹ times it. Several at a time take little longer than
// one, because the sums of one wait for each other.
func (t *tiles) solveLanes(x []lane) {
	for j := range t.blocks {
		t.forward(x, j)
	}
	for j := t.blocks - 1; j >= 0; j-- {
		t.backward(x, j)
	}
}

func (t *tiles) forward(x []lane, j int) {
	l := t.at(t.factor, j, j)
	xj := x[j*side : (j+1)*side]
	for c := range xj {
		for v := range lanes {
			xj[c][v] /= l[c*side+c]
		}
		subtractLane(xj[c+1:], l[c*side+c+1:(c+1)*side], &xj[c])
	}
	for _, i := range t.below[j] {
		a := t.at(t.factor, int(i), j)
		xi := x[int(i)*side : (int(i)+1)*side]
		for c := range xj {
			subtractLane(xi, a[c*side:(c+1)*side], &xj[c])
		}
	}
}

// subtractLane subtracts column·f' from x.
func subtractLane(x []lane, column []float64, f *lane) {
	f0, f1, f2, f3 := f[0], f[1], f[2], f[3]
	for r, a := range column {
		y := &x[r]
		y[0] -= float64(a * f0)
		y[1] -= float64(a * f1)
		y[2] -= float64(a * f2)
		y[3] -= float64(a * f3)
	}
}

func (t *tiles) backward(x []lane, j int) {
	xj := x[j*side : (j+1)*side]
	for _, i := range t.below[j] {
		a := t.at(t.factor, int(i), j)
		xi := x[int(i)*side : (int(i)+1)*side]
		for c := range xj {
			subtractProduct(&xj[c], a[c*side:(c+1)*side], xi)
		}
	}
	l := t.at(t.factor, j, j)
	for c := side - 1; c >= 0; c-- {
		subtractProduct(&xj[c], l[c*side+c+1:(c+1)*side], xj[c+1:])
		for v := range lanes {
			xj[c][v] /= l[c*side+c]
		}
	}
}

// subtractProduct subtracts column'x from y.
func subtractProduct(y *lane, column []float64, x []lane) {
	var s0, s1, s2, s3 float64
	for r, a := range column {
		z := &x[r]
		s0 += float64(a * z[0])
		s1 += float64(a * z[1])
		s2 += float64(a * z[2])
		s3 += float64(a * z[3])
	}
	y[0] -= s0
	y[1] -= s1
	y[2] -= s2
	y[3] -= s3
}
