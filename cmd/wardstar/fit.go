package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/wardstar/wardstar/evaluation"
)

// fit runs the engine behind the scores on any table.
type fit struct {
	File     string   `arg:"" placeholder:"FILE" help:"Table with a header: CSV, plain or gzipped; - for standard input."`
	Response string   `required:"" placeholder:"COLUMN" env:"-" help:"What is to be explained: numbers."`
	Fixed    []string `placeholder:"COLUMN" env:"-" help:"Categorical fixed effects, as contrasts against the first level in sorted order."`
	Numeric  []string `placeholder:"COLUMN" env:"-" help:"Numeric fixed effects."`
	Random   []string `placeholder:"COLUMN" env:"-" help:"Random factor; can be repeated. a:b is every pair of a and b."`
	Weights  string   `placeholder:"COLUMN" env:"-" help:"Weight of each row; it divides the residual variance."`
	Method   string   `enum:"reml,ml" default:"reml" env:"-" help:"reml or ml."`
	JSON     string   `name:"json" placeholder:"OUT" env:"-" help:"Write all numbers as JSON to this file; - for standard output."`
	Threads  int      `default:"0" env:"-" help:"Processors to use; the result does not depend on it. 0 for all."`
}

// Help is shown below the flags.
func (fit) Help() string {
	return `Fits a linear mixed model, the one that lme4 writes y ~ x + (1 | a) + (1 | b). The intercept is
always in. Rows without a value in a column of the model are left out, with a warning. The hash is
SHA-256 over the result in fixed point: the same table gives the same hash on any machine.

Examples:

  Who is rated how, given the ward and the shift, by which patients:
    wardstar fit ratings.csv.gz --response y --fixed ward,shift --random patient --random staff

  The same for a program to read:
    wardstar fit ratings.csv.gz --response y --fixed ward,shift --random patient,staff --json result.json

  A trend, with maximum likelihood so that models can be compared:
    wardstar fit sleep.csv --response reaction --numeric days --random subject --method ml`
}

// Run is called by kong.
func (c *fit) Run(ctx context.Context, out io.Writer) error {
	result, err := c.compute(ctx)
	if err != nil {
		return err
	}
	report, err := evaluation.NewReport(result)
	if err != nil {
		return err
	}
	if c.JSON == "" {
		return writeFit(out, c, result, report.SHA256)
	}
	b, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	b = append(b, '\n')
	if c.JSON == "-" {
		_, err := io.Copy(out, bytes.NewReader(b))
		return err
	}
	return replaceFile(c.JSON, b)
}

// compute reads and fits. A fit of millions can take minutes and is not made to be
// interrupted, so it is left behind when the program is told to stop.
func (c *fit) compute(ctx context.Context) (*evaluation.MixedFit, error) {
	in, err := c.open()
	if err != nil {
		return nil, err
	}
	formula := evaluation.Formula{Response: c.Response, Fixed: c.Fixed, Numeric: c.Numeric, Random: c.Random,
		Weights: c.Weights, Method: evaluation.Method(c.Method), Workers: c.Threads}
	if formula.Workers <= 0 {
		formula.Workers = runtime.GOMAXPROCS(0)
	}
	type answer struct {
		fit *evaluation.MixedFit
		err error
	}
	done := make(chan answer, 1)
	go func() {
		f, err := formula.Fit(in)
		done <- answer{f, errors.Join(err, in.Close())}
	}()
	select {
	case a := <-done:
		if a.err != nil {
			return nil, fmt.Errorf("%s: %w", c.File, a.err)
		}
		return a.fit, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%s: stopped before it was fitted", c.File)
	}
}

func (c *fit) open() (io.ReadCloser, error) {
	if c.File == "-" {
		return os.Stdin, nil
	}
	return os.Open(c.File)
}
