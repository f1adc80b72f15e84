package evaluation

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestIterativeAgreesWithExact at sizes where both run.
func TestIterativeAgreesWithExact(t *testing.T) {
	for _, c := range []struct {
		name                      string
		model                     Mixed
		variance, effects, spread float64 // tolerances: relative, in sds, relative
	}{
		{"crossed", crossed(iterativeRows, iterativeRows/3, iterativeRows/40), 2e-3, 2e-3, 5e-3},
		{"crossed by ML", withMethod(crossed(5_000, 1_500, 150), ML), 2e-3, 2e-3, 5e-3},
		// Supervisors and departments meet everybody, which blocks can't express.
		{"audits, four factors", auditsModel(t), 1e-3, 1e-3, 1e-3},
		// Anybody is checked by anybody.
		{"supervisors and departments", anybody(100), 1e-3, 1e-3, 1e-3},
		// So many supervisors that they can't be eliminated.
		{"too many supervisors", anybody(650), 0.02, 0.01, 0.2},
	} {
		t.Run(c.name, func(t *testing.T) {
			exact, err := c.model.Fit()
			if err != nil {
				t.Fatal(err)
			}
			c.model.Solver = Iterative
			got, err := c.model.Fit()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("criterion %.4f, exact %.4f; %d evaluations", got.Criterion, exact.Criterion, got.Evaluations)
			if !hasWarning(got, Estimated) || hasWarning(exact, Estimated) {
				t.Error("the warning is missing, or given without reason")
			}
			near(t, "criterion", got.Criterion, exact.Criterion, 1e-4*math.Abs(exact.Criterion))
			near(t, "σ²", got.Residual, exact.Residual, 2e-3*exact.Residual)
			for k, f := range exact.Factors {
				g := got.Factors[k]
				t.Logf("%s: variance %.5f, exact %.5f", f.Name, g.Variance, f.Variance)
				near(t, "variance of "+f.Name, g.Variance, f.Variance, c.variance*f.Variance)
				worst, worstSD := 0.0, 0.0
				for l := range f.Levels {
					worst = math.Max(worst, math.Abs(g.Levels[l].Estimate-f.Levels[l].Estimate)/f.Levels[l].SD)
					worstSD = math.Max(worstSD, math.Abs(g.Levels[l].SD/f.Levels[l].SD-1))
				}
				t.Logf("%s: effects differ by %.2g sd, sds by %.2g", f.Name, worst, worstSD)
				if worst > c.effects || worstSD > c.spread {
					t.Errorf("%s: effects differ by %.2g sd, sds by %.2g", f.Name, worst, worstSD)
				}
			}
			for a, b := range exact.Fixed {
				near(t, b.Name, got.Fixed[a].Estimate, b.Estimate, c.effects*b.SE)
				near(t, "se of "+b.Name, got.Fixed[a].SE, b.SE, c.variance*b.SE)
			}
		})
	}
}

// anybody is spot checks of anybody by anybody, each of four items.
func anybody(supervisors int) Mixed {
	rng := rand.New(rand.NewPCG(5, 6))
	const checks, people, departments = 2_000, 500, 20
	effect := make([]float64, checks+people+supervisors+departments)
	for i := range effect {
		effect[i] = 0.7 * rng.NormFloat64()
	}
	levels := make([][]int64, 4)
	m := Mixed{}
	for check := range checks {
		person, supervisor := rng.IntN(people), rng.IntN(supervisors)
		for range 4 {
			y := rng.NormFloat64()
			for k, l := range []int{check, checks + person, checks + people + supervisor, checks + people + supervisors + person%departments} {
				levels[k] = append(levels[k], int64(l))
				y += effect[l]
			}
			m.Response = append(m.Response, y)
		}
	}
	for k, name := range []string{"check", "person", "supervisor", "department"} {
		m.Random = append(m.Random, NewIDFactor(name, levels[k]))
	}
	return m
}

func withMethod(m Mixed, method Method) Mixed {
	m.Method = method
	return m
}

// TestIterativeIsRepeatable: the same bits for any order of the rows and number of workers.
func TestIterativeIsRepeatable(t *testing.T) {
	m := crossed(6_000, 2_000, 200)
	m.Solver = Iterative
	want, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	numeric := m.Numeric[0].Value
	order := rand.New(rand.NewPCG(3, 1)).Perm(len(m.Response))
	p := permuted(m, order)
	p.Solver, p.Workers = Iterative, 2
	p.Numeric = []Covariate{{m.Numeric[0].Name, make([]float64, len(numeric))}}
	for i, o := range order {
		p.Numeric[0].Value[i] = numeric[o]
	}
	got, err := p.Fit()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the order of the rows or the number of workers changed the fit")
	}
}

// TestTridiagonalQuadrature: the second difference matrix has eigenvalues 2 - 2·cos(kπ/(n+1)),
// and the weights are a distribution.
func TestTridiagonalQuadrature(t *testing.T) {
	const n = 12
	d, off := make([]float64, n), make([]float64, n-1)
	for i := range d {
		d[i] = 2
	}
	for i := range off {
		off[i] = -1
	}
	values, weights := tridiagonal(d, off)
	trace, sum, mean := 0.0, 0.0, 0.0
	for k := range values {
		best := math.Inf(1)
		for j := 1; j <= n; j++ {
			best = math.Min(best, math.Abs(values[k]-(2-2*math.Cos(float64(j)*math.Pi/(n+1)))))
		}
		near(t, "eigenvalue", best, 0, 1e-12)
		trace += values[k]
		sum += weights[k]
		mean += weights[k] * values[k]
	}
	near(t, "trace", trace, 2*n, 1e-12)
	near(t, "weights", sum, 1, 1e-12)
	near(t, "first element", mean, 2, 1e-12)
}

// TestManyPeopleAuditedOneAtATime: many people are no reason to estimate where hardly any
// two of them meet in one spot check.
func TestManyPeopleAuditedOneAtATime(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	const checks, people = 3_600, 1_200
	check, person, supervisor := make([]int64, 2*checks), make([]int64, 2*checks), make([]int64, 2*checks)
	m := Mixed{Response: make([]float64, 2*checks)}
	for i := range check {
		check[i] = int64(i / 2)
		person[i] = int64(i/2) % people
		supervisor[i] = person[i]/100 + int64(i/2)%7
		m.Response[i] = rng.NormFloat64() + float64(person[i]%5)
	}
	m.Random = []Factor{NewIDFactor("check", check), NewIDFactor("person", person), NewIDFactor("supervisor", supervisor)}
	fit, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	if hasWarning(fit, Estimated) {
		t.Error("the iterative solver was used")
	}
	if solver := (Mixed{Solver: "guess", Response: []float64{1}}); solver.check() == nil {
		t.Error("an unknown solver was accepted")
	}
}
