package evaluation

// through is a diagonal matrix between Z_K'WZ_E and its transpose.
type through struct {
	single  float64   // levels of E that meet a single kept level
	runs    []float64 // by run
	counted []float64 // by level from sums.plain on
}

func newThrough(e *system, f func(inverse float64) float64) through {
	t := through{single: f(1 / (1 + e.lambda[0]))}
	for _, r := range e.runs {
		t.runs = append(t.runs, f(1/(float64(r.length)+e.lambda[0])))
	}
	for l := e.plain; l < e.qe; l++ {
		t.counted = append(t.counted, f(1/(e.nE[l]+e.lambda[0])))
	}
	return t
}

// multiply sets y = S·x.
func (c *conjugate) multiply(y, x []lane) {
	for i, d := range c.diagonal {
		for v := range lanes {
			y[i][v] = float64(d * x[i][v])
		}
	}
	for _, p := range c.e.cross {
		for v := range lanes {
			y[p.hi][v] += float64(p.weight * x[p.lo][v])
			y[p.lo][v] += float64(p.weight * x[p.hi][v])
		}
	}
	c.pass(y, x, c.minus)
}

// multiplySecond sets y = Z_K'WZ_E·D⁻²·Z_E'WZ_K·x.
func (c *conjugate) multiplySecond(y, x []lane) {
	for i, n := range c.e.single {
		for v := range lanes {
			y[i][v] = float64(float64(n*c.square.single) * x[i][v])
		}
	}
	c.pass(y, x, c.square)
}

// pass adds Z_K'WZ_E·t·Z_E'WZ_K·x to y, without what t.single does.
func (c *conjugate) pass(y, x []lane, t through) {
	e := c.e
	for n, r := range e.runs {
		passRun(y, x, e.column[e.start[r.first]:e.start[r.last]], r.length, t.runs[n])
	}
	for i, d := range t.counted {
		columns, counts := e.rowE(e.plain + i)
		var s lane
		for j, k := range columns {
			for v := range lanes {
				s[v] += float64(counts[j] * x[k][v])
			}
		}
		for v := range lanes {
			s[v] = float64(s[v] * d)
		}
		for j, k := range columns {
			for v := range lanes {
				y[k][v] += float64(counts[j] * s[v])
			}
		}
	}
}
