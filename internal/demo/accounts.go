package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// SignIn is an account of the demo.
type SignIn struct {
	Role, Name, Password string
}

// departmental are the roles that one department is enough for.
var departmental = map[string]bool{"department-head": true}

// accounts gives one person for each role a sign-in by the role's name. The
// one with nothing but staff bears the demo badge.
func (m *maker) accounts(ctx context.Context) error {
	taken := map[*person]bool{}
	for i, role := range m.o.Roles {
		p := m.bearer(role, i, taken)
		taken[p] = true
		hash, err := m.o.Hash(m.o.Password(role))
		if err != nil {
			return err
		}
		var account int64
		err = m.tx.GetContext(ctx, &account, `INSERT INTO accounts (employee_id, name, password_hash, created_at) VALUES ($1, $2, $3, $4) RETURNING id`,
			p.id, role, hash, m.now)
		if err != nil {
			return fmt.Errorf("make account of %s: %w", role, err)
		}
		if role == "staff" {
			continue // which everybody holds
		}
		department := int64(0)
		if departmental[role] {
			department = m.units[p.unit].id
		}
		_, err = m.tx.ExecContext(ctx, `INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES ($1, $2, nullif($3, 0), $4)`,
			account, role, department, m.months[0])
		if err != nil {
			return fmt.Errorf("assign role %s: %w", role, err)
		}
	}
	return m.observers(ctx, taken)
}

// observers gives the other supervisors an account that nobody can sign in to:
// the day's rounds are shared out among all of them.
func (m *maker) observers(ctx context.Context, taken map[*person]bool) error {
	for _, p := range m.staff {
		if !p.supervisor || taken[p] {
			continue
		}
		if _, err := m.tx.ExecContext(ctx, `
			WITH a AS (INSERT INTO accounts (employee_id, name, password_hash, created_at) VALUES ($1, lower($2), '', $3) RETURNING id)
			INSERT INTO role_assignments (account_id, role, from_day) SELECT id, 'supervisor', $4 FROM a`, p.id, p.number, m.now, m.months[0]); err != nil {
			return fmt.Errorf("make account of supervisor %s: %w", p.number, err)
		}
	}
	return nil
}

// bearer chooses who holds a role: a supervisor among the supervisors, a
// staff nurse whom patients often meet, and for the others whoever comes next.
func (m *maker) bearer(role string, i int, taken map[*person]bool) *person {
	for _, p := range m.staff[i*40:] {
		if taken[p] || p.hired > m.months[0] || p.busy < 0.8 {
			continue
		}
		switch {
		case role == "supervisor" && !p.supervisor, role != "supervisor" && p.supervisor, role == "staff" && p.post != "nurse":
			continue
		}
		return p
	}
	return m.staff[i]
}

// Badge returns the code of a badge that holds: that of the person who signs
// in as staff, if it has not been revoked. It is empty if none holds.
func Badge(ctx context.Context, q sqlx.QueryerContext) (code string, err error) {
	err = sqlx.GetContext(ctx, q, &code, `
		SELECT t.code FROM touchpoints t LEFT JOIN accounts a ON a.employee_id = t.employee_id AND a.name = 'staff'
		WHERE t.kind = 'badge' AND t.revoked_at IS NULL ORDER BY a.id, t.id LIMIT 1`) // nulls are last
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find the demo badge: %w", err)
	}
	return code, nil
}

// SignIns returns the sign-ins of the roles' accounts, with the passwords
// they were made with.
func SignIns(ctx context.Context, q sqlx.QueryerContext, roles []string, password func(role string) string) ([]SignIn, error) {
	var list []SignIn
	for _, role := range roles {
		var exists bool
		if err := sqlx.GetContext(ctx, q, &exists, `SELECT EXISTS (SELECT FROM accounts WHERE name = $1)`, role); err != nil {
			return nil, fmt.Errorf("find account of %s: %w", role, err)
		}
		if exists {
			list = append(list, SignIn{role, role, password(role)})
		}
	}
	return list, nil
}
