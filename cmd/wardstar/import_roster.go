package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// importRoster brings the roster in line with a file.
type importRoster struct {
	store
	listFile
	Yes      bool     `env:"-" help:"Create departments and posts that are not known, and let many leave at once."`
	Complete bool     `env:"-" help:"The file is complete: who is not in it has left."`
	AsOf     string   `env:"-" placeholder:"YYYY-MM-DD" help:"Day on which the file is true: transfers and leaving without a date are of that day. Today if not given."`
	Ignore   []string `env:"-" placeholder:"COLUMN" help:"Columns of the file that are not for Wardstar."`
}

// Help is shown below the flags.
func (importRoster) Help() string {
	return `The file's first row names its columns, in Chinese, Korean or English: employee number, name, department,
post, hired on, left on, posted from, full time equivalent, e-mail. It is imported whole or not at all; what is
wrong is told by row and column, and the program ends with 1. See docs/import.md.

Examples:

  What would change:
    wardstar import roster 花名册.xlsx --dry-run

  Import it, with the departments that it brings along:
    wardstar import roster 花名册.xlsx --yes

  Everybody who is not in the list has left on the first of the month:
    wardstar import roster 명부.csv --complete --as-of 2026-11-01`
}

// Run is called by kong.
func (c *importRoster) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		bar := newProgressBar(os.Stderr)
		report, err := (&people.Service{DB: o.DB, Now: time.Now}).ImportRoster(ctx, program, people.RosterFile{
			Name: filepath.Base(c.File), Content: f, Size: size, DryRun: c.DryRun, Yes: c.Yes, Complete: c.Complete,
			AsOf: worktime.Day(c.AsOf), Ignore: c.Ignore, Progress: bar.show,
		})
		bar.clear()
		if err != nil {
			return fmt.Errorf("%s: %w", c.File, err)
		}
		fmt.Fprint(out, rosterReport(report))
		return c.verdict(report)
	})
}

// verdict is an error unless the file is stored, or could be.
func (c *importRoster) verdict(r people.RosterReport) error {
	switch {
	case r.Problems.Total > 0:
		return fmt.Errorf("%s: nothing is stored; problems: %d", c.File, r.Problems.Total)
	case !r.Stored && !r.DryRun:
		return fmt.Errorf("%s: nothing is stored; if this is what you mean, add --yes", c.File)
	}
	return nil
}

// shownOutcomes is how many changes a terminal shows one by one.
const shownOutcomes = 40

// rosterReport writes a report for a person to read.
func rosterReport(r people.RosterReport) string {
	var b strings.Builder
	b.WriteString(r.Problems.String())
	if r.Problems.Total > 0 {
		return b.String()
	}
	verb := map[bool]string{true: "Stored", false: "Would change"}[r.Stored]
	n := r.Counts
	fmt.Fprintf(&b, "%s, as of %s: %d rows, %d people; %d hired, %d came back, %d left, %d transferred, %d corrected, %d unchanged.\n",
		verb, r.AsOf, r.Rows, r.People, n.Hired, n.CameBack, n.Left, n.Transferred, n.Corrected, n.Unchanged)
	for i, change := range r.Changes {
		if i == shownOutcomes {
			fmt.Fprintf(&b, "  … and more\n")
			break
		}
		fmt.Fprintf(&b, "  %s %s: %s\n", change.Number, change.Name, strings.Join(change.What, "; "))
	}
	asked := map[bool]string{true: "Confirmed", false: "To be confirmed"}[r.Stored]
	for _, q := range r.Questions {
		fmt.Fprintf(&b, "%s: %s.\n", asked, q)
	}
	return b.String()
}
