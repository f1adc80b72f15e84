package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// seenEvery is how often a session in use is written to.
const seenEvery = time.Minute

// Authenticate returns whoever holds the token, with the roles of this moment:
// nothing is cached, so a change takes effect with the next request.
func (s *Service) Authenticate(ctx context.Context, token string) (Actor, error) {
	now := s.now()
	var row struct {
		Account  int64     `db:"account_id"`
		Employee int64     `db:"employee_id"`
		Session  int64     `db:"session_id"`
		Name     string    `db:"name"`
		Must     bool      `db:"must_change_password"`
		Seen     time.Time `db:"last_seen_at"`
		Roles    []byte    `db:"roles"`
	}
	err := s.DB.GetContext(ctx, &row, `
		WITH RECURSIVE session AS (
			SELECT * FROM sessions WHERE token_hash = $2 AND expires_at > $1 AND last_seen_at > $3
		), held AS (
			SELECT r.id, r.role, r.department_id FROM session s JOIN role_assignments r ON r.account_id = s.account_id
			WHERE r.from_day <= `+today+` AND (r.to_day IS NULL OR `+today+` < r.to_day)
		), reach (id, department_id) AS (
			SELECT id, department_id FROM held WHERE department_id IS NOT NULL
			UNION
			SELECT r.id, d.id FROM reach r JOIN departments d ON d.parent_id = r.department_id
		)
		SELECT a.id AS account_id, coalesce(a.employee_id, 0) AS employee_id, s.id AS session_id,
			coalesce(e.name, a.name) AS name, a.must_change_password, s.last_seen_at,
			(SELECT coalesce(jsonb_agg(jsonb_build_object('role', h.role, 'departments',
				(SELECT jsonb_agg(r.department_id ORDER BY r.department_id) FROM reach r WHERE r.id = h.id)) ORDER BY h.id), '[]')
			FROM held h) AS roles
		FROM session s JOIN accounts a ON a.id = s.account_id LEFT JOIN employees e ON e.id = a.employee_id
		WHERE a.disabled_at IS NULL AND (e.left_on IS NULL OR `+today+` < e.left_on)`,
		now, digest(token), now.Add(-idle))
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, fault.Errorf(fault.Unauthenticated, "sign in first")
	}
	if err != nil {
		return Actor{}, fmt.Errorf("authenticate: %w", err)
	}
	actor := Actor{
		AccountID: row.Account, EmployeeID: row.Employee, SessionID: row.Session,
		Name: row.Name, MustChangePassword: row.Must,
	}
	if err := json.Unmarshal(row.Roles, &actor.Roles); err != nil {
		return Actor{}, fmt.Errorf("roles of account %d: %w", row.Account, err)
	}
	actor.Roles = append(actor.Roles, Assignment{Role: "staff"}) // which every account holds
	return actor, s.seen(ctx, row.Session, row.Seen, now)
}

// seen keeps a session from going idle. It writes once a minute at most, and
// once however many requests come at that moment.
func (s *Service) seen(ctx context.Context, id int64, last, now time.Time) error {
	if now.Sub(last) < seenEvery {
		return nil
	}
	if _, err := s.DB.ExecContext(ctx, `
		UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at = $3`, id, now, last); err != nil {
		return fmt.Errorf("touch session %d: %w", id, err)
	}
	return nil
}

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
	now, list := s.now(), []OpenSession{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT id, id = $2 AS current, user_agent, created_at, last_seen_at, expires_at
		FROM sessions WHERE account_id = $1 AND expires_at > $3 AND last_seen_at > $4
		ORDER BY last_seen_at DESC, id DESC`, actor.AccountID, actor.SessionID, now, now.Add(-idle))
	if err != nil {
		return nil, fmt.Errorf("sessions of account %d: %w", actor.AccountID, err)
	}
	return list, nil
}

// SignOut ends the session that asks.
func (s *Service) SignOut(ctx context.Context, actor Actor, _ struct{}) (struct{}, error) {
	return s.EndSession(ctx, actor, EndSession{ID: actor.SessionID})
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
