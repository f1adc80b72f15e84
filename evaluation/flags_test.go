package evaluation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// honestRatings simulates a month: people are rated at their own pace in working hours,
// from patients' devices, two thirds over shared networks.
func honestRatings(rng *rand.Rand, people int) []RatingTrace {
	var out []RatingTrace
	for employee := range people {
		pace := 0.3 + 3*rng.Float64() // ratings an hour when any come in
		for day := range int64(22) {
			for h := range int64(8) {
				if rng.IntN(3) > 0 {
					continue
				}
				for range poisson(rng, pace) {
					t := RatingTrace{ID: int64(len(out) + 1), Employee: int64(employee + 1), Visit: int64(len(out) + 1),
						At: 1_790_000_000/86400*86400 + day*86400 + (8+h)*hour + rng.Int64N(hour), Device: fmt.Sprint("d", len(out))}
					switch rng.IntN(3) {
					case 0:
						t.Network = fmt.Sprint("home", rng.IntN(4000))
					case 1:
						t.Network, t.SharedNetwork = "guest", true
					default:
						t.Network, t.SharedNetwork = fmt.Sprint("carrier", rng.IntN(4)), true
					}
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// stuffed appends 20 ratings of one person from few devices.
func stuffed(rng *rand.Rand, traces []RatingTrace, employee int64, devices int, seconds int64) ([]RatingTrace, []int64) {
	var ids []int64
	from := 1_790_000_000/86400*86400 + rng.Int64N(20)*86400 + 9*hour
	for i := range 20 {
		t := RatingTrace{ID: int64(len(traces) + 1), Employee: employee, At: from + rng.Int64N(seconds),
			Device: fmt.Sprint("x", employee, i%devices), Network: fmt.Sprint("ward", employee)}
		ids = append(ids, t.ID)
		traces = append(traces, t)
	}
	return traces, ids
}

// TestStuffingIsCaught: at least 95 % of it, at most 1 % of honest ratings.
func TestStuffingIsCaught(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 11))
	traces := honestRatings(rng, 80)
	honest := len(traces)
	var fake []int64
	for k, c := range []struct {
		devices int
		seconds int64
	}{{1, 600}, {1, 20 * 86400}, {2, hour}, {5, 10 * 86400}, {20, 1800}, {20, 10 * 86400}} {
		var ids []int64
		traces, ids = stuffed(rng, traces, int64(k*7+1), c.devices, c.seconds)
		fake = append(fake, ids...)
	}
	held := Quarantine(RatingFlags(traces, DefaultRatingRules()))
	caught, wrong, wrongShared := 0, 0, 0
	for _, id := range held {
		switch {
		case slices.Contains(fake, id):
			caught++
		default:
			wrong++
			if traces[id-1].SharedNetwork {
				wrongShared++
			}
		}
	}
	t.Logf("caught %d of %d, held %d of %d honest ones, %d on shared networks", caught, len(fake), wrong, honest, wrongShared)
	if float64(caught) < 0.95*float64(len(fake)) {
		t.Errorf("caught only %d of %d", caught, len(fake))
	}
	if float64(wrong) > 0.01*float64(honest) {
		t.Errorf("held %d of %d honest ratings", wrong, honest)
	}
	rng.Shuffle(len(traces), func(i, j int) { traces[i], traces[j] = traces[j], traces[i] })
	if !slices.Equal(held, Quarantine(RatingFlags(traces, DefaultRatingRules()))) {
		t.Error("the order of the traces changed the flags")
	}
}

func TestDirectFlags(t *testing.T) {
	flags := RatingFlags([]RatingTrace{
		{ID: 1, Employee: 1, At: 1, WardDevice: true},
		{ID: 2, Employee: 1, At: 90000, SignedIn: true},
		{ID: 3, Employee: 2, At: 1, Visit: 5},
		{ID: 4, Employee: 2, At: 90000, Visit: 5},
		{ID: 5, Employee: 3, At: 1, Visit: 5},
	}, DefaultRatingRules())
	var kinds []FlagKind
	for _, f := range flags {
		kinds = append(kinds, f.Kind)
	}
	if !reflect.DeepEqual(kinds, []FlagKind{FlagRepeatedVisit, FlagSignedIn, FlagWardDevice}) {
		t.Errorf("%v", kinds)
	}
}

// honestChecks simulates supervisors whose residuals are chance alone.
func honestChecks(rng *rand.Rand, supervisors, checks int) []CheckTrace {
	var out []CheckTrace
	for s := range supervisors {
		for k := range checks {
			e := 10 * rng.NormFloat64()
			out = append(out, CheckTrace{ID: int64(len(out) + 1), Supervisor: int64(s + 1), Employee: int64(rng.IntN(12)*20 + s + 1), At: int64(k) * 5000,
				Seconds: 60 + rng.Int64N(300), Items: 8, Mark: 75 + 7*rng.NormFloat64() + e, Residual: e, Uniform: rng.IntN(10) == 0})
		}
	}
	return out
}

// TestCheckFlags gives each supervisor a habit of its own; each must be found, and the
// honest ones left alone.
func TestCheckFlags(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	traces := honestChecks(rng, 20, 40)
	for i := range traces {
		c := &traces[i]
		k := (c.ID - 1) % 40
		switch c.Supervisor {
		case 1: // one favourite
			if c.Employee%240 == 1 || k < 6 {
				c.Employee = 9999
				c.Residual += 25
			}
		case 2:
			c.Uniform = k%2 == 0
		case 3:
			if k == 7 {
				c.Seconds = 20
			}
		case 4:
			c.Residual = c.Residual/10 + float64(k)/2
		case 5:
			c.Mark = 80 + 2*rng.NormFloat64()
		}
	}
	found := map[FlagKind][]int64{}
	for _, f := range CheckFlags(traces, 10, DefaultCheckRules()) {
		found[f.Kind] = append(found[f.Kind], f.Supervisor)
	}
	for kind, supervisor := range map[FlagKind]int64{FlagPair: 1, FlagStraightLine: 2, FlagTooFast: 3, FlagBalancing: 5} {
		if !slices.Equal(found[kind], []int64{supervisor}) {
			t.Errorf("%s: found %v, want supervisor %d alone", kind, found[kind], supervisor)
		}
	}
	if !slices.Contains(found[FlagDrift], 4) || len(found[FlagDrift]) > 8 {
		t.Errorf("drift: found %v, want supervisor 4 and few others", found[FlagDrift])
	}
	if flags := CheckFlags(nil, 10, DefaultCheckRules()); len(flags) != 0 {
		t.Errorf("nothing gives %v", flags)
	}
}

func TestTails(t *testing.T) {
	// Values of R: ppois(n-1, mean, lower.tail = FALSE), pchisq(x, n).
	near(t, "poisson", poissonTail(3, 1), 0.0803013970713942, 1e-14)
	near(t, "poisson far", poissonTail(20, 1)/1.5875276010732633e-19, 1, 1e-12)
	near(t, "poisson below its mean", poissonTail(5, 10), 0.970747311923039, 1e-13)
	near(t, "chi-squared", chiSquaredBelow(3.247, 10), 0.0250, 2e-3)
	if d := discoveries([]float64{0.04, 0.001, 0.5, 0.012}, 0.05); !slices.Equal(d, []int{1, 3}) {
		t.Errorf("discoveries %v", d)
	}
	sum := 0.0
	for n := range 60 {
		sum += poissonTail(n+1, 7.5)
	}
	near(t, "mean", sum, 7.5, 1e-12)
	if math.IsNaN(poissonTail(5, 0)) || poissonTail(0, 3) != 1 {
		t.Error("edges")
	}
}
