package periods_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/periods"
)

// large is a hospital of 12 departments and 600 people with 20,000 ratings and
// 1,500 checks of 8 items in October 2026.
func large(b *testing.B) *periods.Service {
	b.Helper()
	const people, watchers, rated, checked, items = 600, 30, 20_000, 1_500, 8
	db := dbtest.New(b)
	h := builder{b, db, rand.New(rand.NewPCG(1, 2))}
	h.exec(`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en":"General"}', 'Asia/Shanghai', 'en')`)
	h.exec(`INSERT INTO departments (code, name) SELECT 'd' || i, '{"en":"Ward"}' FROM generate_series(1, 12) i`)
	h.exec(`INSERT INTO posts (code, family, name) SELECT 'p' || i, 'f' || i % 3, '{"en":"Post"}' FROM generate_series(1, 6) i`)
	h.exec(`INSERT INTO employees (number, name, hired_on) SELECT 'E' || i, 'Person ' || i, '2020-01-01' FROM generate_series(1, $1) i`, people)
	h.exec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) SELECT i, i % 12 + 1, i / 12 % 6 + 1, '2020-01-01' FROM generate_series(1, $1) i`, people)
	h.exec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) SELECT lpad(i::text, 8, '0'), 'badge', i, $2 FROM generate_series(1, $1) i`, people, november)
	h.exec(`INSERT INTO standards (code) SELECT 's' || i FROM generate_series(1, $1) i`, items)
	h.exec(`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
		SELECT i, 1, '2026-01-01', 'accuracy', 'judged', '{"en":"Item"}', '{}', '{}', '{}', '{}', '[]', $2 FROM generate_series(1, $1) i`, items, november)
	var rows [][]any
	var last []byte
	for i := range rated {
		id := 1 + h.rng.IntN(people)
		row := h.rating(id, id, time.Date(2026, 10, 1+i%31, 8+i%10, 0, 0, 0, shanghai))
		row[6] = id%12 + 1
		if i%4 == 3 {
			row[2] = last // a quarter of the visits rate two people
		}
		last = row[2].([]byte)
		rows = append(rows, row)
	}
	h.copyIn("ratings", ratingColumns, rows)
	var checks, findings [][]any
	for n := range checked {
		observer, id := 1+h.rng.IntN(watchers), watchers+1+h.rng.IntN(people-watchers)
		at := time.Date(2026, 10, 1+n%31, 10, 0, 0, 0, shanghai)
		checks = append(checks, []any{fmt.Sprintf("%08d-0000-4000-8000-000000000000", n), make([]byte, 32), observer, id, id, id%12 + 1,
			id%12 != observer%12, "round", "day", "", at, at.Add(time.Minute), at})
		halo := 12 * h.rng.NormFloat64()
		for item := range items {
			y := 75 + quality(id) + halo + 2*float64(observer%7) - 3*float64(item) + 25*h.rng.NormFloat64()
			result, note := "met", ""
			switch {
			case y < 50:
				result, note = "not-met", "seen"
			case y < 75:
				result, note = "partly", "seen"
			}
			findings = append(findings, []any{n + 1, item + 1, result, "", note})
		}
	}
	h.copyIn("spot_checks", checkColumns, checks)
	h.copyIn("findings", findingColumns, findings)
	s := &periods.Service{DB: db, Now: func() time.Time { return november }}
	if _, err := s.Create(b.Context(), hr, periods.NewPeriod{Name: "2026-10"}); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkMonth measures what a large hospital waits for.
func BenchmarkMonth(b *testing.B) {
	s := large(b)
	b.Run("compute", func(b *testing.B) {
		for b.Loop() {
			compute(b, s)
		}
	})
	b.Run("ranking", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Ranking(b.Context(), hr, periods.AskRanking{Name: "2026-10"}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("explain", func(b *testing.B) {
		for b.Loop() {
			scoreOf(b, s, self(100), 100)
		}
	})
	b.Run("provisional", func(b *testing.B) { // each on a day of its own: worked out anew
		defer func(now func() time.Time) { s.Now = now }(s.Now)
		day := november
		s.Now = func() time.Time { return day }
		for b.Loop() {
			day = day.AddDate(0, 0, 1)
			provisional(b, s, self(100), "2026-10", 100)
		}
	})
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			exported(b, s, hr, periods.XLSX)
		}
	})
}
