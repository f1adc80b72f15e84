package handlers

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/policies"
)

// route is one operation of the API. Binding, validation, authorisation,
// error answers and the OpenAPI document all follow from it.
type route struct {
	id      string // OpenAPI operationId, and the name of the client's function
	method  string
	path    string
	needs   policies.Permission
	in      reflect.Type
	out     reflect.Type
	status  int
	media   string                       // of an answer that is a file; "": JSON
	within  time.Duration                // how long it may take
	largest int                          // body that it takes; 0: as any other
	takes   string                       // media type of a body that the route reads by itself; "": it is bound
	before  []accounts.SecondFactorState // until which it is open, too
	serve   func(*fiber.Ctx, context.Context, accounts.Actor) error
}

// patience is how long an ordinary request may take: long enough for a busy
// database, too short for one that hangs to take every connection with it.
// Computing and exporting a month get a minute.
const (
	patience     = 8 * time.Second
	longPatience = time.Minute
)

// operation is the shape of everything that the domain does for a caller.
type operation[In, Out any] = func(context.Context, accounts.Actor, In) (Out, error)

// get, post, … declare a route served by fn. In is filled from the path
// (tag params), the query string (tag query) and, but for get, the JSON body.
func get[In, Out any](id, path string, needs policies.Permission, fn operation[In, Out]) route {
	return perform(id, fiber.MethodGet, path, needs, fiber.StatusOK, fn)
}

func post[In, Out any](id, path string, needs policies.Permission, fn operation[In, Out]) route {
	return perform(id, fiber.MethodPost, path, needs, fiber.StatusCreated, fn)
}

func put[In, Out any](id, path string, needs policies.Permission, fn operation[In, Out]) route {
	return perform(id, fiber.MethodPut, path, needs, fiber.StatusOK, fn)
}

func del[In, Out any](id, path string, needs policies.Permission, fn operation[In, Out]) route {
	return perform(id, fiber.MethodDelete, path, needs, fiber.StatusOK, fn)
}

// responder calls an operation and writes what it returns.
type responder[In any] func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in In, status int) error

// answers says, for the API's description, what type a route answers with.
func (r route) answers(out any) route {
	r.out = reflect.TypeOf(out)
	return r
}

// file says that a route answers with a file.
func (r route) file(media string) route {
	r.media = media
	return r
}

// slow says that a route may take longPatience.
func (r route) slow() route {
	r.within = longPatience
	return r
}

// open says that a route is open also to those who have yet to do something about
// their second factor.
func (r route) open(before ...accounts.SecondFactorState) route {
	r.before = before
	return r
}

// perform declares a route that answers with the operation's result as JSON.
func perform[In, Out any](id, method, path string, needs policies.Permission, status int, fn operation[In, Out]) route {
	respond := func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in In, status int) error {
		out, err := fn(ctx, actor, in)
		if err != nil {
			return err
		}
		return c.Status(status).JSON(out)
	}
	return declare(id, method, path, needs, status, respond).answers(*new(Out))
}

// declare declares a route whose answer is written by respond. It answers
// nothing in particular, unless told otherwise by answers or file.
func declare[In any](id, method, path string, needs policies.Permission, status int, respond responder[In]) route {
	in := reflect.TypeFor[In]()
	checkSources(in)
	return route{
		id: id, method: method, path: path, needs: needs, status: status,
		in: in, out: reflect.TypeFor[struct{}](), within: patience,
		serve: func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor) error {
			var in In
			if err := bind(c, &in); err != nil {
				return err
			}
			return respond(c, ctx, actor, in, status)
		},
	}
}

// guard serves r to those who hold its permission.
func (a *API) guard(r route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), r.within)
		defer cancel()
		actor, err := a.actor(c, ctx)
		if err != nil && (r.needs != policies.Public || !fault.Is(err, fault.Unauthenticated)) {
			return err
		}
		if actor, err = r.admits(actor); err != nil {
			return err
		}
		if actor.MustChangePassword && r.needs != policies.SignedIn && r.needs != policies.Public {
			return fault.Errorf(fault.Forbidden, "change your one-time password first")
		}
		if err := a.pace(c, actor); err != nil {
			return err
		}
		if err := a.admit(&actor, r.needs); err != nil {
			return err
		}
		if actor.Key != nil {
			ctx = journal.ByKey(ctx, actor.Key.ID)
			if err := a.recordUse(ctx, actor, r); err != nil {
				return err
			}
		}
		if len(actor.InPlaceOf) > 0 {
			ctx = journal.InPlaceOf(ctx, actor.InPlaceOf[0].AccountID)
		}
		return r.serve(c, ctx, actor)
	}
}

// admits refuses whoever has to do something about their second factor first. Where
// nobody needs to be signed in, they count as nobody.
func (r route) admits(actor accounts.Actor) (accounts.Actor, error) {
	switch {
	case actor.SecondFactor == accounts.SecondFactorDone || slices.Contains(r.before, actor.SecondFactor):
		return actor, nil
	case r.needs == policies.Public:
		return accounts.Actor{}, nil
	case actor.SecondFactor == accounts.SecondFactorRequired:
		return accounts.Actor{}, fault.Errorf(fault.Forbidden, "give the code of your second factor first")
	}
	return accounts.Actor{}, fault.Errorf(fault.Forbidden, "your role needs a second factor; set one up first")
}

// admit sets how far the permission reaches for actor, or refuses.
func (a *API) admit(actor *accounts.Actor, needs policies.Permission) error {
	switch {
	case actor.Key != nil:
		return admitKey(actor, needs)
	case needs == policies.Public, needs == policies.SignedIn:
		return nil
	case needs == policies.ByAPIKey:
		return fault.Errorf(fault.Forbidden, "this is for API keys")
	}
	allowed := false
	for _, handedOver := range []bool{false, true} { // one's own first: whoever may do it anyway does it in nobody's place
		for _, role := range actor.Roles {
			if (role.For != nil) != handedOver || handedOver && actor.Reach.Hospital {
				continue
			}
			scope, err := a.Policy.Scope(role.Role, needs)
			if err != nil {
				return err
			}
			if handedOver && (scope == policies.Department || scope == policies.Hospital || scope == policies.Own && !allowed) {
				actor.InPlaceOf = append(actor.InPlaceOf, *role.For)
			}
			allowed = allowed || scope != policies.None
			extend(&actor.Reach, scope, role, actor.EmployeeID)
		}
	}
	if !allowed {
		return fault.Errorf(fault.Forbidden, "your role does not include: %s", needs)
	}
	return nil
}

// extend adds to reach what a role assignment gives in a scope. A role that is
// given for a department never reaches beyond it.
func extend(reach *accounts.Reach, scope policies.Scope, role accounts.Assignment, employeeID int64) {
	if scope == policies.None {
		return
	}
	reach.EmployeeID = employeeID // nobody sees less of themselves than of others
	switch {
	case scope == policies.Own:
	case role.Departments == nil:
		reach.Hospital = true
	default:
		reach.Departments = append(reach.Departments, role.Departments...)
	}
}

// checkSources panics unless every field of in says, in one tag, where it comes
// from. Fiber fills a field without a tag from any parameter of its name, so
// an untagged field would be one that every caller can set.
func checkSources(in reflect.Type) {
	for _, f := range reflect.VisibleFields(in) {
		if f.Anonymous {
			continue // its fields are visited themselves
		}
		n := 0
		for _, tag := range []string{"params", "query", "json"} {
			if name := f.Tag.Get(tag); name != "" && name != "-" {
				n++
			}
		}
		if n != 1 {
			panic(fmt.Sprintf("handlers: %s.%s has %d sources, want 1", in, f.Name, n))
		}
	}
}
