package evaluation

import "math"

// tridiagonal returns the eigenvalues of the symmetric tridiagonal matrix with the given
// diagonal and off-diagonal (one shorter), and the squared first components of its
// eigenvectors: nodes and weights of a Gauss quadrature. Both arguments are overwritten.
// Source: Golub & Welsch (1969); the implicit QL steps of EISPACK's imtql2.
func tridiagonal(d, off []float64) (values, weights []float64) {
	n := len(d)
	first := make([]float64, n)
	if n > 0 {
		first[0] = 1
	}
	e := append(off, 0)
	for l := range n {
		for range 60 {
			m := l
			for m < n-1 && math.Abs(e[m]) > float64(1e-16*(math.Abs(d[m])+math.Abs(d[m+1]))) {
				m++
			}
			if m == l {
				break
			}
			implicitQL(d, e, first, l, m)
		}
	}
	for k := range first {
		first[k] = float64(first[k] * first[k])
	}
	return d, first
}

// implicitQL does one step on the rows l … m.
func implicitQL(d, e, first []float64, l, m int) {
	g := (d[l+1] - d[l]) / float64(2*e[l])
	r := math.Sqrt(float64(g*g) + 1)
	g = d[m] - d[l] + e[l]/(g+math.Copysign(r, g))
	s, c, p := 1.0, 1.0, 0.0
	for i := m - 1; i >= l; i-- {
		f, b := float64(s*e[i]), float64(c*e[i])
		r = math.Sqrt(float64(f*f) + float64(g*g))
		e[i+1] = r
		if r == 0 {
			d[i+1] -= p
			e[m] = 0
			return
		}
		s, c = f/r, g/r
		g = d[i+1] - p
		r = float64((d[i]-g)*s) + float64(2*float64(c*b))
		p = float64(s * r)
		d[i+1] = g + p
		g = float64(c*r) - b
		f = first[i+1]
		first[i+1] = float64(s*first[i]) + float64(c*f)
		first[i] = float64(c*first[i]) - float64(s*f)
	}
	d[l] -= p
	e[l] = g
	e[m] = 0
}
