package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/standards"
)

// export sends a period's scores as a file to keep.
func (a *API) export(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in periods.ExportPeriod, status int) error {
	file, err := a.Periods.Export(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Attachment(file.Name)
	c.Set("Content-Type", file.Media)
	return c.Status(status).Send(file.Content)
}

// exportAnswerRates sends the shares of visits that were rated as a file.
func (a *API) exportAnswerRates(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.ExportAnswerRates, status int) error {
	file, err := a.Feedback.ExportAnswerRates(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Attachment(file.Name)
	c.Set("Content-Type", file.Media)
	return c.Status(status).Send(file.Content)
}

// exportJournal sends journal entries as a file to keep.
func (a *API) exportJournal(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in accounts.ExportJournal, status int) error {
	file, err := a.Accounts.ExportJournal(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Attachment(file.Name)
	c.Set("Content-Type", file.Media)
	return c.Status(status).Send(file.Content)
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
