package recognition

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// ownWithdrawal is how long thanks can be taken back, counted from when the server
// has them: after that they have been read.
const ownWithdrawal = time.Hour

// Withdraw names thanks of the actor's, and says why they take them back.
type Withdraw struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// Withdraw takes thanks back, those of the wrong person for one. Only who gave them
// does, within the hour. They stay stored, with the reason, and nobody is shown them.
func (s *Service) Withdraw(ctx context.Context, actor accounts.Actor, in Withdraw) (Recognition, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Reason == "" || !utf8.ValidString(in.Reason) || strings.ContainsRune(in.Reason, 0) {
		return Recognition{}, fault.Field("reason", "say why you take it back")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Recognition, error) {
		now := s.Now().UTC()
		if err := mayBeWithdrawn(ctx, tx, actor, in.ID, now); err != nil {
			return Recognition{}, err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE recognitions SET withdrawn_at = $2, withdraw_reason = $3 WHERE id = $1`, in.ID, now, in.Reason); err != nil {
			return Recognition{}, fmt.Errorf("withdraw recognition %d: %w", in.ID, err)
		}
		r, err := read(ctx, tx, in.ID)
		if err != nil {
			return Recognition{}, err
		}
		return r, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "withdraw", Object: "recognition", ObjectID: in.ID, After: map[string]string{"reason": in.Reason},
		})
	})
}

// mayBeWithdrawn locks thanks and decides whether the actor may take them back.
func mayBeWithdrawn(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, id int64, now time.Time) error {
	var l struct {
		RecordedAt  time.Time  `db:"recorded_at"`
		WithdrawnAt *time.Time `db:"withdrawn_at"`
	}
	err := tx.GetContext(ctx, &l, `
		SELECT recorded_at, withdrawn_at FROM recognitions WHERE id = $1 AND from_id = $2 FOR UPDATE`, id, actor.EmployeeID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fault.Errorf(fault.NotFound, "you have given no thanks %d", id)
	case err != nil:
		return fmt.Errorf("lock recognition %d: %w", id, err)
	case l.WithdrawnAt != nil:
		return fault.Errorf(fault.Conflict, "you have taken it back already")
	case now.Sub(l.RecordedAt) > ownWithdrawal:
		return fault.Errorf(fault.Forbidden, "you could take it back for an hour")
	}
	return nil
}
