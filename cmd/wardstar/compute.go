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
	Refit  bool   `help:"Estimate everything anew, although the month is over and was computed: figures of people move about whom nothing is new."`
}

// Help is shown below the flags.
func (compute) Help() string {
	return `Reads the period's evidence, fits the models, and keeps scores, ranks and the
frozen parameters. Computing again adds a computation; the latest counts. A
month that is over keeps the parameters of its first computation, so that one
person's appeal moves nobody else.

Examples:

  wardstar compute --period 2026-10

  After a wrong import was put right, estimate everything anew:
    wardstar compute --period 2026-10 --refit`
}

// Run is called by kong.
func (c *compute) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := c.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	p, err := (&periods.Service{DB: o.DB, Now: time.Now}).Compute(ctx, program, periods.ComputePeriod{Name: c.Period, Refit: c.Refit})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is computed.\n", p.Name)
	return nil
}
