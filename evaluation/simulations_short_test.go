//go:build !long

package evaluation

const simulations = 5
