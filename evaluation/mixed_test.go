package evaluation

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// The dyestuff data of Davies & Goldsmith (1972) and Box & Tiao (1973): yields of five
// preparations from each of six batches.
var (
	dyestuff = []float64{1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
		1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445}
	dyestuff2 = []float64{7.298, 3.846, 2.434, 9.566, 7.990, 5.220, 6.556, 0.608, 11.788, -0.892, 0.110, 10.386, 13.434, 5.510, 8.166,
		2.212, 4.852, 7.092, 9.288, 4.980, 0.282, 9.014, 4.458, 9.446, 7.198, 1.722, 4.782, 8.106, 0.758, 3.758}
)

// groups labels n rows in runs of the given length.
func groups(n, run int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint(i/run + 1)
	}
	return out
}

func TestDyestuff(t *testing.T) {
	batch := NewFactor("batch", groups(30, 5))
	for _, c := range []struct {
		name                          string
		y                             []float64
		method                        Method
		variance, residual, criterion float64
	}{
		{"REML", dyestuff, REML, 1764.05, 2451.25, 319.654276},
		{"ML", dyestuff, ML, 1388.3333, 2451.25, 327.327060},
		{"variance at zero", dyestuff2, REML, 0, 13.806128, 161.828278},
	} {
		t.Run(c.name, func(t *testing.T) {
			fit, err := Mixed{Response: c.y, Random: []Factor{batch}, Method: c.method}.Fit()
			if err != nil {
				t.Fatal(err)
			}
			near(t, "batch", fit.Factors[0].Variance, c.variance, 1e-5*c.variance)
			near(t, "residual", fit.Residual, c.residual, 1e-4*c.residual)
			near(t, "criterion", fit.Criterion, c.criterion, 2e-6)
			noNaN(t, fit)
			if dropped := hasWarning(fit, FactorAtBoundary); dropped != (c.variance == 0) {
				t.Errorf("warnings %v", fit.Warnings)
			}
		})
	}
}

// TestBalancedCrossing compares with the closed form: in a balanced two-way layout REML
// is analysis of variance.
func TestBalancedCrossing(t *testing.T) {
	const rowsN, columnsN = 9, 7
	rng := rand.New(rand.NewPCG(1, 1))
	y := make([]float64, rowsN*columnsN)
	var a, b []string
	rowEffect, columnEffect := make([]float64, rowsN), make([]float64, columnsN)
	for i := range rowEffect {
		rowEffect[i] = 3 * rng.NormFloat64()
	}
	for j := range columnEffect {
		columnEffect[j] = 5 * rng.NormFloat64()
	}
	rowMean, columnMean, mean := make([]float64, rowsN), make([]float64, columnsN), 0.0
	for i := range y {
		r, c := i/columnsN, i%columnsN
		y[i] = 50 + rowEffect[r] + columnEffect[c] + 2*rng.NormFloat64()
		rowMean[r] += y[i] / columnsN
		columnMean[c] += y[i] / rowsN
		mean += y[i] / (rowsN * columnsN)
		a, b = append(a, fmt.Sprint(r)), append(b, fmt.Sprint(c))
	}
	var msA, msB, msE float64
	for _, m := range rowMean {
		msA += columnsN * (m - mean) * (m - mean) / (rowsN - 1)
	}
	for _, m := range columnMean {
		msB += rowsN * (m - mean) * (m - mean) / (columnsN - 1)
	}
	for i := range y {
		e := y[i] - rowMean[i/columnsN] - columnMean[i%columnsN] + mean
		msE += e * e / ((rowsN - 1) * (columnsN - 1))
	}
	fit, err := Mixed{Response: y, Random: []Factor{NewFactor("a", a), NewFactor("b", b)}}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "σ²", fit.Residual, msE, 1e-7*msE)
	near(t, "σ_a²", fit.Factors[0].Variance, (msA-msE)/columnsN, 1e-6*msA)
	near(t, "σ_b²", fit.Factors[1].Variance, (msB-msE)/rowsN, 1e-6*msB)
	near(t, "intercept", fit.Fixed[0].Estimate, mean, 1e-9)
	near(t, "its se", fit.Fixed[0].SE, math.Sqrt((msA+msB-msE)/(rowsN*columnsN)), 1e-6)
}

// TestUnusualDesigns is the table of promises for data that breaks other programs.
func TestUnusualDesigns(t *testing.T) {
	n := 24
	y := make([]float64, n)
	rng := rand.New(rand.NewPCG(2, 2))
	for i := range y {
		y[i] = 50 + 10*rng.NormFloat64() + float64(8*(i/6))
	}
	same := make([]float64, n)
	for i := range same {
		same[i] = 75
	}
	byGroup := make([]float64, n)
	for i := range byGroup {
		byGroup[i] = float64(i/6) * 3.5
	}
	staff := NewFactor("staff", groups(n, 6))
	rater := NewFactor("rater", groups(n, 4))
	oneRater := NewFactor("rater", groups(n, n))
	each := NewFactor("visit", groups(n, 1))
	nested := NewFactor("rater", groups(n, 3))
	renamed := NewFactor("team", prefixed("t", groups(n, 6)))
	twice := NewFactor("ward", prefixed("w", groups(n, 12)))
	trend := Covariate{"day", sequence(n)}
	for _, c := range []struct {
		name    string
		model   Mixed
		warning WarningCode
		errPart string
	}{
		{"nothing", Mixed{}, "", "no rows"},
		{"one row", Mixed{Response: y[:1]}, "", "can't carry"},
		{"not a number", Mixed{Response: []float64{1, math.NaN(), 3}}, "", "not a usable number"},
		{"negative weight", Mixed{Response: y, Weights: append([]float64{-1}, y[1:]...)}, "", "negative"},
		{"unequal lengths", Mixed{Response: y[:3], Random: []Factor{staff}}, "", "3 rows"},
		{"unknown method", Mixed{Response: y, Method: "mle"}, "", "neither"},
		{"no random factor", Mixed{Response: y, Fixed: []Factor{staff}}, "", ""},
		{"all equal", Mixed{Response: same, Random: []Factor{staff, rater}}, NoVariation, ""},
		{"all equal, two rows", Mixed{Response: same[:2]}, NoVariation, ""},
		{"one rater", Mixed{Response: y, Random: []Factor{staff, oneRater}}, FactorOneLevel, ""},
		{"one rating per visit", Mixed{Response: y, Random: []Factor{staff, each}}, FactorMerged, ""},
		{"the same factor twice", Mixed{Response: y, Random: []Factor{staff, renamed}}, FactorDuplicate, ""},
		{"fixed and random", Mixed{Response: y, Fixed: []Factor{staff}, Random: []Factor{renamed, rater}}, FactorConfounded, ""},
		{"collinear levels", Mixed{Response: y, Fixed: []Factor{staff, twice}, Random: []Factor{rater}}, FixedCollinear, ""},
		{"collinear numbers", Mixed{Response: y, Numeric: []Covariate{trend, {"again", scaled(trend.Value, 1e6)}}, Random: []Factor{rater}}, FixedCollinear, ""},
		{"constant number", Mixed{Response: y, Numeric: []Covariate{{"one", same}}, Random: []Factor{rater}}, FixedCollinear, ""},
		{"raters of one person only", Mixed{Response: y, Random: []Factor{staff, nested}}, Disconnected, ""},
		{"no residual", Mixed{Response: byGroup, Random: []Factor{staff}}, NoResidual, ""},
		{"weights of zero", Mixed{Response: y, Random: []Factor{staff}, Weights: append([]float64{0}, same[1:]...)}, RowsWithoutWeight, ""},
		{"fixed effects explain all", Mixed{Response: byGroup, Fixed: []Factor{staff}, Random: []Factor{rater}}, NoVariation, ""},
		{"huge numbers", Mixed{Response: scaled(y, 1e90), Random: []Factor{staff, rater}}, "", ""},
		{"tiny numbers", Mixed{Response: scaled(y, 1e-90), Random: []Factor{staff, rater}}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			fit, err := c.model.Fit()
			if c.errPart != "" {
				if err == nil || !strings.Contains(err.Error(), c.errPart) {
					t.Fatalf("error %v, want %q", err, c.errPart)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			noNaN(t, fit)
			if !fit.Converged {
				t.Error("not converged")
			}
			if c.warning != "" && !hasWarning(fit, c.warning) {
				t.Errorf("no warning %s in %v", c.warning, fit.Warnings)
			}
			if c.warning == "" && len(fit.Warnings) > 0 && !hasWarning(fit, FactorAtBoundary) {
				t.Errorf("unexpected warnings %v", fit.Warnings)
			}
		})
	}
}

func prefixed(p string, labels []string) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = p + l
	}
	return out
}

func sequence(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i * i % 7)
	}
	return out
}

func scaled(y []float64, f float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = v * f
	}
	return out
}

func hasWarning(f *MixedFit, code WarningCode) bool {
	for _, w := range f.Warnings {
		if w.Code == code {
			return true
		}
	}
	return false
}

// noNaN walks every number of a fit.
func noNaN(t *testing.T, f *MixedFit) {
	t.Helper()
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Float64:
			if math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0) {
				t.Errorf("%s is %g", path, v.Float())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", path, i), v.Index(i))
			}
		}
	}
	walk("fit", reflect.ValueOf(*f))
}

// TestRowOrderDoesNotMatter promises the same bits for any order of the rows and any
// number of workers.
func TestRowOrderDoesNotMatter(t *testing.T) {
	m := auditsModel(t)
	want, err := m.Fit()
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(2) {
		p := permuted(m, rand.New(rand.NewPCG(seed, 1)).Perm(len(m.Response)))
		p.Workers = int(seed) + 1
		got, err := p.Fit()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("permutation %d with %d workers changed the fit", seed, p.Workers)
		}
	}
}

func permuted(m Mixed, order []int) Mixed {
	keep := make([]int32, len(order))
	for i, o := range order {
		keep[i] = int32(o)
	}
	p := Mixed{Response: pick(m.Response, keep), Method: m.Method}
	for _, f := range m.Fixed {
		p.Fixed = append(p.Fixed, Factor{f.Name, f.Labels, pick(f.Level, keep)})
	}
	for _, f := range m.Random {
		p.Random = append(p.Random, Factor{f.Name, f.Labels, pick(f.Level, keep)})
	}
	return p
}

// TestWeightsAreRelative: multiplying all weights by c multiplies σ² by c and changes no effect.
func TestWeightsAreRelative(t *testing.T) {
	batch := NewFactor("batch", groups(30, 5))
	w := make([]float64, 30)
	for i := range w {
		w[i] = 1 + float64(i%3)
	}
	one, err := Mixed{Response: dyestuff, Random: []Factor{batch}, Weights: w}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	four, err := Mixed{Response: dyestuff, Random: []Factor{batch}, Weights: scaled(w, 4)}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "σ²", four.Residual, 4*one.Residual, 1e-6*one.Residual)
	near(t, "variance", four.Factors[0].Variance, one.Factors[0].Variance, 1e-6*one.Residual)
	near(t, "criterion", four.Criterion, one.Criterion, 1e-8)
	for l := range one.Factors[0].Levels {
		near(t, "effect", four.Factors[0].Levels[l].Estimate, one.Factors[0].Levels[l].Estimate, 1e-6)
	}
}

// TestNumericEffectsKeepTheirUnits: a year around 2000 gives the slope, intercept and
// criterion of the same year counted from zero.
func TestNumericEffectsKeepTheirUnits(t *testing.T) {
	batch := NewFactor("batch", groups(30, 5))
	year := sequence(30)
	late := make([]float64, 30)
	for i := range late {
		late[i] = 2000 + year[i]
	}
	a, err := Mixed{Response: dyestuff, Random: []Factor{batch}, Numeric: []Covariate{{"year", year}}}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Mixed{Response: dyestuff, Random: []Factor{batch}, Numeric: []Covariate{{"year", late}}}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "slope", b.Fixed[1].Estimate, a.Fixed[1].Estimate, 1e-8)
	near(t, "its se", b.Fixed[1].SE, a.Fixed[1].SE, 1e-8)
	near(t, "intercept", b.Fixed[0].Estimate+2000*b.Fixed[1].Estimate, a.Fixed[0].Estimate, 1e-6)
	near(t, "criterion", b.Criterion, a.Criterion, 1e-8)
}

// TestComparable: four people with three raters each of their own are four islands.
func TestComparable(t *testing.T) {
	fit, err := Mixed{Response: dyestuff[:24], Random: []Factor{NewFactor("staff", groups(24, 6)), NewFactor("rater", groups(24, 2))}}.Fit()
	if err != nil {
		t.Fatal(err)
	}
	if fit.Components != 4 || fit.Comparable("staff", "1", "2") == nil || fit.Comparable("rater", "1", "4") == nil ||
		fit.Comparable("staff", "1", "9") == nil || fit.Comparable("nobody", "1", "2") == nil {
		t.Errorf("%d components: something was compared that can't be", fit.Components)
	}
	if err := fit.Comparable("rater", "1", "3"); err != nil {
		t.Error(err)
	}
}
