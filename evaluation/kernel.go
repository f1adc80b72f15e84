package evaluation

// side is the edge of a tile. 48 × 48 doubles are 18 KiB: three tiles fit a first-level
// cache, and 48 is divisible by every vector length in use.
const side = 48

// area is the number of elements of a tile. Tiles are column-major.
const area = side * side

// multiplySubtract replaces C by C - A·B' for three tiles; with lower, only the part of C
// on and below the diagonal is certain to be done.
//
// Every element subtracts its 48 products one after the other in ascending order, each
// rounded by itself, so that any implementation gives the same bits.
func multiplySubtract(c, a, b []float64, lower bool) {
	c, a, b = c[:area:area], a[:area:area], b[:area:area]
	for j := 0; j < side; j += 4 {
		first := 0
		if lower {
			first = j &^ 7
		}
		for i := first; i < side; i += 8 {
			kernel8x4(a[i:], b[j:], c[j*side+i:])
		}
	}
}

// kernel8x4Go does an 8 × 4 block of C as two 4 × 4 blocks held in registers. It is what
// every machine without a kernel of its own uses, and what the others must equal bit by bit.
func kernel8x4Go(a, b, c []float64) {
	kernel4x4(a, b, c)
	kernel4x4(a[4:], b, c[4:])
}

func kernel4x4(a, b, c []float64) {
	c00, c10, c20, c30 := c[0], c[1], c[2], c[3]
	c01, c11, c21, c31 := c[side], c[side+1], c[side+2], c[side+3]
	c02, c12, c22, c32 := c[2*side], c[2*side+1], c[2*side+2], c[2*side+3]
	c03, c13, c23, c33 := c[3*side], c[3*side+1], c[3*side+2], c[3*side+3]
	for p := 0; p < area; p += side {
		aa := a[p : p+4 : p+4]
		bb := b[p : p+4 : p+4]
		a0, a1, a2, a3 := aa[0], aa[1], aa[2], aa[3]
		b0, b1, b2, b3 := bb[0], bb[1], bb[2], bb[3]
		c00 -= float64(a0 * b0)
		c10 -= float64(a1 * b0)
		c20 -= float64(a2 * b0)
		c30 -= float64(a3 * b0)
		c01 -= float64(a0 * b1)
		c11 -= float64(a1 * b1)
		c21 -= float64(a2 * b1)
		c31 -= float64(a3 * b1)
		c02 -= float64(a0 * b2)
		c12 -= float64(a1 * b2)
		c22 -= float64(a2 * b2)
		c32 -= float64(a3 * b2)
		c03 -= float64(a0 * b3)
		c13 -= float64(a1 * b3)
		c23 -= float64(a2 * b3)
		c33 -= float64(a3 * b3)
	}
	c[0], c[1], c[2], c[3] = c00, c10, c20, c30
	c[side], c[side+1], c[side+2], c[side+3] = c01, c11, c21, c31
	c[2*side], c[2*side+1], c[2*side+2], c[2*side+3] = c02, c12, c22, c32
	c[3*side], c[3*side+1], c[3*side+2], c[3*side+3] = c03, c13, c23, c33
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
