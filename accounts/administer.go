package accounts

import (
	"context"
	"fmt"

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
	if actor.IsAccount(in.ID) {
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

// ResetPassword replaces the password by a one-time one and ends all sessions. A
// second factor stays: who has handed out the password still does not get in. The
// account's holder is told, by mail and when they sign in next.
func (s *Service) ResetPassword(ctx context.Context, actor Actor, in ResetPassword) (OneTimePassword, error) {
	if actor.IsAccount(in.ID) {
		return OneTimePassword{}, fault.Errorf(fault.Forbidden, "change your own password, with the one you have")
	}
	password := oneTimePassword()
	hash, err := hash(ctx, password)
	if err != nil {
		return OneTimePassword{}, err
	}
	a, err := s.change(ctx, actor, in.ID, "reset-password", func(tx *sqlx.Tx, a *Account) error {
		a.MustChangePassword = true
		if _, err := tx.ExecContext(ctx, `
			UPDATE accounts SET password_hash = $2, must_change_password = true, password_expires_at = $3, code_issued_at = $4,
				code_issued_by = nullif($5::bigint, 0)
			WHERE id = $1`, a.ID, hash, s.now().Add(oneTime), s.now(), actor.AccountID); err != nil {
			return fmt.Errorf("reset password of account %d: %w", a.ID, err)
		}
		if err := s.announce(ctx, tx, actor, a.ID, codeWasIssued); err != nil {
			return err
		}
		return endSessions(ctx, tx, a.ID, 0)
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

// choosePassword stores the hash of the password that an account's holder chose, in
// the place of the one they have just shown to know, and ends the account's sessions
// but one: whoever knew the old password is out. Of two who come with the same old
// one at once, the later finds it replaced.
func choosePassword(ctx context.Context, tx *sqlx.Tx, id int64, old, hash string, keep int64) error {
	r, err := tx.ExecContext(ctx, `
		UPDATE accounts SET password_hash = $3, must_change_password = false, password_expires_at = NULL
		WHERE id = $1 AND password_hash = $2`, id, old, hash)
	if err != nil {
		return fmt.Errorf("set password of account %d: %w", id, err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return fault.Errorf(fault.Conflict, "the password was changed meanwhile; sign in with the new one")
	}
	return endSessions(ctx, tx, id, keep)
}
