package evaluation_test

import (
	"fmt"

	"github.com/wardstar/wardstar/evaluation"
)

// What a spreadsheet needs to redo a figure: four ratings of one person and the frozen
// parameters. Night shifts are rated 4 points lower, visit 12 was 6 points stricter than
// most, and λ = 8 says how much evidence it takes to believe half of a difference.
//
//	rating   points   expected            visit   left over
//	1          75     80                   +0       -5
//	2         100     80                   +0      +20
//	3          75     80 - 4 = 76          -6       +5
//	4         100     80 - 4 = 76          +0      +24
//
// They sum to 44, and 44/(4 + 8) = 3.666667 points.
func ExampleParameters_Explain() {
	const point = evaluation.Unit
	p := evaluation.Parameters{
		Component: "ratings", Mean: 79 * point, Intercept: 80 * point,
		Residual: 400 * point, Variance: 50 * point, Lambda: 8 * point,
		Fixed: []evaluation.FixedFactor{{Name: "shift", Average: -1 * point,
			Levels: []evaluation.FixedLevel{{Level: "day", Estimate: 0}, {Level: "night", Estimate: -4 * point}}}},
		Random: []evaluation.RandomFactor{{Name: "visit", Kind: evaluation.OneOff, Variance: 200 * point,
			Levels: []evaluation.RandomLevel{{ID: 11}, {ID: 12, Estimate: -6 * point}, {ID: 13}}}},
	}
	e, err := p.Explain(7, []evaluation.Observation{
		{ID: 1, Employee: 7, Value: 75 * point, Fixed: []string{"day"}, Random: []int64{11}},
		{ID: 2, Employee: 7, Value: 100 * point, Fixed: []string{"day"}, Random: []int64{13}},
		{ID: 3, Employee: 7, Value: 75 * point, Fixed: []string{"night"}, Random: []int64{12}},
		{ID: 4, Employee: 7, Value: 100 * point, Fixed: []string{"night"}, Random: []int64{11}},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println("raw difference from the hospital mean", e.Raw)
	fmt.Println("mix of cases                         ", e.CaseMix)
	fmt.Println("strictness of the raters             ", e.Strictness)
	fmt.Println("small number of observations         ", e.SmallSample)
	fmt.Println("together                             ", e.Effect)
	for _, s := range e.Shares {
		fmt.Println("rating", s.ID, "contributes", s.Points)
	}
	// Output:
	// raw difference from the hospital mean 8500000
	// mix of cases                          1000000
	// strictness of the raters              1500000
	// small number of observations          -7333333
	// together                              3666667
	// rating 1 contributes -416667
	// rating 2 contributes 1666667
	// rating 3 contributes 416667
	// rating 4 contributes 2000000
}
