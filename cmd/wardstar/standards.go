package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

// standardsCommand shares standards between hospitals.
type standardsCommand struct {
	Export exportStandards `cmd:"" help:"Write the standards, sets and phrases in force to a file."`
	Import importStandards `cmd:"" help:"Propose what another hospital's file says otherwise."`
}

// exportStandards writes what is in force as YAML.
type exportStandards struct {
	store
	On  string `placeholder:"YYYY-MM-DD" env:"-" help:"What is in force on this day; today if not given."`
	Out string `default:"-" type:"path" placeholder:"FILE" env:"-" help:"The file to write; - for standard output."`
}

// Help is shown below the flags.
func (exportStandards) Help() string {
	return `What is the same gives the same bytes, so that files can be compared. Ratings,
spot checks and names of people are not in it.

Examples:

  wardstar standards export > set.yaml
  wardstar standards export --on 2026-07-01 --out last-half-year.yaml`
}

// Run is called by kong.
func (e *exportStandards) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := e.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	service := &standards.Service{DB: o.DB, Now: time.Now}
	file, err := service.Export(ctx, program, standards.ExportStandards{On: worktime.Day(e.On)})
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

// importStandards proposes what a file says.
type importStandards struct {
	store
	File   string `arg:"" placeholder:"FILE" help:"File that standards export has written; - for standard input."`
	DryRun bool   `xor:"do" required:"" env:"-" help:"Only show what would be proposed."`
	Yes    bool   `xor:"do" required:"" env:"-" help:"Propose it."`
	From   string `placeholder:"YYYY-MM-DD" env:"-" help:"From when it shall hold; tomorrow if not given."`
}

// Help is shown below the flags.
func (importStandards) Help() string {
	return `Nothing is overwritten: each standard, set and list of phrases that reads
otherwise becomes a proposal, which somebody approves in the console before it
takes effect. What the file leaves out stays as it is. A file with an error
proposes nothing; every error is shown with its line.

Examples:

  wardstar standards import set.yaml --dry-run
  wardstar standards import set.yaml --yes --from 2027-01-01`
}

// Run is called by kong.
func (i *importStandards) Run(ctx context.Context, out io.Writer) (err error) {
	content, err := i.read()
	if err != nil {
		return err
	}
	o, err := i.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	service := &standards.Service{DB: o.DB, Now: time.Now}
	result, err := service.Import(ctx, program, standards.ImportStandards{
		YAML: string(content), EffectiveFrom: worktime.Day(i.From), DryRun: i.DryRun})
	if broken, ok := errors.AsType[*standards.FileError](err); ok {
		return errors.New(broken.Error()) // in the order of the lines, which explain does not keep
	}
	if err != nil {
		return err
	}
	fmt.Fprint(out, result)
	fmt.Fprintln(out, result.Sum(i.DryRun))
	return nil
}

// read reads no more than may be in a file.
func (i *importStandards) read() ([]byte, error) {
	f := os.Stdin
	if i.File != "-" {
		var err error
		if f, err = os.Open(i.File); err != nil {
			return nil, err
		}
		defer f.Close()
	}
	return io.ReadAll(io.LimitReader(f, standards.MaxFile+1))
}
