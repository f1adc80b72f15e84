package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// results is the table that the benchmark ends with.
type results struct{ rows []result }

type result struct {
	what, measured, target string
	met                    bool
}

func (t *results) add(met bool, what, target, measured string, args ...any) {
	t.rows = append(t.rows, result{what, fmt.Sprintf(measured, args...), target, met})
}

// print returns an error if a target is missed.
func (t *results) print(out io.Writer) error {
	fmt.Fprintf(out, "\n%-62s %-42s %-14s\n", "what", "measured", "target")
	missed := 0
	for _, r := range t.rows {
		mark := ""
		if !r.met {
			mark = "  MISSED"
			missed++
		}
		fmt.Fprintf(out, "%-62s %-42s %-14s%s\n", r.what, r.measured, r.target, mark)
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d targets missed", missed, len(t.rows))
	}
	return nil
}

// agreement compares with lme4 on public data.
func (t *results) agreement() error {
	folder, err := os.MkdirTemp("", "wardstar-lme4-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	all, err := compareWithLme4(folder)
	if err != nil {
		return err
	}
	good := 0
	worst := 0.0
	for _, a := range all {
		fmt.Println(a)
		if a.holds() {
			good++
		}
		worst = max(worst, a.variance, a.effects, a.sds, a.fixed)
	}
	t.add(good == len(all), "public data sets on which lme4's answers are met", "all, 1e-4", "%d of %d, worst difference %.1e", good, len(all), worst)
	return nil
}

// university is as large as the best-known crossed set, students who rate lecturers.
var university = size{73_000, 3_000, 1_100}

// speed takes turns: lme4, the kernel, pure Go.
func (t *results) speed(rounds int) error {
	folder, err := os.MkdirTemp("", "wardstar-lme4-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "ratings.csv")
	if err := simulate(university).write(file); err != nil {
		return err
	}
	times := map[kernel][]float64{}
	var lme4 []float64
	for range rounds {
		var out bytes.Buffer
		if err := runR(&out, "speed.R", file); err != nil {
			return err
		}
		var seconds, criterion, rater, rated, residual float64
		if _, err := fmt.Fscan(&out, &seconds, &criterion, &rater, &rated, &residual); err != nil {
			return fmt.Errorf("read lme4's answer: %w", err)
		}
		lme4 = append(lme4, seconds)
		for _, k := range []kernel{assembly, pureGo} {
			f, err := fitInChild(university, k)
			if err != nil {
				return err
			}
			if f.Criterion > criterion+criterionAbove {
				return fmt.Errorf("the criterion is %f, lme4's is %f", f.Criterion, criterion)
			}
			times[k] = append(times[k], f.CPU)
			fmt.Printf("lme4 fit %.2f s; fit, effects and sds with %s %.3f s, %d evaluations, %.0f MB\n", seconds, k, f.CPU, f.Evaluations, f.MB)
		}
	}
	reference := median(lme4)
	for _, k := range []kernel{assembly, pureGo} {
		target := map[kernel]float64{assembly: 8, pureGo: 1.3}[k]
		own := median(times[k])
		t.add(reference/own >= target, university.String()+", "+string(k), fmt.Sprintf("≥ %g ×", target),
			"%.1f × lme4 (%.2f s against %.2f s CPU)", reference/own, own, reference)
	}
	return nil
}

// millions is a province of hospitals.
func (t *results) millions() error {
	s := size{5_000_000, 2_500_000, 10_000}
	f, err := fitInChild(s, assembly)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %.2f s CPU, %.0f MB, %d evaluations, variances %.5f\n", s, f.CPU, f.MB, f.Evaluations, f.Variances)
	t.add(f.CPU <= 8, s.String(), "≤ 8 s CPU", "%.1f s", f.CPU)
	t.add(f.MB <= 1024, "  its memory, data included", "≤ 1 GB", "%.0f MB", f.MB)
	return nil
}

func (t *results) everyday() error {
	e, err := measureEveryday()
	if err != nil {
		return err
	}
	t.add(e.explanation <= 1, "explanation, down to the single rating", "≤ 1 µs", "%.2f µs a rating", e.explanation)
	t.add(e.oneMore < 1, "one rating more at frozen parameters, score included", "< 1 ms", "%.3f ms", e.oneMore)
	t.add(e.top < 100, "top-k chances, possible ranks and ties of 10,000", "< 100 ms", "%.1f ms", e.top)
	return nil
}
