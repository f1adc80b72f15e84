package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/policies"
)

// bearer returns the API key that a request comes with. Other schemes are none
// of ours: a proxy may ask for a password of its own.
func bearer(c *fiber.Ctx) (key string, ok bool) {
	scheme, key, _ := strings.Cut(c.Get(fiber.HeaderAuthorization), " ")
	return strings.TrimSpace(key), strings.EqualFold(scheme, "Bearer")
}

// machine returns who calls with an API key. A key together with a session is
// refused: it would be unclear who answers for what is done.
func (a *API) machine(c *fiber.Ctx, ctx context.Context, key string) (accounts.Actor, error) {
	if c.Cookies(a.cookie()) != "" {
		return accounts.Actor{}, fault.Errorf(fault.Invalid, "send an API key or a session's cookie, not both")
	}
	from := accounts.Client{Address: a.client(c)}
	caller := accounts.PublicID(key) + " " + from.Address.String()
	if err := slowDown(c, a.keyFailures.wait(caller)); err != nil {
		return accounts.Actor{}, err
	}
	actor, err := a.Accounts.AuthenticateKey(ctx, from, key)
	if fault.Is(err, fault.Unauthenticated) || fault.Is(err, fault.Forbidden) {
		a.keyFailures.take(caller)
		c.Set(fiber.HeaderWWWAuthenticate, `Bearer realm="Wardstar"`)
	}
	return actor, err
}

// admitKey sets how far a permission reaches for a key that holds it, or
// refuses. What keys can hold is asked again: the list may have become shorter
// since the key was made.
func admitKey(actor *accounts.Actor, needs policies.Permission) error {
	switch needs {
	case policies.Public, policies.ByAPIKey:
		return nil
	case policies.SignedIn:
		return fault.Errorf(fault.Forbidden, "this is for people who have signed in, not for API keys")
	}
	if _, ok := policies.ForKey(needs.Code()); !ok || !slices.Contains(actor.Key.Permissions, needs.Code()) {
		return fault.Errorf(fault.Forbidden, "this API key does not include: %s", needs.Code())
	}
	if actor.Key.Departments == nil {
		actor.Reach.Hospital = true
	} else {
		actor.Reach.Departments = actor.Key.Departments
	}
	return nil
}

// recordUse journals, before it happens, that a machine calls what may change
// something; what it then changes is journalled by the domain, as the key's, too.
func (a *API) recordUse(ctx context.Context, actor accounts.Actor, r route) error {
	if r.method == fiber.MethodGet {
		return nil
	}
	return a.Accounts.RecordKeyUse(ctx, actor, r.id)
}
