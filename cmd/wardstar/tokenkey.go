package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/wardstar/wardstar/feedback"
)

// tokenKey manages the keys that sign visit slips and invitations.
type tokenKey struct {
	List     listTokenKeys    `cmd:"" help:"List the keys that sign visit slips and invitations."`
	Rotate   rotateTokenKey   `cmd:"" help:"Sign with a new key from now on; slips that are out stay good until they expire."`
	Withdraw withdrawTokenKey `cmd:"" help:"Refuse from now on all slips and invitations that a key has signed."`
}

// onTokenKeys runs something on the codes of a hospital that is there.
func (s store) onTokenKeys(ctx context.Context, do func(*feedback.Service) error) (err error) {
	o, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	service := feedback.New(feedback.Config{DB: o.DB, Now: time.Now, Keys: o.Keys, Log: slog.New(slog.DiscardHandler)})
	defer service.Close()
	return do(service)
}

type listTokenKeys struct{ store }

// Help is shown below the flags.
func (listTokenKeys) Help() string {
	return `Examples:

  wardstar admin token-key list --data-dir /var/lib/wardstar`
}

// Run is called by kong.
func (c *listTokenKeys) Run(ctx context.Context, out io.Writer) error {
	return c.onTokenKeys(ctx, func(s *feedback.Service) error {
		list, err := s.TokenKeys(ctx, program, struct{}{})
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "KEY\tSINCE\tSTATE\tBATCHES\tGOOD")
		for i, k := range list {
			state := "checks"
			switch {
			case k.WithdrawnAt != nil:
				state = "withdrawn " + k.WithdrawnAt.Format(time.DateOnly)
			case i == 0:
				state = "signs"
			}
			fmt.Fprintf(table, "%d\t%s\t%s\t%d\t%d\n", k.ID, k.CreatedAt.Format(time.DateOnly), state, k.Batches, k.GoodBatches)
		}
		return table.Flush()
	})
}

type rotateTokenKey struct{ store }

// Help is shown below the flags.
func (rotateTokenKey) Help() string {
	return `Do it once a year. There is room for 32 keys in all.

Examples:

  wardstar admin token-key rotate --data-dir /var/lib/wardstar`
}

// Run is called by kong.
func (c *rotateTokenKey) Run(ctx context.Context, out io.Writer) error {
	return c.onTokenKeys(ctx, func(s *feedback.Service) error {
		k, err := s.RotateTokenKey(ctx, program, struct{}{})
		if err == nil {
			fmt.Fprintf(out, "Slips and invitations are signed with key %d from now on\n", k.ID)
		}
		return err
	})
}

type withdrawTokenKey struct {
	store
	Key    int    `arg:"" help:"Number of the key, as the list shows it."`
	Reason string `required:"" env:"-" help:"Why; it goes into the journal."`
}

// Help is shown below the flags.
func (withdrawTokenKey) Help() string {
	return `It cannot be taken back. Patients who come with such a slip read that it is from an
old print, and how to rate without it. What has been rated stays.

Examples:

  wardstar admin token-key withdraw 0 --reason 'a backup with the key file was lost'`
}

// Run is called by kong.
func (c *withdrawTokenKey) Run(ctx context.Context, out io.Writer) error {
	return c.onTokenKeys(ctx, func(s *feedback.Service) error {
		k, err := s.WithdrawTokenKey(ctx, program, feedback.WithdrawTokenKey{ID: c.Key, Reason: c.Reason})
		if err == nil {
			fmt.Fprintf(out, "Key %d: withdrawn; %d batches were signed with it\n", k.ID, k.Batches)
		}
		return err
	})
}
