//go:build !amd64

package evaluation

// kernel8x4 replaces the 8 × 4 block at c by c - a·b' (see multiplySubtract).
func kernel8x4(a, b, c []float64) { kernel8x4Go(a, b, c) }
