package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// curve varies one of the three sizes and keeps the others.
type curve struct {
	title  string
	points []size
	at     func(size) int
	lme4   int // fit the first so many points with lme4, too: it gets slow
	own    []fitted
	theirs []float64
}

func curves() []*curve {
	vary := func(title string, lme4 int, at func(size) int, with func(n int) size, values ...int) *curve {
		c := &curve{title: title, at: at, lme4: lme4}
		for _, v := range values {
			c.points = append(c.points, with(v))
		}
		return c
	}
	u := university
	return []*curve{
		vary("ratings", 4, func(s size) int { return s.ratings }, func(n int) size { return size{n, u.raters, u.rated} },
			10_000, 30_000, 73_000, 150_000, 500_000, 2_000_000),
		vary("raters", 4, func(s size) int { return s.raters }, func(n int) size { return size{u.ratings, n, u.rated} },
			100, 1_000, 3_000, 10_000, 30_000),
		vary("employees", 3, func(s size) int { return s.rated }, func(n int) size { return size{u.ratings, u.raters, n} },
			100, 400, 1_100, 2_000, 2_900),
	}
}

// drawCosts measures the curves, prints them as a table and draws them.
func drawCosts(out io.Writer, file string) error {
	folder, err := os.MkdirTemp("", "wardstar-lme4-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	all := curves()
	fmt.Fprintf(out, "\n%10s %10s %10s   %10s %8s %8s   %10s %7s\n", "ratings", "raters", "employees", "CPU s", "rounds", "MB", "lme4 CPU s", "ratio")
	for _, c := range all {
		for i, s := range c.points {
			f, err := fitInChild(s, assembly)
			if err != nil {
				return err
			}
			c.own = append(c.own, f)
			theirs := ""
			if i < c.lme4 {
				seconds, err := fitInR(s, folder)
				if err != nil {
					return err
				}
				c.theirs = append(c.theirs, seconds)
				theirs = fmt.Sprintf("%10.2f %7.1f", seconds, seconds/f.CPU)
			}
			solver := ""
			if f.Estimated {
				solver = "iterative"
			}
			fmt.Fprintf(out, "%10d %10d %10d   %10.3f %8d %8.0f   %s%s\n", s.ratings, s.raters, s.rated, f.CPU, f.Evaluations, f.MB, theirs, solver)
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, plot(all), 0o644)
}

// fitInR returns lme4's processor seconds.
func fitInR(s size, folder string) (float64, error) {
	file := filepath.Join(folder, "ratings.csv")
	if err := simulate(s).write(file); err != nil {
		return 0, err
	}
	var out bytes.Buffer
	if err := runR(&out, "speed.R", file); err != nil {
		return 0, err
	}
	var seconds float64
	_, err := fmt.Fscan(&out, &seconds)
	return seconds, err
}
