package main

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/wardstar/wardstar/evaluation"
)

//go:embed references.R speed.R
var scripts embed.FS

// agreement is how far our answers to one public data set are from lme4's.
type agreement struct {
	name      string
	rows      int
	variance  float64 // worst, relative
	criterion float64 // ours minus lme4's
	effects   float64 // worst, in posterior standard deviations
	sds       float64 // worst, relative
	fixed     float64 // worst estimate or standard error, in standard errors
}

// Tolerances against lme4.
const (
	closeEnough    = 1e-4
	criterionAbove = 1e-5
)

func (a agreement) holds() bool {
	return a.variance <= closeEnough && a.criterion <= criterionAbove && a.effects <= closeEnough &&
		a.sds <= closeEnough && a.fixed <= closeEnough
}

func (a agreement) String() string {
	return fmt.Sprintf("%-20s %6d rows  variances %.1e  criterion %+.1e  effects %.1e sd  sds %.1e  fixed %.1e se",
		a.name, a.rows, a.variance, a.criterion, a.effects, a.sds, a.fixed)
}

// compareWithLme4 lets R fit public data sets, fits them itself, and compares.
func compareWithLme4(folder string) ([]agreement, error) {
	if err := runR(os.Stderr, "references.R", folder); err != nil {
		return nil, err
	}
	models, err := readRows(filepath.Join(folder, "models.csv"))
	if err != nil {
		return nil, err
	}
	var all []agreement
	for _, m := range models {
		a, err := compareOne(folder, m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m["name"], err)
		}
		all = append(all, a)
	}
	return all, nil
}

// runR runs one of our scripts on one thread.
func runR(out io.Writer, script string, args ...string) error {
	source, err := scripts.ReadFile(script)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "wardstar-r-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, script)
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return err
	}
	cmd := exec.Command("Rscript", append([]string{"--vanilla", file}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1")
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("run %s (it needs r-cran-lme4: scripts/install lme4): %w", script, err)
	}
	return nil
}

// readRows reads a CSV into one map a row.
func readRows(file string) ([]map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	var rows []map[string]string
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = fields[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func compareOne(folder string, m map[string]string) (agreement, error) {
	table, err := os.Open(filepath.Join(folder, m["name"]+".csv"))
	if err != nil {
		return agreement{}, err
	}
	defer table.Close()
	fit, err := evaluation.Formula{Response: m["response"], Fixed: strings.Fields(m["fixed"]), Numeric: strings.Fields(m["numeric"]),
		Random: strings.Fields(m["random"]), Weights: m["weights"], Method: evaluation.Method(m["method"])}.Fit(table)
	if err != nil {
		return agreement{}, err
	}
	answers, err := readRows(filepath.Join(folder, m["name"]+".answers"))
	if err != nil {
		return agreement{}, err
	}
	a := agreement{name: m["name"], rows: fit.N}
	seen := 0
	for _, row := range answers {
		value, err := strconv.ParseFloat(row["value"], 64)
		if err != nil {
			return agreement{}, err
		}
		sd, err := strconv.ParseFloat(row["sd"], 64)
		if err != nil {
			return agreement{}, err
		}
		if !a.add(fit, row["kind"], row["name"], row["level"], value, sd) {
			return agreement{}, fmt.Errorf("lme4 has a %s %s %s, the fit has none", row["kind"], row["name"], row["level"])
		}
		seen++
	}
	if ours := numbersIn(fit); ours != seen {
		return agreement{}, fmt.Errorf("the fit has %d numbers, lme4 has %d", ours, seen)
	}
	return a, nil
}

func numbersIn(f *evaluation.MixedFit) int {
	n := 2 + len(f.Fixed) + len(f.Factors)
	for _, k := range f.Factors {
		n += len(k.Levels)
	}
	return n
}

// add takes one of lme4's numbers. It returns false if the fit has no such number.
func (a *agreement) add(f *evaluation.MixedFit, kind, name, level string, value, sd float64) bool {
	switch kind {
	case "criterion":
		a.criterion = f.Criterion - value
		return true
	case "variance":
		if name == "residual" {
			a.variance = math.Max(a.variance, math.Abs(f.Residual/value-1))
			return true
		}
		for _, k := range f.Factors {
			if k.Name == name {
				a.variance = math.Max(a.variance, differs(k.Variance, value, f.Residual))
				return true
			}
		}
	case "fixed":
		for _, c := range f.Fixed {
			if c.Name == name {
				a.fixed = math.Max(a.fixed, math.Max(math.Abs(c.Estimate-value), math.Abs(c.SE-sd))/sd)
				return true
			}
		}
	case "effect":
		return a.addEffect(f, name, level, value, sd)
	}
	return false
}

func (a *agreement) addEffect(f *evaluation.MixedFit, name, level string, value, sd float64) bool {
	for _, k := range f.Factors {
		if k.Name != name {
			continue
		}
		for _, l := range k.Levels {
			if l.Level != level {
				continue
			}
			if sd > 0 {
				a.effects = math.Max(a.effects, math.Abs(l.Estimate-value)/sd)
				a.sds = math.Max(a.sds, math.Abs(l.SD/sd-1))
			} else if l.Estimate != 0 || l.SD != 0 {
				a.effects = math.Inf(1)
			}
			return true
		}
	}
	return false
}

// differs is relative, but a variance that lme4 drove to within rounding of zero must only
// be as good as zero.
func differs(ours, theirs, residual float64) float64 {
	if theirs < 1e-9*residual {
		return math.Abs(ours-theirs) / residual
	}
	return math.Abs(ours/theirs - 1)
}
