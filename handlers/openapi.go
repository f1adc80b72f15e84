package handlers

import (
	_ "embed"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"github.com/wardstar/wardstar/internal/reference"
)

// OpenAPI is the API's description. A test writes it from the routes, and
// fails if it has gone stale; run make generate to bring it up to date.
//
//go:embed openapi.yaml
var OpenAPI []byte

const openAPIPath = "/api/v1/openapi.yaml"

// serveOpenAPI serves the description to whoever writes a client.
func serveOpenAPI(c *fiber.Ctx) error {
	c.Set("Content-Type", "application/yaml; charset=utf-8")
	return c.Send(OpenAPI)
}

// referencePage is the description as a page, drawn when it is first asked for.
var referencePage = sync.OnceValues(func() ([]byte, error) { return reference.Page(OpenAPI, openAPIPath) })

// reference serves the description to whoever reads it.
func (a *API) reference(app *fiber.App) {
	app.Get("/api-docs", compress.New(), func(c *fiber.Ctx) error {
		page, err := referencePage()
		if err != nil {
			return err
		}
		c.Set("Content-Security-Policy", reference.Policy())
		c.Set("Content-Type", "text/html; charset=utf-8")
		return c.Send(page)
	})
}
