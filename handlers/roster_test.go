package handlers

import (
	"strings"
	"testing"
)

// TestRosterImport: the file comes as it is, and the answer is the report.
func TestRosterImport(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	const file = "number,name,department,post,hired on\nZ-1,李娜,急诊科,护士长,2026-01-01\n"
	send := func(role, query, media, body string) (int, string) {
		status, _, answer := h.send("POST", "/api/v1/roster-imports"+query, body, map[string]string{
			"Content-Type": media, "Cookie": "session=" + role,
		})
		return status, answer
	}
	for _, test := range []struct {
		what, role, query, media, body string
		status                         int
		want                           string
	}{
		{"somebody else's business", "quality", "", "text/csv", file, 403, "import employee"},
		{"a form", "hr", "", "application/x-www-form-urlencoded", file, 422, "send the file itself"},
		{"a parameter that is none", "hr", "?dry=true", "text/csv", file, 422, `"dry":"unknown parameter"`},
		{"no table", "hr", "", "text/csv", "\x89PNG\x00", 422, "neither a workbook"},
		{"a day that is none", "hr", "?asOf=2026-02-30", "text/csv", file, 422, `"asOf":"not a day`},
		{"problems", "hr", "?file=x.csv", "text/csv", "number,name\nZ-1,\n", 200, `"problems":{"list":[{"row":2,"column":"name","message":"required of somebody new"}`},
		{"tried", "hr", "?dryRun=true", "text/csv; charset=utf-8", file, 200, `"stored":false`},
		{"to be confirmed", "hr", "", "application/octet-stream", file, 200, `"questions":["new departments: 急诊科","new posts: 护士长"]`},
		{"confirmed", "hr", "?yes=true&file=x.csv", "text/csv", file, 200, `"stored":true`},
		{"once more", "hr", "", "text/csv", file, 200, `"unchanged":1`},
		{"more than 1 MB", "hr", "", "text/csv", file + strings.Repeat("\n", 2<<20), 200, `"unchanged":1`},
	} {
		status, answer := send(test.role, test.query, test.media, test.body)
		if status != test.status || !strings.Contains(answer, test.want) {
			t.Errorf("%s: %d %s, want %d with %s", test.what, status, answer, test.status, test.want)
		}
	}
	for _, query := range []string{"?format=csv", ""} {
		status, header, answer := h.send("GET", "/api/v1/roster-export"+query, "", map[string]string{"Cookie": "session=hr"})
		if status != 200 || !strings.Contains(header["Content-Disposition"][0], "roster-2026-10-20.") {
			t.Fatalf("export: %d %v", status, header)
		}
		if status, answer = send("hr", "", "application/octet-stream", answer); status != 200 || !strings.Contains(answer, `"stored":true`) || !strings.Contains(answer, `"changes":[]`) {
			t.Errorf("what was exported changes something: %d %s", status, answer)
		}
	}
}
