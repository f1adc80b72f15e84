package evaluation_test

import (
	"fmt"

	"github.com/wardstar/wardstar/evaluation"
)

// From evidence to standings: estimate once, freeze, and compute everything else in
// integers.
func Example() {
	spec := evaluation.ComponentSpec{Code: "ratings", Fixed: []string{"shift"},
		Random: []evaluation.RandomSpec{{Name: "visit", Kind: evaluation.OneOff}}}
	var evidence []evaluation.Observation
	for i, stars := range []int64{4, 3, 2, 4, 2, 2, 4, 3, 1, 4, 4, 2, 3, 2, 2, 3, 3, 1, 4, 3, 2, 4, 2, 1} {
		evidence = append(evidence, evaluation.Observation{
			ID: int64(i + 1), Employee: int64(i%3 + 1), Value: stars * 25 * evaluation.Unit,
			Fixed: []string{[]string{"day", "night"}[i/3%2]}, Random: []int64{int64(i/2 + 1)}})
	}
	fit, err := evaluation.FitComponent(spec, evidence)
	if err != nil {
		panic(err)
	}
	parameters := evaluation.Freeze(fit) // keep parameters.Encode()

	scheme := evaluation.DefaultScheme().WithTau("ratings", parameters.Tau)
	var peers []evaluation.Posterior
	for employee := int64(1); employee <= 3; employee++ {
		var mine []evaluation.Observation
		for _, o := range evidence {
			if o.Employee == employee {
				mine = append(mine, o)
			}
		}
		e, err := parameters.Explain(employee, mine)
		if err != nil {
			panic(err)
		}
		score, err := evaluation.Compose(scheme, "nurse", evaluation.Inputs{
			Employee: employee, Components: []evaluation.Explanation{e}})
		if err != nil {
			panic(err)
		}
		fmt.Printf("employee %d: %d =", employee, score.Total)
		for _, l := range score.Lines {
			if l.Points != 0 {
				fmt.Printf(" %s %+d", l.Kind, l.Points)
			}
		}
		fmt.Println()
		peers = append(peers, evaluation.Posterior{Employee: employee, Mean: score.Total, SD: score.SD})
	}
	for _, s := range evaluation.Rank(peers, 1) {
		fmt.Printf("employee %d: rank %d (%d to %d), band %d, P(first) %d\n",
			s.Employee, s.Rank, s.Highest, s.Lowest, s.Band, s.Top)
	}
	// Output:
	// employee 1: 747837 = base +700000 raw +49587 strictness -448 smallSample -1302
	// employee 2: 702671 = base +700000 raw +1984 strictness +760 smallSample -73
	// employee 3: 649492 = base +700000 raw -51571 strictness -312 smallSample +1375
	// employee 1: rank 1 (1 to 2), band 1, P(first) 773556
	// employee 2: rank 2 (1 to 2), band 1, P(first) 221131
	// employee 3: rank 3 (3 to 3), band 2, P(first) 5313
}
