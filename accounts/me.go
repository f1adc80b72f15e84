package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// Me is what people are told about themselves.
type Me struct {
	AccountID          int64            `json:"accountId"          db:"account_id"`
	Name               string           `json:"name"               db:"name"` // of the account
	Language           string           `json:"language"           db:"language"`
	MustChangePassword bool             `json:"mustChangePassword" db:"must_change_password"`
	Employee           *MyEmployee      `json:"employee,omitempty" db:"-"`
	Roles              []RoleAssignment `json:"roles"              db:"-"` // of today; everybody holds staff besides
	StandsIn           []Delegation     `json:"standsIn"           db:"-"` // today, for others

	// CodeIssued tells, for a month, that somebody has handed out a one-time
	// password for the account: its holder should know of it.
	CodeIssued *CodeIssued `json:"codeIssued,omitempty" db:"-"`
}

// CodeIssued says who has handed out a one-time password, and when.
type CodeIssued struct {
	At time.Time `json:"at" db:"at"`
	By string    `json:"by" db:"by"` // "": on the server itself
}

// MyEmployee is who an account belongs to.
type MyEmployee struct {
	ID        int64  `json:"id"        db:"id"`
	Number    string `json:"number"    db:"number"`
	Name      string `json:"name"      db:"name"`
	LatinName string `json:"latinName" db:"latin_name"`
}

// Me says who the actor is.
func (s *Service) Me(ctx context.Context, actor Actor, _ struct{}) (Me, error) {
	m, err := me(ctx, s.DB, actor.AccountID, s.now())
	m.MustChangePassword = actor.MustChangePassword // not where the sign-in service vouches for them
	return m, err
}

func me(ctx context.Context, q sqlx.ExtContext, accountID int64, now time.Time) (m Me, err error) {
	if err := sqlx.GetContext(ctx, q, &m, `
		SELECT id AS account_id, name, language, must_change_password FROM accounts WHERE id = $1`, accountID); err != nil {
		return Me{}, fmt.Errorf("account %d: %w", accountID, err)
	}
	var e MyEmployee
	switch err := sqlx.GetContext(ctx, q, &e, `
		SELECT e.id, e.number, e.name, e.latin_name FROM employees e JOIN accounts a ON a.employee_id = e.id
		WHERE a.id = $1`, accountID); {
	case err == nil:
		m.Employee = &e
	case !errors.Is(err, sql.ErrNoRows):
		return Me{}, fmt.Errorf("employee of account %d: %w", accountID, err)
	}
	if m.CodeIssued, err = codeIssued(ctx, q, accountID, now); err != nil {
		return Me{}, err
	}
	m.StandsIn = []Delegation{}
	if err := sqlx.SelectContext(ctx, q, &m.StandsIn, `
		SELECT * FROM (`+selectDelegations+` WHERE d.account_id = $2) mine WHERE active ORDER BY id`, now, accountID); err != nil {
		return Me{}, fmt.Errorf("whom account %d stands in for: %w", accountID, err)
	}
	m.Roles = []RoleAssignment{}
	if err := sqlx.SelectContext(ctx, q, &m.Roles, `
		SELECT `+roleColumns+` FROM role_assignments
		WHERE account_id = $2 AND from_day <= `+today+` AND (to_day IS NULL OR `+today+` < to_day) ORDER BY id`,
		now, accountID); err != nil {
		return Me{}, fmt.Errorf("roles of account %d: %w", accountID, err)
	}
	return m, nil
}

func codeIssued(ctx context.Context, q sqlx.ExtContext, accountID int64, now time.Time) (*CodeIssued, error) {
	var c CodeIssued
	err := sqlx.GetContext(ctx, q, &c, `
		SELECT a.code_issued_at AS at, coalesce(e.name, b.name, '') AS by
		FROM accounts a LEFT JOIN accounts b ON b.id = a.code_issued_by LEFT JOIN employees e ON e.id = b.employee_id
		WHERE a.id = $1 AND a.code_issued_at > $2`, accountID, now.Add(-ofOneHand))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("who has handed out the password of account %d: %w", accountID, err)
	}
	return &c, nil
}

// ChooseLanguage is the language a person wants to read.
type ChooseLanguage struct {
	Language string `json:"language" validate:"omitempty,oneof=zh-CN zh-TW ko en"` // "": the browser's
}

// ChooseLanguage sets the language of the actor's own account.
func (s *Service) ChooseLanguage(ctx context.Context, actor Actor, in ChooseLanguage) (Me, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Me, error) {
		before, err := me(ctx, tx, actor.AccountID, s.now())
		if err != nil {
			return Me{}, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE accounts SET language = $2 WHERE id = $1`, actor.AccountID, in.Language); err != nil {
			return Me{}, fmt.Errorf("set language of account %d: %w", actor.AccountID, err)
		}
		after := before
		after.Language = in.Language
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "choose-language", Object: "account", ObjectID: actor.AccountID,
			Before: ChooseLanguage{before.Language}, After: in,
		})
	})
}

// ChangePassword is what people type to change their own password.
type ChangePassword struct {
	OldPassword string `json:"oldPassword" validate:"required,max=200"`
	NewPassword string `json:"newPassword" validate:"required,min=10,max=200"`
}

// ChangePassword replaces the actor's password and ends all their other
// sessions. Guessing at the old one is throttled as at sign-in.
func (s *Service) ChangePassword(ctx context.Context, actor Actor, in ChangePassword) (Me, error) {
	var old struct {
		Name string `db:"name"`
		Hash string `db:"password_hash"`
	}
	if err := s.DB.GetContext(ctx, &old, `SELECT name, password_hash FROM accounts WHERE id = $1`, actor.AccountID); err != nil {
		return Me{}, fmt.Errorf("password of account %d: %w", actor.AccountID, err)
	}
	if err := s.checkNew(ctx, old.Name, in.OldPassword, in.NewPassword); err != nil {
		return Me{}, err
	}
	limits := s.limits(old.Name, netip.Addr{})
	attempt, err := s.attempt(ctx, limits)
	if err != nil {
		return Me{}, err
	}
	if ok, err := verify(ctx, old.Hash, in.OldPassword); err != nil {
		return Me{}, err
	} else if !ok {
		return Me{}, fault.Field("oldPassword", "this is not your password")
	}
	hash, err := hash(ctx, in.NewPassword)
	if err != nil {
		return Me{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Me, error) {
		if err := forgive(ctx, tx, limits, attempt); err != nil {
			return Me{}, err
		}
		if err := choosePassword(ctx, tx, actor.AccountID, old.Hash, hash, actor.SessionID); err != nil {
			return Me{}, err
		}
		if err := journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "change-password", Object: "account", ObjectID: actor.AccountID,
		}); err != nil {
			return Me{}, err
		}
		return me(ctx, tx, actor.AccountID, s.now())
	})
}
