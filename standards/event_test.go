package standards_test

import (
	"testing"

	"github.com/wardstar/wardstar/standards"
)

// TestOtherSystemsAreToldOfANewVersion when it is approved, not before.
func TestOtherSystemsAreToldOfANewVersion(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO webhooks (url, events, secret, seal, created_at)
		VALUES ('https://intranet.example', '{standard.version-approved}', 'x', decode(repeat('00', 16), 'hex'), '2026-01-01')`)
	told := func() (data string) {
		t.Helper()
		if err := db.Get(&data, `SELECT coalesce(string_agg(concat_ws(' ', payload->>'type', payload->'data'->>'kind', payload->'data'->>'standard',
			payload->'data'->>'version', payload->'data'->>'effectiveFrom'), '; ' ORDER BY id), '') FROM jobs WHERE kind = 'webhook'`); err != nil {
			t.Fatal(err)
		}
		return data
	}
	c, err := propose(t, s, quality, askFirst())
	if err != nil || told() != "" {
		t.Fatalf("proposed: %q, %v", told(), err)
	}
	if _, err := s.Approve(t.Context(), quality, standards.ApproveChange{ID: c.ID}); err == nil || told() != "" {
		t.Errorf("approved by its author: %q, %v", told(), err)
	}
	if _, err := s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID}); err != nil {
		t.Fatal(err)
	}
	if got := told(); got != "standard.version-approved standard ask-first 2 2026-12-02" {
		t.Errorf("told: %q", got)
	}
}
