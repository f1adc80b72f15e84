package handlers

import (
	"fmt"
	"strings"
	"testing"
)

// TestRepliesAreOnesOwn: whoever works here may reply, to their own evidence only; what is
// missing is named.
func TestRepliesAreOnesOwn(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.exec(`INSERT INTO schemes (name, version, definition, sha256, created_at) VALUES ('s', 1, '{}', sha256('s'), $1)`, noon)
	h.exec(`INSERT INTO periods (name, starts_on, ends_on, scheme_id, status, created_at) VALUES ('2026-10', '2026-10-01', '2026-11-01', 1, 'running', $1)`, noon)
	wave := h.id(`INSERT INTO standards (code) VALUES ('wave') RETURNING id`)
	version := h.id(`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
		VALUES ($1, 1, '2026-01-01', 'accuracy', 'judged', '{"en":"Wave"}', '{}', '{}', '{}', '{}', '[]', $2) RETURNING id`, wave, noon)
	away := h.id(`INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note) VALUES ($1, $2, 'not-met', '', 'the stranger did not wave') RETURNING id`,
		h.spotCheck, version)
	reply := func(key, period, item, words string) string {
		return fmt.Sprintf(`{"key": %q, "period": %q, "item": %q, "words": %q}`, key, period, item, words)
	}
	const key = "0b8a4c9e-2f6d-4d0e-9a51-7c2f6d1b3e44"
	theirs := fmt.Sprintf("finding-%d", away)
	for _, test := range []struct {
		role, body string
		status     int
		want       string
	}{
		{"", reply(key, "2026-10", "ratings", "x"), 401, ""},
		{"staff", `{}`, 422, `"key":`},
		{"staff", reply("not a key", "2026-10", "ratings", "x"), 422, `"key":`},
		{"staff", reply(key, "2026-10-01", "ratings", "x"), 422, `"period":`},
		{"staff", reply(key, "2026-10", "rating-1", "x"), 422, `"item":`},
		{"staff", reply(key, "2026-10", "ratings", strings.Repeat("长", 2001)), 422, `"words":`},
		{"staff", `{"key": "` + key + `", "period": "2026-10", "item": "ratings", "words": "x", "score": 100}`, 422, ""},
		{"staff", reply(key, "2026-09", "ratings", "x"), 404, "no period"},
		{"staff", reply(key, "2026-10", "ratings", "x"), 404, "no such evidence"},
		{"department-head", reply(key, "2026-10", theirs, "x"), 404, "no such evidence"},
		{"quality", reply(key, "2026-10", theirs, "x"), 404, "no such evidence"},
		{"auditor", reply(key, "2026-10", theirs, "x"), 404, "no such evidence"},
	} {
		status, body := h.call(test.role, "POST", "/my/replies", test.body)
		if status != test.status || !strings.Contains(body, test.want) || strings.Contains(body, "stranger") {
			t.Errorf("%s as %q: %d %s, want %d with %s", test.body, test.role, status, body, test.status, test.want)
		}
	}
}
