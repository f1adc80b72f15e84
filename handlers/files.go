package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/standards"
)

// attached sends the file that an operation returns, to be kept.
func attached[In any](do func(context.Context, accounts.Actor, In) (documents.File, error)) responder[In] {
	return func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in In, status int) error {
		file, err := do(ctx, actor, in)
		if err != nil {
			return err
		}
		return attach(c, status, file)
	}
}

// attach sends a file to be kept.
func attach(c *fiber.Ctx, status int, f documents.File) error {
	c.Attachment(f.Name)
	c.Set("Content-Type", f.Media)
	return c.Status(status).Send(f.Content)
}

// qr draws a touchpoint's address.
func (a *API) qr(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.PrintTouchpoint, status int) error {
	if a.PublicURL == "" {
		return fault.Errorf(fault.Conflict, "this server does not know its public address; start it with --public-url")
	}
	t, err := a.Feedback.PrintTouchpoint(ctx, actor, in)
	if err != nil {
		return err
	}
	svg, err := documents.QRSVG(a.PublicURL + "/r/" + t.Code)
	if err != nil {
		return err
	}
	c.Set("Content-Type", "image/svg+xml")
	return c.Status(status).SendString(svg)
}

// exportStandards sends the standards in force as a file for another hospital.
func (a *API) exportStandards(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in standards.ExportStandards, status int) error {
	file, err := a.Standards.Export(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Attachment(file.Name)
	c.Set("Content-Type", "application/yaml; charset=utf-8")
	return c.Status(status).Send(file.Content)
}
