package periods_test

import (
	"testing"

	"github.com/wardstar/wardstar/periods"
)

// TestImportedRatingsCountByTheirWeight gives ten nurses thirty ratings each from
// another system, one of them better ones than the others: what that does to her
// score follows the source's weight. How strict the source is does not matter, as
// it is a channel of its own.
func TestImportedRatingsCountByTheirWeight(t *testing.T) {
	t.Parallel()
	score := func(weight int) int64 {
		s, owner := owned(t)
		if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-10"}); err != nil {
			t.Fatal(err)
		}
		if weight > 0 {
			owner.MustExec(`INSERT INTO sources (code, kind, name, note, weight, low, high, created_at)
				VALUES ('survey', 'ratings', '{"en": "Survey"}', '', $1, 1, 5, '2026-01-01')`, weight)
			owner.MustExec(`WITH given AS (
					INSERT INTO ratings (vote, version, visit, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
					SELECT decode(md5(p.id || ' ' || n), 'hex'), 1, decode(md5(n || ' of ' || p.id), 'hex'), p.employee_id, p.id, p.department_id, 5, 'en', 'import', 'day',
						timestamptz '2026-10-02 03:00+00' + n % 20 * interval '1 day'
					FROM postings p, generate_series(1, 30) n WHERE p.employee_id BETWEEN 8 AND 17 RETURNING id, employee_id)
				INSERT INTO imported_ratings (rating_id, source, external_id, content_hash, value, weight, recorded_at)
				SELECT id, 'survey', id, sha256('x'), CASE employee_id WHEN 8 THEN 80 ELSE 40 END + id % 3 * 10, $1, '2026-11-01' FROM given`, weight)
		}
		if _, err := s.Compute(t.Context(), hr, periods.ComputePeriod{Name: "2026-10"}); err != nil {
			t.Fatal(err)
		}
		v, err := s.Verify(t.Context(), "2026-10")
		if err != nil || len(v.Differences) > 0 {
			t.Errorf("weight %d: verification: %v, %v", weight, v.Differences, err)
		}
		var got int64
		if err := owner.Get(&got, `SELECT score FROM scores WHERE employee_id = 8`); err != nil {
			t.Fatal(err)
		}
		return got
	}
	none, tenth, full := score(0), score(1000), score(10_000)
	if !(none < tenth && tenth < full) {
		t.Errorf("scores without, with a tenth and with the full weight: %d, %d, %d", none, tenth, full)
	}
}

// TestOwnEvidenceWeighsFully holds every kind of evidence of the hospital to the
// same unit of weight.
func TestOwnEvidenceWeighsFully(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	var kinds []struct {
		Kind   string
		Weight int
	}
	if err := s.DB.Select(&kinds, `SELECT DISTINCT kind, weight FROM evidence ORDER BY kind`); err != nil || len(kinds) < 3 {
		t.Fatal(kinds, err)
	}
	for _, k := range kinds {
		if k.Weight != 10_000 {
			t.Errorf("a %s weighs %d ten-thousandths", k.Kind, k.Weight)
		}
	}
}
