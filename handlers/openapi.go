package handlers

import (
	_ "embed"

	"github.com/gofiber/fiber/v2"
)

// OpenAPI is the API's description. A test writes it from the routes, and
// fails if it has gone stale; run make generate to bring it up to date.
//
//go:embed openapi.yaml
var OpenAPI []byte

// serveOpenAPI serves the description to whoever writes a client.
func serveOpenAPI(c *fiber.Ctx) error {
	c.Set("Content-Type", "application/yaml; charset=utf-8")
	return c.Send(OpenAPI)
}
