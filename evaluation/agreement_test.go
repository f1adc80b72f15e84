package evaluation

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"testing"
)

type canonicalValues struct {
	Baseball struct {
		Mean, Sigma2, S, Shrink float64
		SSERaw                  float64 `json:"sse_raw"`
		SSEJS                   float64 `json:"sse_js"`
	}
	ICC          ICC
	FleissKappa  float64 `json:"fleiss_kappa"`
	CohenKappa   float64 `json:"cohen_kappa"`
	Krippendorff map[Measurement]float64
}

func canonicalReference(t *testing.T) canonicalValues {
	t.Helper()
	b, err := os.ReadFile("testdata/canonical.json")
	if err != nil {
		t.Fatal(err)
	}
	var c canonicalValues
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAgreementAgainstPublishedValues uses the data printed in the papers.
func TestAgreementAgainstPublishedValues(t *testing.T) {
	want := canonicalReference(t)
	cohen, err := CohenKappa([][]float64{{20, 5}, {10, 15}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Cohen", cohen, want.CohenKappa, 1e-6)
	fleiss, err := FleissKappa([][]float64{{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
		{7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "Fleiss", fleiss, want.FleissKappa, 1e-6)
	nan := math.NaN()
	krippendorff := [][]float64{
		{1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan},
		{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3},
		{nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan},
		{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan}}
	for _, level := range []Measurement{Nominal, Ordinal, Interval, Ratio} {
		got, err := KrippendorffAlpha(krippendorff, level)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "Krippendorff "+string(level), got, want.Krippendorff[level], 1e-6)
	}
	icc, err := IntraclassCorrelations([][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"ICC1", icc.ICC1, want.ICC.ICC1}, {"ICC2", icc.ICC2, want.ICC.ICC2}, {"ICC3", icc.ICC3, want.ICC.ICC3},
		{"ICC1k", icc.ICC1K, want.ICC.ICC1K}, {"ICC2k", icc.ICC2K, want.ICC.ICC2K}, {"ICC3k", icc.ICC3K, want.ICC.ICC3K}} {
		near(t, c.name, c.got, c.want, 1e-6)
	}
}

// TestShrinkageAgainstBaseball is Efron and Morris's example.
func TestShrinkageAgainstBaseball(t *testing.T) {
	want := canonicalReference(t).Baseball
	f, err := os.Open("testdata/baseball_efron_morris.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var raw, rest, js []float64
	for _, row := range all[1:] {
		rest, raw, js = append(rest, number(t, row[2])), append(raw, number(t, row[3])), append(js, number(t, row[4]))
	}
	shrunk, factor := ShrinkToMean(raw, want.Sigma2)
	near(t, "factor", factor, want.Shrink, 1e-6)
	sseRaw, sseJS := 0.0, 0.0
	for i := range shrunk {
		near(t, "estimate", shrunk[i], js[i], 1e-6)
		sseRaw += (raw[i] - rest[i]) * (raw[i] - rest[i])
		sseJS += (shrunk[i] - rest[i]) * (shrunk[i] - rest[i])
	}
	near(t, "error of the raw means", sseRaw, want.SSERaw, 1e-6)
	near(t, "error after shrinking", sseJS, want.SSEJS, 1e-6)
}

// TestAgreementWithoutAnswer: nothing to compare is an error in words, never NaN.
func TestAgreementWithoutAnswer(t *testing.T) {
	nan := math.NaN()
	if _, err := CohenKappa([][]float64{{5, 0}, {0, 0}}); err == nil {
		t.Error("kappa of one category")
	}
	if _, err := CohenKappa([][]float64{{5}, {0, 0}}); err == nil {
		t.Error("kappa of a ragged table")
	}
	if _, err := CohenKappa(nil); err == nil {
		t.Error("kappa of nothing")
	}
	if _, err := FleissKappa([][]float64{{3, 0}, {1, 1}}); err == nil {
		t.Error("unequal numbers of observers")
	}
	if _, err := FleissKappa(nil); err == nil {
		t.Error("Fleiss of nothing")
	}
	if _, err := KrippendorffAlpha([][]float64{{1, nan}, {nan, 2}}, Nominal); err == nil {
		t.Error("alpha without pairs")
	}
	if _, err := KrippendorffAlpha([][]float64{{1, 1}, {1, 1}}, Interval); err == nil {
		t.Error("alpha of equal values")
	}
	if _, err := KrippendorffAlpha([][]float64{{1, 2}, {1, 2}}, "guess"); err == nil {
		t.Error("unknown level")
	}
	if _, err := IntraclassCorrelations([][]float64{{1, 1}, {1, 1}}); err == nil {
		t.Error("ICC of equal ratings")
	}
	if _, err := IntraclassCorrelations([][]float64{{1, 1}, {1}}); err == nil {
		t.Error("ICC with a missing rating")
	}
}
