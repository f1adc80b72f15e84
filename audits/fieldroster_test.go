package audits_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

func ids(r audits.FieldRoster) (list []int64) {
	for _, e := range r.Employees {
		list = append(list, e.ID)
	}
	return list
}

// TestFieldRosterHoldsWhomACheckIsTakenOf: whoever is on it can be observed, and
// nobody else.
func TestFieldRosterHoldsWhomACheckIsTakenOf(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('6', 'Tomorrow', '2026-12-02')`)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (6, 2, 1, '2026-12-02')`)
	inPlace := actor(wang, supervisor.Reach)
	inPlace.InPlaceOf = []accounts.Person{{AccountID: 9, EmployeeID: head}}
	for i, test := range []struct {
		name  string
		actor accounts.Actor
		want  []int64
	}{
		{"the whole hospital but oneself", supervisor, []int64{nurse, head, kim}},
		{"nor in whose place one acts", inPlace, []int64{nurse, kim}},
		{"a ward", actor(wang, accounts.Reach{Departments: []int64{3}}), []int64{kim}},
		{"two wards", actor(kim, accounts.Reach{Departments: []int64{2, 3}}), []int64{nurse}},
		{"what reaches oneself only", actor(wang, accounts.Reach{EmployeeID: wang}), nil},
	} {
		r, err := s.FieldRoster(t.Context(), test.actor, struct{}{})
		if err != nil || !slices.Equal(ids(r), test.want) || r.Employees == nil || r.Places == nil {
			t.Errorf("%s: %v, %v, want %v", test.name, ids(r), err, test.want)
		}
		for id := int64(1); id <= 6; id++ {
			in := check()
			in.Key, in.EmployeeID = fmt.Sprintf("00000000-0000-4000-8000-%06d%06d", i, id), id
			c, err := s.Log(t.Context(), test.actor, in)
			if taken := err == nil; taken != slices.Contains(test.want, id) {
				t.Errorf("%s: a check of %d: %v", test.name, id, err)
			}
			for _, e := range r.Employees {
				if e.ID == id && (e.Outside != c.Outside || e.Postings[0].DepartmentID != c.DepartmentID) {
					t.Errorf("%s: %+v is logged as %+v", test.name, e, c.SpotCheckSummary)
				}
			}
		}
	}
	if _, err := s.FieldRoster(t.Context(), quality, struct{}{}); fault.As(err).Reason != "not-on-roster" {
		t.Errorf("an account of nobody: %v", err)
	}
}

func TestFieldRoster(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	logThree(t, s) // of the nurse today, of Kim yesterday, twice
	for _, query := range []string{
		`UPDATE spot_checks SET voided_at = now(), void_reason = 'mistaken' WHERE id = 3`,
		`INSERT INTO touchpoints (code, kind, employee_id, department_id, label, created_at, revoked_at) VALUES
			('ABCDEFGH', 'badge', 4, NULL, NULL, now(), NULL), ('ABCDEFGJ', 'badge', 4, NULL, NULL, now(), now()),
			('01234567', 'counter', NULL, 2, '{"en": "Desk"}', now(), NULL), ('01234568', 'bed', NULL, 3, '{"en": "Bed 1"}', now(), now())`,
		`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id) VALUES
			(4, 3, '2026-11-30', 'night', 'present', '2026-11-30 15:00Z', '2026-11-30 23:00Z', ''),
			(4, 3, '2026-12-01', 'evening', 'planned', '2026-12-01 07:00Z', '2026-12-01 15:00Z', ''),
			(1, 2, '2026-12-01', 'day', 'sick', '2026-11-30 23:00Z', '2026-12-01 07:00Z', ''),
			(3, 1, '2026-12-02', 'day', 'planned', '2026-12-01 23:00Z', '2026-12-02 07:00Z', '')`,
	} {
		db.MustExec(query)
	}
	r, err := s.FieldRoster(t.Context(), supervisor, struct{}{})
	if err != nil || r.Day != "2026-12-01" || !r.AsOf.Equal(now) || len(r.Departments) != 4 || *r.Departments[1].ParentID != 1 || r.Departments[0].ParentID != nil || len(r.Posts) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	// printf ABCDEFGH | sha256sum | cut -c-16
	want := audits.FieldEmployee{ID: kim, Number: "4", Name: "김민지", Postings: []audits.FieldPosting{{DepartmentID: 3, PostID: 1}},
		Badges: []string{"9ac2197d9258257b"}, Outside: true, Seen: 1, LastOn: "2026-11-30", OnDuty: "evening"}
	if diff := cmp.Diff(want, r.Employees[2]); diff != "" {
		t.Errorf("Kim (-want +got):\n%s", diff)
	}
	if e := r.Employees[0]; e.OnDuty != "" || e.Seen != 1 || e.LastOn != "2026-12-01" || len(e.Badges) != 0 || e.Badges == nil {
		t.Errorf("the nurse, who is sick: %+v", e)
	}
	if e := r.Employees[1]; e.OnDuty != "" || e.Seen != 0 || e.LastOn != "" {
		t.Errorf("the head, whose duty is tomorrow: %+v", e)
	}
	if diff := cmp.Diff([]audits.FieldPlace{{Badge: "924592b9b103f14f", DepartmentID: 2, Name: r.Places[0].Name}}, r.Places); diff != "" || r.Places[0].Name["en"] != "Desk" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if b, err := json.Marshal(r); err != nil || strings.Contains(string(b), "ABCDEFG") || strings.Contains(string(b), "0123456") {
		t.Errorf("a code can be read: %s, %v", b, err)
	}
	if r.Own == nil || len(r.Own) != 0 {
		t.Errorf("badges of whoever has none: %#v", r.Own)
	}
	kims, err := s.FieldRoster(t.Context(), actor(kim, supervisor.Reach), struct{}{})
	if err != nil || !slices.Equal(kims.Own, []string{"9ac2197d9258257b"}) || slices.Contains(ids(kims), kim) {
		t.Errorf("one's own badge, but not the revoked one: %v, %v", kims.Own, err)
	}
	ward, err := s.FieldRoster(t.Context(), actor(wang, accounts.Reach{Departments: []int64{3}}), struct{}{})
	if err != nil || len(ward.Places) != 0 || len(ward.Employees) != 1 {
		t.Errorf("a ward that has no place: %+v, %v", ward, err)
	}
}

// TestFieldRosterForgetsAfterNinetyDays what somebody has been seen, but not when.
func TestFieldRosterForgetsAfterNinetyDays(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	logThree(t, s)
	for days, want := range map[int]int{88: 2, 89: 0} { // the window's first day is 89 days ago
		s.Now = func() time.Time { return now.AddDate(0, 0, days) }
		r, err := s.FieldRoster(t.Context(), actor(leaver, supervisor.Reach), struct{}{})
		if err != nil || len(r.Employees) != 4 || r.Employees[3].ID != kim || r.Employees[3].Seen != want || r.Employees[3].LastOn != "2026-11-30" {
			t.Errorf("after %d days: %+v, %v", days, r.Employees, err)
		}
	}
}

// TestFieldRosterOfALargeHospital says what 5,000 people and a quarter of checks take.
func TestFieldRosterOfALargeHospital(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	large(db)
	start := time.Now()
	r, err := s.FieldRoster(t.Context(), supervisor, struct{}{})
	took := time.Since(start)
	if err != nil || len(r.Employees) < 5000 {
		t.Fatalf("%d employees, %v", len(r.Employees), err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(b)
	z.Close()
	t.Logf("%d employees: %d ms, %d kB, packed %d kB", len(r.Employees), took.Milliseconds(), len(b)/1000, packed.Len()/1000)
	if took > 15*time.Second || len(b) > 2_000_000 {
		t.Errorf("%s, %d bytes: too much for a phone on a corridor", took, len(b))
	}
}

// large makes 5,000 people in 100 departments, with badges, 20,000 checks of
// eight findings in the last quarter, and duties for half of them.
func large(db *sqlx.DB) {
	for _, query := range []string{
		`INSERT INTO departments (code, name) SELECT 'd' || n, jsonb_build_object('zh-CN', '科室' || n, 'en', 'Department ' || n) FROM generate_series(1, 100) n`,
		`INSERT INTO employees (number, name, hired_on) SELECT 'L' || n, '员工' || n, '2026-01-01' FROM generate_series(1, 5000) n`,
		`INSERT INTO postings (employee_id, department_id, post_id, from_day) SELECT id, 5 + id % 100, 1, '2026-01-01' FROM employees WHERE number LIKE 'L%'`,
		`INSERT INTO touchpoints (code, kind, employee_id, created_at) SELECT lpad(id::text, 8, '0'), 'badge', id, now() FROM employees WHERE number LIKE 'L%'`,
		`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place, started_at, finished_at, recorded_at)
			SELECT gen_random_uuid(), sha256('x'), 2, employee_id, id, department_id, false, 'round', 'day', '', at, at, at
			FROM postings, generate_series(1, 4) n, LATERAL (SELECT '2026-12-01 03:00Z'::timestamptz - (employee_id % 20 + 20 * n) * interval '1 day' AS at) a
			WHERE employee_id > 5`,
		`INSERT INTO standards (code) SELECT 's' || n FROM generate_series(1, 7) n`,
		`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
			SELECT id, 1, '2026-01-01', 'accuracy', 'judged', '{}', '{}', '{}', '{}', '{}', '[]', now() FROM standards WHERE id > 4`,
		`INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note)
			SELECT c.id, v.id, 'met', '', '' FROM spot_checks c, standard_versions v WHERE v.standard_id > 4 OR v.standard_id = 1`,
		`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
			SELECT employee_id, department_id, '2026-12-01', 'day', 'present', '2026-12-01 00:00Z', '2026-12-01 08:00Z', '' FROM postings WHERE employee_id > 5 AND employee_id % 2 = 0`,
		`ANALYZE`,
	} {
		db.MustExec(query)
	}
}
