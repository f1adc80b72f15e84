// Package evaluation turns evidence into fair, explained and repeatable scores.
//
// It is pure: numbers in, numbers and explanations out. It reads no database and no
// clock, iterates over no map, and draws no random number except from a fixed seed, so
// the same evidence gives the same bytes on any machine in any year. To keep that true
// every product that is added to something is written float64(x*y)+z, which forbids the
// compiler a fused multiply-add, and logarithms, exponentials and the normal distribution
// are our own (see elementary.go).
//
// The package has three layers.
//
//   - Mixed fits crossed random-intercept models by exact REML or ML. A statistician will
//     recognise lme4's lmer(y ~ x + (1|a) + (1|b)).
//   - FitComponent, Freeze and Parameters.Explain use it for one kind of evidence: they
//     estimate once, freeze everything as integers in a hashed parameter file, and then
//     explain each person's figure in integers alone, down to each piece of evidence.
//   - Scheme, Compose, Gates, Stars, Rank and the pool turn figures into scores, standings
//     and money under published rules.
//
// Units. Evidence and effects are in micro-points (1 point = 1_000_000) on a scale of
// 0 to 100 points. Scores are in ten-thousandths of a point (70.0000 = 700_000). Money is
// in minor units (cents).
package evaluation
