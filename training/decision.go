package training

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// WithdrawExternal names a report of training elsewhere.
type WithdrawExternal struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// WithdrawExternal takes the actor's own report back before it is decided.
func (s *Service) WithdrawExternal(ctx context.Context, actor accounts.Actor, in WithdrawExternal) (External, error) {
	own := accounts.Reach{EmployeeID: actor.EmployeeID}
	return s.changeExternal(ctx, actor, own, in.ID, "withdraw", func(tx *sqlx.Tx, x External) error {
		_, err := tx.ExecContext(ctx, `UPDATE external_hours SET status = 'withdrawn' WHERE id = $1`, x.ID)
		return err
	})
}

// DecideExternal says of training elsewhere what the evidence shows.
type DecideExternal struct {
	ID    int64  `params:"id" json:"-" validate:"required"`
	Words string `json:"words" validate:"required,max=500"` // such as: certificate of attendance, 3 hours
}

// ConfirmExternal confirms somebody else's report: its minutes are credited, on the
// day and at the posting of then. There has to be evidence.
func (s *Service) ConfirmExternal(ctx context.Context, actor accounts.Actor, in DecideExternal) (External, error) {
	return s.decide(ctx, actor, in, "confirm", "confirmed", func(tx *sqlx.Tx, x External) error {
		if !x.Evidence {
			return fault.Errorf(fault.Conflict, "there is no evidence with this report")
		}
		p, err := people.PostingOn(ctx, tx, x.EmployeeID, x.EarnedOn, 0)
		if err != nil {
			return err
		}
		c := Credit{
			ExternalID: x.ID, EmployeeID: x.EmployeeID, PostingID: p.ID, Minutes: x.Minutes, Purpose: "annual",
			EarnedOn: x.EarnedOn, Source: byDecision, CreditedAt: s.now(),
		}
		c.by(actor)
		_, _, err = store(ctx, tx, earned{Credit: c})
		return err
	})
}

// RefuseExternal refuses somebody else's report: it counts for nothing. They may
// report it again, with better evidence.
func (s *Service) RefuseExternal(ctx context.Context, actor accounts.Actor, in DecideExternal) (External, error) {
	return s.decide(ctx, actor, in, "refuse", "refused", func(*sqlx.Tx, External) error { return nil })
}

// decide notes a decision, and does what follows from it. Nobody decides about
// themselves.
func (s *Service) decide(ctx context.Context, actor accounts.Actor, in DecideExternal, verb, status string, fn func(*sqlx.Tx, External) error) (External, error) {
	if in.Words = strings.TrimSpace(in.Words); in.Words == "" {
		return External{}, fault.Field("words", "say what the evidence shows")
	}
	return s.changeExternal(ctx, actor, actor.Reach, in.ID, verb, func(tx *sqlx.Tx, x External) error {
		if actor.Is(x.EmployeeID) {
			return fault.Errorf(fault.Forbidden, "nobody decides about their own hours")
		}
		if err := fn(tx, x); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE external_hours SET status = $2, decided_by = nullif($3::bigint, 0), decided_at = $4, words = $5 WHERE id = $1`,
			x.ID, status, actor.AccountID, s.now(), in.Words)
		return err
	})
}

// changeExternal locks a report that is not decided for fn, which changes it in the
// database, and records that.
func (s *Service) changeExternal(ctx context.Context, actor accounts.Actor, reach accounts.Reach, id int64, action string, fn func(*sqlx.Tx, External) error) (External, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (External, error) {
		before, err := readExternal(ctx, tx, reach, id, ` FOR UPDATE OF x`)
		if err != nil {
			return External{}, err
		}
		if before.Status != "submitted" {
			return External{}, fault.Errorf(fault.Conflict, "this report was %s already", before.Status)
		}
		if err := fn(tx, before); err != nil {
			return External{}, fmt.Errorf("%s external hours %d: %w", action, id, err)
		}
		after, err := readExternal(ctx, tx, reach, id, "")
		if err != nil {
			return External{}, err
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: action, Object: "external-hours", ObjectID: id, Before: before, After: after,
		})
	})
}
