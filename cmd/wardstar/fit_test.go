package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// batches is the dyestuff data of Davies & Goldsmith (1972).
const batches = `batch,yield
A,1545
A,1440
A,1440
A,1520
A,1580
B,1540
B,1555
B,1490
B,1560
B,1495
C,1595
C,1550
C,1605
C,1510
C,1560
D,1445
D,1440
D,1595
D,1465
D,1545
E,1595
E,1630
E,1515
E,1635
E,1625
F,1520
F,1455
F,1450
F,1480
F,1445
F,NA
`

// fitted runs wardstar fit with a table.
func fitted(t *testing.T, table string, args ...string) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err := run(t.Context(), append([]string{"fit", file}, args...), &out)
	return out.String(), err
}

func TestFitPrintsATable(t *testing.T) {
	got, err := fitted(t, batches, "--response", "yield", "--random", "batch")
	if err != nil {
		t.Fatal(err)
	}
	const want = `REML fit of yield: 30 rows, criterion 319.654277, one connected design

Random effects  variance       sd  levels
  batch          1764.05  42.0006       6
  residual       2451.25  49.5101

Fixed effects  estimate       se      t
  (Intercept)   1527.50  19.3834  78.80

Effects of batch  rows  estimate       sd
  A                  5  -17.6069  24.7730
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
	if !strings.Contains(got, "1 of 31 rows lack a value") || !strings.Contains(got, "\nsha256 ") {
		t.Errorf("no warning or hash in\n%s", got)
	}
}

func TestFitWritesJSON(t *testing.T) {
	got, err := fitted(t, batches, "--response=yield", "--random=batch", "--method=ml", "--json=-")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\"n\": 30,\n  \"method\": \"ml\",\n  \"criterion\": 327.32706,", `"converged": true`, `"evaluations": `,
		`"residual_variance": 2451.25`, `"variance": {`, `"fixed": [`, `"name": "(Intercept)"`, `"se": `, `"effects": {`,
		`"level": "A"`, `"n": 5`, `"sd": `, `"components": 1`, `"warnings": [`, `"sha256": "`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	file := filepath.Join(t.TempDir(), "out.json")
	if out, err := fitted(t, batches, "--response=yield", "--random=batch", "--method=ml", "--json", file); err != nil || out != "" {
		t.Errorf("printed %q, %v", out, err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != got {
		t.Errorf("the file differs from standard output: %v", err)
	}
}

// TestFitAgreesWithLme4 on a table of ratings whose answers are kept beside it.
func TestFitAgreesWithLme4(t *testing.T) {
	const folder = "../../evaluation/testdata/synth/"
	var out bytes.Buffer
	err := run(t.Context(), strings.Fields("fit "+folder+"ratings.csv.gz --response y --fixed dept,position,touchpoint,shift "+
		"--random patient --random staff --json -"), &out)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Criterion float64
		Residual  float64 `json:"residual_variance"`
		Variance  map[string]float64
		Fixed     []struct {
			Name         string
			Estimate, SE float64
		}
	}
	var reference map[string]struct {
		REMLcrit float64
		Varcomp  map[string]float64
		Fixef    map[string]float64
		FixefSE  map[string]float64 `json:"fixef_se"`
	}
	b, err := os.ReadFile(folder + "reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"ratings":`+string(all["ratings"])+"}"), &reference); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := reference["ratings"]
	if got.Criterion > want.REMLcrit+1e-5 {
		t.Errorf("criterion %f, lme4's is %f", got.Criterion, want.REMLcrit)
	}
	got.Variance["Residual"] = got.Residual
	for name, v := range want.Varcomp {
		if !(math.Abs(got.Variance[name]/v-1) < 1e-4) {
			t.Errorf("variance of %s is %g, lme4's is %g", name, got.Variance[name], v)
		}
	}
	if len(got.Fixed) != len(want.Fixef) {
		t.Errorf("%d fixed effects, lme4 has %d", len(got.Fixed), len(want.Fixef))
	}
	for _, f := range got.Fixed {
		if se := want.FixefSE[f.Name]; !(math.Abs(f.Estimate-want.Fixef[f.Name]) < 1e-4*se && math.Abs(f.SE/se-1) < 1e-4) {
			t.Errorf("%s is %g ± %g, lme4's is %g ± %g", f.Name, f.Estimate, f.SE, want.Fixef[f.Name], se)
		}
	}
}

// TestMethodShowsWhatIsPrinted: the worked example of docs/method.md is what the program says.
func TestMethodShowsWhatIsPrinted(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), strings.Fields("fit ../../docs/example/checks.csv --response points --random nurse --random supervisor"), &out); err != nil {
		t.Fatal(err)
	}
	method, err := os.ReadFile("../../docs/method.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(method), "```\n"+out.String()+"```\n") {
		t.Errorf("docs/method.md does not show\n%s", out.String())
	}
}

func TestFitSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ table, args, want string }{
		{batches, "--response=yeild", `there is no column "yeild"; the table has batch, yield`},
		{batches, "--response=batch", `row 1 (line 2), column 1 (batch): "A" is not a number`},
		{batches, "--random=batch", "--response"},
		{batches, "--response=yield --method=mle", `--method must be one of`},
		{"", "--response=yield", "the table is empty"},
	} {
		_, err := fitted(t, c.table, strings.Fields(c.args)...)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.args, err, c.want)
		}
	}
	if err := run(t.Context(), []string{"fit", filepath.Join(t.TempDir(), "none.csv"), "--response=y"}, io.Discard); err == nil {
		t.Error("a file that is not there was fitted")
	}
}
