package people_test

import (
	"testing"

	"github.com/wardstar/wardstar/people"
)

// TestOtherSystemsAreToldOfAnImport that is stored, and of no other.
func TestOtherSystemsAreToldOfAnImport(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO webhooks (url, events, secret, seal, created_at)
		VALUES ('https://payroll.example', '{roster.imported}', 'x', decode(repeat('00', 16), 'hex'), '2026-01-01')`)
	told := func() (data string) {
		t.Helper()
		if err := h.DB.Get(&data, `SELECT coalesce(string_agg(concat_ws(' ', payload->>'type', payload->'data'->>'people',
			payload->'data'->'counts'->>'left'), '; ' ORDER BY id), '') FROM jobs WHERE kind = 'webhook'`); err != nil {
			t.Fatal(err)
		}
		return data
	}
	const leaves = "number,left on\nN-1,2026-12-24\n"
	for _, file := range []string{leaves, "number,left on\nN-1,yesterday\n"} {
		if _, err := h.imports(file, func(in *people.RosterFile) { in.DryRun = true }); err != nil {
			t.Fatal(err)
		}
	}
	if got := told(); got != "" {
		t.Errorf("told of what was not stored: %s", got)
	}
	h.mustImport(leaves, nil)
	if got := told(); got != "roster.imported 1 1" {
		t.Errorf("told: %q", got)
	}
}
