package evaluation

import "golang.org/x/sys/cpu"

// fastKernel says whether this machine has the instructions of kernel8x4AVX2.
var fastKernel = cpu.X86.HasAVX2

//go:noescape
func kernel8x4AVX2(a, b, c *float64)

// kernel8x4 replaces the 8 × 4 block at c by c - a·b' (see multiplySubtract).
func kernel8x4(a, b, c []float64) {
	if fastKernel {
		kernel8x4AVX2(&a[0], &b[0], &c[0])
		return
	}
	kernel8x4Go(a, b, c)
}
