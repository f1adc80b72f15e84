//go:build !long && !race

package evaluation

const simulations = 4

// iterativeRows is the size at which both solvers are compared.
const iterativeRows = 8_000
