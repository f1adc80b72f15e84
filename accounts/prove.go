package accounts

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// period is how long a code is shown; one of the step before or after is good,
// too, because clocks differ and typing takes time.
const (
	period = 30
	skew   = 1
)

// How many codes may be wrong within the window. Whoever tries has the password;
// of a million codes three are good, so that ten guesses in each quarter of an hour,
// day and night, find one within a year on average, with 960 lines a day in the journal.
const (
	perFactorAtNetwork = 5
	perFactor          = 10
)

func (s *Service) factorLimits(accountID int64, from netip.Addr) []limit {
	account := strconv.FormatInt(accountID, 10)
	return []limit{
		{kind: "factor at network", key: s.hash("factor at network", account+"\x00"+network(from)), most: perFactorAtNetwork, all: true},
		{kind: "factor", key: s.hash("factor", account), most: perFactor},
	}
}

// GiveSecondFactor opens the actor's session to everything they may do. The
// session gets a new token: whoever has seen the old one has nothing.
func (s *Service) GiveSecondFactor(ctx context.Context, from Client, actor Actor, in Code) (Session, error) {
	var out Session
	err := s.proving(ctx, from, actor, in.Code, func(tx *sqlx.Tx) (err error) {
		out, err = s.prove(ctx, tx, actor, "give-second-factor")
		return err
	})
	return out, err
}

// prove remembers for the actor's session that they have given the second factor.
func (s *Service) prove(ctx context.Context, tx *sqlx.Tx, actor Actor, action string) (out Session, err error) {
	out.Token = newToken()
	err = tx.GetContext(ctx, &out.ExpiresAt, `
		UPDATE sessions SET token_hash = $2, second_factor_at = $3 WHERE id = $1 AND account_id = $4 RETURNING expires_at`,
		actor.SessionID, digest(out.Token), s.now(), actor.AccountID)
	if errors.Is(err, sql.ErrNoRows) { // it has ended meanwhile
		return Session{}, errSignIn
	}
	if err != nil {
		return Session{}, fmt.Errorf("renew session %d: %w", actor.SessionID, err)
	}
	if err := s.recordSecondFactor(ctx, tx, actor, actor.AccountID, action); err != nil {
		return Session{}, err
	}
	out.Me, err = me(ctx, tx, actor.AccountID, s.now())
	return out, err
}

// proving makes a change if the code is right. Tries are counted before the code
// is looked at, and wrong ones are journalled.
func (s *Service) proving(ctx context.Context, from Client, actor Actor, code string, change func(*sqlx.Tx) error) error {
	limits := s.factorLimits(actor.AccountID, from.Address)
	attempt, err := s.attempt(ctx, limits)
	if err != nil {
		return err
	}
	_, err = database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (struct{}, error) {
		if err := s.useCode(ctx, tx, actor.AccountID, code); err != nil {
			return struct{}{}, err
		}
		if err := forgive(ctx, tx, limits, attempt); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, change(tx)
	})
	if errors.Is(err, errCode) {
		if err := journal.Record(ctx, s.DB, actor.AccountID, s.now(), journal.Entry{
			Action: "refuse-second-factor", Object: "account", ObjectID: actor.AccountID,
		}); err != nil {
			return err
		}
	}
	return err
}

// errCode says the same of a code that is wrong, late or used.
var errCode = fault.Field("code", "this code is not right, or has been used already")

// useCode takes a code, six digits or a recovery code, if it is right. None is
// good twice: of two who come with the same at once, one finds it used.
func (s *Service) useCode(ctx context.Context, tx *sqlx.Tx, accountID int64, code string) error {
	code = strings.Join(strings.Fields(code), "")
	if len(code) != 6 {
		return s.useRecoveryCode(ctx, tx, accountID, code)
	}
	var f struct {
		Secret []byte `db:"secret"`
		Last   int64  `db:"last_step"`
	}
	err := tx.GetContext(ctx, &f, `
		SELECT secret, last_step FROM second_factors WHERE account_id = $1 AND confirmed_at IS NOT NULL FOR UPDATE`, accountID)
	if errors.Is(err, sql.ErrNoRows) {
		return errNoSecondFactor
	}
	if err != nil {
		return fmt.Errorf("second factor of account %d: %w", accountID, err)
	}
	step, err := s.stepOf(accountID, f.Secret, code)
	if err != nil {
		return err
	}
	if step <= f.Last {
		return errCode
	}
	if _, err := tx.ExecContext(ctx, `UPDATE second_factors SET last_step = $2 WHERE account_id = $1`, accountID, step); err != nil {
		return fmt.Errorf("use code of account %d: %w", accountID, err)
	}
	return nil
}

// stepOf returns the half minute that a code is of. All that are good are compared,
// each in the same time.
func (s *Service) stepOf(accountID int64, sealed []byte, code string) (step int64, err error) {
	secret, err := s.unseal(accountID, sealed)
	if err != nil {
		return 0, fmt.Errorf("second factor of account %d: %w", accountID, err)
	}
	now := s.now().Unix() / period
	for at := now - skew; at <= now+skew; at++ {
		want, err := codeAt(secret, at)
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step = at
		}
	}
	if step == 0 {
		return 0, errCode
	}
	return step, nil
}

func codeAt(secret []byte, step int64) (string, error) {
	code, err := hotp.GenerateCodeCustom(unpadded.EncodeToString(secret), uint64(step),
		hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		return "", fmt.Errorf("make code: %w", err)
	}
	return code, nil
}

// accountBytes is an account's id as keyed hashes take it.
func accountBytes(id int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(id)) }
