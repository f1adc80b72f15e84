package periods_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/periods"
)

// TestScoresFollowFromTheFrozenParametersAlone also after the evidence has
// been voided, and notices every figure that somebody with power over the
// database has changed.
func TestScoresFollowFromTheFrozenParametersAlone(t *testing.T) {
	t.Parallel()
	dsn := dbtest.Create(t)
	db, err := database.OpenAsRuntime(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s := fill(t, db)
	open(t, s)
	compute(t, s)
	s.DB.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE id % 7 = 0`)
	if err := s.Verify(t.Context(), "2026-10"); err != nil {
		t.Fatal(err)
	}
	owner := dbtest.Owner(t, dsn)
	for _, c := range []struct{ change, complaint string }{
		{`UPDATE scores SET score = score - 1 WHERE employee_id = 17`, "employee 17: the evidence gives"},
		{`UPDATE scores SET tier = 'three' WHERE employee_id = 18`, "employee 18: the evidence gives another star"},
		{`UPDATE score_lines SET value = value + 1 WHERE employee_id = 19 AND ordinal = 2`, "employee 19: the evidence gives other lines"},
		{`UPDATE ratings SET score = 6 - score WHERE employee_id = 14 AND score <> 3`, "employee 14: the evidence gives"},
		{`UPDATE scores SET rating_ids = rating_ids[2:] WHERE employee_id = 12`, "employee 12: the evidence gives"},
		{`UPDATE parameters SET body = replace(body, '"parts":1', '"parts":2')`, "parameter file was changed"},
		{`UPDATE schemes SET definition = jsonb_set(definition, '{base}', '800000')`, "scheme Default 1 was changed"},
	} {
		owner.MustExec(c.change)
		fresh := &periods.Service{DB: s.DB, Now: s.Now} // reads the files again
		if err := fresh.Verify(t.Context(), "2026-10"); err == nil || !strings.Contains(err.Error(), c.complaint) {
			t.Errorf("%s: %v", c.change, err)
		}
	}
}
