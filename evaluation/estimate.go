package evaluation

// inverseForm uses (S_RR⁻¹)_ij ≈ (M⁻¹)_ij within a block and leaves out the rest.
func (c *conjugate) inverseForm(columns []int32, counts []float64) float64 {
	form := 0.0
	for j, cj := range columns {
		others := 0.0
		for i := j + 1; i < len(columns) && columns[i]/side == cj/side; i++ {
			others += float64(counts[i] * c.blockElement(columns[i], cj))
		}
		form += float64(counts[j] * (float64(2*others) + float64(counts[j]*c.element[cj])))
	}
	clear(c.known)
	for j, k := range columns {
		addRow(c.known, c.hubs.row(int(k)), counts[j])
	}
	return form + dot(c.known, c.known)
}

// blockElement returns (M⁻¹)_ij = Σ_k (L⁻¹)_ki·(L⁻¹)_kj for two positions of one block.
func (c *conjugate) blockElement(i, j int32) float64 {
	a, b := c.inverse[int(i)*side:int(i+1)*side], c.inverse[int(j)*side:int(j+1)*side]
	sum := 0.0
	for k := int(max(i%side, j%side)); k < side; k++ {
		sum += float64(a[k] * b[k])
	}
	return sum
}

// traces adds estimates of tr(C^kk) for every factor from the probes: for kept factors the part of
// tr(S⁻¹), for E tr(D⁻¹) + tr(S⁻¹·Z_K'WZ_E·D⁻²·Z_E'WZ_K).
func (c *conjugate) traces(out []float64) {
	c.knownTraces(out)
	groups := c.probes / lanes
	if len(c.warm[keyProbes]) != groups*c.q {
		c.warm[keyProbes] = make([]lane, groups*c.q)
	}
	parts := make([][]float64, groups)
	parallel(c.workers, groups, func(g, _ int) {
		z, w := make([]lane, c.q), make([]lane, c.q)
		x := c.warm[keyProbes][g*c.q : (g+1)*c.q]
		c.lowerTimes(z, c.signs[g*c.q:(g+1)*c.q])
		c.precondition(w, z)
		c.run(x, z, coarseTolerance)
		parts[g] = make([]float64, len(out))
		c.probe(parts[g], x, w)
	})
	for _, part := range parts {
		for v, x := range part {
			out[v] += x / float64(c.probes)
		}
	}
}

// knownTraces adds what is exact: tr(M⁻¹) and tr(Y·Y') by factor, tr(D⁻¹) and the traces of
// both with second.
func (c *conjugate) knownTraces(out []float64) {
	e := c.e
	for l := range e.qe {
		out[0] += 1 / (e.nE[l] + e.lambda[0])
	}
	e.eachKept(func(v, i int) {
		out[v] += c.hubs.squares(i)
		if !c.isHub[i] {
			out[v] += c.blockElement(int32(i), int32(i))
		}
	})
	out[0] += c.hubTrace()
	for j := range int32(c.q) {
		last := min((j/side+1)*side, int32(c.q))
		for i := j; i < last; i++ {
			s := c.second[at(int(i), int(j))]
			if s == 0 {
				continue
			}
			if i > j {
				s = float64(2 * s)
			}
			out[0] += float64(s * c.blockElement(i, j))
		}
	}
}

// probe adds w'A(x - w) for each factor's A, over the lanes.
func (c *conjugate) probe(out []float64, x, w []lane) {
	e := c.e
	difference := make([]lane, c.q)
	for i := range difference {
		for v := range lanes {
			difference[i][v] = x[i][v] - w[i][v]
		}
	}
	e.eachKept(func(v, i int) {
		for k := range lanes {
			out[v] += float64(w[i][k] * difference[i][k])
		}
	})
	second := make([]lane, c.q)
	c.multiplySecond(second, w)
	for _, s := range laneDots(second, difference) {
		out[0] += s
	}
}
