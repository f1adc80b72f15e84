package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// DisableAccount names an account to shut.
type DisableAccount struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// Disable shuts an account and ends its sessions at once. Nobody shuts their
// own, or that of the last administrator.
func (s *Service) Disable(ctx context.Context, actor Actor, in DisableAccount) (Account, error) {
	if in.ID == actor.AccountID {
		return Account{}, fault.Errorf(fault.Forbidden, "nobody disables their own account")
	}
	return s.change(ctx, actor, in.ID, "disable", func(tx *sqlx.Tx, a *Account) error {
		if a.DisabledAt != nil {
			return fault.Errorf(fault.Conflict, "%s is disabled already", a.Name)
		}
		day, err := s.today(ctx, tx)
		if err != nil {
			return err
		}
		now := s.now()
		a.DisabledAt = &now
		return KeepAdministrator(ctx, tx, day, func() error {
			if _, err := tx.ExecContext(ctx, `UPDATE accounts SET disabled_at = $2 WHERE id = $1`, a.ID, now); err != nil {
				return fmt.Errorf("disable account %d: %w", a.ID, err)
			}
			return endSessions(ctx, tx, a.ID, 0)
		})
	})
}

// EnableAccount names an account to open again.
type EnableAccount struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// Enable opens an account that was disabled; its roles are as they were.
func (s *Service) Enable(ctx context.Context, actor Actor, in EnableAccount) (Account, error) {
	return s.change(ctx, actor, in.ID, "enable", func(tx *sqlx.Tx, a *Account) error {
		if a.DisabledAt == nil {
			return fault.Errorf(fault.Conflict, "%s is not disabled", a.Name)
		}
		a.DisabledAt = nil
		if _, err := tx.ExecContext(ctx, `UPDATE accounts SET disabled_at = NULL WHERE id = $1`, a.ID); err != nil {
			return fmt.Errorf("enable account %d: %w", a.ID, err)
		}
		return nil
	})
}

// ResetPassword names an account whose holder cannot sign in any more.
type ResetPassword struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// ResetPassword replaces the password by a one-time one and ends all sessions.
func (s *Service) ResetPassword(ctx context.Context, actor Actor, in ResetPassword) (OneTimePassword, error) {
	if in.ID == actor.AccountID {
		return OneTimePassword{}, fault.Errorf(fault.Forbidden, "change your own password, with the one you have")
	}
	password := oneTimePassword()
	hash, err := hash(ctx, password)
	if err != nil {
		return OneTimePassword{}, err
	}
	a, err := s.change(ctx, actor, in.ID, "reset-password", func(tx *sqlx.Tx, a *Account) error {
		a.MustChangePassword = true
		expires := s.now().Add(oneTime)
		return setPassword(ctx, tx, a.ID, hash, &expires, 0)
	})
	return OneTimePassword{Account: a, Password: password}, err
}

// change locks an account, lets fn change it in the database as well as in its
// argument, and journals the difference.
func (s *Service) change(ctx context.Context, actor Actor, id int64, action string, fn func(*sqlx.Tx, *Account) error) (Account, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Account, error) {
		// NO KEY: the journal refers to the actor's account, which somebody else may
		// be changing while they change this one's.
		a, err := s.get(ctx, tx, actor, id, "FOR NO KEY UPDATE OF a")
		if err != nil {
			return Account{}, err
		}
		before := a
		if err := fn(tx, &a); err != nil {
			return Account{}, err
		}
		return a, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: action, Object: "account", ObjectID: id, Before: before, After: a,
		})
	})
}

// setPassword stores a new password's hash and ends the account's sessions but
// one: whoever knew the old password is out. One that expires is a one-time
// password; nil says that the account's holder chose it.
func setPassword(ctx context.Context, tx *sqlx.Tx, id int64, hash string, expires *time.Time, keep int64) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE accounts SET password_hash = $2, must_change_password = $3::timestamptz IS NOT NULL, password_expires_at = $3
		WHERE id = $1`, id, hash, expires); err != nil {
		return fmt.Errorf("set password of account %d: %w", id, err)
	}
	return endSessions(ctx, tx, id, keep)
}
