package handlers

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// tablet sets up a kiosk away and returns its cookie.
func (h *hospital) tablet() (cookie string, id int64) {
	h.Helper()
	status, body := h.call("admin", "POST", "/kiosks", fmt.Sprintf(`{"name": "Counter", "departmentId": %d}`, h.away))
	var made KioskSetup
	if err := json.Unmarshal([]byte(body), &made); status != 201 || err != nil || !strings.HasPrefix(made.QR, "<svg") {
		h.Fatalf("%d %s", status, body)
	}
	link, err := url.Parse(made.URL)
	if err != nil {
		h.Fatal(err)
	}
	status, header, _ := h.tap(link.Path, "", url.Values{"lang": {"en"}})
	if status != 303 || len(header["Set-Cookie"]) == 0 {
		h.Fatalf("set up: %d %v", status, header)
	}
	for _, c := range header["Set-Cookie"] {
		if strings.HasPrefix(c, "kiosk=") {
			if !strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Strict") {
				h.Errorf("cookie %s", c[strings.Index(c, ";"):])
			}
			cookie, _, _ = strings.Cut(c, ";")
		}
	}
	if status, _, body := h.tap(link.Path, "", url.Values{"lang": {"en"}}); status != 410 || !strings.Contains(body, "no longer works") {
		h.Errorf("the link again: %d", status)
	}
	return cookie, made.ID
}

func (h *hospital) sync(cookie, body string) (int, string) {
	h.Helper()
	status, _, answer := h.send("POST", "/kiosk/votes", body, map[string]string{"Content-Type": "application/json", "Cookie": cookie})
	return status, answer
}

func TestKioskOverHTTP(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	cookie, id := h.tablet()
	status, header, body := h.send("GET", "/kiosk?lang=ko", "", map[string]string{"Cookie": cookie})
	if status != 200 || !strings.Contains(body, `lang="ko"`) || !strings.Contains(body, fmt.Sprintf(`data-who="%d"`, h.stranger)) {
		t.Fatalf("%d %.300s", status, body)
	}
	if got := header["Cache-Control"]; len(got) != 1 || got[0] != "no-store" {
		t.Errorf("Cache-Control %v", got)
	}
	if !strings.Contains(header["Content-Security-Policy"][0], "script-src 'self'; worker-src") {
		t.Errorf("policy %v", header["Content-Security-Policy"])
	}
	vote := fmt.Sprintf(`{"key": "AAAAAAAAAAAAAAAAAAAAAA", "employeeId": %d, "score": 4, "tags": [], "language": "ko", "age": 5000}`, h.stranger)
	for _, test := range []struct {
		name, cookie, body string
		status             int
		want               string
	}{
		{"a vote", cookie, `{"waiting": 1, "votes": [` + vote + `]}`, 200, `{"votes":[{"key":"AAAAAAAAAAAAAAAAAAAAAA"}]}`},
		{"again, beside one that is none", cookie, `{"waiting": 2, "votes": [` + vote + `, {"key": "short"}]}`, 200, `"refused"`},
		{"nothing", cookie, `{"waiting": 0, "votes": []}`, 200, `{"votes":[]}`},
		{"not JSON", cookie, `votes`, 422, ""},
		{"too many", cookie, `{"votes": [` + strings.Repeat(vote+",", mostSynced) + vote + `]}`, 422, ""},
		{"no tablet", "kiosk=stolen", `{"votes": [` + vote + `]}`, 401, ""},
		{"nobody's", "", `{"votes": []}`, 401, ""},
	} {
		if status, body := h.sync(test.cookie, test.body); status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %s", test.name, status, body)
		}
	}
	if n := h.id(`SELECT count(*) FROM ratings WHERE channel = 'kiosk'`); n != 1 {
		t.Errorf("%d ratings", n)
	}
	if status, body := h.call("admin", "POST", fmt.Sprintf("/kiosks/%d/revoke", id), ""); status != 201 {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := h.send("GET", "/kiosk?lang=en", "", map[string]string{"Cookie": cookie}); status != 401 || !strings.Contains(body, "not set up") {
		t.Errorf("withdrawn: %d", status)
	}
}

func TestKioskWithoutScripts(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	cookie, _ := h.tablet()
	_, _, body := h.send("GET", fmt.Sprintf("/kiosk?who=%d&lang=en", h.stranger), "", map[string]string{"Cookie": cookie})
	key := keyField.FindStringSubmatch(body)[1]
	form := url.Values{"k": {key}, "lang": {"en"}, "who": {fmt.Sprint(h.stranger)}, "score": {"1"}}
	for range 5 { // taps of one finger
		status, header, _ := h.tap("/kiosk", cookie, form)
		if to := header["Location"]; status != 303 || !strings.HasPrefix(to[0], "/kiosk/thanks?k=") || strings.Contains(to[0], "score") {
			t.Errorf("%d %v", status, to)
		}
	}
	status, header, body := h.send("GET", "/kiosk/thanks?k="+key+"&lang=en", "", map[string]string{"Cookie": cookie})
	if status != 200 || header["Refresh"][0] != "15; url=/kiosk" || !strings.Contains(body, key) {
		t.Errorf("%d %v", status, header["Refresh"])
	}
	if status, _, _ := h.tap("/kiosk/more", cookie, url.Values{"k": {key}, "lang": {"en"}, "tag": {h.api.Tags[0].Code}}); status != 303 {
		t.Errorf("tags: %d", status)
	}
	if status, header, _ := h.tap("/kiosk", cookie, url.Values{"k": {"old"}, "score": {"3"}}); status != 303 || header["Location"][0] != "/kiosk" {
		t.Errorf("a page of before: %d %v", status, header["Location"])
	}
	if n := h.id(`SELECT count(*) * 10 + (SELECT count(*) FROM remarks) FROM ratings WHERE channel = 'kiosk'`); n != 11 {
		t.Errorf("%d", n)
	}
}
