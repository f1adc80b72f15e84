package demo

import (
	"context"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/periods"
)

// Score opens and computes the months that the demo has evidence of, from
// first on, as a hospital would: the first with the scheme that comes with
// the product, and the others with one whose spreads were measured on that.
// What has been done already is not done again, nor reported as progress.
func Score(ctx context.Context, s *periods.Service, first worktime.Day, progress func(done, total int)) error {
	listed, err := s.List(ctx, accounts.Program(), periods.ListPeriods{})
	if err != nil {
		return err
	}
	known := map[string]periods.Period{}
	for _, p := range listed {
		known[p.Name] = p
	}
	worked := false
	for i := range Months {
		name := month(worktime.Date(first.Year(), first.Month()+time.Month(i), 1))
		if known[name].ComputedAt != nil {
			continue
		}
		if i == 1 { // before the second is opened: it takes the newest scheme
			if err := measureScheme(ctx, s, first); err != nil {
				return err
			}
		}
		worked = true
		progress(i, Months)
		if err := open(ctx, s, name, known[name].ID == 0); err != nil {
			return err
		}
	}
	if worked {
		progress(Months, Months)
	}
	return nil
}

// month names the period that begins on a day.
func month(first worktime.Day) string { return string(first)[:len("2026-10")] }

// measureScheme adds the scheme that was measured on the first month, unless a start
// that was cut short has done so.
func measureScheme(ctx context.Context, s *periods.Service, first worktime.Day) error {
	schemes, err := s.Schemes(ctx, accounts.Program(), periods.ListSchemes{})
	if err != nil || len(schemes) > 1 {
		return err
	}
	_, err = s.MeasureScheme(ctx, accounts.Program(), periods.MeasureScheme{Name: month(first)})
	return err
}

// open opens a month, unless it is there, and computes it.
func open(ctx context.Context, s *periods.Service, name string, missing bool) error {
	if missing {
		if _, err := s.Create(ctx, accounts.Program(), periods.NewPeriod{Name: name}); err != nil {
			return err
		}
	}
	_, err := s.Compute(ctx, accounts.Program(), periods.ComputePeriod{Name: name})
	return err
}
