package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// signInPages serve the way to the hospital's own sign-in service and back. They
// are pages, not operations: browsers come to them by links.
func (a *API) signInPages(app *fiber.App) {
	app.Get(accounts.DeparturePath, a.signInPage(a.leaveToSignIn))
	app.Get(accounts.CallbackPath, a.signInPage(a.comeBack))
}

// signInPage answers what goes wrong in words, in the reader's language.
func (a *API) signInPage(serve func(*fiber.Ctx, context.Context) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), longPatience) // the service has its own deadlines
		defer cancel()
		if err := serve(c, ctx); err != nil {
			return a.notSignedIn(c, ctx, err)
		}
		return nil
	}
}

// leavingCookie is what a browser keeps while its person is at the service.
func (a *API) leavingCookie() string {
	if a.Secure {
		return "__Host-leaving"
	}
	return "leaving"
}

func (a *API) leaveToSignIn(c *fiber.Ctx, ctx context.Context) error {
	d, err := a.Accounts.LeaveToSignIn(ctx, c.Query("return"))
	if err != nil {
		return err
	}
	a.keepLeaving(c, d.Cookie, d.Until)
	return c.Redirect(d.URL, fiber.StatusSeeOther)
}

// keepLeaving sets the cookie. Lax, because it has to come back with a link from
// the service's site.
func (a *API) keepLeaving(c *fiber.Ctx, value string, until time.Time) {
	c.Cookie(&fiber.Cookie{
		Name: a.leavingCookie(), Value: value, Path: "/", Expires: until,
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (a *API) comeBack(c *fiber.Ctx, ctx context.Context) error {
	from := accounts.Client{Address: a.client(c), UserAgent: c.Get("User-Agent")}
	in, err := a.Accounts.ComeBack(ctx, from, accounts.Arrival{
		Cookie: c.Cookies(a.leavingCookie()), Earlier: c.Cookies(a.cookie()),
		State: c.Query("state"), Code: c.Query("code"), Error: c.Query("error"), Issuer: c.Query("iss"),
	})
	if err != nil {
		return err
	}
	a.keepLeaving(c, "", time.Unix(1, 0))
	a.setCookie(c, in.Token, in.ExpiresAt)
	return c.Redirect(in.Return, fiber.StatusSeeOther)
}

// notSignedIn says why, and what to do about it.
func (a *API) notSignedIn(c *fiber.Ctx, ctx context.Context, err error) error {
	refused, ok := errors.AsType[*accounts.RefusedSignIn](err)
	if !ok {
		f := a.fault(c, err)
		if f.Kind == fault.NotFound {
			return err
		}
		refused = &accounts.RefusedSignIn{Reason: accounts.ReasonAway}
	} else if refused.Cause != nil {
		a.Log.WarnContext(ctx, "sign-in by the service refused", "id", c.Locals(requestID{}), "reason", refused.Reason, "err", refused.Cause)
	}
	h, _ := a.settings.get(ctx, a.DB) // without the hospital's name rather than no page
	lang := texts.Matcher{Default: h.Language}.Match("", c.Cookies(languageCookie), c.Get(fiber.HeaderAcceptLanguage))
	page, err := drawRefusal(lang, h.Name.In(lang), refused.Reason)
	if err != nil {
		return err
	}
	c.Set("Content-Security-Policy", refusalCSP)
	c.Set("Vary", "Accept-Language, Cookie")
	c.Set("Content-Type", "text/html; charset=utf-8")
	return c.Status(refusalStatus(refused.Reason)).Send(page)
}

func refusalStatus(r accounts.Reason) int {
	switch r {
	case accounts.ReasonAway:
		return fiber.StatusServiceUnavailable
	case accounts.ReasonTooMany:
		return fiber.StatusTooManyRequests
	case accounts.ReasonStale, accounts.ReasonRepeated, accounts.ReasonCancelled:
		return fiber.StatusBadRequest
	}
	return fiber.StatusForbidden
}
