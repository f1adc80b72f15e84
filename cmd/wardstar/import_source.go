package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// importSource registers a source of evidence.
type importSource struct {
	store
	Code   string  `arg:"" placeholder:"CODE" help:"What lists call it: letters a to z, digits and hyphens."`
	Kind   string  `required:"" enum:"ratings,spot-checks,training" env:"-" help:"What it has: ratings, spot-checks or training."`
	Name   string  `required:"" env:"-" help:"What people call it, in the hospital's language."`
	Note   string  `env:"-" help:"What it is, and why it weighs what it does."`
	Weight float64 `default:"1" env:"-" help:"Weight of its evidence against the hospital's own, 0 to 1. 0 keeps it and counts nothing."`
	Low    int     `default:"1" env:"-" help:"The worst value of its ratings."`
	High   int     `default:"5" env:"-" help:"The best one."`
}

// Help is shown below the flags.
func (importSource) Help() string {
	return `What a source weighs is for the quality office to decide, and can be read by all staff. It holds for what is
imported afterwards. What a source has and its scale cannot be changed: register another.

Examples:

  wardstar import source survey-co --kind ratings --name "Survey Co" --weight 0.5 --low 0 --high 10
  wardstar import source old-lms --kind training --name "Learning system until 2026"`
}

// Run is called by kong.
func (c *importSource) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := c.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	h, err := people.ReadHospital(ctx, o.DB)
	if err != nil {
		return err
	}
	if !(c.Weight >= 0 && c.Weight <= 1) {
		return fmt.Errorf("--weight is a number from 0 to 1")
	}
	s, err := (&people.Service{DB: o.DB, Now: time.Now}).SaveSource(ctx, program, people.SaveSource{
		Code: c.Code, Kind: c.Kind, Name: texts.Localized{h.Language: c.Name}, Note: c.Note,
		Weight: int(math.Round(c.Weight * people.FullWeight)), Low: c.Low, High: c.High,
	})
	if err != nil {
		return err
	}
	scale := ""
	if s.Kind == people.SourceOfRatings {
		scale = fmt.Sprintf(", from %d to %d", s.Low, s.High)
	}
	fmt.Fprintf(out, "%s is a source of %s%s, of weight %g.\n", s.Code, s.Kind, scale, float64(s.Weight)/people.FullWeight)
	return nil
}
