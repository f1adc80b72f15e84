package periods_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/periods"
)

// The people of the test hospital, by their ids. Everybody not named here has
// about fifty ratings and six checks of four items in October 2026.
const (
	unrated    = 1  // nobody ever rated them
	fewRated   = 2  // 3 ratings
	someRated  = 3  // 12 ratings
	justBelow  = 4  // 29 ratings
	justEnough = 5  // 30 ratings
	twoPosts   = 6  // a nurse until the 20th, a clerk afterwards
	formula    = 7  // whose name starts like a formula
	nurses     = 20 // 1 to 20 are nurses
	staff      = 30 // 21 to 30 are clerks
	observers  = 33 // 31 to 33 watch, one in each department
)

var shanghai = mustZone("Asia/Shanghai")

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// the clock of the tests: a few days after October ended.
var november = time.Date(2026, 11, 3, 9, 0, 0, 0, shanghai)

// everything reaches the whole hospital.
var hr = accounts.Actor{Reach: accounts.Reach{Hospital: true}}

// hospital is a service on a database of its own with the test hospital in it.
func hospital(t testing.TB) *periods.Service {
	t.Helper()
	return fill(t, dbtest.New(t))
}

// owned is the same, with a connection that may change everything.
func owned(t testing.TB) (*periods.Service, *sqlx.DB) {
	t.Helper()
	dsn := dbtest.Create(t)
	db, err := database.OpenAsRuntime(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return fill(t, db), dbtest.Owner(t, dsn)
}

func fill(t testing.TB, db *sqlx.DB) *periods.Service {
	t.Helper()
	b := builder{t, db, rand.New(rand.NewPCG(2026, 10))}
	b.people()
	b.ratings()
	b.checks()
	b.training()
	return &periods.Service{DB: db, Now: func() time.Time { return november }}
}

type builder struct {
	t   testing.TB
	db  *sqlx.DB
	rng *rand.Rand
}

func (b *builder) exec(query string, args ...any) {
	b.t.Helper()
	if _, err := b.db.Exec(query, args...); err != nil {
		b.t.Fatalf("%s: %v", query, err)
	}
}

// copyIn writes rows in their order, so that ids count from 1.
func (b *builder) copyIn(table string, columns []string, rows [][]any) {
	b.t.Helper()
	tx := b.db.MustBegin()
	defer tx.Rollback()
	stmt, err := tx.Prepare(pq.CopyIn(table, columns...))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, row := range rows {
		if _, err := stmt.Exec(row...); err != nil {
			b.t.Fatal(err)
		}
	}
	if _, err := stmt.Exec(); err != nil {
		b.t.Fatalf("copy %s: %v", table, err)
	}
	if err := stmt.Close(); err != nil {
		b.t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		b.t.Fatal(err)
	}
}

func (b *builder) people() {
	b.exec(`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en":"General"}', 'Asia/Shanghai', 'en')`)
	b.exec(`INSERT INTO departments (code, name) VALUES ('ward', '{"en":"Ward","ko":"병동"}'), ('clinic', '{"en":"Clinic"}'), ('desk', '{"en":"Desk"}')`)
	b.exec(`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en":"Nurse"}'), ('clerk', 'service', '{"en":"Clerk"}'), ('head', 'leads', '{"en":"Head"}')`)
	var employees, postings, badges [][]any
	for id := 1; id <= observers; id++ {
		name := fmt.Sprintf("Person %02d", id)
		if id == formula {
			name = "=SUM(A1:A9)"
		}
		post := 1
		switch {
		case id > staff:
			post = 3
		case id > nurses:
			post = 2
		}
		var until any
		if id == twoPosts {
			until = "2026-10-21"
		}
		employees = append(employees, []any{fmt.Sprintf("E%03d", id), name, "Latin", "2020-01-01"})
		postings = append(postings, []any{id, department(id), post, "2020-01-01", until})
		badges = append(badges, []any{fmt.Sprintf("BADGE%03d", id), "badge", id, november})
	}
	postings = append(postings, []any{twoPosts, 3, 2, "2026-10-21", nil}) // id observers+1
	b.copyIn("employees", []string{"number", "name", "latin_name", "hired_on"}, employees)
	b.copyIn("postings", []string{"employee_id", "department_id", "post_id", "from_day", "to_day"}, postings)
	b.copyIn("touchpoints", []string{"code", "kind", "employee_id", "created_at"}, badges)
}

func department(employee int) int { return employee%3 + 1 }

// quality is how good a person is, in points above the others.
func quality(employee int) float64 { return 18 * math.Sin(float64(employee)*2.3) }

func ratingsOf(employee int) int {
	switch {
	case employee > staff:
		return 0
	case employee == unrated:
		return 0
	case employee == fewRated:
		return 3
	case employee == someRated:
		return 12
	case employee == justBelow:
		return 29
	case employee == justEnough:
		return 30
	}
	return 50 + employee%9
}

func (b *builder) ratings() {
	var rows [][]any
	for id := 1; id <= staff; id++ {
		for n := range ratingsOf(id) {
			day := 1 + n%31
			posting := id
			if id == twoPosts && day > 20 {
				posting = observers + 1
			}
			rows = append(rows, b.rating(id, posting, time.Date(2026, 10, day, 8+n%10, 0, 0, 0, shanghai)))
		}
	}
	b.copyIn("ratings", ratingColumns, rows)
}

var ratingColumns = []string{"vote", "version", "visit", "touchpoint_id", "employee_id", "posting_id", "department_id",
	"score", "language", "channel", "shift", "occurred_at"}

func (b *builder) rating(employee, posting int, at time.Time) []any {
	mood := 10 * (float64(b.rng.IntN(400)%7) - 3)
	y := 72 + quality(employee) + mood/3 + 20*b.rng.NormFloat64()
	score := 1 + min(4, max(0, int(math.Round(y/25))))
	visit := b.bytes()
	return []any{b.bytes(), 1, visit, employee, employee, posting, department(employee), score,
		[]string{"zh-CN", "zh-TW", "ko", "en"}[b.rng.IntN(4)], []string{"qr", "kiosk"}[b.rng.IntN(2)],
		[]string{"day", "evening", "night"}[b.rng.IntN(3)], at}
}

func (b *builder) bytes() []byte {
	out := make([]byte, 16)
	for i := range out {
		out[i] = byte(b.rng.UintN(256))
	}
	return out
}

func (b *builder) checks() {
	for i := range 4 {
		b.exec(`INSERT INTO standards (code) VALUES ($1)`, fmt.Sprintf("a1-%d", i))
		b.exec(`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
			VALUES ($1, 1, '2026-01-01', 'accuracy', 'judged', '{"en":"Washes hands"}', '{}', '{}', '{}', '{}', '[]', $2)`, i+1, november)
	}
	var checks, findings [][]any
	for id := 2; id <= staff; id++ {
		for n := range 6 {
			observer := staff + 1 + (id+n)%3
			severity := 8 * float64(observer-staff-2)
			at := time.Date(2026, 10, 2+4*n, 10, 5, 0, 0, shanghai)
			posting := id
			if id == twoPosts && n > 4 {
				posting = observers + 1
			}
			checks = append(checks, []any{fmt.Sprintf("%08d-0000-4000-8000-%012d", id, n), make([]byte, 32), observer, id, posting,
				department(id), department(observer) != department(id), "round", "day", "", at, at.Add(time.Minute), at.Add(time.Hour)})
			for item := range 4 {
				y := 80 + quality(id) + severity - 6*float64(item) + 25*b.rng.NormFloat64()
				result, note := "met", ""
				switch {
				case y < 50:
					result, note = "not-met", "seen at the bed"
				case y < 75:
					result, note = "partly", "seen at the door"
				}
				findings = append(findings, []any{len(checks), item + 1, result, "", note})
			}
		}
	}
	b.copyIn("spot_checks", checkColumns, checks)
	b.copyIn("findings", findingColumns, findings)
}

var (
	checkColumns = []string{"key", "content_hash", "observer_id", "employee_id", "posting_id", "department_id", "outside",
		"mode", "shift", "place", "started_at", "finished_at", "recorded_at"}
	findingColumns = []string{"spot_check_id", "standard_version_id", "result", "reason", "note"}
)

func (b *builder) training() {
	b.exec(`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('talk', '{"en":"Talking"}', 'internal', 'everyone', 'communication', 2400)`)
	b.exec(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES (1, 31, 'Hall', '2026-03-01T08:00Z', '2026-03-05T08:00Z')`)
	var rows [][]any
	for id := 1; id <= staff; id += 1 + id%2 { // the others are behind
		rows = append(rows, []any{1, id, id, 2400, "annual", "2026-03-05", november})
	}
	b.copyIn("credits", []string{"session_id", "employee_id", "posting_id", "minutes", "purpose", "earned_on", "credited_at"}, rows)
}
