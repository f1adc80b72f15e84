package handlers

import (
	"strings"
	"testing"
)

// TestTheReferenceIsAPage asks for the description as somebody would who has not
// signed in: it says nothing of the hospital.
func TestTheReferenceIsAPage(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	status, header, page := h.send("GET", "/api-docs", "", nil)
	if status != 200 || header["Content-Type"][0] != "text/html; charset=utf-8" || !strings.Contains(page, `id="logSpotCheck"`) {
		t.Errorf("%d %v", status, header)
	}
	if policy := header["Content-Security-Policy"][0]; !strings.Contains(policy, "default-src 'none'; style-src 'sha256-") || strings.Contains(policy, "unsafe") {
		t.Error(policy)
	}
	if status, _, _ := h.send("GET", "/api/v1/nothing", "", nil); status != 404 {
		t.Errorf("what is not there: %d", status)
	}
}
