package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/periods"
)

func TestVerificationIsClear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		found  periods.Verification
		prints string
		fails  string
	}{
		{"all follows", periods.Verification{Period: "2026-10", Computation: 3, Scores: 600, Evidence: []byte{1}, Result: []byte{2}},
			"2026-10, computation 3\n  evidence  01\n  result    02\nAll 600 scores follow from the evidence and the frozen parameters.\n", ""},
		{"something differs", periods.Verification{Period: "2026-10", Differences: []string{"employee 7: another score", "employee 8: other lines"}},
			"- employee 7: another score\n- employee 8: other lines\n", "2026-10 was changed after it was computed; differences: 2"},
	} {
		var out bytes.Buffer
		err := printVerification(&out, c.found)
		if !strings.HasSuffix(out.String(), c.prints) {
			t.Errorf("%s: printed %q", c.name, out.String())
		}
		if c.fails == "" && err != nil || c.fails != "" && (err == nil || err.Error() != c.fails) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"verify", "--data-dir", t.TempDir(), "--period", "2026-10"}, &out); err == nil ||
		!strings.Contains(err.Error(), "no hospital") {
		t.Errorf("a folder without a hospital: %v", err)
	}
}
