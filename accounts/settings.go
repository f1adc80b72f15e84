package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// Settings are what a hospital may choose about signing in. What it has not
// chosen is as in [DefaultSettings].
type Settings struct {
	// Version counts the changes. Whoever changes them says which they have seen,
	// so that of two administrators neither undoes unseen what the other has done.
	Version int `json:"version" validate:"min=0"`

	// SecondFactorRequiredFor lists the roles whose holders may do nothing but set
	// one up until they have: by default those that move money, people or accounts.
	SecondFactorRequiredFor []string `json:"secondFactorRequiredFor" validate:"required,max=11,unique,dive,oneof=staff supervisor department-head trainer service-centre quality hr finance leadership auditor admin"`

	// SessionIdleMinutes is how long a session lasts that nobody uses: by default
	// half a day, a shift with its hand-over.
	SessionIdleMinutes int `json:"sessionIdleMinutes" validate:"min=5,max=1440"`

	// SessionDays is how long a session lasts in any case: by default a week.
	SessionDays int `json:"sessionDays" validate:"min=1,max=30"`

	// PasswordMinLength is the fewest characters of a new password: by default 10.
	// Passwords that people have are not measured again.
	PasswordMinLength int `json:"passwordMinLength" validate:"min=10,max=64"`

	// PasswordsForAdministratorsOnly: everybody else signs in by the hospital's
	// sign-in service, while there is one. By default everybody may do either.
	PasswordsForAdministratorsOnly bool `json:"passwordsForAdministratorsOnly"`
}

// DefaultSettings are in force until an administrator changes them.
func DefaultSettings() Settings {
	return Settings{
		SecondFactorRequiredFor: []string{"hr", "finance", "admin"},
		SessionIdleMinutes:      12 * 60,
		SessionDays:             7,
		PasswordMinLength:       minPassword,
	}
}

func (s Settings) idle() time.Duration { return time.Duration(s.SessionIdleMinutes) * time.Minute }

func (s Settings) absolute() time.Duration { return time.Duration(s.SessionDays) * 24 * time.Hour }

// requires reports whether a holder of the roles needs a second factor.
func (s Settings) requires(roles []Assignment) bool {
	return slices.ContainsFunc(roles, func(a Assignment) bool { return slices.Contains(s.SecondFactorRequiredFor, a.Role) })
}

// decodeSettings reads what is stored; nothing stored is the defaults.
func decodeSettings(version int, value []byte) (Settings, error) {
	s := DefaultSettings()
	if len(value) > 0 {
		s.SecondFactorRequiredFor = nil // a stored list replaces the default, an empty one too
		if err := json.Unmarshal(value, &s); err != nil {
			return Settings{}, fmt.Errorf("settings of version %d: %w", version, err)
		}
		if s.SecondFactorRequiredFor == nil {
			s.SecondFactorRequiredFor = DefaultSettings().SecondFactorRequiredFor
		}
	}
	s.Version = version
	return s, nil
}

// ReadSettings returns the settings in force.
func ReadSettings(ctx context.Context, q sqlx.QueryerContext) (Settings, error) {
	var row struct {
		Version int    `db:"version"`
		Value   []byte `db:"value"`
	}
	err := sqlx.GetContext(ctx, q, &row, `SELECT version, value FROM settings ORDER BY version DESC LIMIT 1`)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Settings{}, fmt.Errorf("read settings: %w", err)
	}
	return decodeSettings(row.Version, row.Value)
}

// GetSettings returns the settings in force.
func (s *Service) GetSettings(ctx context.Context, _ Actor, _ struct{}) (Settings, error) {
	return ReadSettings(ctx, s.DB)
}

// PutSettings replaces the settings. They hold from the next request on, for open
// sessions too.
func (s *Service) PutSettings(ctx context.Context, actor Actor, in Settings) (Settings, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Settings, error) {
		before, err := ReadSettings(ctx, tx)
		if err != nil {
			return Settings{}, err
		}
		if in.Version != before.Version {
			return Settings{}, errSettingsChanged
		}
		if err := s.checkPasswords(ctx, tx, before, in); err != nil {
			return Settings{}, err
		}
		slices.Sort(in.SecondFactorRequiredFor)
		in.Version++
		value, err := json.Marshal(in)
		if err != nil {
			return Settings{}, fmt.Errorf("encode settings: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO settings (version, value, changed_by, changed_at) VALUES ($1, $2, nullif($3::bigint, 0), $4)`,
			in.Version, string(value), actor.AccountID, s.now()); database.Violates(err, "settings_pkey") {
			return Settings{}, errSettingsChanged
		} else if err != nil {
			return Settings{}, fmt.Errorf("insert settings: %w", err)
		}
		return in, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "change", Object: "settings", ObjectID: int64(in.Version), Before: before, After: in,
		})
	})
}

var errSettingsChanged = fault.Errorf(fault.Conflict, "somebody has changed the settings meanwhile; look at them again")
