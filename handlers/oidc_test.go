package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

func TestSigningInByARealService(t *testing.T) {
	f := newFederated(t)
	b := f.browser()
	if p := b.signIn("number:trainer"); p.status != 200 || p.url.String() != f.url+"/healthz" {
		t.Fatalf("signed in at %s: %d %s", p.url, p.status, p.body)
	}
	if status, body := b.session(); status != 200 || !strings.Contains(body, `"number":"trainer"`) {
		t.Fatalf("session: %d %s", status, body)
	}
	before := b.cookie("session")
	if p := b.get(f.url + "/auth/oidc?return=/readyz"); p.url.Path != "/readyz" || b.cookie("session") == before {
		t.Errorf("again, without being asked anything: %s %d %s", p.url, p.status, p.body)
	}
	if n := f.id(`SELECT count(*) FROM sessions WHERE identity_id IS NOT NULL`); n != 1 {
		t.Errorf("%d sessions: the browser's earlier one did not end", n)
	}
	out := struct{ ContinueAt string }{}
	if p := b.send("DELETE", f.url+"/api/v1/session", nil); p.status != 200 || json.Unmarshal([]byte(p.body), &out) != nil {
		t.Fatalf("sign out: %d %s", p.status, p.body)
	}
	if p := b.fill(b.get(out.ContinueAt), url.Values{"logout": {"yes"}}); p.url.String() != f.url+"/" {
		t.Errorf("signed out at the service, at %s: %d %s", p.url, p.status, p.body)
	}
	if p := b.get(f.url + "/auth/oidc"); !strings.Contains(p.body, `value="login"`) {
		t.Errorf("the service asks for nothing after signing out: %s %s", p.url, p.body)
	}
}

func (b *browser) cookie(name string) string {
	home, _ := url.Parse(b.url)
	for _, c := range b.Jar.Cookies(home) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// TestASecondFactorAtARealService: who holds a role that needs one does not set
// up ours if the service has asked for its own.
func TestASecondFactorAtARealService(t *testing.T) {
	f := newFederated(t)
	f.exec(`INSERT INTO settings (version, value, changed_at) VALUES (1000, '{"secondFactorRequiredFor": ["hr", "finance"]}', $1)`, noon)
	for who, want := range map[string]bool{"number:hr:second": true, "number:finance": false} {
		b := f.browser()
		if p := b.signIn(who); p.url.Path != "/healthz" {
			t.Errorf("%s is at %s: %d %s", who, p.url, p.status, p.body)
		}
		status, body := b.session()
		if open := strings.Contains(body, "read employee") || strings.Contains(body, "export score"); status != 200 || open != want {
			t.Errorf("%s: %d %s, want everything open: %v", who, status, body, want)
		}
	}
}

// TestWhoIsNotLetInReadsWhy in their language, on a page with a way on.
func TestWhoIsNotLetInReadsWhy(t *testing.T) {
	f := newFederated(t)
	f.exec(`UPDATE accounts SET disabled_at = created_at WHERE name = 'trainer'`)
	for who, reason := range map[string]accounts.Reason{
		"number:N-404": accounts.ReasonUnknown, "nobody": accounts.ReasonNoNumber, "number:stranger": accounts.ReasonNoAccount, "number:trainer": accounts.ReasonDisabled,
	} {
		b := f.browser()
		for _, b.language = range texts.Languages {
			p := b.signIn(who)
			if p.status != 403 || p.url.Path != accounts.CallbackPath || !p.says(b.language, reason) ||
				!strings.Contains(p.body, `lang="`+b.language+`"`) || !strings.Contains(p.body, `href="/auth/oidc"`) {
				t.Errorf("%s in %s: %s %d %s", who, b.language, p.url, p.status, p.body)
			}
			f.wantOwnStyleOnly(p)
		}
		if status, _ := b.session(); status != 401 {
			t.Errorf("%s is signed in", who)
		}
	}
}

func (f *federated) wantOwnStyleOnly(p page) {
	f.Helper()
	_, style, _ := strings.Cut(p.body, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	hash := sha256.Sum256([]byte(style))
	if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, base64.StdEncoding.EncodeToString(hash[:])) || style == "" {
		f.Errorf("the page's style is not the one that its policy admits: %s", csp)
	}
}

// TestWhatIsCarriedFromOneBrowserToAnother does not sign it in: neither the
// address that an attacker came back to, nor a code that was used.
func TestWhatIsCarriedFromOneBrowserToAnother(t *testing.T) {
	f := newFederated(t)
	attacker, victim := f.browser(), f.browser()
	attacker.halt = accounts.CallbackPath
	back := attacker.signIn("number:admin").url
	if back.Path != accounts.CallbackPath || back.Query().Get("code") == "" {
		t.Fatalf("the attacker is at %s", back)
	}
	wantRefused := func(what string, p page, status int, reason accounts.Reason) {
		t.Helper()
		if p.status != status || !p.says("en", reason) {
			t.Errorf("%s: %d %s, want %d %s", what, p.status, p.body, status, reason)
		}
	}
	wantRefused("a victim led there", victim.get(back.String()), 400, accounts.ReasonStale)
	victim.halt = accounts.CallbackPath
	own := victim.get(f.url + "/auth/oidc")
	state := url.Values{"state": {own.url.Query().Get("state")}, "code": {back.Query().Get("code")}}
	own = victim.signIn("number:staff")
	state.Set("state", own.url.Query().Get("state"))
	victim.halt = ""
	wantRefused("with the attacker's code in the victim's state", victim.get(f.url+accounts.CallbackPath+"?"+state.Encode()), 403, accounts.ReasonFailed)
	wantRefused("and then their own", victim.get(own.url.String()), 400, accounts.ReasonRepeated)
	if status, body := victim.session(); status != 401 {
		t.Errorf("the victim is signed in: %s", body)
	}
	attacker.halt = ""
	if p := attacker.get(back.String()); p.url.Path != "/healthz" {
		t.Errorf("the attacker in their own browser, at %s: %d %s", p.url, p.status, p.body)
	}
	wantRefused("and back once more", attacker.get(back.String()), 400, accounts.ReasonStale)
}

func TestCancellingAtTheService(t *testing.T) {
	f := newFederated(t)
	b := f.browser()
	p := b.get(f.url + "/auth/oidc")
	p = b.get(p.url.String() + "/abort")
	if p.status != 400 || !p.says("en", accounts.ReasonCancelled) {
		t.Errorf("%s: %d %s", p.url, p.status, p.body)
	}
}

// TestTheHospitalWorksWithoutItsService: people sign in by password, and read
// that the service does not answer.
func TestTheHospitalWorksWithoutItsService(t *testing.T) {
	f := newFederated(t)
	f.stop()
	hash, err := accounts.HashPassword("three metre smile")
	if err != nil {
		t.Fatal(err)
	}
	f.exec(`UPDATE accounts SET password_hash = $1 WHERE name = 'staff'`, hash)
	b := f.browser()
	if p := b.get(f.url + "/auth/oidc"); p.status != 503 || !p.says("en", accounts.ReasonAway) {
		t.Errorf("by the service: %d %s", p.status, p.body)
	}
	resp, err := b.Post(f.url+"/api/v1/session", "application/json", strings.NewReader(`{"name": "staff", "password": "three metre smile"}`))
	if err != nil || resp.StatusCode != 201 {
		t.Errorf("by password: %v, %v", resp, err)
	}
}

func TestWithoutAServiceThereIsNoWayToOne(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	for _, path := range []string{accounts.DeparturePath, accounts.CallbackPath + "?code=1&state=1"} {
		if status, _, body := h.send("GET", path, "", nil); status != 404 {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if status, body := h.call("", "GET", "/sign-in-options", ""); status != 200 || body != `{"passwordsForAdministratorsOnly":false}` {
		t.Errorf("options: %d %s", status, body)
	}
}

// TestCookiesOverTLSBelongToThisHostOnly looks at what a browser is given to keep
// while its person is away.
func TestCookiesOverTLSBelongToThisHostOnly(t *testing.T) {
	f := newFederated(t)
	f.api.Secure = true
	f.app = f.api.App()
	_, header, _ := f.hospital.send("GET", "/auth/oidc", "", nil)
	cookies := (&http.Response{Header: header}).Cookies()
	if len(cookies) != 1 {
		t.Fatalf("cookies: %v", cookies)
	}
	c := cookies[0]
	if c.Name != "__Host-leaving" || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode || c.Expires.IsZero() {
		t.Errorf("cookie: %v", c)
	}
}
