package handlers

import (
	"io"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

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
