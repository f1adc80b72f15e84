package handlers

import (
	"bytes"
	"crypto/rand"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/frontend"
)

// nonce marks the place in the console's page that each answer fills anew.
const nonce = "__CSP_NONCE__"

// worker is the console's service worker, which has a policy of its own: it
// loads the console's files, and runs nothing but itself. Browsers ask for it
// anew each time, so that a new version is found.
const (
	worker       = "sw.js"
	workerPolicy = "default-src 'none'; connect-src 'self'"
)

// console answers every path that nothing else knows: a file of the build if
// there is one, and the app's page, which routes by itself, if not. A missing
// asset is a 404; the page in its stead would be parsed as JavaScript.
func (a *API) console(app *fiber.App) {
	files, built := frontend.Console()
	if !built {
		app.Get("/", func(c *fiber.Ctx) error {
			return c.SendString("Wardstar runs, but its console was not built: install Node.js and run make build.\n")
		})
		return
	}
	page, err := fs.ReadFile(files, "index.html")
	app.Get("/*", func(c *fiber.Ctx) error {
		name := strings.TrimPrefix(path.Clean(c.Path()), "/")
		if strings.HasPrefix(name, "assets/") || name != "" && isFile(files, name) {
			return sendFile(c, files, name)
		}
		if err != nil {
			return err
		}
		return sendPage(c, page)
	})
}

func isFile(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir() && name != "index.html"
}

// sendFile sends a file of the build, compressed beforehand where the build
// did so. Names under assets/ hold a hash of the content and never change.
func sendFile(c *fiber.Ctx, files fs.FS, name string) error {
	for _, encoding := range [...]struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}} {
		if encoding.name != "" && c.AcceptsEncodings(encoding.name) == "" {
			continue
		}
		b, err := fs.ReadFile(files, name+encoding.suffix)
		if err != nil {
			continue
		}
		if encoding.name != "" {
			c.Set("Content-Encoding", encoding.name)
		}
		c.Set("Vary", "Accept-Encoding")
		c.Set("Cache-Control", "no-cache")
		if strings.HasPrefix(name, "assets/") {
			c.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if name == worker {
			c.Set("Content-Security-Policy", workerPolicy)
		}
		c.Set("Content-Type", contentType(name))
		return c.Send(b)
	}
	return fiber.ErrNotFound
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".webmanifest":
		return "application/manifest+json"
	case ".js": // on Windows, programs are known to have changed what the system says
		return "text/javascript; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// sendPage sends the app's page under a policy that admits only what carries
// this answer's nonce. 'wasm-unsafe-eval' lets our own WebAssembly be compiled,
// which reads codes where the browser cannot; JavaScript made from text stays
// forbidden.
func sendPage(c *fiber.Ctx, page []byte) error {
	n := rand.Text()
	c.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'nonce-"+n+"' 'wasm-unsafe-eval'; style-src 'self' 'nonce-"+n+"';"+
		" img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self';"+
		" form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	c.Set("Content-Type", "text/html; charset=utf-8")
	return c.Send(bytes.ReplaceAll(page, []byte(nonce), []byte(n)))
}
