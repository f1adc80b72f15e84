package accounts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// recoveryCodes is how many there are. Each has 60 random bits.
const recoveryCodes = 10

// RecoveryCodes are shown once, to be kept on paper.
type RecoveryCodes struct {
	Codes []string `json:"codes"`
}

// Confirmed is what whoever has set up a second factor gets. The session has a new token.
type Confirmed struct {
	Session
	RecoveryCodes
}

// ConfirmSecondFactor makes the secret that was shown the actor's second factor, if
// the code is made from it. Their other sessions end; recovery codes that they had
// are replaced.
func (s *Service) ConfirmSecondFactor(ctx context.Context, from Client, actor Actor, in Code) (Confirmed, error) {
	limits := s.factorLimits(actor.AccountID, from.Address)
	attempt, err := s.attempt(ctx, limits)
	if err != nil {
		return Confirmed{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (out Confirmed, err error) {
		if err := s.adopt(ctx, tx, actor.AccountID, in.Code); err != nil {
			return out, err
		}
		if err := forgive(ctx, tx, limits, attempt); err != nil {
			return out, err
		}
		if out.Codes, err = s.replaceRecoveryCodes(ctx, tx, actor.AccountID); err != nil {
			return out, err
		}
		if err := endSessions(ctx, tx, actor.AccountID, actor.SessionID); err != nil {
			return out, err
		}
		if err := s.announce(ctx, tx, actor, actor.AccountID, factorWasAdded); err != nil {
			return out, err
		}
		out.Session, err = s.prove(ctx, tx, actor, "confirm-second-factor")
		return out, err
	})
}

// adopt makes the pending secret the one that counts.
func (s *Service) adopt(ctx context.Context, tx *sqlx.Tx, accountID int64, code string) error {
	var pending []byte
	err := tx.GetContext(ctx, &pending, `
		SELECT pending FROM second_factors WHERE account_id = $1 AND pending_until > $2 FOR UPDATE`, accountID, s.now())
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Errorf(fault.Conflict, "nothing waits for a code; begin again")
	}
	if err != nil {
		return fmt.Errorf("new secret of account %d: %w", accountID, err)
	}
	step, err := s.stepOf(accountID, pending, strings.Join(strings.Fields(code), ""))
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE second_factors SET secret = pending, confirmed_at = $2, last_step = $3, pending = NULL, pending_until = NULL,
			removal_asked_by = NULL, removal_asked_at = NULL
		WHERE account_id = $1`, accountID, s.now(), step); err != nil {
		return fmt.Errorf("confirm second factor of account %d: %w", accountID, err)
	}
	return nil
}

// NewRecoveryCodes replaces the actor's recovery codes, for a code that is right.
func (s *Service) NewRecoveryCodes(ctx context.Context, actor Actor, in Code) (out RecoveryCodes, err error) {
	err = s.proving(ctx, Client{}, actor, in.Code, func(tx *sqlx.Tx) (err error) {
		if out.Codes, err = s.replaceRecoveryCodes(ctx, tx, actor.AccountID); err != nil {
			return err
		}
		return s.recordSecondFactor(ctx, tx, actor, actor.AccountID, "replace-recovery-codes")
	})
	return out, err
}

func (s *Service) replaceRecoveryCodes(ctx context.Context, tx *sqlx.Tx, accountID int64) (codes []string, err error) {
	if _, err := tx.ExecContext(ctx, `DELETE FROM recovery_codes WHERE account_id = $1`, accountID); err != nil {
		return nil, fmt.Errorf("delete recovery codes of account %d: %w", accountID, err)
	}
	for range recoveryCodes {
		p := strings.ToLower(rand.Text())
		code := p[:4] + "-" + p[4:8] + "-" + p[8:12]
		if _, err := tx.ExecContext(ctx, `INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)`,
			accountID, s.recoveryHash(accountID, code)); err != nil {
			return nil, fmt.Errorf("keep recovery code of account %d: %w", accountID, err)
		}
		codes = append(codes, code)
	}
	return codes, nil
}

// recoveryHash is what is kept of a recovery code, however it is typed. It is keyed:
// a copy of the table opens no account, nor can guesses be tried on it.
func (s *Service) recoveryHash(accountID int64, code string) []byte {
	return s.Keys.MAC("recovery code")(accountBytes(accountID), []byte(plainCode(code)))
}

// plainCode is a code without what people add to or change in it when they type it.
func plainCode(code string) string {
	return strings.ToLower(strings.NewReplacer("-", "", " ", "", "\t", "", "\u00a0", "").Replace(code))
}

// useRecoveryCode takes a recovery code, once. The index finds it by a keyed hash, so
// that how long it takes tells nothing about the codes there are.
func (s *Service) useRecoveryCode(ctx context.Context, tx *sqlx.Tx, accountID int64, code string) error {
	r, err := tx.ExecContext(ctx, `
		UPDATE recovery_codes SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL`,
		accountID, s.recoveryHash(accountID, code), s.now())
	if err != nil {
		return fmt.Errorf("use recovery code of account %d: %w", accountID, err)
	}
	if n, _ := r.RowsAffected(); n == 0 {
		return errCode
	}
	return nil
}
