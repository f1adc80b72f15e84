package periods_test

import "testing"

// TestOtherSystemsAreToldOfEachComputation that is stored.
func TestOtherSystemsAreToldOfEachComputation(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	s.DB.MustExec(`INSERT INTO webhooks (url, events, secret, seal, created_at)
		VALUES ('https://payroll.example', '{period.computed}', 'x', decode(repeat('00', 16), 'hex'), '2026-01-01')`)
	open(t, s)
	compute(t, s)
	compute(t, s)
	var told string
	if err := s.DB.Get(&told, `SELECT string_agg(concat_ws(' ', payload->>'type', payload->'data'->>'period', payload->'data'->>'status'), '; ')
		FROM jobs WHERE kind = 'webhook'`); err != nil || told != "period.computed 2026-10 computed; period.computed 2026-10 computed" {
		t.Errorf("told: %q, %v", told, err)
	}
}
