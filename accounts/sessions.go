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

// OpenSession is one of a person's sessions, as they see it.
type OpenSession struct {
	ID         int64     `json:"id"         db:"id"`
	Current    bool      `json:"current"    db:"current"` // the one that asks
	UserAgent  string    `json:"userAgent"  db:"user_agent"`
	CreatedAt  time.Time `json:"createdAt"  db:"created_at"`
	LastSeenAt time.Time `json:"lastSeenAt" db:"last_seen_at"`
	ExpiresAt  time.Time `json:"expiresAt"  db:"expires_at"`
}

// ListSessions returns the actor's own open sessions, the last used first.
func (s *Service) ListSessions(ctx context.Context, actor Actor, _ struct{}) ([]OpenSession, error) {
	return s.openSessions(ctx, actor.AccountID, actor.SessionID)
}

func (s *Service) openSessions(ctx context.Context, accountID, current int64) ([]OpenSession, error) {
	chosen, err := ReadSettings(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	now, list := s.now(), []OpenSession{}
	if err := s.DB.SelectContext(ctx, &list, `
		SELECT id, id = $2 AS current, user_agent, created_at, last_seen_at, expires_at
		FROM sessions WHERE account_id = $1 AND expires_at > $3 AND last_seen_at > $4 AND created_at > $5
		ORDER BY last_seen_at DESC, id DESC LIMIT 200`,
		accountID, current, now, now.Add(-chosen.idle()), now.Add(-chosen.absolute())); err != nil {
		return nil, fmt.Errorf("sessions of account %d: %w", accountID, err)
	}
	return list, nil
}

// EndOtherSessions ends all of the actor's own sessions but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, actor Actor, _ struct{}) ([]OpenSession, error) {
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (struct{}, error) {
		return struct{}{}, s.endAll(ctx, tx, actor, actor.AccountID, actor.SessionID)
	})
	if err != nil {
		return nil, err
	}
	return s.ListSessions(ctx, actor, struct{}{})
}

// ListAccountSessions returns the open sessions of an account, for an administrator.
func (s *Service) ListAccountSessions(ctx context.Context, actor Actor, in GetAccount) ([]OpenSession, error) {
	if _, err := s.Get(ctx, actor, in); err != nil {
		return nil, err
	}
	return s.openSessions(ctx, in.ID, actor.SessionID)
}

// EndAccountSessions ends all sessions of somebody's account: a lost phone, a
// shared computer left open. Their password stays as it is.
func (s *Service) EndAccountSessions(ctx context.Context, actor Actor, in GetAccount) ([]OpenSession, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]OpenSession, error) {
		if _, err := s.get(ctx, tx, actor, in.ID, ""); err != nil {
			return nil, err
		}
		return []OpenSession{}, s.endAll(ctx, tx, actor, in.ID, 0)
	})
}

// endAll ends all sessions of an account but one, and journals it.
func (s *Service) endAll(ctx context.Context, tx *sqlx.Tx, actor Actor, accountID, but int64) error {
	if err := endSessions(ctx, tx, accountID, but); err != nil {
		return err
	}
	return journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{Action: "end-sessions", Object: "account", ObjectID: accountID})
}

// EndSession names one of the actor's sessions.
type EndSession struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// EndSession ends one of the actor's own sessions, such as on a lost phone.
func (s *Service) EndSession(ctx context.Context, actor Actor, in EndSession) (struct{}, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (none struct{}, err error) {
		r, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE id = $1 AND account_id = $2`, in.ID, actor.AccountID)
		if err != nil {
			return none, fmt.Errorf("end session %d: %w", in.ID, err)
		}
		if n, _ := r.RowsAffected(); n == 0 {
			return none, fault.Errorf(fault.NotFound, "you have no session %d", in.ID)
		}
		return none, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "end-session", Object: "account", ObjectID: actor.AccountID, Before: map[string]int64{"sessionId": in.ID},
		})
	})
}

// endSessions ends all sessions of an account but one.
func endSessions(ctx context.Context, tx *sqlx.Tx, accountID, but int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE account_id = $1 AND id <> $2`, accountID, but); err != nil {
		return fmt.Errorf("end sessions of account %d: %w", accountID, err)
	}
	return nil
}
