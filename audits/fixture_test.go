package audits_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/secrets"
)

// In Shanghai, the hospital's zone, it is eleven in the morning of 1 December.
var now = time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)

// The people of the fixture. The nurse moved from ward B to ward A on 1 December.
const (
	nurse  = 1 // ward A
	wang   = 2 // supervisor, quality office
	head   = 3 // supervisor, inner medicine, which wards A and B are part of
	kim    = 4 // ward B
	leaver = 5 // ward B until 15 November
)

var (
	supervisor = actor(wang, accounts.Reach{Hospital: true}) // as the route admits them to log
	reader     = actor(wang, accounts.Reach{EmployeeID: wang})
	quality    = actor(0, accounts.Reach{Hospital: true})
)

func actor(employee int64, reach accounts.Reach) accounts.Actor {
	return accounts.Actor{AccountID: 1, EmployeeID: employee, Reach: reach}
}

func open(t *testing.T) (*audits.Service, *sqlx.DB) {
	t.Helper()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO accounts (name, password_hash, created_at) VALUES ('wang', '', '2026-01-01')`,
		`INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'inner', '{"en": "Inner medicine"}'),
			(1, 'ward-a', '{"en": "Ward A"}'), (1, 'ward-b', '{"en": "Ward B"}'), (NULL, 'quality', '{"en": "Quality office"}')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`,
		`INSERT INTO employees (number, name, hired_on) VALUES ('1', '李静', '2026-01-01'), ('2', '王芳', '2026-01-01'),
			('3', 'Head', '2026-01-01'), ('4', '김민지', '2026-01-01'), ('5', 'Leaver', '2026-01-01')`,
		`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES
			(1, 3, 1, '2026-01-01', '2026-12-01'), (1, 2, 1, '2026-12-01', NULL), (2, 4, 1, '2026-01-01', NULL),
			(3, 1, 1, '2026-01-01', NULL), (4, 3, 1, '2026-01-01', NULL), (5, 3, 1, '2026-01-01', '2026-11-15')`,
		`INSERT INTO standards (code, principal) VALUES ('smile', true), ('five', false), ('told', false), ('later', false)`,
		`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, target_ms, target_share,
				title, opportunity, met, partly, not_met, not_applicable, created_at)
			SELECT s, v, d::date, 'accuracy', m, ms, share, jsonb_build_object('en', t), '{}', '{}', '{}', '{}',
				'[{"code": "asleep", "text": {"en": "Asleep"}}, {"code": "emergency", "text": {"en": "Emergency"}}]', now()
			FROM (VALUES (1, 1, '2026-01-01', 'judged', NULL::int, NULL::int, 'Smile'), (2, 1, '2026-01-01', 'seconds', 9000, NULL, 'Nine'),
				(2, 2, '2026-12-01', 'seconds', 5000, NULL, 'Five'), (3, 1, '2026-01-01', 'share', NULL, 9500, 'Told'),
				(4, 1, '2027-01-01', 'judged', NULL, NULL, 'Later')) x (s, v, d, m, ms, share, t)`,
	} {
		db.MustExec(query)
	}
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	return &audits.Service{DB: db, Now: func() time.Time { return now }, Keys: keys}, db
}

const key = "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11"

// check is a spot check of the nurse that nothing is wrong with.
func check() audits.NewSpotCheck {
	return audits.NewSpotCheck{
		Key: key, EmployeeID: nurse, Mode: "round", Shift: "day", Place: "Bed 12",
		StartedAt: now.Add(-10 * time.Minute), FinishedAt: now.Add(-5 * time.Minute),
		Findings: []audits.NewFinding{{Standard: "smile", Result: audits.Met}},
	}
}

func count(t *testing.T, db *sqlx.DB, table string) (n int) {
	t.Helper()
	if err := db.Get(&n, `SELECT count(*) FROM `+table); err != nil {
		t.Fatal(err)
	}
	return n
}
