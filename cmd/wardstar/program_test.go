package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/localpg"
)

// TestMain lets the tests start this very binary as the program.
func TestMain(m *testing.M) {
	if os.Getenv("WARDSTAR_TEST_RUN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// server is a wardstar serve in a process of its own.
type server struct {
	*testing.T
	cmd     *exec.Cmd
	url     string
	printed string
	log     *bytes.Buffer
}

// dataFolder returns a data folder that PostgreSQL may enter as another account.
func dataFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "data")
}

// startServer runs wardstar serve on a data folder and waits until it is ready.
func startServer(t *testing.T, dataDir string, args ...string) *server {
	t.Helper()
	p := &server{T: t, log: &bytes.Buffer{}}
	p.cmd = exec.Command(os.Args[0], append([]string{"serve", "--listen", "127.0.0.1:0", "--data-dir", dataDir}, args...)...)
	p.cmd.Env = append(os.Environ(), "WARDSTAR_TEST_RUN=1")
	p.cmd.Stderr = p.log
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.cmd.Process.Kill(); p.cmd.Wait() })
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		p.printed += lines.Text() + "\n"
		if url, ok := strings.CutPrefix(lines.Text(), "Wardstar is ready at "); ok {
			p.url = url
			go io.Copy(io.Discard, stdout)
			return p
		}
	}
	t.Fatalf("the server did not get ready:\n%s%s", p.printed, p.log)
	return nil
}

// stop ends the server as an administrator would.
func (p *server) stop() {
	p.Helper()
	p.cmd.Process.Signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err != nil {
		p.Errorf("wardstar ends with %v:\n%s", err, p.log)
	}
}

// kill ends the server as a power cut would.
func (p *server) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// beside connects to the database of a data folder, as a command would.
func beside(t *testing.T, dataDir string) *sqlx.DB {
	t.Helper()
	pg, err := localpg.Start(t.Context(), localpg.Options{Dir: dataDir + "/postgres"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pg.Stop() })
	db, err := database.Open(t.Context(), pg.DSN(localpg.Superuser, "wardstar"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// hire gives the hospital a nurse with a badge and returns its code.
func hire(t *testing.T, db *sqlx.DB) (code string) {
	t.Helper()
	code = "ABCDEFGH"
	_, err := db.Exec(`
		WITH d AS (INSERT INTO departments (code, name) VALUES ('ward', '{"en": "Ward"}') RETURNING id),
		     e AS (INSERT INTO employees (number, name, hired_on) VALUES ('1', '王丽', '2020-01-01') RETURNING id),
		     p AS (INSERT INTO postings (employee_id, department_id, post_id, from_day)
		           SELECT e.id, d.id, (SELECT min(id) FROM posts), '2020-01-01' FROM d, e)
		INSERT INTO touchpoints (code, kind, employee_id, created_at) SELECT '` + code + `', 'badge', id, '2020-01-01' FROM e`)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// phone is a patient's browser that has opened a page.
type phone struct{ device, key string }

var keyField = regexp.MustCompile(`name="?k"? value="?([^" >]+)`)

// noRedirect keeps the answer to a post.
var noRedirect = &http.Client{
	Timeout:       10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// scan opens the page of a code on a new phone.
func scan(server, code string) (phone, error) {
	resp, err := noRedirect.Get(server + "/r/" + code)
	if err != nil {
		return phone{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return phone{}, err
	}
	m := keyField.FindSubmatch(b)
	if m == nil || len(resp.Cookies()) == 0 {
		return phone{}, io.ErrUnexpectedEOF
	}
	return phone{resp.Cookies()[0].Value, string(m[1])}, nil
}

// rate taps an answer and reports whether the server acknowledged it.
func (p phone) rate(ctx context.Context, server, code string) bool {
	form := url.Values{"k": {p.key}, "score": {"5"}, "lang": {"ko"}}
	req, err := http.NewRequestWithContext(ctx, "POST", server+"/r/"+code, strings.NewReader(form.Encode()))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(&http.Cookie{Name: "d", Value: p.device})
	resp, err := noRedirect.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body)
	return resp.StatusCode == http.StatusSeeOther
}

// rateAll lets every phone tap once, several at a time, and returns those
// whose tap was acknowledged.
func rateAll(ctx context.Context, server, code string, phones []phone) (acknowledged []phone) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	next := make(chan phone)
	for range 16 {
		wg.Go(func() {
			for p := range next {
				if p.rate(ctx, server, code) {
					mu.Lock()
					acknowledged = append(acknowledged, p)
					mu.Unlock()
				}
			}
		})
	}
	for _, p := range phones {
		next <- p
	}
	close(next)
	wg.Wait()
	return acknowledged
}
