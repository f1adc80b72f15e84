package handlers

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/policies"
)

const versionHeader = "X-Experience-API-Version"

// storeStatements is where learning systems report, as xAPI 1.0.3 and 2.0 have it:
// a statement or an array of them, answered with their ids.
func (a *API) storeStatements() route {
	r := declare("storeStatements", fiber.MethodPost, "/xapi/statements", policies.WriteStatements, fiber.StatusOK,
		func(*fiber.Ctx, context.Context, accounts.Actor, struct{}, int) error { return nil }).answers([]string{})
	r.takes = fiber.MIMEApplicationJSON
	r.serve = func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor) error {
		c.Set(versionHeader, "2.0.0")
		switch asked := c.Get(versionHeader) + "."; {
		case strings.HasPrefix(asked, "1.0."):
			c.Set(versionHeader, "1.0.3")
		case !strings.HasPrefix(asked, "2.0."):
			return badStatement(c, fault.Errorf(fault.Invalid, "say which xAPI you speak, 1.0 or 2.0, in the header %s", versionHeader))
		}
		if !c.Is("json") {
			return badStatement(c, fault.Errorf(fault.Invalid, "the body is not JSON: send Content-Type: application/json; attachments are not taken"))
		}
		ids, err := a.Training.State(ctx, actor, c.BodyRaw())
		if err != nil {
			return badStatement(c, err)
		}
		return c.Status(r.status).JSON(ids)
	}
	return r
}

// badStatement answers what is invalid with the status that xAPI has for it; all
// else is answered as everywhere.
func badStatement(c *fiber.Ctx, err error) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	f := fault.As(err)
	id, _ := c.Locals(requestID{}).(string)
	return c.Status(fiber.StatusBadRequest).JSON(Problem{Code: f.Kind, Message: f.Message, Fields: f.Fields, Request: id})
}
