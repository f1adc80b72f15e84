package accounts_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"github.com/wardstar/wardstar/accounts"
)

// wantReason fails the test unless err is a sign-in refused for that reason; ""
// stands for none.
func wantReason(t *testing.T, what string, err error, reason accounts.Reason) {
	t.Helper()
	var got accounts.Reason
	if refused, ok := errors.AsType[*accounts.RefusedSignIn](err); ok {
		got = refused.Reason
	} else if err != nil {
		got = "another error"
	}
	if got != reason {
		t.Errorf("%s: %q, %v, want %q", what, got, err, reason)
	}
}

func TestSignInByTheService(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	in, err := s.signIn(h, "u-1", "N-1")
	wantReason(t, "sign in", err, "")
	if actor := h.actor(in.Token); actor.AccountID != 1 || in.Return != "/periods?open=1" || len(in.Token) != 43 {
		t.Errorf("signed in: %+v, on to %q", actor, in.Return)
	}
	for key, want := range map[string]string{
		"client_id": "wardstar", "response_type": "code", "scope": "openid profile", "code_challenge_method": "S256",
		"redirect_uri": "https://stars.example.org/auth/oidc/callback",
	} {
		if got := s.asked.Get(key); got != want {
			t.Errorf("it is asked with %s %q, want %q", key, got, want)
		}
	}
	for _, key := range []string{"state", "nonce", "code_challenge"} {
		if len(s.asked.Get(key)) != 43 {
			t.Errorf("it is asked with %s %q", key, s.asked.Get(key))
		}
	}
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action IN ('link-identity', 'sign-in') AND account_id = 1`); n != 2 {
		t.Errorf("journalled %d times", n)
	}
}

// TestTokensThatMustNotBeBelieved lets the service, or whoever stands in for it,
// say what it must not: nobody is signed in or linked.
func TestTokensThatMustNotBeBelieved(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	set := func(key string, value any) func(map[string]any) { return func(c map[string]any) { c[key] = value } }
	for what, change := range map[string]func(map[string]any){
		"the nonce of another request":    set("nonce", "another"),
		"no nonce":                        set("nonce", nil),
		"for another audience":            set("aud", "payroll"),
		"for others, too, and us nowhere": set("aud", []string{"wardstar", "payroll"}),
		"issued to another": func(c map[string]any) {
			c["aud"], c["azp"] = []string{"wardstar", "payroll"}, "payroll"
		},
		"expired":             set("exp", h.clock.Now().Add(-time.Second).Unix()),
		"not good yet":        set("nbf", h.clock.Now().Add(time.Hour).Unix()),
		"by another service":  set("iss", "https://login.example.com"),
		"about nobody":        set("sub", ""),
		"about a long nobody": set("sub", strings.Repeat("x", 256)),
		"to another access":   set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
	} {
		_, err := s.signIn(h, "u-1", "N-1", change)
		wantReason(t, what, err, accounts.ReasonFailed)
	}
	other, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	for what, forge := range map[string]func(claims, honest string) string{
		"none":                  func(string, string) string { return "" },
		"signed by another key": func(claims, _ string) string { return oidctest.SignIDToken(other, "k", "ES256", claims) },
		"signed with our secret": func(claims, _ string) string {
			return oidctest.SignIDToken([]byte(clientSecret+clientSecret), "k", "HS256", claims)
		},
		"not signed": func(claims, _ string) string {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "."
		},
		"changed after it was signed": func(_, honest string) string {
			parts := strings.Split(honest, ".")
			b, _ := base64.RawURLEncoding.DecodeString(parts[1])
			parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(b), "u-1", "u-2", 1)))
			return strings.Join(parts, ".")
		},
	} {
		s.forge = forge
		_, err := s.signIn(h, "u-1", "N-1")
		wantReason(t, "a token "+what, err, accounts.ReasonFailed)
	}
	s.forge = nil
	if n := count(t, h.DB, `SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM identities)`); n != 0 {
		t.Errorf("%d sessions and links", n)
	}
	_, err := s.signIn(h, "u-1", "N-1", set("azp", "wardstar"), set("aud", []string{"wardstar", "payroll"}))
	wantReason(t, "for others, too, and issued to us", err, "")
}

// TestComingBackWithWhatIsNotTheirs has browsers come back with another's state,
// twice, too late, or with nothing.
func TestComingBackWithWhatIsNotTheirs(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	mine, err := h.LeaveToSignIn(t.Context(), "/")
	wantReason(t, "leave", err, "")
	theirs, _ := h.LeaveToSignIn(t.Context(), "/")
	state, claims := s.asks(mine, "u-1")
	claims["employee_number"] = "N-1"
	for _, test := range []struct {
		what string
		in   accounts.Arrival
		want accounts.Reason
	}{
		{"no cookie", accounts.Arrival{State: state, Code: "code"}, accounts.ReasonStale},
		{"another browser's cookie", accounts.Arrival{Cookie: theirs.Cookie, State: state, Code: "code"}, accounts.ReasonStale},
		{"no state", accounts.Arrival{Cookie: mine.Cookie, Code: "code"}, accounts.ReasonStale},
		{"a cookie without its signature", accounts.Arrival{Cookie: strings.Split(mine.Cookie, ".")[0], State: state, Code: "code"}, accounts.ReasonStale},
		{"a cookie with another's signature", accounts.Arrival{
			Cookie: strings.Split(mine.Cookie, ".")[0] + "." + strings.Split(theirs.Cookie, ".")[1], State: state, Code: "code",
		}, accounts.ReasonStale},
		{"as it should be", accounts.Arrival{Cookie: mine.Cookie, State: state, Code: "code", Issuer: s.URL}, ""},
		{"once more", accounts.Arrival{Cookie: mine.Cookie, State: state, Code: "code"}, accounts.ReasonRepeated},
	} {
		_, err := h.ComeBack(t.Context(), accounts.Client{}, test.in)
		wantReason(t, test.what, err, test.want)
	}
	for _, test := range []struct {
		what  string
		after time.Duration
		in    accounts.Arrival
		want  accounts.Reason
	}{
		{"after a long search for the phone", 10*time.Minute - time.Second, accounts.Arrival{Code: "code"}, ""},
		{"too late", 10 * time.Minute, accounts.Arrival{Code: "code"}, accounts.ReasonStale},
		{"cancelled", 0, accounts.Arrival{Error: "access_denied"}, accounts.ReasonCancelled},
		{"refused", 0, accounts.Arrival{Error: "server_error", Code: "code"}, accounts.ReasonFailed},
		{"with a code of somebody's", 0, accounts.Arrival{Code: "stolen"}, accounts.ReasonFailed},
		{"without a code", 0, accounts.Arrival{}, accounts.ReasonFailed},
		{"from another service", 0, accounts.Arrival{Code: "code", Issuer: "https://login.example.com"}, accounts.ReasonFailed},
	} {
		d, _ := h.LeaveToSignIn(t.Context(), "/")
		h.clock.advance(test.after)
		test.in.Cookie = d.Cookie
		test.in.State, claims = s.asks(d, "u-1")
		_, err := h.ComeBack(t.Context(), accounts.Client{}, test.in)
		wantReason(t, test.what, err, test.want)
	}
}

// TestItLeadsNowhereElse: a link to our sign-in that returns to another site
// returns to our front page.
func TestItLeadsNowhereElse(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	for address, want := range map[string]string{
		"/periods?open=1#top": "/periods?open=1#top", "": "/", "periods": "/", "https://evil.example": "/", "//evil.example": "/",
		"/\\evil.example": "/", "\\\\evil.example": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "/%2fevil.example": "/",
		"/api/v1/session": "/", "/auth/oidc": "/", "/" + strings.Repeat("x", 500): "/", "/\r\nSet-Cookie: a=b": "/", "http:/periods": "/",
	} {
		d, err := h.LeaveToSignIn(t.Context(), address)
		wantReason(t, address, err, "")
		state, claims := s.asks(d, "u-1")
		claims["employee_number"] = "N-1"
		in, err := h.ComeBack(t.Context(), accounts.Client{}, accounts.Arrival{Cookie: d.Cookie, State: state, Code: "code"})
		if wantReason(t, address, err, ""); in.Return != want {
			t.Errorf("%q leads to %q, want %q", address, in.Return, want)
		}
	}
}

// TestAServiceThatIsAway holds nobody up for long, and is found once it is back.
func TestAServiceThatIsAway(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	s.status = 503
	_, err := h.LeaveToSignIn(t.Context(), "/")
	wantReason(t, "away", err, accounts.ReasonAway)
	s.status = 0
	_, err = h.LeaveToSignIn(t.Context(), "/")
	wantReason(t, "back, but not asked again yet", err, accounts.ReasonAway)
	if h.signIn("wang").Token == "" {
		t.Error("no session by password meanwhile")
	}
	h.clock.advance(5 * time.Second)
	d, err := h.LeaveToSignIn(t.Context(), "/")
	wantReason(t, "asked again", err, "")
	state, _ := s.asks(d, "u-1")
	s.status = 502
	_, err = h.ComeBack(t.Context(), accounts.Client{Address: address(1)}, accounts.Arrival{Cookie: d.Cookie, State: state, Code: "code"})
	wantReason(t, "away again, at the worst moment", err, accounts.ReasonAway)
	if n := count(t, h.DB, `SELECT count(*) FROM sign_in_failures`); n != 0 {
		t.Errorf("it counts as %d failures", n)
	}
	s.status = 0
	for range 3 {
		_, err = s.signIn(h, "u-1", "N-1")
		wantReason(t, "in the end", err, "")
	}
	if s.found != 1 {
		t.Errorf("it was asked about itself %d times", s.found)
	}
	s.Close()
	_, err = s.signIn(h, "u-1", "N-1")
	wantReason(t, "gone", err, accounts.ReasonAway)
}

func TestServicesThatCannotBe(t *testing.T) {
	good := accounts.ProviderConfig{Issuer: "https://login.example.org", ClientID: "wardstar", NumberClaim: "number", HomeURL: "https://stars.example.org"}
	for want, change := range map[string]func(*accounts.ProviderConfig){
		"":                  func(*accounts.ProviderConfig) {},
		"is not like":       func(c *accounts.ProviderConfig) { c.Issuer = "login" },
		"reached by https":  func(c *accounts.ProviderConfig) { c.Issuer = "http://login.example.org" },
		"client id":         func(c *accounts.ProviderConfig) { c.ClientID = "" },
		"public URL":        func(c *accounts.ProviderConfig) { c.HomeURL = "" },
		"name of the claim": func(c *accounts.ProviderConfig) { c.NumberClaim = "" },
	} {
		c := good
		change(&c)
		if _, err := accounts.NewProvider(c); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%+v: %v, want %q", c, err, want)
		}
	}
}

func TestSigningOutThere(t *testing.T) {
	h := newHospital(t)
	s := h.serviceOf()
	in, err := s.signIn(h, "u-1", "N-1")
	wantReason(t, "sign in", err, "")
	out, err := h.SignOut(t.Context(), h.actor(in.Token), struct{}{})
	want(t, "sign out", err, "")
	u, _ := url.Parse(out.ContinueAt)
	if !strings.HasPrefix(out.ContinueAt, s.URL+"/out?") || fmt.Sprint(u.Query()) !=
		"map[client_id:[wardstar] post_logout_redirect_uri:[https://stars.example.org/] tenant:[1]]" {
		t.Errorf("on to %q", out.ContinueAt)
	}
	out, err = h.SignOut(t.Context(), h.actor(h.signIn("kim").Token), struct{}{})
	if want(t, "sign out of a session by password", err, ""); out.ContinueAt != "" {
		t.Errorf("on to %q", out.ContinueAt)
	}
}
