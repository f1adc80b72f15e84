//go:build long

package evaluation

const simulations = 25

// iterativeRows is the size at which both solvers are compared.
const iterativeRows = 60_000
