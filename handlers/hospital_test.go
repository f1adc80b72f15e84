package handlers

import (
	"crypto/sha256"
	"flag"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/policies"
	"github.com/wardstar/wardstar/recognition"
	"github.com/wardstar/wardstar/standards"
	"github.com/wardstar/wardstar/standards/goals"
	"github.com/wardstar/wardstar/training"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var noon = time.Date(2026, 10, 20, 4, 0, 0, 0, time.UTC) // in Shanghai

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got; run make generate to accept):\n%s", name, diff)
	}
}

// newAPI returns an API over db at noon.
func newAPI(t *testing.T, db *sqlx.DB) *API {
	t.Helper()
	policy, err := policies.New()
	if err != nil {
		t.Fatal(err)
	}
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string]bool{}
	for _, tag := range standards.Tags() {
		tags[tag.Code] = true
	}
	now := func() time.Time { return noon }
	a := &API{
		DB: db, Policy: policy, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Accounts:    &accounts.Service{DB: db, Now: now, Key: []byte("sixteen bytes or more"), Keys: keys},
		People:      &people.Service{DB: db, Now: now},
		Standards:   &standards.Service{DB: db, Now: now},
		Goals:       &goals.Service{DB: db, Now: now},
		Feedback:    feedback.New(feedback.Config{DB: db, Now: now, Keys: keys, Tags: tags}),
		Audits:      &audits.Service{DB: db, Now: now, Keys: keys},
		Training:    &training.Service{DB: db, Now: now, Keys: keys},
		Periods:     &periods.Service{DB: db, Now: now},
		Recognition: &recognition.Service{DB: db, Now: now},
		Outbox:      &outbox.Desk{DB: db, Now: now, Keys: keys},
		Tags:        standards.Tags(), PublicURL: "http://example.com",
	}
	t.Cleanup(a.Feedback.Close)
	return a
}

// hospital is two departments: home, where each role has an account by its
// name, and away, where nobody has. The ids are those of what is away.
type hospital struct {
	*testing.T
	db  *sqlx.DB
	api *API
	app *fiber.App

	home, away int64  // departments
	stranger   int64  // an employee of away
	code       string // of the stranger's badge
	spotCheck  int64  // about the stranger
}

func newHospital(t *testing.T) *hospital {
	t.Helper()
	h := &hospital{T: t, db: dbtest.New(t)}
	h.api = newAPI(t, h.db)
	h.app = h.api.App()
	h.exec(`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "Test"}', 'Asia/Shanghai', 'zh-CN')`)
	h.exec(`INSERT INTO settings (version, value, changed_at) VALUES (1, '{"secondFactorRequiredFor": []}', $1)`, noon)
	h.home = h.id(`INSERT INTO departments (code, name) VALUES ('home', '{"en": "Home"}') RETURNING id`)
	h.away = h.id(`INSERT INTO departments (code, name) VALUES ('away', '{"en": "Away"}') RETURNING id`)
	post := h.id(`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse", "ko": "간호사"}') RETURNING id`)
	for _, role := range policies.Roles {
		h.account(role, h.employ(role, h.home, post))
	}
	h.stranger = h.employ("stranger", h.away, post)
	other := h.employ("other", h.away, post)
	h.code = "ABCDEFGH"
	h.exec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES ($1, 'badge', $2, $3)`, h.code, h.stranger, noon)
	h.spotCheck = h.id(`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place, started_at, finished_at, recorded_at)
		SELECT gen_random_uuid(), decode(repeat('00', 32), 'hex'), $1, p.employee_id, p.id, p.department_id, false, 'round', 'day', '', $3, $3, $3
		FROM postings p WHERE p.employee_id = $2 RETURNING id`, other, h.stranger, noon)
	course := h.id(`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('calm', '{"en": "Calm"}', 'internal', 'everyone', 'communication', 60) RETURNING id`)
	h.exec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES ($1, $2, '', $3, $4)`,
		course, other, noon.Add(-2*time.Hour), noon.Add(-time.Hour))
	return h
}

func (h *hospital) exec(query string, args ...any) {
	h.Helper()
	if _, err := h.db.Exec(query, args...); err != nil {
		h.Fatalf("%s: %v", query, err)
	}
}

func (h *hospital) id(query string, args ...any) (id int64) {
	h.Helper()
	if err := h.db.Get(&id, query, args...); err != nil {
		h.Fatalf("%s: %v", query, err)
	}
	return id
}

func (h *hospital) employ(name string, department, post int64) int64 {
	h.Helper()
	id := h.id(`INSERT INTO employees (number, name, hired_on) VALUES ($1, $1, '2020-01-01') RETURNING id`, name)
	h.exec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES ($1, $2, $3, '2020-01-01')`, id, department, post)
	return id
}

// account gives an employee an account with a role, at home where a role is
// for a department, and a session whose token is the role's name.
func (h *hospital) account(role string, employee int64) {
	h.Helper()
	account := h.id(`INSERT INTO accounts (employee_id, name, password_hash, created_at) VALUES ($1, $2, '', $3) RETURNING id`, employee, role, noon)
	if role != "staff" {
		department := map[string]int64{"department-head": h.home}[role]
		h.exec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) VALUES ($1, $2, nullif($3, 0), '2020-01-01')`, account, role, department)
	}
	digest := sha256.Sum256([]byte(role))
	h.exec(`INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)`,
		digest[:], account, noon, noon.Add(24*time.Hour))
}

// call sends a request to the API as a role; "" is nobody.
func (h *hospital) call(role, method, path, body string) (int, string) {
	h.Helper()
	header := map[string]string{"Content-Type": "application/json"}
	if role != "" {
		header["Cookie"] = "session=" + role
	}
	status, _, answer := h.send(method, "/api/v1"+path, body, header)
	return status, answer
}

func (h *hospital) send(method, path, body string, header map[string]string) (int, map[string][]string, string) {
	h.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := h.app.Test(req, -1)
	if err != nil {
		h.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(b)
}

// path fills in a route's parameters, with numbers of what is not there: the
// sweep must not change what it sweeps over.
func (h *hospital) path(r route) string {
	path := r.path
	for name, value := range map[string]string{
		":touchpoint": "999999", ":batch": "999999", ":key": "31", ":id": "999999", ":name": "2026-10", ":code": "three-metre-smile", ":employeeId": "999999",
	} {
		path = strings.ReplaceAll(path, name, value)
	}
	return path
}
