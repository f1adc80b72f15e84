package handlers

import (
	"context"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

// checkInQR draws what a session's screen shows now: the console's address with the
// code behind a #, which browsers keep to themselves.
func (a *API) checkInQR(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in training.ShowCheckInCode, status int) error {
	if a.PublicURL == "" {
		return fault.Errorf(fault.Conflict, "this server does not know its public address; start it with --public-url")
	}
	code, err := a.Training.CheckInCode(ctx, actor, in)
	if err != nil {
		return err
	}
	svg, err := documents.QRSVG(a.PublicURL + "/check-in#" + code.Token)
	if err != nil {
		return err
	}
	c.Set("Content-Type", "image/svg+xml")
	return c.Status(status).SendString(svg)
}

// openEvidence sends the file that proves training elsewhere, to be kept and never
// shown in a page of ours.
func (a *API) openEvidence(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in training.OpenEvidence, status int) error {
	e, err := a.Training.OpenEvidence(ctx, actor, in)
	if err != nil {
		return err
	}
	_, extension, _ := strings.Cut(e.Media, "/")
	c.Attachment(fmt.Sprintf("evidence-%d.%s", in.ID, extension))
	c.Set("Content-Type", e.Media)
	return c.Status(status).Send(e.Content)
}
