package demo_test

import (
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/demo"
	"github.com/wardstar/wardstar/periods"
)

// nearerToTheTruth compares, by Kendall's tau with the truth, the scores of
// October with what most hospitals do: everybody's mean, less the mean of
// their department.
func nearerToTheTruth(t *testing.T, db *sqlx.DB, h demo.Hospital) {
	first, err := demo.FirstMonth(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Score(t.Context(), &periods.Service{DB: db, Now: now}, first, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, `SELECT count(*) FROM periods p WHERE EXISTS (SELECT FROM computations WHERE period_id = p.id)`); n != demo.Months {
		t.Errorf("%d months are computed", n)
	}
	var rows []struct {
		Number string  `db:"number"`
		Score  float64 `db:"score"`
		Mean   float64 `db:"mean"` // peer-adjusted, ratings and findings each in units of their spread
		Star   bool    `db:"star"`
		Ranked bool    `db:"ranked"`
	}
	err = db.Select(&rows, `
		WITH own AS (
			SELECT kind, employee_id, department_id, avg(value) AS mean FROM evidence
			WHERE kind IN ('rating', 'finding') AND occurred_at >= '2026-09-30T16:00Z' AND occurred_at < '2026-10-31T16:00Z'
			GROUP BY kind, employee_id, department_id
		), adjusted AS (
			SELECT kind, employee_id, mean - avg(mean) OVER (PARTITION BY kind, department_id) AS mean FROM own
		), standardised AS (
			SELECT employee_id, sum(mean / spread) AS mean, count(*) AS kinds
			FROM adjusted JOIN (SELECT kind, stddev(mean) AS spread FROM adjusted GROUP BY kind) s USING (kind)
			GROUP BY employee_id
		)
		SELECT e.number, s.score, m.mean, s.star, s.ranked
		FROM scores s JOIN computations c ON c.id = s.computation_id JOIN periods p ON p.id = c.period_id AND p.name = '2026-10'
		JOIN employees e ON e.id = s.employee_id
		JOIN standardised m ON m.employee_id = e.id AND m.kinds = 2
		ORDER BY e.number`)
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string]float64{}
	for _, p := range h.Truth {
		truth[p.Number] = p.Ratings + p.Audits // of equal spread, and of equal weight in the scheme
	}
	var want, scores, means []float64
	stars, near := 0, 0
	for _, r := range rows {
		want, scores, means = append(want, truth[r.Number]), append(scores, r.Score), append(means, r.Mean)
		if r.Star {
			stars++
		} else if r.Ranked {
			near++
		}
	}
	ours, theirs := tau(want, scores), tau(want, means)
	t.Logf("%d people: tau of the scores %.3f, of peer-adjusted means %.3f; %d stars", len(rows), ours, theirs, stars)
	if len(rows) < 400 || ours < theirs+0.02 {
		t.Errorf("tau of the scores %.3f, of peer-adjusted means %.3f, over %d people", ours, theirs, len(rows))
	}
	if stars < 5 || near < 100 {
		t.Errorf("%d stars and %d who are ranked without: nothing to look at", stars, near)
	}
}

// tau returns Kendall's rank correlation, tau-a: the share of pairs that a and
// b order alike, less the share that they order differently.
func tau(a, b []float64) float64 {
	score, pairs := 0, 0
	for i := range a {
		for j := range i {
			pairs++
			switch d := (a[i] - a[j]) * (b[i] - b[j]); {
			case d > 0:
				score++
			case d < 0:
				score--
			}
		}
	}
	return float64(score) / float64(pairs)
}
