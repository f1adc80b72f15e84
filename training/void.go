package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// VoidCredit names a credit and says why it shall not count.
type VoidCredit struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// VoidCredit takes hours back that were credited wrongly. The credit stays where it
// was, with the reason, and counts for nothing; the right one can be entered in its
// place. Nobody voids their own.
func (s *Service) VoidCredit(ctx context.Context, actor accounts.Actor, in VoidCredit) (Credit, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Reason == "" {
		return Credit{}, fault.Field("reason", "say why it shall not count")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Credit, error) {
		before, err := lockCredit(ctx, tx, actor.Reach, in.ID)
		if err != nil {
			return Credit{}, err
		}
		switch {
		case actor.Is(before.EmployeeID):
			return Credit{}, fault.Errorf(fault.Forbidden, "nobody voids their own hours")
		case before.VoidedAt != nil:
			return Credit{}, fault.Errorf(fault.Conflict, "it was voided already: %s", before.VoidReason)
		}
		var after Credit
		if err := tx.GetContext(ctx, &after, `
			UPDATE credits SET voided_at = $2, voided_by = nullif($3::bigint, 0), void_reason = $4
			WHERE id = $1 RETURNING `+creditColumns, in.ID, s.now(), actor.AccountID, in.Reason); err != nil {
			return Credit{}, fmt.Errorf("void credit %d: %w", in.ID, err)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "void", Object: "credit", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

// lockCredit reads a credit that was earned within reach.
func lockCredit(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64) (c Credit, err error) {
	err = tx.GetContext(ctx, &c, `
		SELECT `+creditColumns+` FROM credits
		WHERE id = $1 AND ($2 OR posting_id IN (SELECT p.id FROM postings p WHERE p.department_id = ANY($3)))
		FOR UPDATE`, id, reach.Hospital, pq.Array(reach.Departments))
	if errors.Is(err, sql.ErrNoRows) {
		return Credit{}, fault.Errorf(fault.NotFound, "there is no credit %d", id)
	}
	if err != nil {
		return Credit{}, fmt.Errorf("lock credit %d: %w", id, err)
	}
	return c, nil
}
