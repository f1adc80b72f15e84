package handlers

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAPrintedBadgeLeadsToItsPage follows a code from the printer to the patient.
func TestAPrintedBadgeLeadsToItsPage(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	status, header, file := h.send("GET", "/api/v1/touchpoints/sheets?layout=badges-12", "", map[string]string{"Cookie": "session=quality"})
	if status != 200 || header["Content-Type"][0] != "application/pdf" || !strings.Contains(header["Content-Disposition"][0], "badges-12.pdf") {
		t.Fatalf("%d %v", status, header)
	}
	name := filepath.Join(t.TempDir(), "badges")
	if err := os.WriteFile(name+".pdf", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "300", "-gray", "-singlefile", name+".pdf", name).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (Debian: poppler-utils): %v %s", err, out)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", name+".pgm").Output()
	if err != nil {
		t.Fatalf("zbarimg (Debian: zbar-tools): %v", err)
	}
	path, ours := strings.CutPrefix(strings.TrimSpace(string(out)), h.api.PublicURL)
	if !ours || path != "/r/"+h.code {
		t.Fatalf("the code says %s", out)
	}
	if status, _, page := h.send("GET", path, "", nil); status != 200 || !strings.Contains(page, "stranger") {
		t.Errorf("%d %s", status, page)
	}

	if status, body := h.call("department-head", "GET", "/touchpoints/sheets?layout=badges-12", ""); status != 404 {
		t.Errorf("another department's badges were printed: %d %.80s", status, body)
	}
	h.api.PublicURL = ""
	if status, body := h.call("quality", "GET", "/touchpoints/sheets?layout=badges-12", ""); status != 409 || !strings.Contains(body, "--public-url") {
		t.Errorf("without an address: %d %.80s", status, body)
	}
}
