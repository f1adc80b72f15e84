package evaluation

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// ratingsEvidence is the reference data set of ratings as evidence.
func ratingsEvidence(t testing.TB) (ComponentSpec, []Observation) {
	t.Helper()
	d := readTable(t, "ratings.csv.gz")
	spec := ComponentSpec{Code: "ratings", Fixed: []string{"dept", "position", "touchpoint", "shift"},
		Random: []RandomSpec{{"visit", OneOff}}}
	var out []Observation
	for i := range d["y"] {
		out = append(out, Observation{ID: integer(t, d["rating_id"][i]), Employee: integer(t, d["staff"][i]),
			Value: integer(t, d["y"][i]) * Unit, Random: []int64{integer(t, d["patient"][i])},
			Fixed: []string{d["dept"][i], d["position"][i], d["touchpoint"][i], d["shift"][i]}})
	}
	return spec, out
}

func integer(t testing.TB, s string) int64 {
	t.Helper()
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func ofEmployee(all []Observation, id int64) []Observation {
	var out []Observation
	for _, o := range all {
		if o.Employee == id {
			out = append(out, o)
		}
	}
	return out
}

// TestExplanationIsTheEstimate: integers alone give lme4's effects, and the lines and
// shares sum to them.
func TestExplanationIsTheEstimate(t *testing.T) {
	spec, evidence := ratingsEvidence(t)
	fit, err := FitComponent(spec, evidence)
	if err != nil {
		t.Fatal(err)
	}
	if len(fit.Warnings) != 0 {
		t.Errorf("warnings %v", fit.Warnings)
	}
	p := Freeze(fit)
	ref := readTable(t, "ratings_ref_staff.csv.gz")
	for i, id := range ref["staff"] {
		e, err := p.Explain(integer(t, id), ofEmployee(evidence, integer(t, id)))
		if err != nil {
			t.Fatal(err)
		}
		sd := number(t, ref["pevsd"][i])
		near(t, "effect of "+id, float64(e.Effect)/Unit, number(t, ref["blup"][i]), 1e-4*sd)
		near(t, "sd of "+id, float64(e.SD)/Unit, sd, 1e-4*sd)
		exactSums(t, e)
		if e.Unseen != 0 {
			t.Errorf("%d unseen", e.Unseen)
		}
	}
	near(t, "spread", float64(p.Tau)/Unit, math.Sqrt(47.9026519881056), 1e-4)
}

func exactSums(t interface{ Errorf(string, ...any) }, e Explanation) {
	if sum := e.Raw + e.CaseMix + e.Strictness + e.SmallSample; sum != e.Effect {
		t.Errorf("employee %d: lines sum to %d, effect is %d", e.Employee, sum, e.Effect)
	}
	sum := int64(0)
	for _, s := range e.Shares {
		sum += s.Points
	}
	if sum != e.Effect {
		t.Errorf("employee %d: shares sum to %d, effect is %d", e.Employee, sum, e.Effect)
	}
}

// TestParameterFile: the same evidence in any order gives the same bytes, and a changed
// file is refused.
func TestParameterFile(t *testing.T) {
	spec, evidence := ratingsEvidence(t)
	evidence = evidence[:4000]
	var files [][]byte
	for seed := range uint64(2) {
		shuffled := slices.Clone(evidence)
		rand.New(rand.NewPCG(seed, 5)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		fit, err := FitComponent(spec, shuffled)
		if err != nil {
			t.Fatal(err)
		}
		file, err := Freeze(fit).Encode()
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
		back, err := DecodeParameters(file)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, Freeze(fit)) {
			t.Error("the file does not give the parameters back")
		}
	}
	if !slices.Equal(files[0], files[1]) {
		t.Error("the order of the evidence changed the file")
	}
	changed := []byte(string(files[0]))
	at := slices.Index(changed, '7')
	changed[at] = '8'
	if _, err := DecodeParameters(changed); err == nil {
		t.Error("a changed file was accepted")
	}
}

// TestExplanationSums draws any parameters and any evidence.
func TestExplanationSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Parameters{Algorithm: Algorithm, Component: "ratings", Mean: points(t), Intercept: points(t),
			Residual: rapid.Int64Range(0, 3000*Unit).Draw(t, "residual"), Variance: rapid.Int64Range(1, 500*Unit).Draw(t, "variance"),
			Lambda: rapid.Int64Range(1, 1e13).Draw(t, "lambda"),
			Fixed:  []FixedFactor{{"shift", 17, []FixedLevel{{"day", 0}, {"night", points(t) - 50*Unit}}}},
			Random: []RandomFactor{{"visit", OneOff, 200 * Unit, []RandomLevel{{1, points(t) - 50*Unit}, {2, -3}}}}}
		n := rapid.IntRange(0, 40).Draw(t, "n")
		var evidence []Observation
		for i := range n {
			evidence = append(evidence, Observation{ID: int64(i + 1), Employee: 7, Value: points(t),
				Weight: rapid.Int64Range(0, 3*Unit).Draw(t, "weight"),
				Fixed:  []string{rapid.SampledFrom([]string{"day", "night", "never seen"}).Draw(t, "shift")},
				Random: []int64{rapid.Int64Range(0, 3).Draw(t, "visit")}})
		}
		e, err := p.Explain(7, evidence)
		if err != nil {
			t.Fatal(err)
		}
		exactSums(t, e)
		slices.Reverse(evidence)
		again, err := p.Explain(7, evidence)
		if err != nil || !reflect.DeepEqual(e, again) {
			t.Errorf("the order of the evidence changed the explanation: %v", err)
		}
		if e.SD > p.Tau && p.Tau > 0 {
			t.Errorf("sd %d is above the spread %d", e.SD, p.Tau)
		}
	})
}

func points(t *rapid.T) int64 { return rapid.Int64Range(0, 100*Unit).Draw(t, "points") }

// TestUnseenVisit: a visit that the fit has not seen counts with weight σ²/(σ² + σ_a²).
func TestUnseenVisit(t *testing.T) {
	p := Parameters{Mean: 50 * Unit, Intercept: 50 * Unit, Residual: 300 * Unit, Variance: 50 * Unit, Lambda: 6 * Unit,
		Random: []RandomFactor{{"visit", OneOff, 100 * Unit, []RandomLevel{{1, 0}}}}}
	seen, err := p.Explain(1, []Observation{{ID: 1, Employee: 1, Value: 60 * Unit, Random: []int64{1}}})
	if err != nil {
		t.Fatal(err)
	}
	unseen, err := p.Explain(1, []Observation{{ID: 1, Employee: 1, Value: 60 * Unit, Random: []int64{9}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(10_000_000 / 7); seen.Effect != want+1 { // 10/(1+6) = 1.428571(4)
		if seen.Effect != want {
			t.Errorf("seen: %d, want %d", seen.Effect, want)
		}
	}
	if want := mulDiv(7_500_000, 1, 1); unseen.Effect != mulDiv(want, Unit, 6_750_000) { // 0.75·10/(0.75+6)
		t.Errorf("unseen: %d, want %d", unseen.Effect, mulDiv(want, Unit, 6_750_000))
	}
	if unseen.Unseen != 1 || unseen.SD <= seen.SD {
		t.Errorf("unseen %d, sd %d not above %d", unseen.Unseen, unseen.SD, seen.SD)
	}
}

// TestAppealMovesNobodyElse: with frozen parameters an explanation depends on nobody
// else's evidence, and voiding evidence makes the figure less certain.
func TestAppealMovesNobodyElse(t *testing.T) {
	spec, evidence := ratingsEvidence(t)
	fit, err := FitComponent(spec, evidence[:4000])
	if err != nil {
		t.Fatal(err)
	}
	p := Freeze(fit)
	mine := ofEmployee(evidence[:4000], evidence[0].Employee)
	before, err := p.Explain(mine[0].Employee, mine)
	if err != nil {
		t.Fatal(err)
	}
	after, err := p.Explain(mine[0].Employee, mine[1:])
	if err != nil {
		t.Fatal(err)
	}
	none, err := p.Explain(mine[0].Employee, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !(before.SD < after.SD && after.SD < none.SD && none.SD <= p.Tau && none.Effect == 0) {
		t.Errorf("sd %d, %d, %d of %d; effect of nothing %d", before.SD, after.SD, none.SD, p.Tau, none.Effect)
	}
	if _, err := p.Explain(mine[0].Employee+1, mine); err == nil {
		t.Error("somebody else's evidence was accepted")
	}
}

// TestLittleEvidenceIsNeutral: no data set is too small to be answered.
func TestLittleEvidenceIsNeutral(t *testing.T) {
	spec := ComponentSpec{Code: "ratings", Fixed: []string{"shift"}, Random: []RandomSpec{{"visit", OneOff}}}
	all := []Observation{
		{ID: 1, Employee: 1, Value: 100 * Unit, Fixed: []string{"day"}, Random: []int64{1}},
		{ID: 2, Employee: 1, Value: 50 * Unit, Fixed: []string{"day"}, Random: []int64{0}},
		{ID: 3, Employee: 2, Value: 75 * Unit, Fixed: []string{"night"}, Random: []int64{3}},
		{ID: 4, Employee: 2, Value: 75 * Unit, Fixed: []string{"night"}, Random: []int64{3}},
		{ID: 5, Employee: 3, Value: 75 * Unit, Fixed: []string{"night"}, Random: []int64{4}},
	}
	for n := range len(all) + 1 {
		fit, err := FitComponent(spec, all[:n])
		if err != nil {
			t.Fatalf("%d pieces: %v", n, err)
		}
		p := Freeze(fit)
		if n <= 2 && p.Neutral == "" {
			t.Errorf("%d pieces are enough", n)
		}
		e, err := p.Explain(1, ofEmployee(all[:n], 1))
		if err != nil {
			t.Fatal(err)
		}
		if p.Neutral != "" && e.Effect != 0 {
			t.Errorf("neutral, yet the effect is %d", e.Effect)
		}
	}
}

// TestDisconnectedStaff: people whom no supervisor connects can't be compared, and the
// sentence says so.
func TestDisconnectedStaff(t *testing.T) {
	spec := ComponentSpec{Code: "audits", Random: []RandomSpec{{"spotCheck", OneOff}, {"supervisor", Rater}}}
	rng := rand.New(rand.NewPCG(8, 8))
	var evidence []Observation
	for i := range 80 {
		employee := int64(i%8 + 1)
		evidence = append(evidence, Observation{ID: int64(i + 1), Employee: employee, Value: int64(rng.IntN(101)) * Unit,
			Random: []int64{int64(i/2 + 1), (employee-1)/4*10 + int64(rng.IntN(2)) + 1}})
	}
	fit, err := FitComponent(spec, evidence)
	if err != nil {
		t.Fatal(err)
	}
	p := Freeze(fit)
	if p.Parts != 2 {
		t.Fatalf("%d parts, want 2", p.Parts)
	}
	if err := p.Comparable(1, 2); err != nil {
		t.Error(err)
	}
	if err := p.Comparable(1, 8); err == nil {
		t.Error("people of two parts were compared")
	}
}

func TestEvidenceThatCannotBeRead(t *testing.T) {
	spec := ComponentSpec{Code: "ratings", Fixed: []string{"shift"}}
	ok := Observation{ID: 1, Employee: 1, Value: Unit, Fixed: []string{"day"}, Random: []int64{}}
	for name, change := range map[string]func(*Observation){
		"no id":          func(o *Observation) { o.ID = 0 },
		"no employee":    func(o *Observation) { o.Employee = 0 },
		"over 100":       func(o *Observation) { o.Value = 100*Unit + 1 },
		"below 0":        func(o *Observation) { o.Value = -1 },
		"weight below 0": func(o *Observation) { o.Weight = -1 },
		"no level":       func(o *Observation) { o.Fixed = nil },
	} {
		o := ok
		change(&o)
		if _, err := FitComponent(spec, []Observation{o}); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := FitComponent(spec, []Observation{ok, ok}); err == nil {
		t.Error("evidence that occurs twice was accepted")
	}
}
