package evaluation

// side is the edge of a tile. 48 × 48 doubles are 18 KiB: three tiles fit a first-level
// cache, and 48 is divisible by every vector length in use.
const side = 48

// area is the number of elements of a tile. Tiles are column-major.
const area = side * side

// multiplySubtractGo replaces C by C - A·B' for three tiles; with lower, only the part of C
// on and below the diagonal is certain to be done. It is what every machine without a kernel
// of its own uses, and what the others must equal bit by bit: every element subtracts its 48
// products one after the other in ascending order, each rounded by itself.
func multiplySubtractGo(c, a, b []float64, lower bool) {
	for j := 0; j < side; j += 2 {
		first := 0
		if lower {
			first = j - j%3
		}
		for i := first; i < side; i += 3 {
			kernel3x2(a[i:], b[j:], c[j*side+i:])
		}
	}
}

// kernel3x2 does a 3 × 2 block of C: as many elements as the registers hold beside their
// factors. Arrays of a known length need no checks of bounds.
func kernel3x2(left, right, c []float64) {
	a, b := (*[area - side + 3]float64)(left), (*[area - side + 2]float64)(right)
	c00, c10, c20 := c[0], c[1], c[2]
	c01, c11, c21 := c[side], c[side+1], c[side+2]
	for p := 0; p <= area-side; p += side {
		b0, b1 := b[p], b[p+1]
		x := a[p]
		c00 -= float64(x * b0)
		c01 -= float64(x * b1)
		x = a[p+1]
		c10 -= float64(x * b0)
		c11 -= float64(x * b1)
		x = a[p+2]
		c20 -= float64(x * b0)
		c21 -= float64(x * b1)
	}
	c[0], c[1], c[2] = c00, c10, c20
	c[side], c[side+1], c[side+2] = c01, c11, c21
}

// passRunGo adds d·K·K'·x to y, K having a column of so many ones for each level of E: the
// rows of a run, one after the other. It is where millions of ratings spend their time.
func passRunGo(y, x []lane, columns []int32, length int, d float64) {
	for l := 0; l < len(columns); l += length {
		row := columns[l : l+length]
		var s0, s1, s2, s3 float64
		for _, k := range row {
			xk := &x[k]
			s0 += xk[0]
			s1 += xk[1]
			s2 += xk[2]
			s3 += xk[3]
		}
		s0, s1, s2, s3 = float64(s0*d), float64(s1*d), float64(s2*d), float64(s3*d)
		for _, k := range row {
			yk := &y[k]
			yk[0] += s0
			yk[1] += s1
			yk[2] += s2
			yk[3] += s3
		}
	}
}
