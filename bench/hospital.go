package main

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/migrations"
)

// The hospital under load: people, postings and badges have the same ids.
const (
	departments = 12
	employees   = 600
)

func department(employee int) int { return employee%departments + 1 }

// settle brings a new database to the current schema and fills it.
func settle(ctx context.Context, dsn string) (*sqlx.DB, error) {
	db, err := database.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	if err := migrations.Up(ctx, db); err != nil {
		return nil, err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf(`
		INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "Bench"}', 'Asia/Shanghai', 'en');
		INSERT INTO departments (code, name) SELECT 'd' || i, '{"en": "Department"}' FROM generate_series(1, %d) i ORDER BY i;
		INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}');
		INSERT INTO employees (number, name, latin_name, hired_on) SELECT i, '王丽', 'Wang Li', '2020-01-01' FROM generate_series(1, %[2]d) i ORDER BY i;
		INSERT INTO postings (employee_id, department_id, post_id, from_day) SELECT i, i %% %[1]d + 1, 1, '2020-01-01' FROM generate_series(1, %[2]d) i ORDER BY i;
		INSERT INTO touchpoints (code, kind, employee_id, created_at)
			SELECT 'BENCH' || lpad(i::text, 3, '0'), 'badge', i, '2026-01-01' FROM generate_series(1, %[2]d) i ORDER BY i`,
		departments, employees))
	if err != nil {
		return nil, fmt.Errorf("fill the hospital: %w", err)
	}
	return db, nil
}

func code(employee int) string { return fmt.Sprintf("BENCH%03d", employee) }
