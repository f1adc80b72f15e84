package handlers

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/feedback"
)

func TestReadLine(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		line, scanned string
		want          typed
	}{
		{"1234567890 5 ac", "", typed{"1234567890", "5ac", ""}},
		{"12345678905ac", "", typed{"1234567890", "5ac", ""}},
		{" 1234 5678-90 ", "", typed{"1234567890", "", ""}},
		{"１２３４５６７８９０ ５ａ", "", typed{"1234567890", "5a", ""}}, // as Chinese keyboards write
		{"5ac / so kind/", "1234 5678 90", typed{"1234567890", "5ac", "so kind/"}},
		{"9876543210", "1234 5678 90", typed{"9876543210", "", ""}}, // the next form was scanned instead
		{"5", "", typed{"5", "", ""}},
		{"", "", typed{}},
		{"말", "", typed{}},
	} {
		if got := readLine(test.line, test.scanned); got != test.want {
			t.Errorf("%q after %q: %s", test.line, test.scanned, cmp.Diff(fmt.Sprint(test.want), fmt.Sprint(got)))
		}
	}
}

func TestPaperPage(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	var batch feedback.PaperBatch
	status, body := h.call("service-centre", "POST", "/paper-batches", fmt.Sprintf(`{"departmentId": %d, "each": 2, "layout": "forms-4"}`, h.away))
	if err := json.Unmarshal([]byte(body), &batch); status != 201 || err != nil || batch.Forms != 2 {
		t.Fatalf("%d %s", status, body)
	}
	if status, body := h.call("service-centre", "GET", fmt.Sprintf("/paper-batches/%d/print", batch.ID), ""); status != 200 || !strings.HasPrefix(body, "%PDF-") {
		t.Fatalf("print: %d %.200s", status, body)
	}
	number := h.id(`SELECT min(number) FROM paper_forms`)
	page := func(role, method, path string, form url.Values) (int, string) {
		status, _, body := h.send(method, path, form.Encode(), map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Cookie": "session=" + role})
		return status, body
	}
	for _, test := range []struct {
		name, role, line string
		status           int
		want             string
	}{
		{"nobody", "", "", 401, "Sign in first"},
		{"staff", "staff", "", 403, "Your role"},
		{"a slip", "service-centre", "1234567890 5", 422, "not right"},
		{"no answer", "service-centre", fmt.Sprint(number, " 9"), 422, "Press 1 to 5"},
		{"no such letter", "service-centre", fmt.Sprint(number, " 5z"), 422, "letters of the list"},
		{"another department", "department-head", fmt.Sprint(number, " 5"), 404, "not yours"},
		{"only the number", "service-centre", fmt.Sprint(number), 200, "Answer and ticks"},
		{"a form", "service-centre", fmt.Sprint(number, " 5 ac / well done"), 303, ""},
		{"the same again", "service-centre", fmt.Sprint(number, " 5 ca"), 303, ""},
		{"another answer", "service-centre", fmt.Sprint(number, " 1"), 409, "already"},
	} {
		if status, body := page(test.role, "POST", "/paper", url.Values{"line": {test.line}, "lang": {"en"}}); status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %.300s, want %d with %s", test.name, status, body, test.status, test.want)
		}
	}
	id := h.id(`SELECT id FROM paper_entries`)
	if status, body := page("service-centre", "GET", fmt.Sprintf("/paper?saved=%d&lang=en", id), nil); status != 200 || !strings.Contains(body, "Very good") {
		t.Errorf("saved: %d", status)
	}
	if status, body := page("quality", "GET", fmt.Sprintf("/paper?saved=%d&lang=en", id), nil); status != 200 || strings.Contains(body, "Take back") {
		t.Errorf("somebody else's: %d", status)
	}
	if status, _ := page("service-centre", "POST", fmt.Sprintf("/paper/undo/%d", id), url.Values{"lang": {"en"}}); status != 303 {
		t.Errorf("undo: %d", status)
	}
}
