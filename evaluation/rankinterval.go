package evaluation

import "math"

// exactPeers is the number of peers up to which possible ranks are summed one by one;
// above it the sum, a smooth function of θ, is tabulated and interpolated, and so is Φ.
const exactPeers = 1000

// ranker answers how many people are expected above a score.
type ranker struct {
	peers     []Posterior
	low, step float64
	table     []float64 // nil if summed exactly
}

func newRanker(peers []Posterior) *ranker {
	r := &ranker{peers: peers}
	if len(peers) <= exactPeers {
		return r
	}
	const points = 500
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range peers {
		low = math.Min(low, float64(p.Mean)-float64(3*p.sd()))
		high = math.Max(high, float64(p.Mean)+float64(3*p.sd()))
	}
	r.low, r.step = low, (high-low)/(points-1)
	r.table = make([]float64, points)
	phi := tabulateNormal()
	for i := range r.table {
		theta := low + float64(float64(i)*r.step)
		for _, p := range peers {
			r.table[i] += phi.at((float64(p.Mean) - theta) / p.sd())
		}
	}
	return r
}

// normalTable holds Φ from -8 to 8; between its points it is off by 5e-7 at most.
type normalTable [16*perUnit + 2]float64

const perUnit = 256

func tabulateNormal() *normalTable {
	t := new(normalTable)
	for i := range t {
		t[i] = normalCDF(float64(i)/perUnit - 8)
	}
	return t
}

func (t *normalTable) at(z float64) float64 {
	if z <= -8 {
		return 0
	}
	if z >= 8 {
		return 1
	}
	x := float64((z + 8) * perUnit)
	i := int(x)
	return t[i] + float64((x-float64(i))*(t[i+1]-t[i]))
}

// above returns the expected number of people above θ.
func (r *ranker) above(theta float64) float64 {
	if r.table == nil {
		return expectedAbove(r.peers, theta)
	}
	x := (theta - r.low) / r.step
	i := min(max(int(math.Floor(x)), 0), len(r.table)-2)
	f := math.Min(math.Max(x-float64(i), 0), 1)
	return r.table[i] + float64(f*(r.table[i+1]-r.table[i]))
}

// interval returns the possible ranks of p: the expected number of others above the upper
// and the lower end of p's own 90 % interval, rounded, plus one.
func (r *ranker) interval(p Posterior) (highest, lowest int) {
	at := func(z float64) int {
		theta := float64(p.Mean) + float64(z*p.sd())
		others := r.above(theta) - normalCDF(-z)
		rank := 1 + int(math.Round(others))
		return min(max(rank, 1), len(r.peers))
	}
	return at(z90), at(-z90)
}
