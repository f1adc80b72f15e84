//go:build long

package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/wardstar/wardstar/evaluation"
)

// TestPublicData holds the engine to lme4's answers on its own data sets and on nlme's,
// which come from fields as far apart as baking, ecology and schools.
func TestPublicData(t *testing.T) {
	folder := t.TempDir()
	all, err := compareWithLme4(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 25 {
		t.Errorf("only %d data sets were compared", len(all))
	}
	for _, a := range all {
		if t.Log(a); !a.holds() {
			t.Errorf("%s is not within the tolerances", a.name)
		}
	}
	published(t, filepath.Join(folder, "Penicillin.csv"), evaluation.Formula{Response: "diameter", Random: []string{"plate", "sample"}},
		330.860589, .716905, 3.731132, .302415)
	published(t, filepath.Join(folder, "Dyestuff2.csv"), evaluation.Formula{Response: "Yield", Random: []string{"Batch"}}, 161.828278, 0, 13.80613)
}

// published compares with the figures that books print.
func published(t *testing.T, file string, formula evaluation.Formula, criterion float64, variances ...float64) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fit, err := formula.Fit(f)
	if err != nil {
		t.Fatal(err)
	}
	if fit.Criterion > criterion+criterionAbove {
		t.Errorf("%s: criterion %f, published %f", formula.Response, fit.Criterion, criterion)
	}
	for i, v := range variances {
		got := fit.Residual
		if i < len(fit.Factors) {
			got = fit.Factors[i].Variance
		}
		if !(math.Abs(got-v) <= closeEnough*v) {
			t.Errorf("%s: variance %d is %f, published %f", formula.Response, i, got, v)
		}
	}
}
