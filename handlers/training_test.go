package handlers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/pictures"
	"github.com/wardstar/wardstar/internal/uploads"
	"github.com/wardstar/wardstar/training"
)

// session adds one of the course calm that goes on at noon, and returns its path.
func (h *hospital) session() string {
	h.Helper()
	id := h.id(`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at)
		SELECT 1, id, 'Hall', $1, $2 FROM employees WHERE number = 'stranger' RETURNING id`, noon.Add(-time.Minute), noon.Add(time.Hour))
	return fmt.Sprintf("/training-sessions/%d", id)
}

// TestCheckInIsByOneselfOnly: whoever shows the code, and whoever is named in the
// request, it is the signed-in person who is checked in, by a POST.
func TestCheckInIsByOneselfOnly(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	path := h.session()
	var code training.CheckInCode
	status, body := h.call("trainer", "GET", path+"/check-in-code", "")
	if err := json.Unmarshal([]byte(body), &code); status != 200 || err != nil {
		t.Fatalf("code: %d %s", status, body)
	}
	send := fmt.Sprintf(`{"code": %q}`, code.Token)
	for _, test := range []struct {
		what, role, method, path, body string
		status                         int
		has                            string
	}{
		{"staff see no code", "staff", "GET", path + "/check-in-code", "", 403, "credit hours"},
		{"nor its picture", "staff", "GET", path + "/check-in-qr", "", 403, "credit hours"},
		{"the screen has it", "trainer", "GET", path + "/check-in-qr", "", 200, "<svg"},
		{"by a link", "staff", "GET", path + "/check-in?code=" + code.Token, "", 404, "no such address"},
		{"for somebody else", "staff", "POST", path + "/check-in", fmt.Sprintf(`{"code": %q, "employeeId": 3}`, code.Token), 422, "unknown field"},
		{"signed out", "", "POST", path + "/check-in", send, 401, "sign in"},
		{"with a wrong code", "staff", "POST", path + "/check-in", `{"code": "22222222"}`, 422, "not the code that is shown now"},
		{"oneself", "staff", "POST", path + "/check-in", send, 201, `"cameBy":"qr"`},
		{"oneself, typed", "finance", "POST", path + "/check-in", fmt.Sprintf(`{"code": %q}`, strings.ToLower(code.Typed)), 201, `"cameBy":"typed"`},
		{"leaving within the minute", "staff", "POST", path + "/check-out", send, 201, `"credit":{"id":`},
	} {
		if status, body := h.call(test.role, test.method, test.path, test.body); status != test.status || !strings.Contains(body, test.has) {
			t.Errorf("%s: %d %s, want %d with %s", test.what, status, body, test.status, test.has)
		}
	}
	if n := h.id(`SELECT count(*) FROM attendances a JOIN employees e ON e.id = a.employee_id WHERE e.number IN ('staff', 'finance')`); n != 2 {
		t.Errorf("%d attendances, want 2", n)
	}
}

func TestEvidenceIsSentAndKept(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	status, body := h.call("staff", "POST", "/external-hours", `{"key": "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11", "title": "Talk",
		"provider": "Society", "category": "communication", "earnedOn": "2026-10-01", "minutes": 60}`)
	if status != 201 {
		t.Fatalf("reported: %d %s", status, body)
	}
	const path = "/api/v1/external-hours/1/evidence"
	large := "%PDF-1.7\n" + strings.Repeat("x", 3<<20) + "\n%%EOF\n"
	as := func(role string) map[string]string {
		return map[string]string{"Content-Type": "application/octet-stream", "Cookie": "session=" + role}
	}
	for _, test := range []struct {
		what, body string
		header     map[string]string
		status     int
	}{
		{"three megabytes", large, as("staff"), 200},
		{"no document", "hello", as("staff"), 422},
		{"by somebody else", large, as("hr"), 404},
		{"from another site", large, map[string]string{"Cookie": "session=staff", "Sec-Fetch-Site": "cross-site"}, 403},
	} {
		if status, _, body := h.send("PUT", path, test.body, test.header); status != test.status {
			t.Errorf("%s: %d %.200s, want %d", test.what, status, body, test.status)
		}
	}
	status, header, body := h.send("GET", path, "", as("hr"))
	if status != 200 || body != large || header["Content-Type"][0] != "application/pdf" || header["X-Content-Type-Options"][0] != "nosniff" ||
		!strings.Contains(header["Content-Disposition"][0], `attachment; filename="evidence-1.pdf"`) {
		t.Errorf("sent back: %d %v", status, header)
	}
	if status, _, _ := h.send("GET", path, "", as("finance")); status != 404 {
		t.Errorf("to a colleague: %d", status)
	}
	if n := h.id(`SELECT count(*) FROM journal WHERE action = 'open-evidence'`); n != 1 {
		t.Errorf("%d journal entries of opening, want 1", n)
	}
}

// TestLargeBodiesAreForFilesOnly announces bodies and sends none of them: what is
// refused by its length is refused at once, what is not is waited for.
func TestLargeBodiesAreForFilesOnly(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, h.app, l, nil) }()
	const evidence = "PUT /api/v1/external-hours/1/evidence"
	const photo = "PUT /api/v1/spot-checks/0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11/findings/calm/photos/6f5902ac-2370-4a7e-bbb9-000000000009"
	for _, test := range []struct {
		what, request, cookie string
		length                int
		refused               bool
	}{
		{"a file", evidence, "Cookie: session=staff\r\n", uploads.MaxBytes, false},
		{"a file with a query", evidence + "?x=1", "Cookie: session=staff\r\n", uploads.MaxBytes, false},
		{"too large a file", evidence, "Cookie: session=staff\r\n", uploads.MaxBytes + 1, true},
		{"a photograph", photo, "Cookie: session=staff\r\n", pictures.MaxBytes, false},
		{"too large a photograph", photo, "Cookie: session=staff\r\n", pictures.MaxBytes + 1, true},
		{"a file of nobody's", evidence, "", 2 * maxBody, true},
		{"by another method", strings.Replace(evidence, "PUT", "POST", 1), "Cookie: session=staff\r\n", 2 * maxBody, true},
		{"to another address", "PUT /api/v1/courses/1", "Cookie: session=staff\r\n", 2 * maxBody, true},
	} {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: x\r\n%sContent-Type: application/pdf\r\nContent-Length: %d\r\n\r\n", test.request, test.cookie, test.length)
		conn.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if refused := err == nil && resp.StatusCode == 413; refused != test.refused {
			t.Errorf("%s: refused %v, %v", test.what, refused, err)
		}
		conn.Close()
	}
	stop()
	if err := <-served; err != nil {
		t.Errorf("Serve ends with %v", err)
	}
}

func TestLearningSystemsReport(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.exec(`UPDATE courses SET mode = 'online'`)
	h.exec(`INSERT INTO course_activities (activity, course_id, mapped_at) VALUES ('https://lms/calm', 1, $1)`, noon)
	key := h.key("lms", "xapi:write")
	const statement = `{"id": "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11", "actor": {"account": {"name": "staff", "homePage": "https://lms"}},
		"verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, "object": {"id": "https://lms/calm"}, "result": {"duration": "PT30M", "extensions": {}}}`
	for _, test := range []struct {
		what, version, body string
		status              int
		has, answers        string
	}{
		{"a statement", "1.0.3", statement, 200, `["0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11"]`, "1.0.3"},
		{"again, as the next version in a list", "2.0.0", "[" + statement + "]", 200, `["0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11"]`, "2.0.0"},
		{"with other content", "1.0.0", strings.Replace(statement, "PT30M", "PT40M", 1), 409, "other content", "1.0.3"},
		{"without a version", "", statement, 400, versionHeader, "2.0.0"},
		{"in a version of the past", "0.95", statement, 400, versionHeader, "2.0.0"},
		{"no statement", "1.0.3", `{}`, 400, "verb.id is missing", "1.0.3"},
	} {
		header := bearing(key)
		header[versionHeader] = test.version
		status, got, body := h.send("POST", "/api/v1/xapi/statements", test.body, header)
		if status != test.status || !strings.Contains(body, test.has) || len(got[fixed(versionHeader)]) != 1 || got[fixed(versionHeader)][0] != test.answers {
			t.Errorf("%s: %d %s %v, want %d with %s", test.what, status, body, got, test.status, test.has)
		}
	}
	if n := h.id(`SELECT sum(minutes) FROM credits`); n != 30 {
		t.Errorf("%d minutes, want 30", n)
	}
	if n := h.id(`SELECT count(*) FROM journal WHERE object = 'xapi' AND api_key_id IS NOT NULL AND account_id IS NULL`); n != 1 {
		t.Errorf("%d journal entries with the key, want 1", n)
	}
	if status, body := h.call("admin", "POST", "/xapi/statements", statement); status != 403 {
		t.Errorf("by a person: %d %s", status, body)
	}
}

// fixed writes a header's name as Go does.
func fixed(name string) string { return strings.Replace(name, "API", "Api", 1) }
