package evaluation

// stacked is a vector over the eliminated factor, the kept factors and the fixed effects.
type stacked struct{ e, k, x []float64 }

func (e *system) newStacked() stacked {
	return stacked{make([]float64, e.qe), make([]float64, e.q), make([]float64, e.p)}
}

func (a stacked) dot(b stacked) float64 { return dot(a.e, b.e) + dot(a.k, b.k) + dot(a.x, b.x) }

// information returns the average-information matrix. The working variable of factor k is
// h_k = Z_k·u_k; h_k'P·h_l = h_k'W·h_l - (T'W·h_k)'·C⁻¹·(T'W·h_l) with T = [Z_E Z_K X].
func (e *system) information(share []float64) []float64 {
	m := len(e.lambda)
	coefficient := make([]stacked, m)
	applied := make([]stacked, m)
	for v := range m {
		coefficient[v] = e.onlyFactor(v)
		applied[v] = e.apply(coefficient[v])
	}
	h := make([]float64, m*m)
	for v, solved := range e.solveAll(applied) {
		for w := range m {
			h[w*m+v] = coefficient[w].dot(applied[v]) - applied[w].dot(solved)
		}
	}
	out := make([]float64, m*m)
	for v := range m {
		for w := range m {
			mean := float64(0.5*(h[v*m+w]+h[w*m+v])) / e.sigma2
			out[v*m+w] = mean - float64(e.freedom()*float64(share[v]*share[w]))
		}
	}
	return out
}

// onlyFactor returns the effects of factor v, and zero for everything else.
func (e *system) onlyFactor(v int) stacked {
	c := e.newStacked()
	if v == 0 {
		copy(c.e, e.uE)
		return c
	}
	first := e.offset[v-1]
	for i := first; i < first+e.sizes[v-1]; i++ {
		c.k[e.place[i]] = e.uK[e.place[i]]
	}
	return c
}

// apply returns T'W·T·c for coefficients c without fixed effects.
func (e *system) apply(c stacked) stacked {
	out := e.newStacked()
	for l := range e.qe {
		u := c.e[l]
		s := float64(e.nE[l] * u)
		for t := e.start[l]; t < e.start[l+1]; t++ {
			k := e.column[t]
			s += float64(e.count[t] * c.k[k])
			out.k[k] += float64(e.count[t] * u)
		}
		out.e[l] = s
		addRow(out.x, e.xE[l*e.p:(l+1)*e.p], u)
	}
	for k := range e.q {
		out.k[k] += float64(e.nK[k] * c.k[k])
		addRow(out.x, e.xK[k*e.p:(k+1)*e.p], c.k[k])
	}
	for _, x := range e.cross {
		out.k[x.hi] += float64(x.weight * c.k[x.lo])
		out.k[x.lo] += float64(x.weight * c.k[x.hi])
	}
	return out
}

// solveAll solves Henderson's equations for several right-hand sides.
func (e *system) solveAll(right []stacked) []stacked {
	out := make([]stacked, len(right))
	kept := make([]float64, 0, len(right)*e.q)
	for v, r := range right {
		out[v] = e.newStacked()
		e.reduce(r, out[v])
		kept = append(kept, out[v].k...)
	}
	e.schur.solve(keyInformation, kept, len(right))
	for v, r := range right {
		copy(out[v].k, kept[v*e.q:(v+1)*e.q])
		e.complete(r, out[v])
	}
	return out
}

// reduce eliminates E from the right-hand side r, then K from that of the fixed effects,
// which it solves.
func (e *system) reduce(r, out stacked) {
	copy(out.k, r.k)
	copy(out.x, r.x)
	for l := range e.qe {
		f := r.e[l] / (e.nE[l] + e.lambda[0])
		for t := e.start[l]; t < e.start[l+1]; t++ {
			out.k[e.column[t]] -= float64(e.count[t] * f)
		}
		addRow(out.x, e.xE[l*e.p:(l+1)*e.p], -f)
	}
	for a := range out.x {
		out.x[a] -= dot(e.solved[a*e.q:(a+1)*e.q], out.k)
	}
	copy(out.x, matMul(e.cov, out.x, e.p, e.p, 1))
}

// complete substitutes back: the fixed effects into K, both into E.
func (e *system) complete(r, out stacked) {
	for a, b := range out.x {
		addRow(out.k, e.solved[a*e.q:(a+1)*e.q], -b)
	}
	for l := range e.qe {
		s := r.e[l] - dot(e.xE[l*e.p:(l+1)*e.p], out.x)
		for t := e.start[l]; t < e.start[l+1]; t++ {
			s -= float64(e.count[t] * out.k[e.column[t]])
		}
		out.e[l] = s / (e.nE[l] + e.lambda[0])
	}
}
