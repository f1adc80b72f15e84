package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/policies"
)

// Session is who is signed in, and what the console needs to greet them.
type Session struct {
	accounts.Me
	Hospital    people.Hospital `json:"hospital"`
	Permissions []string        `json:"permissions"` // "read ranking": which pages to offer; the server decides again

	// SecondFactor is what comes before everything else: "required", to give the
	// code, until when nothing is said about the person; or "enrol", to set one up.
	SecondFactor accounts.SecondFactorState `json:"secondFactor,omitempty"`
}

// cookie is the name of the session's cookie. The prefix makes browsers
// refuse it from anything but this very host over TLS.
func (a *API) cookie() string {
	if a.Secure {
		return "__Host-session"
	}
	return "session"
}

// actor returns who makes a request, or that nobody is signed in.
func (a *API) actor(c *fiber.Ctx, ctx context.Context) (accounts.Actor, error) {
	if key, ok := bearer(c); ok {
		return a.machine(c, ctx, key)
	}
	token := c.Cookies(a.cookie())
	if token == "" {
		return accounts.Actor{}, fault.Errorf(fault.Unauthenticated, "sign in first")
	}
	actor, err := a.Accounts.Authenticate(ctx, token)
	if err == nil && !meant(c, actor) {
		return accounts.Actor{}, fault.Errorf(fault.Unauthenticated, "this is for another account than the one that is signed in")
	}
	return actor, err
}

// meant tells whether a request is for the account that is signed in. A phone that
// several people use says for whom it has kept what it sends: a spot check of one
// observer must never become another's.
func meant(c *fiber.Ctx, actor accounts.Actor) bool {
	account := c.Get("Wardstar-Account")
	return account == "" || account == strconv.FormatInt(actor.AccountID, 10)
}

// signIn opens a session and keeps its token in a cookie that scripts can't read.
func (a *API) signIn(c *fiber.Ctx, ctx context.Context, _ accounts.Actor, in accounts.SignIn, status int) error {
	session, err := a.Accounts.SignIn(ctx, a.caller(c), in)
	if err != nil {
		return err
	}
	return a.begin(c, ctx, session, status)
}

// begin keeps a session's token in the cookie and answers who is signed in. A token
// that the request came with is never taken over.
func (a *API) begin(c *fiber.Ctx, ctx context.Context, session accounts.Session, status int) error {
	a.setCookie(c, session.Token, session.ExpiresAt)
	actor, err := a.Accounts.Authenticate(ctx, session.Token)
	if err != nil {
		return err
	}
	a.mark(c)
	a.noteStaff(ctx, c.Cookies(a.deviceCookie()), feedback.Staff{SignedIn: true, EmployeeID: actor.EmployeeID})
	out, err := a.describe(ctx, actor, session.Me)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(out)
}

func (a *API) signOut(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in struct{}, status int) error {
	out, err := a.Accounts.SignOut(ctx, actor, in)
	if err != nil {
		return err
	}
	a.setCookie(c, "", time.Unix(1, 0))
	return c.Status(status).JSON(out)
}

func (a *API) setCookie(c *fiber.Ctx, token string, expires time.Time) {
	c.Cookie(&fiber.Cookie{
		Name: a.cookie(), Value: token, Path: "/", Expires: expires,
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// session answers who is signed in.
func (a *API) session(ctx context.Context, actor accounts.Actor, in struct{}) (Session, error) {
	me, err := a.Accounts.Me(ctx, actor, in)
	if err != nil {
		return Session{}, err
	}
	return a.describe(ctx, actor, me)
}

func (a *API) describe(ctx context.Context, actor accounts.Actor, me accounts.Me) (Session, error) {
	hospital, err := a.People.GetHospital(ctx, actor, struct{}{})
	if err != nil {
		return Session{}, err
	}
	out := Session{Me: me, Hospital: hospital, Permissions: []string{}, SecondFactor: actor.SecondFactor}
	if actor.SecondFactor == accounts.SecondFactorRequired {
		out.Me = accounts.Me{Language: me.Language, Roles: []accounts.RoleAssignment{}, StandsIn: []accounts.Delegation{}}
	}
	if actor.SecondFactor != accounts.SecondFactorDone {
		return out, nil
	}
	for _, p := range a.permissions {
		if a.admit(&accounts.Actor{Roles: actor.Roles}, p) == nil {
			out.Permissions = append(out.Permissions, p.String())
		}
	}
	return out, nil
}

// permissions lists what the routes need, in the order of their names.
func permissions(routes []route) (list []policies.Permission) {
	for _, r := range routes {
		if r.needs != policies.Public && r.needs != policies.SignedIn && !slices.Contains(list, r.needs) {
			list = append(list, r.needs)
		}
	}
	slices.SortFunc(list, func(a, b policies.Permission) int { return strings.Compare(a.String(), b.String()) })
	return list
}
