package handlers

import (
	"cmp"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// Limits of what one request may take. Bodies are small: a spot check with
// forty findings is some 20 KB.
const (
	maxBody      = 1 << 20
	readTimeout  = 15 * time.Second
	writeTimeout = 60 * time.Second // a year's export to a slow line
	idleTimeout  = 75 * time.Second
)

// App returns the Fiber application that serves the API, the patients' pages
// and the console.
func (a *API) App() *fiber.App {
	app := fiber.New(fiber.Config{
		AppName:               "Wardstar",
		Immutable:             true, // bound strings outlive the request
		DisableStartupMessage: true,
		BodyLimit:             maxBody,
		ReadTimeout:           readTimeout,
		WriteTimeout:          writeTimeout,
		IdleTimeout:           idleTimeout,
		ReadBufferSize:        8 << 10,
		ErrorHandler:          a.fail,
	})
	app.Server().HeaderReceived = a.limitBodies(a.routes())
	a.metrics = newMetrics(a.DB)
	a.permissions = permissions(a.routes())
	a.keyCalls, a.accountCalls, a.keyFailures = newLimiter(a.Limits.Key), newLimiter(a.Limits.Account), newLimiter(keyFailures)
	app.Use(a.observe, recoverPanics, a.secure, plainBody, a.refuseCrossOrigin())
	a.operations(app)
	a.reference(app) // before what answers all below /api
	a.heartbeat = cmp.Or(a.heartbeat, heartbeat)
	api := app.Group("/api/v1", compress.New(compress.Config{Next: isStream}))
	api.Get("/openapi.yaml", serveOpenAPI)
	for _, r := range a.routes() {
		api.Add(r.method, r.path, a.guard(r))
	}
	app.Use("/api", func(*fiber.Ctx) error { return fiber.ErrNotFound })
	a.signInPages(app)
	a.pages(app)
	a.kioskPages(app)
	a.paperPages(app)
	a.console(app)
	return app
}

// observe gives each request an id, counts it and logs it. It logs the
// route's pattern and never the path: paths hold badge codes, and a code
// beside an address would say who rated whom.
func (a *API) observe(c *fiber.Ctx) error {
	start := time.Now() // of the request, not of the domain
	id := rand.Text()
	c.Locals(requestID{}, id)
	c.Set("X-Request-Id", id)
	err := c.Next()
	if err != nil {
		if err := a.fail(c, err); err != nil {
			return err
		}
	}
	took := time.Since(start)
	status := c.Response().StatusCode()
	a.metrics.count(c.Method(), c.Route().Path, status, took)
	a.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "request",
		slog.String("id", id), slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", status), slog.Duration("took", took), slog.Int("bytes", size(c)))
	return nil
}

// size is that of an answer; one that is written piece by piece has none yet, and
// asking for its body would wait for its end.
func size(c *fiber.Ctx) int {
	if c.Response().IsBodyStream() {
		return 0
	}
	return len(c.Response().Body())
}

// isStream reports whether a request asks for the stream of events, which
// compressing would hold back.
func isStream(c *fiber.Ctx) bool { return c.Path() == "/api/v1"+eventsPath }

type requestID struct{}

// recoverPanics turns a panic into an internal error that is logged with its stack.
func recoverPanics(c *fiber.Ctx) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = panicked{v, debug.Stack()}
		}
	}()
	return c.Next()
}

type panicked struct {
	value any
	stack []byte
}

func (p panicked) Error() string { return "panic" }

// plainBody refuses compressed bodies. What we are sent is small, and a
// kilobyte can unpack to gigabytes.
func plainBody(c *fiber.Ctx) error {
	if len(c.Request().Header.ContentEncoding()) > 0 {
		return fault.Errorf(fault.Invalid, "compressed bodies are not accepted")
	}
	return c.Next()
}

// secure sets the headers that every answer carries; pages replace the policy
// with one that admits their own style.
func (a *API) secure(c *fiber.Ctx) error {
	a.headers(c)
	return c.Next()
}

func (a *API) headers(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Referrer-Policy", "same-origin")
	c.Set("Cache-Control", "no-store")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
	if a.Secure {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// refuseCrossOrigin refuses what another site makes a browser send.
func (a *API) refuseCrossOrigin() fiber.Handler {
	protection := http.NewCrossOriginProtection()
	if origin, err := url.Parse(a.PublicURL); err == nil && origin.Host != "" {
		// Behind a proxy the Host header may be the inner one.
		_ = protection.AddTrustedOrigin(origin.Scheme + "://" + origin.Host)
	}
	return func(c *fiber.Ctx) error {
		r := &http.Request{Method: c.Method(), Host: string(c.Context().Host()), URL: &url.URL{Path: c.Path()}, Header: http.Header{}}
		for _, name := range []string{"Origin", "Sec-Fetch-Site"} {
			if v := c.Get(name); v != "" {
				r.Header.Set(name, v)
			}
		}
		if err := protection.Check(r); err != nil {
			return fault.Errorf(fault.Forbidden, "this request comes from another site")
		}
		return c.Next()
	}
}

var statuses = map[fault.Kind]int{
	fault.Invalid:         fiber.StatusUnprocessableEntity,
	fault.Unauthenticated: fiber.StatusUnauthorized,
	fault.Forbidden:       fiber.StatusForbidden,
	fault.NotFound:        fiber.StatusNotFound,
	fault.Gone:            fiber.StatusGone,
	fault.Conflict:        fiber.StatusConflict,
	fault.TooLarge:        fiber.StatusRequestEntityTooLarge,
	fault.TooMany:         fiber.StatusTooManyRequests,
	fault.Unavailable:     fiber.StatusServiceUnavailable,
	fault.Internal:        fiber.StatusInternalServerError,
}

// Problem is the body of every answer that is not a success.
type Problem struct {
	Code    fault.Kind        `json:"code"`
	Message string            `json:"message"`
	Reason  string            `json:"reason,omitempty"` // a word that never changes, for clients that say it in another language
	Fields  map[string]string `json:"fields,omitempty"`
	Request string            `json:"request,omitempty"` // the id under which the log has it
}

// fail is the one place where an error becomes an answer.
func (a *API) fail(c *fiber.Ctx, err error) error {
	if errors.Is(err, fiber.ErrRequestTimeout) { // a connection that went quiet: nobody waits for words
		return c.SendStatus(fiber.StatusRequestTimeout)
	}
	id, begun := c.Locals(requestID{}).(string)
	if !begun { // refused before it came to us: too large, or not HTTP
		id = rand.Text()
		c.Locals(requestID{}, id)
		c.Set("X-Request-Id", id)
		a.headers(c)
	}
	f := a.fault(c, err)
	if !begun {
		a.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "refused", slog.String("id", id), slog.String("why", f.Message))
	}
	if f.Kind == fault.Invalid { // also what never reached the domain has a reason
		f = fault.As(fault.Because(string(fault.Invalid), f))
	}
	return c.Status(statuses[f.Kind]).JSON(Problem{Code: f.Kind, Message: f.Message, Reason: f.Reason, Fields: f.Fields, Request: id})
}

// fault classifies err, and logs it if nobody but us can do something about it.
func (a *API) fault(c *fiber.Ctx, err error) *fault.Error {
	if e, ok := errors.AsType[*fiber.Error](err); ok { // no such route, body too large, …
		return refused(e)
	}
	err = database.Fault(err)
	f := fault.As(err)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		attrs := []any{"id", c.Locals(requestID{}), "method", c.Method(), "route", c.Route().Path, "err", err}
		if p, ok := errors.AsType[panicked](err); ok {
			attrs = append(attrs, "panic", p.value, "stack", string(p.stack))
		}
		a.Log.ErrorContext(c.UserContext(), "request failed", attrs...)
	}
	return f
}

// refused says in our words what Fiber refused.
func refused(e *fiber.Error) *fault.Error {
	switch e.Code {
	case fiber.StatusNotFound, fiber.StatusMethodNotAllowed:
		return &fault.Error{Kind: fault.NotFound, Message: "there is no such address"}
	case fiber.StatusRequestEntityTooLarge:
		return &fault.Error{Kind: fault.TooLarge, Message: "the request is larger than 1 MB, or its file than 10 MB"}
	case fiber.StatusRequestHeaderFieldsTooLarge:
		return &fault.Error{Kind: fault.TooLarge, Message: "the request's headers are too large"}
	default:
		return &fault.Error{Kind: fault.Invalid, Message: "the request is malformed"}
	}
}
