package main

import (
	"context"
	"fmt"
	"io"

	"github.com/wardstar/wardstar/accounts"
)

// issueAccounts makes accounts for a whole hospital at once.
type issueAccounts struct {
	store
	Department int64 `env:"-" placeholder:"ID" help:"Only for those of this department and those below it."`
	DryRun     bool  `env:"-" help:"Say how many, and make none."`
}

// Help is shown below the flags.
func (issueAccounts) Help() string {
	return `Everybody who is employed, or hired to be, and has no account gets one, with nothing but what staff may. It has no
password: it opens by the hospital's sign-in service, where the employee number is known (docs/sign-in.md). Run it
again after each import of the roster: who has an account keeps it as it is.

Examples:

  How many would be made:
    wardstar admin accounts --dry-run --data-dir /var/lib/wardstar

  Make them:
    wardstar admin accounts --data-dir /var/lib/wardstar`
}

// Run is called by kong.
func (c *issueAccounts) Run(ctx context.Context, out io.Writer) error {
	return c.onAccounts(ctx, func(s *accounts.Service) error {
		n, err := s.Issue(ctx, program, accounts.IssueAccounts{DepartmentID: c.Department, DryRun: c.DryRun})
		if err != nil {
			return err
		}
		verb := map[bool]string{true: "Would make", false: "Made"}[n.DryRun]
		fmt.Fprintf(out, "%s %d accounts; %d people have one already.\n", verb, n.Issued, n.Had)
		return nil
	})
}
