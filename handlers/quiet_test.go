package handlers

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// heard collects what several requests log at once.
type heard struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *heard) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *heard) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

// TestLogsSayNothingOfCodes goes everywhere that a code or a token leads, the ways
// that fail as well, and looks for them in the log, at its loudest, and in the
// metrics: together with an address they would say who has rated whom.
func TestLogsSayNothingOfCodes(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	log := &heard{}
	h.api.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	h.api.Feedback.Log = h.api.Log
	h.app = h.api.App()
	_, slips := h.slips(h.away, h.stranger, 2)
	token, other := strings.TrimPrefix(slips[0], "/v/"), strings.TrimPrefix(slips[1], "/v/")
	key, cookies := h.open(slips[0])
	secrets := []string{h.code, token, other, grouped(token), key, "138001380", "203.0.113.77", "0.0.0.0"}
	address := map[string]string{"X-Forwarded-For": "203.0.113.77"}
	ask := func(method, path string) { h.send(method, path, "", address) }
	walk := func() {
		for _, path := range []string{
			slips[0], slips[1], "/v/" + token[1:] + "0", "/v/" + grouped(token), "/r?code=" + token, "/r?code=" + h.code, "/r/" + h.code,
			"/r/" + h.code + "?v=" + token, "/r/" + h.code + "/who?v=" + token + "&k=" + key, "/r/" + h.code + "/thanks?v=" + token + "&k=" + key,
			"/r/" + h.code + "/done", "/r/" + h.code + "/nope", "/v/" + token + "/nope", "/" + h.code, "/api/v1/" + token, "/r/" + h.code + "%ff",
			"/v/" + token + "?lang=%zz", "/api/v1/touchpoints?code=" + h.code,
		} {
			ask("GET", path)
			ask("HEAD", path)
			ask("DELETE", path)
		}
		for _, form := range []url.Values{
			{"k": {key}, "v": {token}, "score": {"2"}}, {"k": {key}, "v": {other}, "score": {"2"}}, {"k": {"x"}, "v": {token}, "score": {"9"}},
			{"k": {key}, "v": {token}, "comment": {strings.Repeat("x", 501)}, "tel": {"13800138000"}},
		} {
			h.tap("/r/"+h.code, cookies, form)
			h.tap("/r/"+h.code+"/more", cookies, form)
		}
		h.send("POST", "/r/"+h.code, "{"+token, map[string]string{"Content-Type": "application/json"})
		h.send("POST", "/r/"+h.code, "%zz"+token, map[string]string{"Content-Type": "application/x-www-form-urlencoded"})
		h.send("POST", "/r/"+h.code, token, map[string]string{"Content-Encoding": "gzip"})
		h.send("POST", "/r/"+h.code, token, map[string]string{"Origin": "https://evil.example"})
		h.call("quality", "POST", "/visits", `{"visit": "`+token+`"}`)
	}
	walk()
	h.rawly(t, "GET /v/"+token+" HTTP/1.1\r\nHost: x\r\nno colon here\r\n\r\n")
	h.rawly(t, "GET /r/"+h.code+" HTTP/9\r\n\r\n")
	h.rawly(t, "GET /r/"+h.code+"?x="+strings.Repeat("x", 9<<10)+" HTTP/1.1\r\nHost: x\r\n\r\n")
	h.rawly(t, "POST /r/"+h.code+" HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
	h.db.Close() // from here on everything fails
	walk()
	var labels bytes.Buffer
	if families, err := h.api.metrics.registry.Gather(); err != nil {
		t.Fatal(err)
	} else {
		for _, f := range families {
			fmt.Fprintln(&labels, f)
		}
	}
	said := log.String()
	if strings.Count(said, "request failed") < 5 || !strings.Contains(said, "route=/v/:token") || !strings.Contains(labels.String(), "/v/:token") {
		t.Errorf("this log proves nothing:\n%.2000s", said)
	}
	for _, secret := range secrets {
		for what, text := range map[string]string{"log": said, "metrics": labels.String()} {
			if at := strings.Index(strings.ToUpper(text), strings.ToUpper(secret)); at >= 0 {
				t.Errorf("the %s has %s: %.200s", what, secret, text[max(0, at-100):])
			}
		}
	}
}

// grouped is a token as it is printed.
func grouped(token string) string {
	return token[:4] + "-" + token[4:8] + "-" + token[8:12] + "-" + token[12:]
}

// rawly sends bytes that no client would, and waits until the server hangs up.
func (h *hospital) rawly(t *testing.T, request string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, h.api.App(), l, nil) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, conn) // an answer, or none
	conn.Close()
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
}
