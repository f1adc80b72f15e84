package handlers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const sharedFile = `format: wardstar-standards/1
standards:
  - code: wave
    requirement: A1
    dimension: accuracy
    measure: judged
    title: &t {zh-CN: 招手, zh-TW: 招手, ko: 손 흔들기, en: Wave}
    opportunity: *t
    met: *t
    partly: *t
    notMet: *t
`

// TestAStandardFromAFileToTheFloor: one person brings a file in, another
// approves what it proposes; neither does both, and staff do neither.
func TestAStandardFromAFileToTheFloor(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	send := func(yaml string) string {
		b, err := json.Marshal(map[string]any{"yaml": yaml})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	broken := strings.Replace(sharedFile, "measure: judged", "measure: felt", 1)
	for _, test := range []struct {
		role, method, path, body string
		status                   int
		want                     string
	}{
		{"staff", "POST", "/standards-file", send(sharedFile), 403, ""},
		{"leadership", "POST", "/standards-file", send(sharedFile), 403, ""},
		{"quality", "POST", "/standards-file", send(broken), 422, `"line 6":"measure: use judged, seconds or share"`},
		{"quality", "POST", "/standards-file", send(sharedFile), 201, `"outcome":"new"`},
		{"staff", "GET", "/standard-changes?status=proposed", "", 403, ""},
		{"auditor", "GET", "/standard-changes?status=proposed", "", 200, `"standard":"wave"`},
		{"quality", "POST", "/standard-changes/1/approve", "{}", 403, "themselves"},
		{"auditor", "POST", "/standard-changes/1/approve", "{}", 403, ""},
		{"leadership", "POST", "/standard-changes/1/approve", "{}", 201, `"status":"approved"`},
		{"staff", "GET", "/standards?on=2026-10-21", "", 200, `"code":"wave"`},
		{"staff", "GET", "/standards?on=2026-10-20", "", 200, `[]`},
		{"staff", "GET", "/my/standards", "", 200, `"code":"nurse"`},
		{"staff", "POST", "/standards/wave/suggestions", `{"words": "with both hands"}`, 201, `"considered":false`},
		{"staff", "GET", "/standards/wave/reviews", "", 403, ""},
		{"quality", "GET", "/standards/wave/reviews", "", 200, "with both hands"},
	} {
		status, body := h.call(test.role, test.method, test.path, test.body)
		if status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s %s as %s: %d %s, want %d with %s", test.method, test.path, test.role, status, body, test.status, test.want)
		}
	}
	status, header, body := h.send("GET", "/api/v1/standards-file?on=2026-10-21", "", map[string]string{"Cookie": "session=staff"})
	if status != 200 || !strings.Contains(body, "en: Wave") || !strings.HasPrefix(fmt.Sprint(header["Content-Type"]), "[application/yaml") ||
		!strings.Contains(fmt.Sprint(header["Content-Disposition"]), "standards-2026-10-21.yaml") {
		t.Errorf("the file: %d %v %s", status, header, body)
	}
}

// TestGoalsElsewhereAreNotThere for heads and staff of other departments.
func TestGoalsElsewhereAreNotThere(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	body := func(department int64) string {
		return fmt.Sprintf(`{"departmentId": %d, "from": "2026-10-01", "to": "2026-10-31", "title": "Shorter waits", "method": "Median of the log"}`, department)
	}
	for _, test := range []struct {
		role, method, path, body string
		status                   int
	}{
		{"staff", "POST", "/goals", body(h.home), 403},
		{"department-head", "POST", "/goals", body(h.away), 404},
		{"quality", "POST", "/goals", body(h.away), 201},
		{"department-head", "POST", "/goals", body(h.home), 201},
		{"department-head", "GET", "/goals/1", "", 404},
		{"department-head", "GET", "/goals/2", "", 200},
		{"staff", "GET", "/goals/2", "", 404},
		{"leadership", "GET", "/goals/1", "", 200},
		{"leadership", "POST", "/goals/1/judge", `{"outcome": "reached", "words": "x"}`, 403},
		{"department-head", "POST", "/goals/1/judge", `{"outcome": "reached", "words": "x"}`, 404},
		{"quality", "POST", "/goals/2/judge", `{"outcome": "reached", "words": "x"}`, 201},
		{"quality", "POST", "/goals/1/tasks", fmt.Sprintf(`{"title": "Count", "ownerId": %d, "dueOn": "2026-10-25"}`, h.stranger), 201},
		{"staff", "POST", "/goal-tasks/1/report", `{"evidence": "done"}`, 404},
		{"department-head", "POST", "/goal-tasks/1/cancel", `{"words": "x"}`, 404},
	} {
		if status, answer := h.call(test.role, test.method, test.path, test.body); status != test.status {
			t.Errorf("%s %s as %s: %d %s, want %d", test.method, test.path, test.role, status, answer, test.status)
		}
	}
}
