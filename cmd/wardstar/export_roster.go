package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/wardstar/wardstar/people"
)

// exports are what a hospital takes out.
type exports struct {
	Period export       `cmd:"" default:"withargs" help:"Write a period's incentive scores to a file."`
	Roster exportRoster `cmd:"" help:"Write the roster to a file that can be imported."`
}

// exportRoster writes who is employed, where and as what.
type exportRoster struct {
	store
	Format  string `enum:"csv,xlsx" default:"xlsx" env:"-" help:"csv or xlsx."`
	Leavers bool   `env:"-" help:"With those who have left."`
	Out     string `required:"" type:"path" placeholder:"FILE" env:"-" help:"The file to write; - for standard output."`
}

// Help is shown below the flags.
func (exportRoster) Help() string {
	return `Importing the file changes nothing; change what has changed in it, and import it then.

Examples:

  wardstar export roster --out roster.xlsx
  wardstar export roster --format csv --leavers --out -`
}

// Run is called by kong.
func (e *exportRoster) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := e.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	file, err := (&people.Service{DB: o.DB, Now: time.Now}).ExportRoster(ctx, program,
		people.ExportRoster{Format: e.Format, Leavers: e.Leavers})
	if err != nil {
		return err
	}
	if filepath.Base(e.Out) == "-" {
		_, err := out.Write(file.Content)
		return err
	}
	if err := replaceFile(e.Out, file.Content); err != nil {
		return err
	}
	fmt.Fprintf(out, "Wrote %s.\n", e.Out)
	return nil
}
