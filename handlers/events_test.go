package handlers

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/internal/journal"
)

// live is a hospital that is served on a port, with a feed of its changes.
type live struct {
	*hospital
	address string
	stop    func() error
}

func newLive(t *testing.T) *live {
	t.Helper()
	h := newHospital(t)
	h.api.Changes, h.api.Version, h.api.heartbeat = changes.NewFeed(), "1.2.3", 50*time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	var name string
	if err := h.db.Get(&name, `SELECT current_database()`); err != nil {
		t.Fatal(err)
	}
	go h.api.Changes.Run(ctx, h.db, fmt.Sprintf(os.Getenv("TEST_DATABASE_URL"), name), h.api.Log)
	go func() { served <- Serve(ctx, h.api.App(), listener, nil) }()
	l := &live{hospital: h, address: "http://" + listener.Addr().String()}
	l.stop = func() error { cancel(); return <-served }
	t.Cleanup(func() { cancel(); <-h.api.Changes.Ended() })
	return l
}

// reader is somebody who reads the stream.
type reader struct {
	*live
	role  string
	body  *bufio.Reader
	close func() error
}

// watch opens the stream as a role, and reads its greeting.
func (l *live) watch(role string) *reader {
	l.Helper()
	r, status := l.ask(role)
	if status != 200 {
		l.Fatalf("%s: %d", role, status)
	}
	if event, data := r.next(); event != "hello" || !strings.Contains(data, `"version":"1.2.3","at":"2026-`) {
		l.Fatalf("%s: %s %s", role, event, data)
	}
	return r
}

func (l *live) ask(role string) (*reader, int) {
	l.Helper()
	req, err := http.NewRequestWithContext(l.Context(), "GET", l.address+"/api/v1/events", nil)
	if err != nil {
		l.Fatal(err)
	}
	req.Header.Set("Cookie", "session="+role)
	req.Header.Set("Accept-Encoding", "gzip, br") // as browsers do
	resp, err := (&http.Transport{DisableCompression: true}).RoundTrip(req)
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { resp.Body.Close() })
	if e := resp.Header.Get("Content-Encoding"); e != "" {
		l.Errorf("the stream is %s, and would be held back", e)
	}
	return &reader{live: l, role: role, body: bufio.NewReader(resp.Body), close: resp.Body.Close}, resp.StatusCode
}

// next returns the next event but for heartbeats; "" when the stream has ended.
func (r *reader) next() (event, data string) {
	r.Helper()
	for {
		line, err := r.body.ReadString('\n')
		if err == io.EOF {
			return "", ""
		}
		if err != nil {
			r.Fatalf("%s: %v", r.role, err)
		}
		switch field, value, _ := strings.Cut(strings.TrimSpace(line), ": "); field {
		case "event":
			event = value
		case "data":
			return event, value
		}
	}
}

// hears returns the topics of the next change, without the words for "everything"
// that a feed begins with.
func (r *reader) hears() []string {
	r.Helper()
	for {
		event, data := r.next()
		var said Changed
		if event != "changed" || json.Unmarshal([]byte(data), &said) != nil {
			r.Fatalf("%s: %s %s", r.role, event, data)
		}
		if !slices.Equal(said.Topics, []string{changes.Everything}) {
			return said.Topics
		}
	}
}

// record journals what an account has done, 0 being the program itself.
func (l *live) record(account string, objects ...string) {
	l.Helper()
	var id int64
	if account != "" {
		id = l.id(`SELECT id FROM accounts WHERE name = $1`, account)
	}
	entries := make([]journal.Entry, len(objects))
	for i, object := range objects {
		entries[i] = journal.Entry{Action: "change", Object: object}
	}
	if err := journal.RecordAll(l.Context(), l.db, id, noon, entries); err != nil {
		l.Fatal(err)
	}
}

func TestRolesHearOfWhatTheyMayRead(t *testing.T) {
	t.Parallel()
	l := newLive(t)
	readers := map[string]*reader{}
	for _, role := range []string{"staff", "supervisor", "department-head", "quality", "hr", "admin"} {
		readers[role] = l.watch(role)
	}
	l.record("quality", "period", "spot-check", "ballot", "api-key", "unheard-of")
	for role, want := range map[string]string{
		"staff":           "[period]", // may read their own spot checks: this may be anybody's
		"supervisor":      "[period]",
		"department-head": "[period spot-check]",
		"quality":         "[api-key ballot period spot-check unheard-of]", // did it: other windows may know
		"hr":              "[period]",
		"admin":           "[api-key period]",
	} {
		if got := fmt.Sprint(readers[role].hears()); got != want {
			t.Errorf("%s heard %s, want %s", role, got, want)
		}
	}
	l.record("supervisor", "spot-check")
	l.record("", "course")
	for role, want := range map[string]string{"staff": "[course]", "supervisor": "[course spot-check]", "quality": "[course spot-check]"} {
		if got := fmt.Sprint(readers[role].hears()); got != want {
			t.Errorf("%s heard %s, want %s", role, got, want)
		}
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*live){
		"signed out": func(l *live) { l.call("hr", "DELETE", "/session", "") },
		"disabled":   func(l *live) { l.exec(`UPDATE accounts SET disabled_at = $1 WHERE name = 'hr'`, noon) },
		"expired":    func(l *live) { l.exec(`UPDATE sessions SET expires_at = $1`, noon) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLive(t)
			r := l.watch("hr")
			before := l.seen("hr")
			end(l)
			for event, _ := r.next(); event != ""; event, _ = r.next() {
			}
			if name != "signed out" && l.seen("hr") != before {
				t.Error("the stream kept the session alive")
			}
		})
	}
}

func (l *live) seen(account string) (at string) {
	l.Helper()
	if err := l.db.Get(&at, `SELECT s.last_seen_at::text FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.name = $1`, account); err != nil {
		l.Fatal(err)
	}
	return at
}

func TestARoleThatIsGivenIsHeardOf(t *testing.T) {
	t.Parallel()
	l := newLive(t)
	r := l.watch("staff")
	l.exec(`INSERT INTO role_assignments (account_id, role, from_day) SELECT id, 'quality', '2020-01-01' FROM accounts WHERE name = 'staff'`)
	if got := fmt.Sprint(r.hears()); got != "[session]" {
		t.Errorf("heard %s", got)
	}
	l.record("hr", "ballot")
	if got := fmt.Sprint(r.hears()); got != "[ballot]" {
		t.Errorf("heard %s with the new role", got)
	}
}

func TestStreamsAreForPeopleAndFew(t *testing.T) {
	t.Parallel()
	l := newLive(t)
	if _, status := l.ask("nobody"); status != 401 {
		t.Errorf("nobody: %d", status)
	}
	l.exec(`UPDATE accounts SET must_change_password = true WHERE name = 'staff'`)
	if _, status := l.ask("staff"); status != 403 {
		t.Errorf("before the password is changed: %d", status)
	}
	first := l.watch("hr")
	l.watch("quality")
	for range mostStreams - 1 {
		l.watch("hr")
	}
	last := l.watch("hr")
	for event, _ := first.next(); event != ""; event, _ = first.next() { // one too many ends the first
	}
	l.exec(`UPDATE sessions SET expires_at = $1`, noon)
	for event, _ := last.next(); event != ""; event, _ = last.next() { // and stays itself until the session is over
	}
}

func TestAServerWithStreamsStopsAtOnce(t *testing.T) {
	t.Parallel()
	l := newLive(t)
	l.api.heartbeat = time.Minute
	var readers []*reader
	for i := range 200 {
		token := fmt.Sprintf("reader-%d", i)
		digest := sha256.Sum256([]byte(token))
		l.exec(`INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at)
			SELECT $1, id, $2, $2, $3 FROM accounts WHERE name = 'hr'`, digest[:], noon, noon.Add(time.Hour))
		readers = append(readers, l.watch(token))
	}
	start := time.Now()
	if err := l.stop(); err != nil {
		t.Errorf("with %d streams: %v", len(readers), err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("stopping took %v", took)
	}
	for _, r := range readers {
		for event, _ := r.next(); event != ""; event, _ = r.next() {
		}
	}
}
