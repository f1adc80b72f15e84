package evaluation

// schur is a way to work with S, the q × q Schur complement of the kept factors. There are
// two: tiles factors it exactly; conjugate solves with it by iteration and estimates
// traces and determinants from fixed probes.
type schur interface {
	// assemble forms S at e.lambda and prepares for solving; false if S is not positive definite.
	assemble(e *system) bool
	// solve replaces the columns of x (each of length q, one after the other) by S⁻¹·x. The
	// key names the right-hand sides, so that an iteration may begin at its last solution.
	solve(key int, x []float64, columns int)
	logDeterminant() float64
	// selectInverse makes inverseDiagonal and inverseForm usable.
	selectInverse()
	inverseDiagonal(i int) float64
	// inverseForm returns c'S⁻¹c, c being the row of one eliminated level.
	inverseForm(columns []int32, counts []float64) float64
}

// S is factored exactly if there are at most exactLevels kept levels (their graph takes
// exactLevels²/8 bytes) and the factor takes at most exactWork multiplications: as much as
// 3,000 levels of which each meets each, or ten thousand people audited one at a time.
const (
	exactLevels = 20_000
	exactWork   = 9_000_000_000
)

// Keys of right-hand sides.
const (
	keyBorder = iota
	keyProbes
	keyInformation
	keyHubs
)

func newSchur(s *sums, workers int) schur {
	if s.iterative {
		return newConjugate(s, workers)
	}
	return newTiles(s, workers)
}
