package evaluation

// selectInverse computes S⁻¹ on the pattern of its factor, from the last block column
// to the first:
//
//	Z_ij = -Σ_k Z_ik·(L_kj·L_jj⁻¹),   Z_jj = L_jj⁻ᵀ·L_jj⁻¹ - Σ_k (L_kj·L_jj⁻¹)'·Z_kj.
//
// Sources: Takahashi, Fagan & Chen (1973); Erisman & Tinney (1975).
func (t *tiles) selectInverse() {
	if t.inverse == nil {
		t.inverse = make([]float64, len(t.factor))
		t.mirror = make([]float64, len(t.factor))
	}
	longest := 0
	for _, b := range t.below {
		longest = max(longest, len(b))
	}
	hat := make([]float64, longest*area)
	scratch := newScratch(t.workers)
	for j := t.blocks - 1; j >= 0; j-- {
		below := t.below[j]
		negateTile(scratch[0], t.diagInv[j*area:(j+1)*area])
		minus := scratch[0]
		// hat_k = (L_kj·L_jj⁻¹)'
		parallel(t.workers, len(below), func(i, _ int) {
			c := hat[i*area : (i+1)*area]
			clear(c)
			multiplySubtract(c, minus, t.at(t.factor, int(below[i]), j), false)
		})
		parallel(t.workers, len(below), func(i, _ int) { t.inverseTile(int(below[i]), j, hat) })
		diagonal := t.at(t.inverse, j, j)
		clear(diagonal)
		multiplySubtract(diagonal, minus, t.diagInv[j*area:(j+1)*area], true)
		for i, k := range below {
			multiplySubtract(diagonal, hat[i*area:(i+1)*area], t.at(t.mirror, int(k), j), true)
		}
		symmetrise(diagonal)
	}
}

func (t *tiles) inverseTile(i, j int, hat []float64) {
	z := t.at(t.inverse, i, j)
	clear(z)
	for s, k := range t.below[j] {
		source := t.inverse
		row, column := i, int(k)
		if row < column {
			source, row, column = t.mirror, column, row
		}
		multiplySubtract(z, t.at(source, row, column), hat[s*area:(s+1)*area], false)
	}
	transposeTile(t.at(t.mirror, i, j), z)
}

// symmetrise copies the lower triangle of a tile to the upper one.
func symmetrise(a []float64) {
	for c := range side {
		for r := c + 1; r < side; r++ {
			a[r*side+c] = a[c*side+r]
		}
	}
}
