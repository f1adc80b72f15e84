package handlers

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/uploads"
	"github.com/wardstar/wardstar/policies"
)

// uploadTimeout is how long a phone on a bad line has for a file.
const uploadTimeout = 2 * time.Minute

// upload declares a route whose body is a file as it is. In is filled from the
// path only.
func upload[In, Out any](id, path string, needs policies.Permission, fn func(context.Context, accounts.Actor, In, []byte) (Out, error)) route {
	r := declare(id, fiber.MethodPut, path, needs, fiber.StatusOK,
		func(*fiber.Ctx, context.Context, accounts.Actor, In, int) error { return nil })
	r.out, r.largest, r.takes = reflect.TypeFor[Out](), uploads.MaxBytes, fiber.MIMEOctetStream
	r.serve = func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor) error {
		var in In
		if err := bindPath(c, &in); err != nil {
			return err
		}
		out, err := fn(ctx, actor, in, c.BodyRaw())
		if err != nil {
			return err
		}
		return c.Status(r.status).JSON(out)
	}
	return r
}

// atMost says how large a route's file may be.
func (r route) atMost(bytes int) route {
	r.largest = bytes
	return r
}

// limitBodies lets requests to the routes for files be larger than others, before
// anything of their body is read. Whoever sends neither a cookie nor a key is
// refused anyway, and gets no more room.
func (a *API) limitBodies(routes []route) func(*fasthttp.RequestHeader) fasthttp.RequestConfig {
	var large []route
	for _, r := range routes {
		if r.largest > 0 {
			large = append(large, r)
		}
	}
	return func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		if len(h.Peek("Cookie")) == 0 && len(h.Peek("Authorization")) == 0 {
			return fasthttp.RequestConfig{}
		}
		path, _, _ := strings.Cut(string(h.RequestURI()), "?")
		for _, r := range large {
			if string(h.Method()) == r.method && fiber.RoutePatternMatch(path, "/api/v1"+r.path) {
				return fasthttp.RequestConfig{MaxRequestBodySize: r.largest, ReadTimeout: uploadTimeout}
			}
		}
		return fasthttp.RequestConfig{}
	}
}
