//go:build !long && race

package evaluation

// Arithmetic is ten times slower while races are looked for, and no race depends on size.
const (
	simulations   = 2
	iterativeRows = 4_000
)
