//go:build !amd64

package evaluation

func multiplySubtract(c, a, b []float64, lower bool) { multiplySubtractGo(c, a, b, lower) }

func passRun(y, x []lane, columns []int32, length int, d float64) {
	passRunGo(y, x, columns, length, d)
}
