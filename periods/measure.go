package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// MeasureScheme names the computed period to measure on.
type MeasureScheme struct {
	Name string `params:"name" json:"-" validate:"required,len=7"`
}

// MeasureScheme adds a version of the period's scheme whose spreads are those
// that the period's latest computation has found between people. It holds for
// months that are opened afterwards: a period keeps the version it was given.
// A component without evidence keeps the spread it had.
func (s *Service) MeasureScheme(ctx context.Context, actor accounts.Actor, in MeasureScheme) (Scheme, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Scheme, error) {
		p, c, err := latest(ctx, tx, in.Name)
		if err != nil {
			return Scheme{}, err
		}
		before, err := schemeOf(ctx, tx, p.Scheme.ID)
		if err != nil {
			return Scheme{}, err
		}
		after, err := measured(ctx, tx, before, c.ID)
		if err != nil {
			return Scheme{}, err
		}
		if err := tx.GetContext(ctx, &after.Version, `SELECT max(version) + 1 FROM schemes WHERE name = $1`, after.Name); err != nil {
			return Scheme{}, fmt.Errorf("next version of scheme %s: %w", after.Name, err)
		}
		id, err := s.insertScheme(ctx, tx, actor.AccountID, after)
		if err != nil {
			return Scheme{}, err
		}
		var r storedScheme
		if err := tx.GetContext(ctx, &r, schemeColumns+` WHERE id = $1`, id); err != nil {
			return Scheme{}, fmt.Errorf("scheme %d: %w", id, err)
		}
		out, err := r.read()
		if err != nil {
			return Scheme{}, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "measure", Object: "scheme", ObjectID: id, Before: before.Components, After: after.Components,
		})
	})
}

// measured returns the scheme with the spreads of a computation's parameters.
func measured(ctx context.Context, q sqlx.ExtContext, scheme evaluation.Scheme, computation int64) (evaluation.Scheme, error) {
	found := false
	for _, m := range models() {
		f, err := readFile(ctx, q, frozenKey{computation, m.spec.Code})
		if err != nil {
			return evaluation.Scheme{}, err
		}
		if f.parameters.Neutral == "" {
			scheme, found = scheme.WithTau(m.spec.Code, f.parameters.Tau), true
		}
	}
	if !found {
		return evaluation.Scheme{}, fault.Errorf(fault.Conflict, "this period has too little evidence to measure anything on")
	}
	return scheme, nil
}
