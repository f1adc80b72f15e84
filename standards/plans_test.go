package standards

import (
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
)

// crowded is a hospital after decades: many changes of which few are open,
// versions, and a year of spot checks.
func crowded(t *testing.T) *sqlx.DB {
	t.Helper()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO accounts (name, password_hash, created_at) VALUES ('a', '', '2026-01-01'), ('b', '', '2026-01-01')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`,
		`INSERT INTO standards (code) SELECT 's' || i FROM generate_series(1, 60) i`,
		`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
			SELECT s, v, date '2000-01-01' + v * 30, 'privacy', 'judged', '{"en": "t"}', '{}', '{}', '{}', '{}', '[]', '2000-01-01' FROM generate_series(1, 60) s, generate_series(1, 50) v`,
		`INSERT INTO standard_changes (kind, code, based_on, effective_from, content, words, status, origin, author_id, created_at, decided_by, version)
			SELECT 'standard', 's' || 1 + i % 60, 1, '2000-01-01', '{}', 'w', CASE WHEN i % 1000 = 0 THEN 'proposed' ELSE 'approved' END, 'person', 1, '2000-01-01',
				CASE WHEN i % 1000 <> 0 THEN 2 END, CASE WHEN i % 1000 <> 0 THEN 1 END FROM generate_series(1, 20000) i`,
		`INSERT INTO employees (number, name, hired_on) SELECT 'e' || i, 'E', '2020-01-01' FROM generate_series(1, 50) i`,
		`INSERT INTO suggestions (standard_id, employee_id, words, created_at) SELECT 1 + i % 60, 1 + i % 50, 'w', '2026-01-01' FROM generate_series(1, 5000) i`,
	} {
		if _, err := db.Exec(query); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	return db
}

// TestListsAreFoundInIndexes looks at how PostgreSQL goes about the lists.
func TestListsAreFoundInIndexes(t *testing.T) {
	t.Parallel()
	db := crowded(t)
	tx := db.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE; ANALYZE`)
	year := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name, query string
		args        []any
		index       string
		not         string
	}{
		{"open changes", listChanges("open"), []any{"open", "", "", 0, 0, 50}, "standard_changes_open", "Seq Scan on standard_changes"},
		{"the latest changes", listChanges(""), []any{"", "", "", 0, 0, 50}, "standard_changes_pkey", "Seq Scan on standard_changes"},
		{"what is in force", inForceOn, []any{"2026-01-01"}, "standard_versions_day", "Seq Scan on standard_versions"},
		{"my suggestions", suggestionColumns + `WHERE g.employee_id = $1 AND ($2::bigint = 0 OR g.id < $2) ORDER BY g.id DESC LIMIT $3`, []any{7, 0, 50}, "suggestions_employee", "Seq Scan on suggestions"},
		{"reviews due", dueReviews, []any{"2026-01-01", "2026-01-01", year}, "standard_versions_day", "Seq Scan on standard_versions v_1"},
	} {
		var plan []string
		if err := tx.Select(&plan, `EXPLAIN `+test.query, test.args...); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if p := strings.Join(plan, "\n"); !strings.Contains(p, test.index) || strings.Contains(p, test.not) {
			t.Errorf("%s:\n%s", test.name, p)
		}
	}
	s := &Service{DB: db, Now: func() time.Time { return year }}
	began := time.Now()
	list, err := s.DueReviews(t.Context(), accounts.Program(), ListDueReviews{})
	if err != nil || len(list) != 60 {
		t.Fatalf("%d reviews due, %v", len(list), err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("the reviews due took %s", took)
	}
}
