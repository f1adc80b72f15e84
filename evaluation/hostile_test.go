package evaluation

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// hostile is a small table that programs stumble over, with lme4's answers.
type hostile struct {
	Name, Response, Weights, Table string
	Fixed, Random                  []string
	Method                         Method
	Criterion                      float64
	Variances                      map[string]float64 // "residual" is σ²
	Coefficients                   []struct {
		Name         string
		Estimate, SE float64
	}
	Effects []struct {
		Factor, Level string
		Estimate, SD  float64
	}
}

// TestHostileTables: numbers and words as levels, quoted and in any script; responses of a
// millionth and of millions; weights over orders of magnitude; nested, disconnected and
// collinear designs; a response without differences. lme4's answers (1.1-31, tight
// tolerances) are kept beside each table.
func TestHostileTables(t *testing.T) {
	b, err := os.ReadFile("testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var tables []hostile
	if err := json.Unmarshal(b, &tables); err != nil {
		t.Fatal(err)
	}
	for _, h := range tables {
		t.Run(h.Name, func(t *testing.T) {
			fit, err := Formula{Response: h.Response, Fixed: h.Fixed, Random: h.Random, Weights: h.Weights, Method: h.Method}.Fit(strings.NewReader(h.Table))
			if err != nil {
				t.Fatal(err)
			}
			if fit.Criterion > h.Criterion+1e-5 {
				t.Errorf("criterion %.8f is above lme4's %.8f", fit.Criterion, h.Criterion)
			}
			h.compare(t, fit)
		})
	}
}

func (h *hostile) compare(t *testing.T, fit *MixedFit) {
	t.Helper()
	residual := h.Variances["residual"]
	near(t, "residual variance", fit.Residual, residual, 1e-4*residual)
	got := map[string]Effect{}
	for _, f := range fit.Factors {
		near(t, "variance of "+f.Name, f.Variance, h.Variances[f.Name], 1e-4*math.Max(h.Variances[f.Name], 1e-6*residual))
		for _, l := range f.Levels {
			got[f.Name+"\x00"+l.Level] = l
		}
	}
	if len(got) != len(h.Effects) || len(fit.Fixed) != len(h.Coefficients) {
		t.Fatalf("%d levels and %d fixed effects, lme4 has %d and %d", len(got), len(fit.Fixed), len(h.Effects), len(h.Coefficients))
	}
	for i, c := range h.Coefficients {
		if fit.Fixed[i].Name != c.Name {
			t.Errorf("fixed effect %d is %q, lme4's %q", i, fit.Fixed[i].Name, c.Name)
		}
		near(t, c.Name, fit.Fixed[i].Estimate, c.Estimate, 1e-4*c.SE)
		near(t, "se of "+c.Name, fit.Fixed[i].SE, c.SE, 1e-4*c.SE)
	}
	for _, e := range h.Effects {
		l := got[e.Factor+"\x00"+e.Level]
		scale := math.Max(e.SD, 1e-3*math.Sqrt(residual))
		near(t, e.Factor+" "+e.Level, l.Estimate, e.Estimate, 1e-4*scale)
		near(t, "sd of "+e.Factor+" "+e.Level, l.SD, e.SD, 1e-4*scale)
	}
}

// TestHardlyAnyResidual: groups may differ a hundred thousand times as much as their rows.
// The design is balanced, so the answer is that of the analysis of variance.
func TestHardlyAnyResidual(t *testing.T) {
	for _, noise := range []float64{1, 1e-2, 1e-4} {
		table := "y,g\n"
		for i, y := range []string{"0", "10", "25"} {
			for _, e := range []float64{-1, 1} {
				table += decimalText(number(t, y)+e*noise*float64(i+1)) + ",g" + y + "\n"
			}
		}
		fit, err := Formula{Response: "y", Random: []string{"g"}}.Fit(strings.NewReader(table))
		if err != nil {
			t.Fatal(err)
		}
		within := noise * noise * 2 * (1 + 4 + 9) / 3
		between := 2 * ((0-35./3)*(0-35./3) + (10-35./3)*(10-35./3) + (25-35./3)*(25-35./3)) / 2
		near(t, "residual", fit.Residual, within, 1e-4*within)
		near(t, "variance", fit.Factors[0].Variance, (between-within)/2, 1e-4*between)
		if len(fit.Warnings) > 0 {
			t.Errorf("noise %g: %v", noise, fit.Warnings)
		}
	}
}

func decimalText(x float64) string {
	b, _ := json.Marshal(x)
	return string(b)
}
