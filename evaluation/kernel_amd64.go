package evaluation

import "golang.org/x/sys/cpu"

// fastKernel says whether this machine has the instructions of the kernels in assembly.
var fastKernel = cpu.X86.HasAVX2

//go:noescape
func kernel8x4AVX2(a, b, c *float64)

//go:noescape
func passRunAVX2(y, x *lane, columns *int32, levels, length int, d float64)

// multiplySubtract is multiplySubtractGo, faster.
func multiplySubtract(c, a, b []float64, lower bool) {
	if !fastKernel {
		multiplySubtractGo(c, a, b, lower)
		return
	}
	c, a, b = c[:area:area], a[:area:area], b[:area:area]
	for j := 0; j < side; j += 4 {
		first := 0
		if lower {
			first = j &^ 7
		}
		for i := first; i < side; i += 8 {
			kernel8x4AVX2(&a[i], &b[j], &c[j*side+i])
		}
	}
}

// passRun is passRunGo, faster. There is at least one column.
func passRun(y, x []lane, columns []int32, length int, d float64) {
	if fastKernel {
		passRunAVX2(&y[0], &x[0], &columns[0], len(columns)/length, length, d)
		return
	}
	passRunGo(y, x, columns, length, d)
}
