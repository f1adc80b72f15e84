package demo_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/demo"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/policies"
	"github.com/wardstar/wardstar/standards"
	"github.com/wardstar/wardstar/training"
)

const today = worktime.Day("2026-11-22")

func now() time.Time { return time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC) }

// load makes the demo in a database of its own.
func load(t *testing.T, seed uint64) (*sqlx.DB, demo.Hospital) {
	t.Helper()
	ctx, db := t.Context(), dbtest.New(t)
	staff := &people.Service{DB: db, Now: now}
	posts := map[string]int64{}
	for _, p := range standards.Catalogue().Posts {
		made, err := staff.CreatePost(ctx, accounts.Actor{}, people.NewPost{Code: p.Code, Family: p.Family, Name: p.Name})
		if err != nil {
			t.Fatal(err)
		}
		posts[p.Code] = made.ID
	}
	if _, err := database.InTx(ctx, db, func(tx *sqlx.Tx) (int, error) {
		if err := (&standards.Service{DB: db, Now: now}).Seed(ctx, tx, "2025-11-22", posts); err != nil {
			return 0, err
		}
		return 0, (&training.Service{DB: db, Now: now}).Seed(ctx, tx, today, posts)
	}); err != nil {
		t.Fatal(err)
	}
	if err := (&periods.Service{DB: db, Now: now}).EnsureScheme(ctx); err != nil {
		t.Fatal(err)
	}
	h, err := demo.Load(ctx, db, demo.Options{
		Seed: seed, Today: today, Roles: policies.Roles,
		Password: func(role string) string { return role + " password" },
		Hash:     func(password string) (string, error) { return "hash of " + password, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return db, h
}

func count(t *testing.T, db *sqlx.DB, query string) (n int) {
	t.Helper()
	if err := db.Get(&n, query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

func TestDemo(t *testing.T) {
	t.Parallel()
	db, h := load(t, 1)
	t.Run("the hospital has its size", func(t *testing.T) { hasItsSize(t, db, h) })
	t.Run("the same seed makes the same hospital", func(t *testing.T) { sameAgain(t, db, h) })
	t.Run("scores are nearer to the truth than means", func(t *testing.T) { nearerToTheTruth(t, db, h) })
	t.Run("the supervisor knows whom to observe", func(t *testing.T) { hasAPlan(t, db) })
	t.Run("the ballot desk finds the incident", func(t *testing.T) { findsItsIncident(t, db) })
}

func hasItsSize(t *testing.T, db *sqlx.DB, h demo.Hospital) {
	for _, test := range []struct {
		what, query string
		least, most int
	}{
		{"departments", `SELECT count(*) FROM departments`, 12, 12},
		{"employees", `SELECT count(*) FROM employees`, demo.Employees, demo.Employees},
		{"ratings", `SELECT count(*) FROM ratings`, demo.Ratings, demo.Ratings},
		{"ratings that count", `SELECT count(*) FROM evidence WHERE kind = 'rating'`, demo.Ratings, demo.Ratings},
		{"visits with several ratings", `SELECT count(*) FROM (SELECT FROM ratings GROUP BY visit HAVING count(*) > 1) v`, 10_000, 60_000},
		{"spot checks", `SELECT count(*) FROM spot_checks`, demo.SpotChecks, demo.SpotChecks},
		{"spot checks outside", `SELECT count(*) FROM spot_checks WHERE outside`, demo.SpotChecks / 6, demo.SpotChecks / 4},
		{"supervisors who observed", `SELECT count(DISTINCT observer_id) FROM spot_checks`, demo.Supervisors, demo.Supervisors},
		{"months", `SELECT count(DISTINCT date_trunc('month', occurred_at AT TIME ZONE 'Asia/Shanghai')) FROM evidence WHERE kind = 'rating'`, demo.Months, demo.Months},
		{"evidence after today", `SELECT count(*) FROM evidence WHERE occurred_at >= '2026-11-21T16:00Z'`, 0, 0},
		{"evidence of people not yet employed", `SELECT count(*) FROM ratings r JOIN postings p ON p.id = r.posting_id
			WHERE (r.occurred_at AT TIME ZONE 'Asia/Shanghai')::date < p.from_day`, 0, 0},
		{"people with hardly a rating in October", `SELECT count(*) FROM employees e WHERE (SELECT count(*) FROM ratings r
			WHERE r.employee_id = e.id AND r.occurred_at >= '2026-09-30T16:00Z' AND r.occurred_at < '2026-10-31T16:00Z') < 5`, 5, 80},
		{"people short of their hours", `SELECT count(*) FROM (SELECT employee_id FROM credits WHERE purpose = 'annual'
			GROUP BY employee_id HAVING sum(minutes) < 2100) c`, 5, 300},
		{"newcomers without their onboarding", `SELECT count(*) FROM employees e WHERE e.hired_on >= '2025-01-01' AND e.hired_on < '2026-11-01'
			AND (SELECT coalesce(sum(c.minutes), 0) FROM credits c WHERE c.employee_id = e.id AND c.purpose = 'onboarding') < 2400`, 0, 0},
		{"newcomers who are not through yet", `SELECT count(*) FROM employees e WHERE e.hired_on >= '2025-01-01'
			AND (SELECT coalesce(sum(c.minutes), 0) FROM credits c WHERE c.employee_id = e.id AND c.purpose = 'onboarding') < 2400`, 1, 20},
		{"sessions longer than a working day", `SELECT count(*) FROM training_sessions WHERE ends_at - starts_at > interval '9 hours'`, 1, 1},
		{"a session of the trainer's goes on, and somebody is there", `SELECT count(DISTINCT s.id) FROM training_sessions s JOIN accounts a ON a.employee_id = s.trainer_id
			JOIN attendances t ON t.session_id = s.id WHERE a.name = 'trainer' AND s.starts_at <= '2026-11-22T04:00Z' AND s.ends_at > '2026-11-22T04:00Z'`, 1, 1},
		{"people who came and have yet to be credited", `SELECT count(*) FROM attendances t JOIN training_sessions s ON s.id = t.session_id
			WHERE s.ends_at < '2026-11-22T04:00Z' AND NOT EXISTS (SELECT FROM credits c WHERE c.session_id = s.id)`, 14, 14},
		{"people who wait for a place", `SELECT count(*) FROM enrolments WHERE placed_at IS NULL`, 3, 3},
		{"sessions that the one who tries staff is enrolled in, without having come", `SELECT count(*) FROM enrolments n JOIN accounts a USING (employee_id)
			WHERE a.name = 'staff' AND NOT EXISTS (SELECT FROM attendances t WHERE t.session_id = n.session_id AND t.employee_id = n.employee_id)`, 2, 2},
		{"sessions of sharing cases", `SELECT count(*) FROM training_sessions WHERE kind = 'case-sharing'`, 10, 20},
		{"quarters of the year with a case review", `SELECT count(DISTINCT extract(quarter FROM starts_at)) FROM training_sessions WHERE kind = 'case-review'`, 4, 4},
		{"people who never learnt the two principal standards", `SELECT count(*) FROM employees e WHERE hired_on < '2026-06-01' AND NOT EXISTS (
			SELECT FROM credits d JOIN training_sessions t ON t.id = d.session_id JOIN courses c ON c.id = t.course_id
			WHERE d.employee_id = e.id AND c.code = 'service-etiquette')`, 1, 60},
		{"certificates that hold for long", `SELECT count(*) FROM certificates WHERE valid_until > '2027-02-20'`, 500, 1000},
		{"certificates that expire soon", `SELECT count(*) FROM certificates WHERE valid_until BETWEEN '2026-11-22' AND '2027-02-20'`, 8, 40},
		{"certificates that have expired", `SELECT count(*) FROM certificates WHERE valid_until < '2026-11-22'`, 4, 25},
		{"certificates from the future", `SELECT count(*) FROM certificates WHERE issued_on > '2026-11-22' OR issued_on > valid_until`, 0, 0},
		{"required before today", `SELECT count(*) FROM requirements WHERE from_day < '2026-11-22'`, 0, 0},
		{"thanks", `SELECT count(*) FROM recognitions`, demo.Thanks + 5, demo.Thanks + 5},
		{"thanks that whoever tries staff finds", `SELECT count(DISTINCT r.from_id) FROM recognitions r JOIN accounts a USING (employee_id) WHERE a.name = 'staff'`, 5, 20},
		{"thanks that name a standard", `SELECT count(*) FROM recognitions WHERE standard_version_id IS NOT NULL`, demo.Thanks / 2, demo.Thanks},
		{"thanks from the future", `SELECT count(*) FROM recognitions WHERE at >= '2026-11-21T16:00Z'`, 0, 0},
		{"thanks for people not yet employed", `SELECT count(*) FROM recognitions r JOIN postings p ON p.id = r.posting_id WHERE (r.at AT TIME ZONE 'Asia/Shanghai')::date < p.from_day`, 0, 0},
		{"scripts of thanks", `SELECT (count(*) FILTER (WHERE words ~ '[가-힣]') > 3 AND count(*) FILTER (WHERE words ~ '[一-龥]') > 60
			AND count(*) FILTER (WHERE words ~ '^[A-Z]') > 3)::int FROM recognitions`, 1, 1},
		{"accounts with a password", `SELECT count(*) FROM accounts WHERE password_hash <> ''`, len(policies.Roles), len(policies.Roles)},
		{"supervisors", `SELECT count(*) FROM accounts a JOIN role_assignments r ON r.account_id = a.id WHERE r.role = 'supervisor'`, demo.Supervisors, demo.Supervisors},
		{"scripts", `SELECT (count(*) FILTER (WHERE name ~ '[가-힣]') > 30 AND count(*) FILTER (WHERE name ~ '[一-龥]') > 300
			AND count(*) FILTER (WHERE name ~ '^[A-Z]') > 20)::int FROM employees`, 1, 1},
	} {
		if n := count(t, db, test.query); n < test.least || n > test.most {
			t.Errorf("%s: %d, want %d to %d", test.what, n, test.least, test.most)
		}
	}
	if len(h.Truth) != demo.Employees || len(h.Severities) != demo.Supervisors {
		t.Errorf("the truth is about %d people and %d supervisors", len(h.Truth), len(h.Severities))
	}
}

// sameAgain makes the hospital once more, elsewhere.
func sameAgain(t *testing.T, db *sqlx.DB, h demo.Hospital) {
	fingerprint := func(db *sqlx.DB, h demo.Hospital) (print string) {
		err := db.GetContext(t.Context(), &print, `SELECT md5(string_agg(md5(e::text), '' ORDER BY e.kind, e.source_id)) FROM evidence e`)
		if err != nil {
			t.Fatal(err)
		}
		return print + fmt.Sprint(h.Truth[:5])
	}
	if fingerprint(db, h) != fingerprint(load(t, 1)) {
		t.Error("the same seed makes another hospital")
	}
}
