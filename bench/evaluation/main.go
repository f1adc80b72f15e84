// Command evaluation compares the evaluation engine with R's lme4, side by side in one run,
// and prints ratios with their targets. See docs/method.md for how to read them.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench/evaluation:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) == 5 && os.Args[1] == "child" {
		s, err := parseSize(os.Args[2:])
		if err != nil {
			return err
		}
		return child(s)
	}
	rounds := flag.Int("rounds", 5, "rounds; the median counts")
	plot := flag.String("plot", "docs/images/evaluation-cost.svg", "where to draw the cost curves")
	only := flag.String("only", "", "agreement, speed, millions, everyday or costs")
	flag.Parse()
	table := &results{}
	for _, part := range []struct {
		name string
		run  func() error
	}{
		{"agreement", func() error { return table.agreement() }},
		{"speed", func() error { return table.speed(*rounds) }},
		{"millions", func() error { return table.millions() }},
		{"everyday", func() error { return table.everyday() }},
		{"costs", func() error { return drawCosts(os.Stdout, *plot) }},
	} {
		if *only == "" || *only == part.name {
			if err := part.run(); err != nil {
				return err
			}
		}
	}
	return table.print(os.Stdout)
}

func parseSize(args []string) (size, error) {
	var n [3]int
	for i, a := range args {
		v, err := strconv.Atoi(a)
		if err != nil {
			return size{}, err
		}
		n[i] = v
	}
	return size{n[0], n[1], n[2]}, nil
}

// median sorts its argument.
func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}
