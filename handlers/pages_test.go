package handlers

import (
	"fmt"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

var (
	keyField = regexp.MustCompile(`name="k" value="([^"]+)"`)
	htmlLang = regexp.MustCompile(`<html lang="([^"]+)"`)
)

// open shows a page to a new phone and returns its key and its cookies.
func (h *hospital) open(path string) (key, cookies string) {
	h.Helper()
	status, header, body := h.send("GET", path, "", nil)
	m := keyField.FindStringSubmatch(body)
	if status != 200 || m == nil {
		h.Fatalf("GET %s: %d %.300s", path, status, body)
	}
	for _, c := range header["Set-Cookie"] {
		pair, _, _ := strings.Cut(c, ";")
		cookies += pair + "; "
	}
	return m[1], cookies
}

func (h *hospital) tap(path, cookies string, form url.Values) (int, map[string][]string, string) {
	h.Helper()
	return h.send("POST", path, form.Encode(), map[string]string{
		"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies,
	})
}

func TestPatientPages(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	page := "/r/" + h.code
	key, cookies := h.open(page + "?lang=ko")
	good := url.Values{"k": {key}, "score": {"5"}, "lang": {"ko"}}
	with := func(name, value string) url.Values {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(name, value)
		return form
	}
	for _, test := range []struct {
		name   string
		form   url.Values // nil: a GET
		path   string
		status int
		want   string
	}{
		{"a tap", good, page, 303, ""},
		{"a tap on an answer that is not there", with("score", "9"), page, 422, `lang="ko"`},
		{"a tap on nothing", with("score", ""), page, 422, `lang="ko"`},
		{"a forged page", with("k", "forged"), page, 422, `name="score" value="5"`},
		{"a form that is too large", with("comment", strings.Repeat("x", maxForm)), page + "/more", 413, `lang="ko"`},
		{"a comment that is too long", with("comment", strings.Repeat("말", 501)), page + "/more", 422, `aria-invalid`},
		{"an unknown code", nil, "/r/ZZZZZZZZ?lang=zh-TW", 404, `lang="zh-TW"`},
		{"no code at all", nil, "/r/!?lang=en", 404, `lang="en"`},
		{"a page that no code has", nil, page + "/nope?lang=en", 404, `lang="en"`},
		{"the other people", nil, page + "/who?lang=en", 200, "Away"},
	} {
		var status int
		var body string
		if test.form == nil {
			status, _, body = h.send("GET", test.path, "", nil)
		} else {
			status, _, body = h.tap(test.path, cookies, test.form)
		}
		if status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %.400s, want %d with %s", test.name, status, body, test.status, test.want)
		}
	}
	h.exec(`UPDATE touchpoints SET revoked_at = $1`, noon)
	if status, _, body := h.tap(page, cookies, with("score", "1")); status != 410 || !strings.Contains(body, `lang="ko"`) {
		t.Errorf("a revoked code: %d %.300s", status, body)
	}
}

func TestALanguageOnceChosenIsKept(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.exec(`UPDATE hospital SET language = 'ko'`)
	_, chosen := h.open("/r/" + h.code + "?lang=zh-TW")
	for _, test := range []struct{ name, cookie, accepts, want string }{
		{"nothing said: the hospital's", "", "", "ko"},
		{"a language we don't have: the hospital's", "", "fr", "ko"},
		{"the browser's", "", "en-GB", "en"},
		{"chosen on this phone", chosen, "en-GB", "zh-TW"},
	} {
		_, _, body := h.send("GET", "/r/"+h.code, "", map[string]string{"Cookie": test.cookie, "Accept-Language": test.accepts})
		if m := htmlLang.FindStringSubmatch(body); m == nil || m[1] != test.want {
			t.Errorf("%s: %v, want %s", test.name, m, test.want)
		}
	}
}

func TestAPatientIsToldThatNothingWasSaved(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	key, cookies := h.open("/r/" + h.code + "?lang=en")
	h.db.Close()
	status, header, body := h.tap("/r/"+h.code, cookies, url.Values{"k": {key}, "score": {"4"}, "lang": {"en"}})
	if status != 503 || header["Retry-After"] == nil || !strings.Contains(body, "Not saved") || !strings.Contains(body, `name="score" value="4"`) {
		t.Errorf("%d %.600s", status, body)
	}
}

func TestOtherSitesCannotVote(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	key, cookies := h.open("/r/" + h.code)
	form := url.Values{"k": {key}, "score": {"5"}}.Encode()
	for _, header := range []map[string]string{
		{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"},
	} {
		header["Content-Type"], header["Cookie"] = "application/x-www-form-urlencoded", cookies
		if status, _, _ := h.send("POST", "/r/"+h.code, form, header); status != 403 {
			t.Errorf("%v: %d", header, status)
		}
	}
	if n := h.id(`SELECT count(*) FROM ratings`); n != 0 {
		t.Errorf("%d ratings", n)
	}
}

func TestCompressedBodiesAreRefused(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	for _, path := range []string{"/api/v1/session", "/r/" + h.code} {
		status, _, body := h.send("POST", path, "\x1f\x8b", map[string]string{"Content-Encoding": "gzip", "Content-Type": "application/json"})
		if status != 422 || !strings.Contains(body, "compressed") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

func TestTheClientIsTheLastHopThatIsNotOurs(t *testing.T) {
	for _, test := range []struct {
		name  string
		trust string
		lines []string
		want  string
	}{
		{"nobody is trusted", "192.0.2.0/24", []string{"6.6.6.6"}, "0.0.0.0"},
		{"one proxy", "0.0.0.0/32", []string{"203.0.113.9"}, "203.0.113.9"},
		{"what the client wrote itself is left of that", "0.0.0.0/32", []string{"6.6.6.6, 203.0.113.9"}, "203.0.113.9"},
		{"a proxy that adds a line of its own", "0.0.0.0/32", []string{"6.6.6.6", "203.0.113.9"}, "203.0.113.9"},
		{"two proxies of ours", "0.0.0.0/1", []string{"203.0.113.9, 10.0.0.2"}, "203.0.113.9"},
		{"nonsense", "0.0.0.0/32", []string{"me"}, "0.0.0.0"},
	} {
		a := &API{TrustedProxies: []netip.Prefix{netip.MustParsePrefix(test.trust)}}
		app := fiber.New()
		var got netip.Addr
		app.Get("/", func(c *fiber.Ctx) error { got = a.client(c); return nil })
		req := httptest.NewRequest("GET", "/", nil)
		for _, line := range test.lines {
			req.Header.Add("X-Forwarded-For", line)
		}
		if _, err := app.Test(req); err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// TestARoleForADepartmentEndsThere gives a trainer one department: what the
// role may do hospital-wide it may do there only.
func TestARoleForADepartmentEndsThere(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.exec(`UPDATE role_assignments SET department_id = $1 WHERE role = 'trainer'`, h.home)
	for _, path := range []string{fmt.Sprintf("/employees/%d", h.stranger), "/hours", "/employees?search=stranger"} {
		if status, body := h.call("trainer", "GET", path, ""); strings.Contains(body, "stranger") {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, body := h.call("trainer", "GET", "/employees?search=staff", ""); status != 200 || !strings.Contains(body, `"staff"`) {
		t.Errorf("at home: %d %s", status, body)
	}
}
