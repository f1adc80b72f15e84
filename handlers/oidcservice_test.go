package handlers

import (
	"bufio"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

const providerFolder = "../e2e/oidc"

// federated is a hospital whose staff sign in by a service that runs in a process
// of its own, and which browsers reach over TCP.
type federated struct {
	*hospital
	url  string
	stop func() // the service
}

func newFederated(t *testing.T) *federated {
	t.Helper()
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &federated{hospital: newHospital(t), url: "http://" + l.Addr().String()}
	f.api.PublicURL = f.url
	issuer := f.startService()
	f.api.Accounts.Now = time.Now // the service's tokens are of today
	f.api.Accounts.Provider, err = accounts.NewProvider(accounts.ProviderConfig{
		Issuer: issuer, ClientID: "wardstar", ClientSecret: "not a secret outside of tests", Scopes: []string{"profile"},
		NumberClaim: "employee_number", SecondFactor: []string{"otp"}, Label: texts.Localized{"en": "Hospital"},
		HomeURL: f.url, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.app = f.api.App()
	go f.app.Listener(l)
	t.Cleanup(func() { f.app.Shutdown() })
	return f
}

// startService starts npm's oidc-provider and returns its issuer.
func (f *federated) startService() string {
	f.Helper()
	if _, err := os.Stat(providerFolder + "/node_modules/oidc-provider"); err != nil {
		f.Fatal("this test signs in by npm's oidc-provider: run scripts/sign-in-service, which installs it and needs Node.js")
	}
	cmd := exec.Command("node", "provider.mjs", f.url)
	cmd.Dir = providerFolder
	stdin, err := cmd.StdinPipe() // it ends with us
	if err != nil {
		f.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		f.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		f.Fatal(err)
	}
	f.stop = func() { stdin.Close(); cmd.Wait() }
	f.Cleanup(f.stop)
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if issuer, ok := strings.CutPrefix(lines.Text(), "issuer "); ok {
			go io.Copy(io.Discard, stdout)
			return issuer
		}
	}
	f.Fatal("the sign-in service did not start; try: node e2e/oidc/provider.mjs " + f.url)
	return ""
}

// browser keeps cookies, follows links and sends forms.
type browser struct {
	*federated
	http.Client
	language string
	halt     string // a path of ours where it stops instead of going there
}

func (f *federated) browser() *browser {
	jar, _ := cookiejar.New(nil)
	b := &browser{federated: f, Client: http.Client{Jar: jar, Timeout: 30 * time.Second}, language: "en"}
	b.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		r.Header.Set("Accept-Language", b.language)
		if b.halt != "" && strings.HasPrefix(r.URL.String(), f.url+b.halt) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	return b
}

// page is where a browser has ended up.
type page struct {
	url    *url.URL
	status int
	header http.Header
	body   string
}

// says reports whether a page tells that reason.
func (p page) says(lang string, reason accounts.Reason) bool {
	return strings.Contains(html.UnescapeString(p.body), texts.Text(lang, "signIn."+string(reason)))
}

func (b *browser) send(method, address string, form url.Values) page {
	b.Helper()
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Accept-Language", b.language)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.Fatal(err)
	}
	p := page{url: resp.Request.URL, status: resp.StatusCode, header: resp.Header, body: string(body)}
	if next, err := resp.Location(); err == nil {
		p.url = next
	}
	return p
}

func (b *browser) get(address string) page { return b.send("GET", address, nil) }

var (
	formAction = regexp.MustCompile(`action="([^"]+)"`)
	hidden     = regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`)
)

// fill sends the form of a page as its person would, with what is hidden in it.
func (b *browser) fill(p page, typed url.Values) page {
	b.Helper()
	action := formAction.FindStringSubmatch(p.body)
	if action == nil {
		b.Fatalf("no form at %s: %d %s", p.url, p.status, p.body)
	}
	to, err := p.url.Parse(html.UnescapeString(action[1]))
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range hidden.FindAllStringSubmatch(p.body, -1) {
		if typed.Get(m[1]) == "" {
			typed.Set(m[1], html.UnescapeString(m[2]))
		}
	}
	return b.send("POST", to.String(), typed)
}

// signIn goes to the service from our link, signs in there as who, agrees, and
// comes back.
func (b *browser) signIn(who string) page {
	b.Helper()
	p := b.get(b.url + accounts.DeparturePath + "?return=/healthz")
	for range 3 {
		switch {
		case strings.Contains(p.body, `value="login"`):
			p = b.fill(p, url.Values{"prompt": {"login"}, "login": {who}, "password": {"x"}})
		case strings.Contains(p.body, `value="consent"`):
			p = b.fill(p, url.Values{"prompt": {"consent"}})
		}
	}
	return p
}

// session asks the API who is signed in.
func (b *browser) session() (int, string) {
	b.Helper()
	p := b.get(b.url + "/api/v1/session")
	return p.status, p.body
}
