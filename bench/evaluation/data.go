package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/wardstar/wardstar/evaluation"
)

// size is a crossed set of ratings.
type size struct{ ratings, raters, rated int }

func (s size) String() string {
	return fmt.Sprintf("%d ratings × %d raters × %d rated", s.ratings, s.raters, s.rated)
}

// ratings is a crossed set, the same every time: a rater meets people of their own field
// mostly, and anybody otherwise, as patients do nurses and students lecturers.
type ratings struct {
	rater, rated []int64
	service      []float64
	rating       []float64
}

func simulate(s size) ratings {
	rng := rand.New(rand.NewPCG(2026, 11))
	a, b := make([]float64, s.raters), make([]float64, s.rated)
	for i := range a {
		a[i] = 0.35 * rng.NormFloat64()
	}
	for i := range b {
		b[i] = 0.5 * rng.NormFloat64()
	}
	r := ratings{make([]int64, s.ratings), make([]int64, s.ratings), make([]float64, s.ratings), make([]float64, s.ratings)}
	for i := range s.ratings {
		rater := rng.IntN(s.raters)
		rated := (rater*s.rated/s.raters + int(30*rng.NormFloat64()) + 100*s.rated) % s.rated
		if rng.IntN(3) == 0 {
			rated = rng.IntN(s.rated)
		}
		r.rater[i], r.rated[i], r.service[i] = int64(rater), int64(rated), float64(rng.IntN(2))
		r.rating[i] = 3.2 + a[rater] + b[rated] - 0.1*r.service[i] + 1.2*rng.NormFloat64()
	}
	return r
}

// model is rating ~ service + (1 | rater) + (1 | rated).
func (r ratings) model() evaluation.Mixed {
	return evaluation.Mixed{Response: r.rating, Numeric: []evaluation.Covariate{{Name: "service", Value: r.service}},
		Random: []evaluation.Factor{evaluation.NewIDFactor("rater", r.rater), evaluation.NewIDFactor("rated", r.rated)}}
}

// write leaves the set as CSV for R.
func (r ratings) write(file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "rater,rated,service,rating")
	for i, y := range r.rating {
		fmt.Fprintf(w, "%d,%d,%g,%.17g\n", r.rater[i], r.rated[i], r.service[i], y)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
