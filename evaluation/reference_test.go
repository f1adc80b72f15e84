package evaluation

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"
)

// readTable reads a gzipped CSV into columns.
func readTable(t testing.TB, name string) map[string][]string {
	t.Helper()
	f, err := os.Open("testdata/synth/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]string{}
	for c, name := range all[0] {
		for _, row := range all[1:] {
			columns[name] = append(columns[name], row[c])
		}
	}
	return columns
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func numbers(t testing.TB, s []string) []float64 {
	t.Helper()
	out := make([]float64, len(s))
	for i := range s {
		out[i] = number(t, s[i])
	}
	return out
}

// ratingsModel is the reference data set of ratings.
func ratingsModel(t testing.TB) Mixed {
	t.Helper()
	d := readTable(t, "ratings.csv.gz")
	return Mixed{Response: numbers(t, d["y"]),
		Fixed: []Factor{NewFactor("dept", d["dept"]), NewFactor("position", d["position"]),
			NewFactor("touchpoint", d["touchpoint"]), NewFactor("shift", d["shift"])},
		Random: []Factor{NewFactor("patient", d["patient"]), NewFactor("staff", d["staff"])}}
}

// auditsModel is the reference data set of audits: one row per item, 100 or 0 points.
func auditsModel(t testing.TB) Mixed {
	t.Helper()
	d := readTable(t, "audits.csv.gz")
	var y []float64
	var item, audit, staff, sup, dept []string
	for i := range d["audit"] {
		for k := 1; k <= 8; k++ {
			v := d["item"+strconv.Itoa(k)][i]
			if v == "" {
				continue
			}
			y = append(y, 100*number(t, v))
			item = append(item, strconv.Itoa(k))
			audit, staff = append(audit, d["audit"][i]), append(staff, d["staff"][i])
			sup, dept = append(sup, d["supervisor"][i]), append(dept, d["dept"][i])
		}
	}
	return Mixed{Response: y, Fixed: []Factor{NewFactor("item", item)},
		Random: []Factor{NewFactor("audit", audit), NewFactor("staff", staff), NewFactor("sup", sup), NewFactor("dept", dept)}}
}

type lme4Reference struct {
	REMLcrit float64
	Varcomp  map[string]float64
	Fixef    map[string]float64
	FixefSE  map[string]float64 `json:"fixef_se"`
}

func readReference(t testing.TB, key string) lme4Reference {
	t.Helper()
	b, err := os.ReadFile("testdata/synth/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	var ref lme4Reference
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[key], &ref); err != nil {
		t.Fatal(err)
	}
	return ref
}

// TestMixedAgreesWithLme4 holds the engine to lme4's answers on both reference sets.
func TestMixedAgreesWithLme4(t *testing.T) {
	for _, c := range []struct {
		key     string
		model   func(testing.TB) Mixed
		effects map[string]string // factor → file of lme4's effects
	}{
		{"ratings", ratingsModel, map[string]string{"staff": "ratings_ref_staff.csv.gz"}},
		{"audits_lmm", auditsModel, map[string]string{"staff": "audits_ref_staff.csv.gz", "sup": "audits_ref_supervisor.csv.gz"}},
	} {
		t.Run(c.key, func(t *testing.T) {
			ref := readReference(t, c.key)
			fit, err := c.model(t).Fit()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("criterion %.6f (lme4 %.6f), %d evaluations, %v", fit.Criterion, ref.REMLcrit, fit.Evaluations, fit.Warnings)
			if fit.Criterion > ref.REMLcrit+1e-5 {
				t.Errorf("criterion %.8f is above lme4's %.8f", fit.Criterion, ref.REMLcrit)
			}
			near(t, "residual variance", fit.Residual, ref.Varcomp["Residual"], 1e-4*ref.Varcomp["Residual"])
			for _, f := range fit.Factors {
				near(t, "variance of "+f.Name, f.Variance, ref.Varcomp[f.Name], 1e-4*ref.Varcomp[f.Name])
				if file, ok := c.effects[f.Name]; ok {
					sameEffects(t, f, readTable(t, file))
				}
			}
			if len(fit.Fixed) != len(ref.Fixef) {
				t.Errorf("%d fixed effects, want %d", len(fit.Fixed), len(ref.Fixef))
			}
			for _, b := range fit.Fixed {
				near(t, b.Name, b.Estimate, ref.Fixef[b.Name], 1e-4*ref.FixefSE[b.Name])
				near(t, "se of "+b.Name, b.SE, ref.FixefSE[b.Name], 1e-4*ref.FixefSE[b.Name])
			}
		})
	}
}

func sameEffects(t *testing.T, f FactorFit, ref map[string][]string) {
	t.Helper()
	key := map[string]string{"staff": "staff", "sup": "supervisor"}[f.Name]
	if len(f.Levels) != len(ref[key]) {
		t.Fatalf("%s: %d levels, want %d", f.Name, len(f.Levels), len(ref[key]))
	}
	at := map[string]int{}
	for i, l := range f.Levels {
		at[l.Level] = i
	}
	worst := 0.0
	for i, label := range ref[key] {
		got, sd := f.Levels[at[label]], number(t, ref["pevsd"][i])
		worst = math.Max(worst, math.Abs(got.Estimate-number(t, ref["blup"][i]))/sd)
		worst = math.Max(worst, math.Abs(got.SD-sd)/sd)
	}
	if !(worst < 1e-4) {
		t.Errorf("%s: effects or sds differ from lme4 by %.2g sd", f.Name, worst)
	}
	t.Logf("%s: worst difference %.2g sd", f.Name, worst)
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %.10g, want %.10g ± %.2g", what, got, want, tolerance)
	}
}
