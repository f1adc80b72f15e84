package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/wardstar/wardstar/evaluation"
)

// everyday measures what happens on every working day: explanations, one more rating,
// chances of belonging to the best.
type everyday struct {
	explanation float64 // µs a rating
	oneMore     float64 // ms for one rating more at frozen parameters, score included
	top         float64 // ms for the chances of 10,000
}

func measureEveryday() (everyday, error) {
	evidence := hospital(200_000, 1_000)
	fit, err := evaluation.FitComponent(evaluation.RatingsSpec(), evidence)
	if err != nil {
		return everyday{}, err
	}
	p := evaluation.Freeze(fit)
	mine := make(map[int64][]evaluation.Observation)
	for _, o := range evidence {
		mine[o.Employee] = append(mine[o.Employee], o)
	}
	var out everyday
	start := cpuTime()
	for id := int64(1); id <= 1_000; id++ {
		if _, err := p.Explain(id, mine[id]); err != nil {
			return everyday{}, err
		}
	}
	out.explanation = (cpuTime() - start) * 1e6 / float64(len(evidence))
	if out.oneMore, err = measureOneMore(p, mine[1]); err != nil {
		return everyday{}, err
	}
	out.top = measureTop()
	return out, nil
}

// measureOneMore scores a person of some two hundred ratings again for one rating more.
func measureOneMore(p evaluation.Parameters, mine []evaluation.Observation) (float64, error) {
	scheme := evaluation.DefaultScheme().WithTau("ratings", p.Tau)
	more := mine[0]
	more.ID = 1 << 40
	mine = append(mine, more)
	const rounds = 200
	start := cpuTime()
	for range rounds {
		e, err := p.Explain(more.Employee, mine)
		if err != nil {
			return 0, err
		}
		if _, err := evaluation.Compose(scheme, "nurse", evaluation.Inputs{Employee: more.Employee, Components: []evaluation.Explanation{e}}); err != nil {
			return 0, err
		}
	}
	return (cpuTime() - start) * 1e3 / rounds, nil
}

// measureTop takes the median of several, each of ten thousand people.
func measureTop() float64 {
	rng := rand.New(rand.NewPCG(9, 9))
	peers := make([]evaluation.Posterior, 10_000)
	for i := range peers {
		peers[i] = evaluation.Posterior{Employee: int64(i + 1), Mean: 700_000 + int64(50_000*rng.NormFloat64()), SD: 30_000 + int64(rng.IntN(20_000))}
	}
	var all []float64
	for range 9 {
		start := cpuTime()
		evaluation.Rank(peers, 1_000)
		all = append(all, (cpuTime()-start)*1e3)
	}
	return median(all)
}

// hospital makes ratings with everything that the default model knows about, one person's
// after the other's, as they are read from the database.
func hospital(n, employees int) []evaluation.Observation {
	rng := rand.New(rand.NewPCG(2026, 12))
	out := make([]evaluation.Observation, n)
	skill := make([]float64, employees)
	for i := range skill {
		skill[i] = 7 * rng.NormFloat64()
	}
	for i := range out {
		who := i * employees / n
		stars := min(max(int64((80+skill[who]+25*rng.NormFloat64())/25+0.5), 0), 4)
		level := func(name string, n int) string { return fmt.Sprint(name, rng.IntN(n)) }
		out[i] = evaluation.Observation{ID: int64(i + 1), Employee: int64(who + 1), Value: stars * 25 * evaluation.Unit,
			Fixed:  []string{fmt.Sprint("d", who%20), fmt.Sprint("p", who%5), level("t", 6), level("s", 3), level("c", 3), level("l", 4)},
			Random: []int64{int64(rng.IntN(n/2) + 1)}}
	}
	return out
}
