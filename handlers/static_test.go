package handlers

import (
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gofiber/fiber/v2"
)

// The console's page runs what it brings along, the reader of codes among it,
// and nothing that was made from text or comes from elsewhere.
func TestConsolePolicy(t *testing.T) {
	app := fiber.New()
	app.Get("/", func(c *fiber.Ctx) error { return sendPage(c, []byte(`<script nonce="`+nonce+`"></script>`)) })
	answer, err := app.Test(httptest.NewRequest("GET", "/", nil))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	own := strings.Split(string(page), `"`)[1]
	policy := map[string][]string{}
	for _, directive := range strings.Split(answer.Header.Get("Content-Security-Policy"), ";") {
		words := strings.Fields(directive)
		policy[words[0]] = words[1:]
	}
	for directive, want := range map[string][]string{
		"default-src": {"'none'"},
		"script-src":  {"'self'", "'nonce-" + own + "'", "'wasm-unsafe-eval'"},
		"style-src":   {"'self'", "'nonce-" + own + "'"},
		"connect-src": {"'self'"},
		"worker-src":  {"'self'"},
	} {
		if !slices.Equal(policy[directive], want) {
			t.Errorf("%s is %v, want %v", directive, policy[directive], want)
		}
	}
}

// A browser takes a service worker only as JavaScript, and asks for it anew only
// if it may not keep it; and what the worker may load is the console's files.
func TestServiceWorker(t *testing.T) {
	app := fiber.New()
	files := fstest.MapFS{"sw.js": {Data: []byte("self")}, "assets/a.js": {Data: []byte("a")}}
	app.Get("/*", func(c *fiber.Ctx) error {
		c.Set("Content-Security-Policy", "default-src 'none'")
		return sendFile(c, files, strings.TrimPrefix(c.Path(), "/"))
	})
	for _, tc := range []struct{ path, cached, policy string }{
		{"/sw.js", "no-cache", "default-src 'none'; connect-src 'self'"},
		{"/assets/a.js", "public, max-age=31536000, immutable", "default-src 'none'"},
	} {
		answer, err := app.Test(httptest.NewRequest("GET", tc.path, nil))
		if err != nil {
			t.Fatal(err)
		}
		for header, want := range map[string]string{
			"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": tc.cached, "Content-Security-Policy": tc.policy,
		} {
			if got := answer.Header.Get(header); got != want {
				t.Errorf("%s: %s is %q, want %q", tc.path, header, got, want)
			}
		}
	}
}
