package handlers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/texts"
)

// slips issues a batch for a department and returns its id and the addresses of
// its tokens, without the server's.
func (h *hospital) slips(department, employee int64, n int) (id int, paths []string) {
	h.Helper()
	status, body := h.call("quality", "POST", "/token-batches", fmt.Sprintf(`{"departmentId": %d, "employeeId": %d, "tokens": %d}`, department, employee, n))
	var batch feedback.TokenBatch
	if err := json.Unmarshal([]byte(body), &batch); err != nil || status != 201 {
		h.Fatalf("%d %s", status, body)
	}
	status, body = h.call("quality", "GET", fmt.Sprintf("/token-batches/%d/tokens", batch.ID), "")
	var list []feedback.VisitToken
	if err := json.Unmarshal([]byte(body), &list); err != nil || status != 200 || len(list) != n {
		h.Fatalf("%d %s", status, body)
	}
	for _, t := range list {
		paths = append(paths, strings.TrimPrefix(t.URL, h.api.PublicURL))
	}
	return int(batch.ID), paths
}

// TestASlipFromThePrinterToTheAnswer goes the way of a patient with a slip.
func TestASlipFromThePrinterToTheAnswer(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	_, slip := h.slips(h.away, h.stranger, 1)
	token := strings.TrimPrefix(slip[0], "/v/")
	for _, method := range []string{"GET", "HEAD", "GET"} { // a messenger looks at links before patients do
		if status, _, _ := h.send(method, slip[0], "", nil); status != 200 {
			t.Errorf("%s: %d", method, status)
		}
	}
	if n := h.id(`SELECT count(*) FROM spent_tokens`); n != 0 {
		t.Fatal("looking has spent it")
	}
	key, cookies := h.open(slip[0] + "?lang=ko")
	_, _, page := h.send("GET", slip[0]+"?lang=ko", "", map[string]string{"Cookie": cookies})
	if !strings.Contains(page, `name="v" value="`+token+`"`) || !strings.Contains(page, `action="/r/`+h.code+`"`) || !strings.Contains(page, "stranger") {
		t.Errorf("%s", page)
	}
	status, header, _ := h.tap("/r/"+h.code, cookies, url.Values{"k": {key}, "v": {token}, "score": {"2"}, "lang": {"ko"}})
	if status != 303 || !strings.Contains(header["Location"][0], "v="+token) {
		t.Fatalf("%d %v", status, header)
	}
	status, _, thanks := h.send("GET", header["Location"][0], "", map[string]string{"Cookie": cookies})
	if status != 200 || !strings.Contains(thanks, `name="v" value="`+token+`"`) {
		t.Errorf("thanks: %d %s", status, thanks)
	}
	more := url.Values{"k": {key}, "v": {token}, "comment": {"느려요"}, "tel": {"12"}, "lang": {"ko"}}
	if status, _, body := h.tap("/r/"+h.code+"/more", cookies, more); status != 422 || !strings.Contains(body, `name="v" value="`+token+`"`) {
		t.Errorf("a number that is none: %d", status)
	}
	more.Del("tel")
	if status, _, body := h.tap("/r/"+h.code+"/more", cookies, more); status != 303 {
		t.Errorf("more: %d %s", status, body)
	}
	status, _, others := h.send("GET", "/r/"+h.code+"/who?v="+token+"&k="+key, "", map[string]string{"Cookie": cookies})
	if status != 200 || !strings.Contains(others, "v="+token) || !strings.Contains(others, "Away") {
		t.Errorf("the others: %d %s", status, others)
	}
	if status, header, _ := h.send("GET", "/r?code="+strings.ToLower(token[:4]+"+"+token[4:]), "", nil); status != 303 || !strings.HasPrefix(header["Location"][0], slip[0]) {
		t.Errorf("typed by hand: %d %v", status, header)
	}
	if n := h.id(`SELECT count(*) FROM ratings WHERE channel = 'invitation' AND token_batch = 1`); n != 1 {
		t.Errorf("%d ratings", n)
	}
}

// TestSlipsThatAreRefused: each for its own reason, in the reader's language, on a
// page that says what to do instead.
func TestSlipsThatAreRefused(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	_, used := h.slips(h.away, h.stranger, 1)
	key, cookies := h.open(used[0])
	otherKey, otherCookies := h.open(used[0])
	token := strings.TrimPrefix(used[0], "/v/")
	if status, _, _ := h.tap("/r/"+h.code, cookies, url.Values{"k": {key}, "v": {token}, "score": {"5"}}); status != 303 {
		t.Fatal(status)
	}
	status, _, body := h.tap("/r/"+h.code, otherCookies, url.Values{"k": {otherKey}, "v": {token}, "score": {"1"}, "lang": {"en"}})
	if status != 409 || !strings.Contains(body, `href="/r/`+h.code+`?lang=en"`) {
		t.Errorf("another phone's answer: %d %s", status, body)
	}
	revoked, called := h.slips(h.away, 0, 1)
	h.call("quality", "POST", fmt.Sprintf("/token-batches/%d/revoke", revoked), `{"reason": "lost"}`)
	_, withdrawn := h.slips(h.away, 0, 1)
	forged := used[0][:len(used[0])-1] + map[bool]string{true: "A", false: "B"}[strings.HasSuffix(used[0], "B")]
	if status, body := h.call("admin", "POST", "/token-keys/rotate", ""); status != 201 {
		t.Fatalf("%d %s", status, body)
	}
	_, fresh := h.slips(h.away, 0, 1)
	said := map[string]string{}
	for _, tt := range []struct {
		key, path string
		status    int
		before    func()
	}{
		{"slipForged", forged, 404, nil},
		{"slipUsed", used[0], 409, nil},
		{"slipRevoked", called[0], 410, nil},
		{"slipWithdrawn", withdrawn[0], 410, func() { h.call("admin", "POST", "/token-keys/0/withdraw", `{"reason": "lost"}`) }},
		{"slipExpired", fresh[0], 410, func() { h.api.Feedback.Now = func() time.Time { return noon.AddDate(0, 0, 8) } }},
	} {
		if tt.before != nil {
			if status, _, body := h.send("GET", tt.path, "", nil); status != 200 {
				t.Errorf("%s, before: %d %.300s", tt.key, status, body)
			}
			tt.before()
		}
		for _, lang := range texts.Languages {
			status, header, body := h.send("GET", tt.path+"?lang="+lang, "", nil)
			title, words := texts.Text(lang, "trouble."+tt.key+"Title"), texts.Text(lang, "trouble."+tt.key)
			if status != tt.status || !strings.Contains(body, "<h1>"+title+"</h1>") || !strings.Contains(body, words) || !strings.Contains(body, `href="/r?lang=`+lang) {
				t.Errorf("%s in %s: %d %s", tt.key, lang, status, body)
			}
			if header["Content-Security-Policy"] == nil || strings.Contains(body, strings.TrimPrefix(tt.path, "/v/")) {
				t.Errorf("%s: the page repeats the token", tt.key)
			}
			if other := said[title]; other != "" {
				t.Errorf("%s and %s say the same", tt.key, other)
			}
			said[title] = tt.key
		}
	}
}

func TestSlipsAreWrittenForPrinters(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	id, paths := h.slips(h.away, 0, 3)
	cookie := map[string]string{"Cookie": "session=quality"}
	status, header, file := h.send("GET", fmt.Sprintf("/api/v1/token-batches/%d/file?format=csv", id), "", cookie)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil || status != 200 || len(rows) != 4 || rows[3][0] != "3" || len(rows[3][1]) != 19 || rows[3][2] != h.api.PublicURL+paths[2] ||
		!strings.Contains(header["Content-Disposition"][0], ".csv") {
		t.Errorf("%d %v %v %v", status, header, rows, err)
	}
	status, header, file = h.send("GET", fmt.Sprintf("/api/v1/token-batches/%d/file?format=pdf&limit=1", id), "", cookie)
	if status != 200 || header["Content-Type"][0] != "application/pdf" || header["Wardstar-Next"][0] != "1" {
		t.Fatalf("%d %v", status, header)
	}
	name := filepath.Join(t.TempDir(), "slips")
	if err := os.WriteFile(name+".pdf", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("pdftoppm", "-r", "300", "-gray", "-singlefile", name+".pdf", name).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (Debian: poppler-utils): %v %s", err, out)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", name+".pgm").Output()
	if err != nil || strings.TrimSpace(string(out)) != h.api.PublicURL+paths[0] {
		t.Errorf("the slip says %s, %v (Debian: zbar-tools)", out, err)
	}
	h.api.PublicURL = ""
	if status, body := h.call("quality", "GET", fmt.Sprintf("/token-batches/%d/tokens", id), ""); status != 409 || !strings.Contains(body, "--public-url") {
		t.Errorf("without an address: %d %s", status, body)
	}
}

// TestAQueueSystemReportsVisits with a key that may do that and nothing else.
func TestAQueueSystemReportsVisits(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	status, body := h.call("admin", "POST", "/api-keys", `{"name": "queue", "permissions": ["visit:report"], "days": 30}`)
	var made struct{ Secret string }
	if err := json.Unmarshal([]byte(body), &made); err != nil || status != 201 || made.Secret == "" {
		t.Fatalf("%d %s", status, body)
	}
	if status, body := h.call("quality", "PUT", fmt.Sprintf("/invitation-rates/%d", h.away), `{"perMille": 1000, "days": 3}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	report := func(body string) (int, string) {
		status, _, answer := h.send("POST", "/api/v1/visits", body, map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + made.Secret})
		return status, answer
	}
	visit := fmt.Sprintf(`{"visit": "Q-17", "departmentId": %d, "employeeId": %d}`, h.away, h.stranger)
	var first feedback.Invitation
	for range 2 {
		status, answer := report(visit)
		var i feedback.Invitation
		if err := json.Unmarshal([]byte(answer), &i); err != nil || status != 201 || !i.Invited || i.ExpiresAt == nil || first.URL != "" && i.URL != first.URL {
			t.Fatalf("%d %s", status, answer)
		}
		first = i
	}
	if status, _, page := h.send("GET", strings.TrimPrefix(first.URL, h.api.PublicURL), "", nil); status != 200 || !strings.Contains(page, "stranger") {
		t.Errorf("%d %s", status, page)
	}
	if status, answer := report(fmt.Sprintf(`{"visit": "Q-18", "departmentId": %d}`, h.home)); status != 201 || !strings.Contains(answer, `"invited":false`) {
		t.Errorf("a department without a rate: %d %s", status, answer)
	}
	if status, _ := h.call("quality", "POST", "/visits", visit); status != 403 {
		t.Errorf("somebody chooses whom to invite: %d", status)
	}
	if n := h.id(`SELECT count(*) FROM journal WHERE before::text || after::text LIKE '%Q-17%'`); n != 0 {
		t.Error("the journal has the visit's id")
	}
}
