package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/wardstar/wardstar/periods"
)

// export writes a period's scores to a file.
type export struct {
	store
	Period string `required:"" placeholder:"YYYY-MM" help:"The month to export."`
	Format string `enum:"csv,xlsx" default:"xlsx" help:"csv or xlsx."`
	Out    string `required:"" type:"path" placeholder:"FILE" help:"The file to write; - for standard output."`
}

// Help is shown below the flags.
func (export) Help() string {
	return `The same computation gives the same bytes, every time.

Examples:

  wardstar export --period 2026-10 --out scores.xlsx
  wardstar export --period 2026-10 --format csv --out - | head`
}

// Run is called by kong.
func (e *export) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := e.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	var b bytes.Buffer
	service := &periods.Service{DB: o.DB, Now: time.Now}
	if err := service.Write(ctx, &b, periods.ExportPeriod{Name: e.Period, Format: e.Format}); err != nil {
		return err
	}
	if filepath.Base(e.Out) == "-" {
		_, err := b.WriteTo(out)
		return err
	}
	if err := replaceFile(e.Out, b.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(out, "Wrote %s.\n", e.Out)
	return nil
}

// replaceFile writes a file whole or not at all. It is for the owner alone:
// scores are nobody else's business. What is there and is no plain file (a
// pipe, a device) is written to as it is.
func replaceFile(name string, content []byte) error {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	switch info, err := os.Stat(name); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name a file in it", name)
	case err == nil && !info.Mode().IsRegular():
		return os.WriteFile(name, content, 0o600)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".wardstar-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
