package periods_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/periods"
)

// verified returns what a verification finds, as text.
func verified(t testing.TB, s *periods.Service) string {
	t.Helper()
	fresh := &periods.Service{DB: s.DB, Now: s.Now} // remembers no file
	v, err := fresh.Verify(t.Context(), "2026-10")
	if err != nil {
		return err.Error()
	}
	if v.Period != "2026-10" || v.Scores != observers || len(v.Evidence) != 32 || len(v.Result) != 32 {
		t.Errorf("%+v", v)
	}
	return strings.Join(v.Differences, "\n")
}

// TestAllThatIsStoredFollows from the frozen parameters and the ids of the
// evidence, also after evidence has been withdrawn and some has come, and a
// verification notices whatever somebody with power over the database changes.
func TestAllThatIsStoredFollows(t *testing.T) {
	t.Parallel()
	s, owner := owned(t)
	open(t, s)
	compute(t, s)
	s.DB.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE id % 7 = 0`)
	if got := verified(t, s); got != "" {
		t.Fatalf("withdrawn evidence: %s", got)
	}
	for n := range 7 {
		rate(s, 17, n)
	}
	compute(t, s)
	if got := verified(t, s); got != "" {
		t.Fatalf("computed again: %s", got)
	}
	for _, c := range []struct{ change, complaint string }{
		{`UPDATE computations SET evidence_sha256 = sha256('x')`, "the computation: another hash of the evidence"},
		{`UPDATE computations SET result_sha256 = sha256('x')`, "the computation: another hash of the result"},
		{`UPDATE computations SET findings = findings - 1`, "the computation: another number of ratings, findings or credits"},
		{`UPDATE computations SET display_ratings = 5`, "the computation: another threshold"},
		{`UPDATE computations SET families = jsonb_set(families, '{0,mean}', '1')`, "the computation: another families"},
		{`UPDATE computations SET warnings = '[{}]'`, "the computation: another warnings"},
		{`UPDATE scores SET score = score - 1 WHERE employee_id = 17`, "employee 17: another score"},
		{`UPDATE scores SET tier = 'three' WHERE employee_id = 18`, "employee 18: another tier"},
		{`UPDATE scores SET established = NOT established WHERE employee_id = 15`, "employee 15: another established"},
		{`UPDATE scores SET low = low - 1, high = high + 1 WHERE employee_id = 19`, "employee 19: another low, high"},
		{`UPDATE scores SET sd = sd + 1, reliability = 1 WHERE employee_id = 20`, "employee 20: another sd, reliability"},
		{`UPDATE scores SET rank_low = rank_low + 1, rank_high = rank_high + 1 WHERE employee_id = 21`, "employee 21: another rank_low, rank_high"},
		{`UPDATE scores SET band = band + 1, top_probability = 1 WHERE employee_id = 22`, "employee 22: another band, top_probability"},
		{`UPDATE scores SET position = CASE position WHEN 'same' THEN 'above' ELSE 'same' END WHERE employee_id = 23`, "employee 23: another position"},
		{`UPDATE scores SET gates = jsonb_set(gates, '{0,passed}', (NOT (gates->0->>'passed')::bool)::text::jsonb) WHERE employee_id = 24`, "employee 24: another gates"},
		{`UPDATE scores SET stars = jsonb_set(stars, '{0,probability}', '10000') WHERE employee_id = 25`, "employee 25: another stars"},
		{`UPDATE scores SET facts = jsonb_set(facts, '{audits}', '77') WHERE employee_id = 26`, "employee 26: another gates"},
		{`UPDATE scores SET visits = 1, spot_checks = 1, observers = 9, ratings = 50, findings = 3 WHERE employee_id = 27`,
			"employee 27: another ratings, visits, findings, spot_checks, observers"},
		{`UPDATE scores SET components = jsonb_set(components, '{0,effect}', '5') WHERE employee_id = 28`, "employee 28: another components"},
		{`UPDATE scores SET ranked = false, rank_low = NULL, rank_high = NULL, band = NULL, position = NULL, top_probability = NULL WHERE employee_id = 29`,
			"employee 29: another ranked"},
		{`UPDATE scores SET family = 'nobody' WHERE employee_id = 30`, "employee 30: another rank"},
		{`UPDATE score_lines SET value = value + 1 WHERE employee_id = 16 AND ordinal = 2`, "employee 16: other lines"},
		{`UPDATE ratings SET score = 6 - score WHERE employee_id = 14 AND score <> 3`, "employee 14: another score"},
		{`UPDATE scores SET rating_ids = rating_ids[2:] WHERE employee_id = 12 AND computation_id = 2`, "employee 12: other lines"},
		{`UPDATE scores SET rating_ids = (SELECT s.rating_ids[3:] FROM scores s WHERE s.employee_id = 13 AND s.computation_id = 2)
			WHERE employee_id = 13 AND computation_id = 1`, "employee 13: one to four ratings differ"},
		{`UPDATE parameters SET sha256 = sha256('x')`, "parameter file was changed"},
		{`UPDATE parameters SET sha256 = sha256(convert_to(replace(body, '"parts":1', '"parts":2'), 'UTF8')), body = replace(body, '"parts":1', '"parts":2')`,
			"parameter file was changed"},
		{`UPDATE schemes SET definition = jsonb_set(definition, '{base}', '800000')`, "scheme Default 1 was changed"},
	} {
		before := verified(t, s)
		owner.MustExec(c.change)
		if got := verified(t, s); !strings.Contains(got, c.complaint) || strings.Contains(before, c.complaint) && c.complaint != "parameter file was changed" {
			t.Errorf("%s: %s", c.change, got)
		}
	}
}

func TestNothingToVerify(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	open(t, s)
	if _, err := s.Verify(t.Context(), "2026-10"); err == nil {
		t.Error("a period that was not computed is verified")
	}
}
