package evaluation

import "math"

// Small dense matrices, row-major. They are at most as large as the number of fixed
// effects or variance components, so clarity goes before speed here.

// matMul returns A·B for A of n × k and B of k × m.
func matMul(a, b []float64, n, k, m int) []float64 {
	c := make([]float64, n*m)
	for i := range n {
		for l := range k {
			f := a[i*k+l]
			if f == 0 {
				continue
			}
			for j := range m {
				c[i*m+j] += float64(f * b[l*m+j])
			}
		}
	}
	return c
}

func transposed(a []float64, n int) []float64 {
	t := make([]float64, n*n)
	for i := range n {
		for j := range n {
			t[j*n+i] = a[i*n+j]
		}
	}
	return t
}

func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += float64(v * b[i])
	}
	return s
}

// choleskySmall returns the lower factor L of the symmetric n × n matrix a = L·L', or
// false if a is not positive definite.
func choleskySmall(a []float64, n int) ([]float64, bool) {
	l := make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			s := a[i*n+j]
			for k := range j {
				s -= float64(l[i*n+k] * l[j*n+k])
			}
			if i > j {
				l[i*n+j] = s / l[j*n+j]
				continue
			}
			if !(s > 0) {
				return nil, false
			}
			l[i*n+i] = math.Sqrt(s)
		}
	}
	return l, true
}

// inverseSmall returns the inverse and the log-determinant of a symmetric positive
// definite n × n matrix, or false.
func inverseSmall(a []float64, n int) (inverse []float64, logDet float64, ok bool) {
	l, ok := choleskySmall(a, n)
	if !ok {
		return nil, 0, false
	}
	inverse = make([]float64, n*n)
	e := make([]float64, n)
	for j := range n {
		logDet += float64(2 * ln(l[j*n+j]))
		clear(e)
		e[j] = 1
		solveSmall(l, e, n)
		for i := range n {
			inverse[i*n+j] = e[i]
		}
	}
	for i := range n {
		for j := range i {
			mean := float64(0.5 * (inverse[i*n+j] + inverse[j*n+i]))
			inverse[i*n+j], inverse[j*n+i] = mean, mean
		}
	}
	return inverse, logDet, true
}

// forwardSmall replaces x by the solution of L·z = x.
func forwardSmall(l, x []float64, n int) {
	for i := range n {
		for k := range i {
			x[i] -= float64(l[i*n+k] * x[k])
		}
		x[i] /= l[i*n+i]
	}
}

// solveSmall replaces x by the solution of L·L'·z = x.
func solveSmall(l, x []float64, n int) {
	forwardSmall(l, x, n)
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= float64(l[k*n+i] * x[k])
		}
		x[i] /= l[i*n+i]
	}
}

// quadratic returns g'·V·g for a symmetric p × p matrix.
func quadratic(v, g []float64) float64 {
	p := len(g)
	s := 0.0
	for a := range p {
		t := 0.0
		row := v[a*p : (a+1)*p]
		for b, x := range g {
			t += float64(row[b] * x)
		}
		s += float64(t * g[a])
	}
	return s
}
