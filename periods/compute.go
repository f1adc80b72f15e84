package periods

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/people"
)

// ComputePeriod names the period to compute.
type ComputePeriod struct {
	Name string `params:"name" json:"-" validate:"required,len=7"`
	// Refit estimates everything anew though the month was over and computed
	// before: a whole ward's checks came late, say. Everybody's figures may move.
	Refit bool `json:"refit,omitempty"`
}

// Compute evaluates the period's evidence as it is now and keeps the result
// as the latest. A period whose time has passed becomes computed; one that
// still runs goes on running.
//
// All of it is one transaction that sees one moment. An advisory lock keeps
// two computations of a period apart, another one provisional scores; the
// period's row is locked only to save, so that nobody waits for the arithmetic.
func (s *Service) Compute(ctx context.Context, actor accounts.Actor, in ComputePeriod) (Period, error) {
	return patiently(ctx, in.Name, func() (Period, error) { return s.compute(ctx, actor, in) })
}

func (s *Service) compute(ctx context.Context, actor accounts.Actor, in ComputePeriod) (Period, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Period, error) {
		p, err := s.begin(ctx, tx, in.Name)
		if err != nil {
			return Period{}, err
		}
		data, err := s.gather(ctx, tx, p, in.Refit)
		if err != nil {
			return Period{}, err
		}
		out, err := evaluate(data)
		if err != nil {
			return Period{}, fmt.Errorf("compute %s: %w", p.Name, err)
		}
		if err := lock(ctx, tx, p); err != nil {
			return Period{}, err
		}
		return s.save(ctx, tx, actor, p, data, out)
	})
}

// begin opens the one moment and returns the period, if it may be computed.
func (s *Service) begin(ctx context.Context, tx *sqlx.Tx, name string) (Period, error) {
	if _, err := tx.ExecContext(ctx, `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`); err != nil {
		return Period{}, fmt.Errorf("compute %s: %w", name, err)
	}
	p, err := period(ctx, tx, name)
	if err != nil {
		return Period{}, err
	}
	alone, err := tryLock(ctx, tx, computes, p.ID, false)
	if err != nil {
		return Period{}, err
	}
	if !alone {
		return Period{}, fault.Errorf(fault.Conflict, "%s is being computed already", name)
	}
	if alone, err = tryLock(ctx, tx, keepsFigures, wholeHospital, false); err != nil || !alone {
		return Period{}, cmp.Or(err, errKept)
	}
	return p, p.computable()
}

// computable returns a Conflict unless figures may be computed, and replaced.
func (p Period) computable() error {
	switch p.Status {
	case Running, Computed, Announced:
		return nil
	case Draft:
		return fault.Errorf(fault.Conflict, "%s has not been announced yet", p.Name)
	}
	return fault.Errorf(fault.Conflict, "%s is %s: its figures are frozen", p.Name, p.Status)
}

// gather reads all that the computation depends on. What a month that is over
// was computed with stays as it is: late evidence and appeals are judged by the
// parameters frozen then, so that one person's appeal moves nobody else, unless
// all are to be estimated anew.
func (s *Service) gather(ctx context.Context, tx *sqlx.Tx, p Period, refit bool) (in input, err error) {
	in, err = s.read(ctx, tx, p, everybody)
	if err != nil {
		return input{}, err
	}
	if in.span.start().After(s.Now()) {
		return input{}, fault.Errorf(fault.Conflict, "%s has not begun yet", p.Name)
	}
	if p.Status == Computed && !refit {
		in.files, err = frozenFiles(ctx, tx, p)
	}
	return in, err
}

// read reads what the figures of those whose depend on.
func (s *Service) read(ctx context.Context, q sqlx.ExtContext, p Period, whose employee) (in input, err error) {
	loc, err := people.Location(ctx, q)
	if err != nil {
		return input{}, err
	}
	in.span = span{p.StartsOn, p.EndsOn, loc}
	if in.scheme, err = schemeOf(ctx, q, p.Scheme.ID); err != nil {
		return input{}, err
	}
	if in.rows, err = readSettled(ctx, q, in.span, whose, in.scheme); err != nil {
		return input{}, err
	}
	if in.before, err = readRecent(ctx, q, in.span, whose, in.scheme); err != nil {
		return input{}, err
	}
	weigh(in.rows, in.scheme, loc)
	weigh(in.before, in.scheme, loc)
	if in.counts, err = readCounts(ctx, q, in.span, whose, slices.Concat(in.before, in.rows)); err != nil {
		return input{}, err
	}
	if in.roster, err = readRoster(ctx, q, in.span, whose, in.rows); err != nil {
		return input{}, err
	}
	return in, readRequirements(ctx, q, in.span, s.Now(), in.roster, in.counts)
}

// frozenFiles returns the parameter files of the period's latest computation.
func frozenFiles(ctx context.Context, q sqlx.ExtContext, p Period) ([]file, error) {
	_, c, err := latest(ctx, q, p.Name)
	if err != nil {
		return nil, err
	}
	return readFiles(ctx, q, c.ID)
}

// lock holds the period's row until the end of the transaction, provided that
// nobody has changed it since the transaction began.
func lock(ctx context.Context, tx *sqlx.Tx, p Period) error {
	_, err := tx.ExecContext(ctx, `SELECT FROM periods WHERE id = $1 FOR UPDATE`, p.ID)
	if pq.As(err, pqerror.TRSerializationFailure) != nil {
		return fault.Errorf(fault.Conflict, "%s was changed while it was computed; compute it again", p.Name)
	}
	if err != nil {
		return fmt.Errorf("lock period %s: %w", p.Name, err)
	}
	return nil
}

// save keeps the outcome as the period's latest computation.
func (s *Service) save(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, p Period, in input, out outcome) (Period, error) {
	c, err := newComputation(in, out)
	if err != nil {
		return Period{}, err
	}
	c.PeriodID, c.Scheme, c.Zone, c.ComputedAt = p.ID, p.Scheme, in.zone(), s.Now()
	if err := c.insert(ctx, tx, actor.AccountID); err != nil {
		return Period{}, fmt.Errorf("save computation of %s: %w", p.Name, err)
	}
	if err := saveRecent(ctx, tx, p.ID, in.before); err != nil {
		return Period{}, fmt.Errorf("save computation of %s: %w", p.Name, err)
	}
	if err := saveOutcome(ctx, tx, c.ID, out); err != nil {
		return Period{}, fmt.Errorf("save computation of %s: %w", p.Name, err)
	}
	status := Running
	if !in.span.end().After(s.Now()) {
		status = Computed
	}
	if _, err := tx.ExecContext(ctx, `UPDATE periods SET status = $2 WHERE id = $1`, p.ID, status); err != nil {
		return Period{}, fmt.Errorf("save period %s: %w", p.Name, err)
	}
	if p, err = period(ctx, tx, p.Name); err != nil {
		return Period{}, err
	}
	if err := outbox.PutEvent(ctx, tx, c.ComputedAt, outbox.Event{Type: "period.computed", Data: map[string]any{
		"period": p.Name, "computation": c.ID, "status": status,
	}}); err != nil {
		return Period{}, err
	}
	return p, journal.Record(ctx, tx, actor.AccountID, c.ComputedAt, journal.Entry{
		Action: "compute", Object: "period", ObjectID: p.ID, After: c.summary(in.files == nil),
	})
}
