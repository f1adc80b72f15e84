package evaluation

import "math"

// factorTile replaces the lower triangle of a symmetric tile by its Cholesky factor and
// the upper one by zeros. It returns false if the tile is not positive definite.
func factorTile(a []float64) bool {
	for j := range side {
		d := a[j*side+j]
		for p := range j {
			d -= float64(a[p*side+j] * a[p*side+j])
		}
		if !(d > 0) {
			return false
		}
		d = math.Sqrt(d)
		a[j*side+j] = d
		below := a[j*side+j+1 : (j+1)*side]
		for p := range j {
			f := a[p*side+j]
			if f == 0 {
				continue
			}
			source := a[p*side+j+1 : (p+1)*side]
			for i := range below {
				below[i] -= float64(source[i] * f)
			}
		}
		inverse := 1 / d
		for i := range below {
			below[i] = float64(below[i] * inverse)
		}
	}
	for j := 1; j < side; j++ {
		clear(a[j*side : j*side+j])
	}
	return true
}

// invertTile writes the inverse of the lower-triangular tile l.
func invertTile(inverse, l []float64) {
	clear(inverse)
	for j := range side {
		c := inverse[j*side : (j+1)*side]
		c[j] = 1
		for p := j; p < side; p++ {
			if c[p] == 0 {
				continue
			}
			x := c[p] / l[p*side+p]
			c[p] = x
			source := l[p*side : (p+1)*side]
			for i := p + 1; i < side; i++ {
				c[i] -= float64(source[i] * x)
			}
		}
	}
}

// transposeTile writes src' in blocks of 8 × 8, which stay in the cache.
func transposeTile(dst, src []float64) {
	for j := 0; j < side; j += 8 {
		for i := 0; i < side; i += 8 {
			for jj := j; jj < j+8; jj++ {
				for ii := i; ii < i+8; ii++ {
					dst[ii*side+jj] = src[jj*side+ii]
				}
			}
		}
	}
}

func negateTile(dst, src []float64) {
	for i, v := range src[:area] {
		dst[i] = -v
	}
}
