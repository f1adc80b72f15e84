package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/wardstar/wardstar/periods"
)

// verify works a period's stored figures out again.
type verify struct {
	store
	Period string `required:"" placeholder:"YYYY-MM" help:"The month to verify."`
}

// Help is shown below the flags.
func (verify) Help() string {
	return `Works every score, line, rank and hash of the period's latest computation out
again, in integers, from the scheme, the frozen parameters and the evidence
that was read, and lists what is stored otherwise. Changes nothing.

Example:

  wardstar verify --period 2026-10`
}

// Run is called by kong.
func (v *verify) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := v.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	found, err := (&periods.Service{DB: o.DB, Now: time.Now}).Verify(ctx, v.Period)
	if err != nil {
		return err
	}
	return printVerification(out, found)
}

// printVerification prints the result, and returns an error if anything differs.
func printVerification(out io.Writer, v periods.Verification) error {
	fmt.Fprintf(out, "%s, computation %d\n  evidence  %x\n  result    %x\n", v.Period, v.Computation, v.Evidence, v.Result)
	if len(v.Differences) == 0 {
		fmt.Fprintf(out, "All %d scores follow from the evidence and the frozen parameters.\n", v.Scores)
		return nil
	}
	for _, d := range v.Differences {
		fmt.Fprintln(out, "- "+d)
	}
	return fmt.Errorf("%s was changed after it was computed; differences: %d", v.Period, len(v.Differences))
}
