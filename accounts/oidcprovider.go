package accounts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/wardstar/wardstar/internal/texts"
)

// ProviderConfig says which sign-in service a hospital has: any that speaks
// OpenID Connect.
type ProviderConfig struct {
	Issuer       string // as it names itself
	ClientID     string // as it knows us
	ClientSecret string // "": we are known by PKCE alone
	Scopes       []string
	NumberClaim  string          // that carries the employee number
	SecondFactor []string        // values of acr and amr that count as our second factor
	Label        texts.Localized // of the button
	HomeURL      string          // where people reach us: "https://stars.example.org"
	Now          func() time.Time
}

// CallbackPath is where the service sends people back to.
const CallbackPath = "/auth/oidc/callback"

// A service that does not answer holds up one person for so long, and nobody
// for so long after it.
const (
	providerTimeout = 5 * time.Second
	discoverAgain   = 5 * time.Second
	maxAnswer       = 1 << 20
)

// Provider is the hospital's sign-in service. It is asked about itself when the
// first person signs in, so that the server starts without it.
type Provider struct {
	config ProviderConfig
	client *http.Client

	mu       sync.Mutex
	found    *discovered
	failed   error // of the last discovery
	failedAt time.Time
}

// discovered is what the service says about itself.
type discovered struct {
	*oidc.Provider
	verifier *oidc.IDTokenVerifier
	oauth    oauth2.Config
	signOut  string // "": it offers none
}

// NewProvider returns the sign-in service of that configuration. Its errors are
// sentences for whoever starts the program.
func NewProvider(c ProviderConfig) (*Provider, error) {
	u, err := url.Parse(c.Issuer)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("the issuer %q is not like https://login.example.org", c.Issuer)
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, fmt.Errorf("the issuer %q must be reached by https", c.Issuer)
	case c.ClientID == "":
		return nil, errors.New("the issuer needs a client id, as it knows Wardstar")
	case c.HomeURL == "":
		return nil, errors.New("the issuer needs the public URL, to send people back to")
	case c.NumberClaim == "":
		return nil, errors.New("the issuer needs the name of the claim that carries the employee number")
	}
	if !slices.Contains(c.Scopes, oidc.ScopeOpenID) {
		c.Scopes = append([]string{oidc.ScopeOpenID}, c.Scopes...)
	}
	return &Provider{config: c, client: &http.Client{
		Timeout:       providerTimeout,
		Transport:     bounded{http.DefaultTransport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// bounded reads no more of an answer than an honest service sends.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}

// discover asks the service about itself unless it is known. While it fails, it
// is asked again every few seconds only.
func (p *Provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.config.Now()
	if p.found != nil {
		return p.found, nil
	}
	if p.failed != nil && now.Sub(p.failedAt) < discoverAgain {
		return nil, p.failed
	}
	// What is found outlives the request that found it; the client has a deadline.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.config.Issuer)
	if err != nil {
		p.failed, p.failedAt = fmt.Errorf("discover %s: %w", p.config.Issuer, err), now
		return nil, p.failed
	}
	p.found, p.failed = p.describe(found), nil
	return p.found, nil
}

func (p *Provider) describe(found *oidc.Provider) *discovered {
	var more struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
		SignOut string   `json:"end_session_endpoint"`
	}
	_ = found.Claims(&more) // which NewProvider has decoded already
	d := &discovered{
		Provider: found, signOut: more.SignOut,
		verifier: found.Verifier(&oidc.Config{ClientID: p.config.ClientID, Now: p.config.Now}),
		oauth: oauth2.Config{
			ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Scopes: p.config.Scopes,
			Endpoint: found.Endpoint(), RedirectURL: p.config.HomeURL + CallbackPath,
		},
	}
	// Said rather than tried out: a code that was refused once is used up.
	d.oauth.Endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if p.config.ClientSecret == "" || more.Methods != nil && !slices.Contains(more.Methods, "client_secret_basic") {
		d.oauth.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return d
}

// signOutURL is where the person's session at the service ends, too; "" where
// the service does not offer that, or does not answer.
func (p *Provider) signOutURL(ctx context.Context) string {
	d, err := p.discover(ctx)
	if err != nil || d.signOut == "" {
		return ""
	}
	u, err := url.Parse(d.signOut)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	q := u.Query()
	q.Set("client_id", p.config.ClientID)
	q.Set("post_logout_redirect_uri", p.config.HomeURL+"/")
	u.RawQuery = q.Encode()
	return u.String()
}
