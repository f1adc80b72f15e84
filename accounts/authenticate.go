package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
)

// seenEvery is how often a session in use is written to.
const seenEvery = time.Minute

// toGiveCode is how long a session waits for the second factor. Until then
// nothing is open to it.
const toGiveCode = 10 * time.Minute

// selectSession reads a session with everything that decides about a request:
// who it is of, the roles of this moment with those handed over, and what the
// hospital requires. $1 is the time, $2 the token's digest.
//
// A role handed over is there while the giver holds it and is employed, has an
// account that is open, and only through the assignment itself: nothing that was
// handed over can be handed on.
const selectSession = `
	WITH RECURSIVE session AS (
		SELECT * FROM sessions WHERE token_hash = $2 AND expires_at > $1
	), local (day) AS (
		SELECT ` + today + `
	), held AS (
		SELECT r.id, r.role, r.department_id, NULL::jsonb AS giver
		FROM session s JOIN role_assignments r ON r.account_id = s.account_id, local
		WHERE r.from_day <= day AND (r.to_day IS NULL OR day < r.to_day)
		UNION ALL
		SELECT -d.id, r.role, r.department_id, jsonb_build_object('accountId', g.id, 'employeeId', coalesce(g.employee_id, 0))
		FROM session s JOIN delegations d ON d.account_id = s.account_id JOIN role_assignments r ON r.id = d.assignment_id
			JOIN accounts g ON g.id = r.account_id LEFT JOIN employees e ON e.id = g.employee_id, local
		WHERE d.from_day <= day AND day < d.to_day AND r.from_day <= day AND (r.to_day IS NULL OR day < r.to_day)
			AND g.disabled_at IS NULL AND (e.left_on IS NULL OR day < e.left_on)
	), reach (id, department_id) AS (
		SELECT id, department_id FROM held WHERE department_id IS NOT NULL
		UNION
		SELECT r.id, d.id FROM reach r JOIN departments d ON d.parent_id = r.department_id
	)
	SELECT a.id AS account_id, coalesce(a.employee_id, 0) AS employee_id, s.id AS session_id,
		coalesce(e.name, a.name) AS name, a.must_change_password AND s.identity_id IS NULL AS must_change_password, s.created_at, s.last_seen_at,
		s.second_factor_at IS NOT NULL AS proved, coalesce(f.confirmed_at IS NOT NULL, false) AS enrolled,
		(SELECT coalesce(jsonb_agg(jsonb_build_object('role', h.role, 'for', h.giver, 'departments',
			(SELECT jsonb_agg(r.department_id ORDER BY r.department_id) FROM reach r WHERE r.id = h.id))
			ORDER BY h.giver IS NOT NULL, abs(h.id)), '[]')
		FROM held h) AS roles,
		coalesce(c.version, 0) AS version, c.value AS settings
	FROM session s JOIN accounts a ON a.id = s.account_id LEFT JOIN employees e ON e.id = a.employee_id
		LEFT JOIN second_factors f ON f.account_id = a.id
		LEFT JOIN (SELECT version, value FROM settings ORDER BY version DESC LIMIT 1) c ON true, local
	WHERE a.disabled_at IS NULL AND (e.left_on IS NULL OR day < e.left_on)`

// Authenticate returns whoever holds the token, with the roles of this moment:
// nothing is cached, so a change takes effect with the next request.
func (s *Service) Authenticate(ctx context.Context, token string) (Actor, error) {
	now := s.now()
	actor, seen, err := s.holder(ctx, token, now)
	if err != nil {
		return Actor{}, err
	}
	return actor, s.seen(ctx, actor.SessionID, seen, now)
}

// StillHolds returns whoever holds the token like Authenticate, and does not keep
// the session from going idle: it is for what goes on without anybody doing anything.
func (s *Service) StillHolds(ctx context.Context, token string) (Actor, error) {
	actor, _, err := s.holder(ctx, token, s.now())
	return actor, err
}

// holder returns whoever holds the token, and when they were last seen.
func (s *Service) holder(ctx context.Context, token string, now time.Time) (Actor, time.Time, error) {
	var never time.Time
	var row struct {
		Account  int64     `db:"account_id"`
		Employee int64     `db:"employee_id"`
		Session  int64     `db:"session_id"`
		Name     string    `db:"name"`
		Must     bool      `db:"must_change_password"`
		Created  time.Time `db:"created_at"`
		Seen     time.Time `db:"last_seen_at"`
		Proved   bool      `db:"proved"`
		Enrolled bool      `db:"enrolled"`
		Roles    []byte    `db:"roles"`
		Version  int       `db:"version"`
		Settings []byte    `db:"settings"`
	}
	err := s.DB.GetContext(ctx, &row, selectSession, now, digest(token))
	if errors.Is(err, sql.ErrNoRows) {
		return Actor{}, never, errSignIn
	}
	if err != nil {
		return Actor{}, never, fmt.Errorf("authenticate: %w", err)
	}
	chosen, err := decodeSettings(row.Version, row.Settings)
	if err != nil {
		return Actor{}, never, err
	}
	actor := Actor{
		AccountID: row.Account, EmployeeID: row.Employee, SessionID: row.Session,
		Name: row.Name, MustChangePassword: row.Must,
	}
	if err := json.Unmarshal(row.Roles, &actor.Roles); err != nil {
		return Actor{}, never, fmt.Errorf("roles of account %d: %w", row.Account, err)
	}
	actor.Roles = append(actor.Roles, Assignment{Role: "staff"}) // which every account holds
	switch {
	case row.Enrolled && !row.Proved:
		actor.SecondFactor = SecondFactorRequired
	case !row.Enrolled && !row.Proved && chosen.requires(actor.Roles): // proved: to the hospital's sign-in service
		actor.SecondFactor = SecondFactorToEnrol
	}
	waited := actor.SecondFactor == SecondFactorRequired && now.Sub(row.Created) >= toGiveCode
	if waited || now.Sub(row.Seen) >= chosen.idle() || now.Sub(row.Created) >= chosen.absolute() {
		return Actor{}, never, errSignIn
	}
	return actor, row.Seen, nil
}

var errSignIn = fault.Errorf(fault.Unauthenticated, "sign in first")

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
