package evaluation

// information returns the average-information matrix. The working variable of factor v is
// h_v = Z_v·u_v; with T = [Z_E Z_K X] and r_v = T'W·h_v,
//
//	h_v'P·h_w = h_v'W·h_w - r_v'·C⁻¹·r_w.
//
// C⁻¹ is taken apart as the equations are solved, so that nothing of the size of E is
// stored: E's part of the product is summed, and of r_v what E leaves is kept, first to the
// other factors, then to the fixed effects.
func (e *system) information(share []float64) []float64 {
	m := len(e.lambda)
	h := make([]float64, m*m)
	kept, x := e.working(h)
	columns := make([]float64, m*e.q)
	for i := range e.q {
		for v := range m {
			columns[v*e.q+i] = kept[i*m+v]
		}
	}
	solved := append([]float64(nil), columns...)
	e.schur.solve(keyInformation, solved, m)
	for v := range m {
		left := columns[v*e.q : (v+1)*e.q]
		for w := range m {
			h[v*m+w] -= dot(left, solved[w*e.q:(w+1)*e.q])
		}
		for a := range e.p {
			x[v*e.p+a] -= dot(e.solved[a*e.q:(a+1)*e.q], left)
		}
	}
	out := make([]float64, m*m)
	for v := range m {
		solvedX := matMul(e.cov, x[v*e.p:(v+1)*e.p], e.p, e.p, 1)
		for w := range m {
			h[w*m+v] -= dot(x[w*e.p:(w+1)*e.p], solvedX)
		}
	}
	for v := range m {
		for w := range m {
			mean := float64(0.5*(h[v*m+w]+h[w*m+v])) / e.sigma2
			out[v*m+w] = mean - float64(e.freedom()*float64(share[v]*share[w]))
		}
	}
	return out
}

// working adds h_v'W·h_w - r_v'·D⁻¹·r_w (of E) to h and returns what E leaves of r: to the kept levels
// (m numbers each) and to the fixed effects (p numbers for each factor).
func (e *system) working(h []float64) (kept, x []float64) {
	m, p := len(e.lambda), e.p
	kept, x = make([]float64, e.q*m), make([]float64, m*p)
	owner := e.owners()
	e.workingKept(owner, h, kept, x)
	r, f := make([]float64, m), make([]float64, m)
	for l := range e.qe {
		columns, counts := e.rowE(l)
		u := e.uE[l]
		clear(r)
		r[0] = float64(e.nE[l] * u)
		for j, k := range columns {
			r[owner[k]] += float64(counts[j] * e.uK[k])
		}
		d := e.nE[l] + e.lambda[0]
		for v := range m {
			f[v] = -r[v] / d
			addRow(h[v*m:(v+1)*m], r, f[v])
			h[v] += float64(u * r[v])
		}
		f[0] += u
		for v := range m {
			addRow(x[v*p:(v+1)*p], e.xE[l*p:(l+1)*p], f[v])
		}
		for j, k := range columns {
			n, to := counts[j], kept[int(k)*m:(int(k)+1)*m]
			for v, z := range f {
				to[v] += float64(n * z)
			}
		}
	}
	for v := 1; v < m; v++ { // E with the others
		h[v*m] = h[v]
	}
	return kept, x
}

// workingKept is the part of working that E has nothing to do with.
func (e *system) workingKept(owner []int32, h, kept, x []float64) {
	m, p := len(e.lambda), e.p
	for i, u := range e.uK {
		v := int(owner[i])
		n := float64(e.nK[i] * u)
		h[v*m+v] += float64(n * u)
		kept[i*m+v] += n
		addRow(x[v*p:(v+1)*p], e.xK[i*p:(i+1)*p], u)
	}
	for _, c := range e.cross {
		v, w := int(owner[c.hi]), int(owner[c.lo])
		hi, lo := float64(c.weight*e.uK[c.hi]), float64(c.weight*e.uK[c.lo])
		kept[int(c.hi)*m+w] += lo
		kept[int(c.lo)*m+v] += hi
		h[v*m+w] += float64(hi * e.uK[c.lo])
		h[w*m+v] += float64(hi * e.uK[c.lo])
	}
}
