package evaluation

import "golang.org/x/sys/cpu"

// fastKernel says whether this machine has the instructions of the kernels in assembly.
var fastKernel = cpu.X86.HasAVX2

//go:noescape
func kernel8x4AVX2(a, b, c *float64)

//go:noescape
func passRunAVX2(y, x *lane, columns *int32, levels, length int, d float64)

// kernel8x4 replaces the 8 × 4 block at c by c - a·b' (see multiplySubtract).
func kernel8x4(a, b, c []float64) {
	if fastKernel {
		kernel8x4AVX2(&a[0], &b[0], &c[0])
		return
	}
	kernel8x4Go(a, b, c)
}

// passRun is passRunGo, faster. There is at least one column.
func passRun(y, x []lane, columns []int32, length int, d float64) {
	if fastKernel {
		passRunAVX2(&y[0], &x[0], &columns[0], len(columns)/length, length, d)
		return
	}
	passRunGo(y, x, columns, length, d)
}
