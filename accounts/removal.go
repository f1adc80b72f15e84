package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// toAgree is how long one administrator's wish to remove a second factor waits for
// another's; ofOneHand is how long an account whose password somebody has handed
// out does not count as somebody else's.
const (
	toAgree   = 72 * time.Hour
	ofOneHand = 30 * 24 * time.Hour
)

// DropSecondFactor removes the actor's own second factor, for a code that is right.
// Where a role of theirs needs one, they can do nothing until they have set up
// another. All other sessions end.
func (s *Service) DropSecondFactor(ctx context.Context, actor Actor, in Code) (SecondFactor, error) {
	err := s.proving(ctx, Client{}, actor, in.Code, func(tx *sqlx.Tx) error {
		if err := removeSecondFactor(ctx, tx, actor.AccountID, actor.SessionID); err != nil {
			return err
		}
		return s.recordSecondFactor(ctx, tx, actor, actor.AccountID, "remove-second-factor")
	})
	if err != nil {
		return SecondFactor{}, err
	}
	return s.GetSecondFactor(ctx, actor, struct{}{})
}

// RemoveSecondFactor names the account of somebody who has lost both their phone and
// their recovery codes.
type RemoveSecondFactor struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// Removal says how far it has come.
type Removal struct {
	Removed bool       `json:"removed"`
	AskedAt *time.Time `json:"askedAt,omitempty"` // by one administrator; another has to agree until the time below
	Until   *time.Time `json:"until,omitempty"`
}

// RemoveSecondFactor removes somebody's second factor when two administrators have
// asked for it, one after the other within three days. Neither may be the account's
// holder, and the second no account whose password the first has handed out lately:
// one person alone, even with a second account made for it, gets no further than the
// password.
func (s *Service) RemoveSecondFactor(ctx context.Context, actor Actor, in RemoveSecondFactor) (Removal, error) {
	if actor.IsAccount(in.ID) {
		return Removal{}, fault.Errorf(fault.Forbidden, "remove your own with a code of it, or with a recovery code")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Removal, error) {
		if _, err := s.get(ctx, tx, actor, in.ID, ""); err != nil {
			return Removal{}, err
		}
		asked, err := s.askedBefore(ctx, tx, actor, in.ID)
		if err != nil {
			return Removal{}, err
		}
		switch {
		case actor.IsAccount(asked.by): // the same person again
			return asked.removal(), nil
		case asked.by == 0 && actor.AccountID != 0: // the program needs nobody's consent
			return s.askRemoval(ctx, tx, actor, in.ID)
		}
		if err := removeSecondFactor(ctx, tx, in.ID, 0); err != nil {
			return Removal{}, err
		}
		if err := s.announce(ctx, tx, actor, in.ID, factorWasRemoved); err != nil {
			return Removal{}, err
		}
		return Removal{Removed: true}, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "remove-second-factor", Object: "account", ObjectID: in.ID,
			Before: map[string]int64{"askedBy": asked.by},
		})
	})
}

// asking is an administrator's wish that still holds.
type asking struct {
	by int64 // 0: nobody's
	at time.Time
}

func (a asking) removal() Removal {
	until := a.at.Add(toAgree)
	return Removal{AskedAt: &a.at, Until: &until}
}

// askedBefore locks the second factor and returns who has asked for its removal.
func (s *Service) askedBefore(ctx context.Context, tx *sqlx.Tx, actor Actor, accountID int64) (asking, error) {
	var row struct {
		By    *int64     `db:"removal_asked_by"`
		At    *time.Time `db:"removal_asked_at"`
		Owned bool       `db:"owned"`
	}
	err := tx.GetContext(ctx, &row, `
		SELECT removal_asked_by, removal_asked_at, EXISTS (SELECT FROM accounts a
			WHERE a.id = $2 AND a.code_issued_by = f.removal_asked_by AND a.code_issued_at > $3) AS owned
		FROM second_factors f WHERE account_id = $1 AND confirmed_at IS NOT NULL FOR UPDATE OF f`,
		accountID, actor.AccountID, s.now().Add(-ofOneHand))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return asking{}, errNoSecondFactor
	case err != nil:
		return asking{}, fmt.Errorf("second factor of account %d: %w", accountID, err)
	case row.By == nil || s.now().Sub(*row.At) >= toAgree:
		return asking{}, nil
	case row.Owned:
		return asking{}, fault.Errorf(fault.Forbidden, "whoever asked for this has handed you your password lately; a third administrator has to agree")
	}
	return asking{*row.By, *row.At}, nil
}

func (s *Service) askRemoval(ctx context.Context, tx *sqlx.Tx, actor Actor, accountID int64) (Removal, error) {
	now := s.now()
	if _, err := tx.ExecContext(ctx, `UPDATE second_factors SET removal_asked_by = $2, removal_asked_at = $3 WHERE account_id = $1`,
		accountID, actor.AccountID, now); err != nil {
		return Removal{}, fmt.Errorf("ask to remove second factor of account %d: %w", accountID, err)
	}
	if err := s.announce(ctx, tx, actor, accountID, removalWasAsked); err != nil {
		return Removal{}, err
	}
	return asking{actor.AccountID, now}.removal(), s.recordSecondFactor(ctx, tx, actor, accountID, "ask-second-factor-removal")
}

// removeSecondFactor deletes it with its recovery codes, and ends the account's
// sessions but one.
func removeSecondFactor(ctx context.Context, tx *sqlx.Tx, accountID, keep int64) error {
	r, err := tx.ExecContext(ctx, `DELETE FROM second_factors WHERE account_id = $1`, accountID) // its recovery codes go with it
	if err != nil {
		return fmt.Errorf("remove second factor of account %d: %w", accountID, err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return errNoSecondFactor
	}
	return endSessions(ctx, tx, accountID, keep)
}
