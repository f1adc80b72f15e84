package accounts_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

const clientSecret = "not a secret outside of tests"

// service is a sign-in service that also answers what an honest one does not.
// (The honest one is in the tests of the handlers, as a process of its own.)
type service struct {
	*httptest.Server
	t     *testing.T
	clock *clock
	key   *ecdsa.PrivateKey

	mu     sync.Mutex
	asked  url.Values                                // the last request to sign in
	said   map[string]any                            // claims of the token
	told   map[string]any                            // claims besides
	forge  func(claims string, honest string) string // the token instead
	status int                                       // of every answer, if not 0
	found  int                                       // how often it was asked about itself
}

// serviceOf lets a hospital's staff sign in by a service.
func (h hospital) serviceOf(change ...func(*accounts.ProviderConfig)) *service {
	h.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	s := &service{t: h.t, clock: h.clock, key: key}
	keys := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: key.Public(), KeyID: "k", Algorithm: oidc.ES256}}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", s.describe)
	mux.HandleFunc("/token", s.token)
	mux.HandleFunc("/me", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.told) })
	mux.Handle("/keys", keys)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.status != 0 {
			w.WriteHeader(s.status)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	h.t.Cleanup(s.Close)
	config := accounts.ProviderConfig{
		Issuer: s.URL, ClientID: "wardstar", ClientSecret: clientSecret, Scopes: []string{"profile"}, NumberClaim: "employee_number",
		SecondFactor: []string{"mfa", "otp"}, Label: texts.Localized{"en": "Hospital"}, HomeURL: "https://stars.example.org", Now: h.clock.Now,
	}
	for _, fn := range change {
		fn(&config)
	}
	if h.Provider, err = accounts.NewProvider(config); err != nil {
		h.t.Fatal(err)
	}
	return s
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (s *service) describe(w http.ResponseWriter, _ *http.Request) {
	s.found++
	answer(w, map[string]any{
		"issuer": s.URL, "authorization_endpoint": s.URL + "/auth", "token_endpoint": s.URL + "/token", "jwks_uri": s.URL + "/keys",
		"userinfo_endpoint": s.URL + "/me", "end_session_endpoint": s.URL + "/out?tenant=1", "id_token_signing_alg_values_supported": []string{"ES256"},
	})
}

// token redeems a code: the verifier has to be the one of the request.
func (s *service) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if id != "wardstar" || secret != url.QueryEscape(clientSecret) || r.FormValue("code") != "code" || s.asked.Get("code_challenge_method") != "S256" ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != s.asked.Get("code_challenge") || r.FormValue("redirect_uri") != s.asked.Get("redirect_uri") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	claims, _ := json.Marshal(s.said)
	token := oidctest.SignIDToken(s.key, "k", oidc.ES256, string(claims))
	if s.forge != nil {
		token = s.forge(string(claims), token)
	}
	answer(w, map[string]any{"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": token})
}

// asks is what the service is asked when a browser gets there, and what it
// would say of somebody.
func (s *service) asks(d accounts.Departure, subject string) (state string, claims map[string]any) {
	s.t.Helper()
	u, err := url.Parse(d.URL)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = u.Query()
	s.said = map[string]any{
		"iss": s.URL, "aud": "wardstar", "sub": subject, "nonce": s.asked.Get("nonce"),
		"iat": s.clock.Now().Unix(), "exp": s.clock.Now().Add(time.Minute).Unix(),
	}
	s.told = map[string]any{"sub": subject}
	return s.asked.Get("state"), s.said
}

// signIn is a whole sign-in of a subject with an employee number; change may
// change what the service says.
func (s *service) signIn(h hospital, subject, number string, change ...func(claims map[string]any)) (accounts.LetIn, error) {
	s.t.Helper()
	d, err := h.LeaveToSignIn(s.t.Context(), "/periods?open=1")
	if err != nil {
		s.t.Fatal(err)
	}
	state, claims := s.asks(d, subject)
	claims["employee_number"] = number
	for _, fn := range change {
		fn(claims)
	}
	return h.ComeBack(s.t.Context(), accounts.Client{}, accounts.Arrival{Cookie: d.Cookie, State: state, Code: "code"})
}
