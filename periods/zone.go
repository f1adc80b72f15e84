package periods

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/people"
)

// zone names the time zone by whose days figures were worked out, so that they
// follow from what is kept also when the hospital has corrected its zone.
// Empty: from before it was kept; the hospital's.
type zone string

func (z zone) location(ctx context.Context, q sqlx.ExtContext) (*time.Location, error) {
	if z == "" {
		return people.Location(ctx, q)
	}
	loc, err := time.LoadLocation(string(z))
	if err != nil {
		return nil, fmt.Errorf("time zone of a computation: %w", err)
	}
	return loc, nil
}

// zone is that of the span.
func (in *input) zone() zone { return zone(in.span.loc.String()) }

// span is that of the computation's month, by the days it was worked out by.
func (c *computation) span(ctx context.Context, q sqlx.ExtContext) (s span, err error) {
	if s.loc, err = c.Zone.location(ctx, q); err != nil {
		return span{}, err
	}
	err = q.QueryRowxContext(ctx, `SELECT starts_on, ends_on FROM periods WHERE id = $1`, c.PeriodID).Scan(&s.from, &s.to)
	if err != nil {
		return span{}, fmt.Errorf("days of period %d: %w", c.PeriodID, err)
	}
	return s, nil
}
