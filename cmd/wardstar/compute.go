package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/wardstar/wardstar/periods"
)

// compute evaluates a period.
type compute struct {
	store
	Period string `required:"" placeholder:"YYYY-MM" help:"The month to compute."`
}

// Help is shown below the flags.
func (compute) Help() string {
	return `Reads the period's evidence, fits the models, and keeps scores, ranks and the
frozen parameters. Computing again adds a computation; the latest counts.

Example:

  wardstar compute --period 2026-10`
}

// Run is called by kong.
func (c *compute) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := c.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	p, err := (&periods.Service{DB: o.DB, Now: time.Now}).Compute(ctx, program, periods.ComputePeriod{Name: c.Period})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is computed.\n", p.Name)
	return nil
}
