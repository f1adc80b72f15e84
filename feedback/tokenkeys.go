package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// TokenKey is one of the keys that sign visit tokens. The key itself is derived
// from the installation's; here is only since when it is used.
type TokenKey struct {
	ID          int        `json:"id"          db:"id"` // from 0
	CreatedAt   time.Time  `json:"createdAt"   db:"created_at"`
	WithdrawnAt *time.Time `json:"withdrawnAt" db:"withdrawn_at"`
	Batches     int        `json:"batches"     db:"batches"`    // signed with it
	GoodBatches int        `json:"goodBatches" db:"good"`       // of which neither expired nor revoked
	GoodUntil   *time.Time `json:"goodUntil"   db:"good_until"` // when the last of them expires
}

// TokenKeys lists the keys, the newest first: it signs new batches.
func (s *Service) TokenKeys(ctx context.Context, _ accounts.Actor, _ struct{}) ([]TokenKey, error) {
	list := []TokenKey{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT k.id, k.created_at, k.withdrawn_at, count(b.id) AS batches,
		       count(b.id) FILTER (WHERE k.withdrawn_at IS NULL AND b.revoked_at IS NULL AND b.expires_at > $1) AS good,
		       max(b.expires_at) FILTER (WHERE k.withdrawn_at IS NULL AND b.revoked_at IS NULL AND b.expires_at > $1) AS good_until
		FROM token_keys k LEFT JOIN token_batches b ON b.key_id = k.id
		GROUP BY k.id ORDER BY k.id DESC`, s.Now())
	if err != nil {
		return nil, fmt.Errorf("list token keys: %w", err)
	}
	return list, nil
}

// RotateTokenKey makes a new key, which signs batches from now on. Tokens of the
// old ones stay good until they expire.
func (s *Service) RotateTokenKey(ctx context.Context, actor accounts.Actor, _ struct{}) (TokenKey, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (TokenKey, error) {
		if err := lockTokenKeys(ctx, tx); err != nil {
			return TokenKey{}, err
		}
		k, err := s.newTokenKey(ctx, tx)
		if err != nil {
			return TokenKey{}, err
		}
		return k, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{Action: "rotate", Object: "token-key", ObjectID: int64(k.ID)})
	})
}

// lockTokenKeys makes those wait who would make a key at the same time.
func lockTokenKeys(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.token keys'))`); err != nil {
		return fmt.Errorf("lock the token keys: %w", err)
	}
	return nil
}

func (s *Service) newTokenKey(ctx context.Context, tx *sqlx.Tx) (k TokenKey, err error) {
	var next int
	if err := tx.GetContext(ctx, &next, `SELECT coalesce(max(id) + 1, 0) FROM token_keys`); err != nil {
		return TokenKey{}, fmt.Errorf("number of the next token key: %w", err)
	}
	if next >= tokenKeys {
		return TokenKey{}, fault.Errorf(fault.Conflict, "%d token keys have been made; a token has room for no more", tokenKeys)
	}
	k = TokenKey{ID: next, CreatedAt: s.Now().UTC().Truncate(time.Microsecond)}
	if _, err := tx.ExecContext(ctx, `INSERT INTO token_keys (id, created_at) VALUES ($1, $2)`, k.ID, k.CreatedAt); err != nil {
		return TokenKey{}, fmt.Errorf("insert token key %d: %w", k.ID, err)
	}
	return k, nil
}

// signingKey returns the newest key, and makes one if there is none that holds.
// Until the transaction ends, no other is made.
func (s *Service) signingKey(ctx context.Context, tx *sqlx.Tx) (uint8, error) {
	if err := lockTokenKeys(ctx, tx); err != nil {
		return 0, err
	}
	var newest []uint8
	if err := tx.SelectContext(ctx, &newest, `SELECT id FROM token_keys WHERE withdrawn_at IS NULL ORDER BY id DESC LIMIT 1`); err != nil {
		return 0, fmt.Errorf("newest token key: %w", err)
	}
	if len(newest) > 0 {
		return newest[0], nil
	}
	k, err := s.newTokenKey(ctx, tx)
	return uint8(k.ID), err
}

// WithdrawTokenKey names a key that is no longer to be trusted, and why.
type WithdrawTokenKey struct {
	ID     int    `params:"key"  validate:"min=0,max=31"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// WithdrawTokenKey refuses from now on every token that the key has signed. It
// cannot be taken back; doing it again changes nothing.
func (s *Service) WithdrawTokenKey(ctx context.Context, actor accounts.Actor, in WithdrawTokenKey) (TokenKey, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (k TokenKey, err error) {
		if err := lockTokenKeys(ctx, tx); err != nil {
			return TokenKey{}, err
		}
		var found []TokenKey
		if err := tx.SelectContext(ctx, &found, `
			SELECT id, created_at, withdrawn_at, (SELECT count(*) FROM token_batches WHERE key_id = k.id) AS batches
			FROM token_keys k WHERE id = $1`, in.ID); err != nil {
			return TokenKey{}, fmt.Errorf("token key %d: %w", in.ID, err)
		}
		if len(found) == 0 {
			return TokenKey{}, fault.Errorf(fault.NotFound, "there is no token key %d", in.ID)
		}
		if k = found[0]; k.WithdrawnAt != nil {
			return k, nil
		}
		now := s.Now().UTC().Truncate(time.Microsecond)
		if _, err := tx.ExecContext(ctx, `UPDATE token_keys SET withdrawn_at = $2 WHERE id = $1`, k.ID, now); err != nil {
			return TokenKey{}, fmt.Errorf("withdraw token key %d: %w", k.ID, err)
		}
		k.WithdrawnAt = &now
		return k, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "withdraw", Object: "token-key", ObjectID: int64(k.ID), After: map[string]any{"reason": in.Reason, "batches": k.Batches},
		})
	})
}
