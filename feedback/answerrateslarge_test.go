package feedback

import (
	"strings"
	"testing"
	"time"
)

// TestAnswerRatesOfAYear counts 120,000 ratings of forty departments in twelve
// months, each way within a second on a machine that does nothing else, and looks
// at what a month asks of the database.
func TestAnswerRatesOfAYear(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO departments (code, name) SELECT 'd' || n, '{"en": "D"}' FROM generate_series(3, 40) n`)
	w.db.MustExec(`INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
		SELECT decode(md5('v' || n), 'hex'), 1, decode(md5('s' || n / 2), 'hex'), 1, 1, 1, 1 + n / 2 % 40, 1 + n % 5, 'en',
			(ARRAY['qr', 'kiosk', 'paper', 'invitation'])[1 + n % 4], (ARRAY['day', 'evening', 'night'])[1 + n % 3],
			timestamptz '2025-11-01 02:00Z' + n / 80 % 365 * interval '1 day'
		FROM generate_series(0, 119999) n`)
	w.db.MustExec(`INSERT INTO activity (source, department_id, day, shift, visits, minutes, recorded_at)
		SELECT 'his', d, day, '', 20, 0, '2026-11-01' FROM generate_series(1, 40) d, generate_series(date '2025-11-01', '2026-10-31', '1 day') day`)
	w.db.MustExec(`ANALYZE ratings, activity`)
	for _, by := range []string{"place", "post", "shift", "month"} {
		from := time.Now()
		r := w.rates(t, hospitalwide, ListAnswerRates{By: by})
		if took := time.Since(from); took > answersWithin {
			t.Errorf("by %s took %s", by, took)
		} else {
			t.Logf("by %s: %d rows in %s", by, len(r.Rows), took)
		}
	}
	if year := w.rates(t, hospitalwide, ListAnswerRates{By: "month"}); len(year.Rows) != 12 || *year.Total.Answered != 60_000 {
		t.Errorf("%d months, %d answers of 60,000 visits", len(year.Rows), *year.Total.Answered)
	}
	var plan []string
	if err := w.db.Select(&plan, `EXPLAIN `+answersQuery("place"),
		"2026-10-01", "2026-11-01", "Asia/Shanghai", "2026-10-01", "2026-11-01", true, "{}", 0); err != nil {
		t.Fatal(err)
	}
	if all := strings.Join(plan, "\n"); strings.Contains(all, "Seq Scan on ratings") || strings.Contains(all, "Seq Scan on activity") {
		t.Errorf("a month reads a whole year:\n%s", all)
	}
}
