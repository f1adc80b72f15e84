//go:build !amd64

package evaluation

func kernel8x4(a, b, c []float64) { kernel8x4Go(a, b, c) }

func passRun(y, x []lane, columns []int32, length int, d float64) {
	passRunGo(y, x, columns, length, d)
}
