package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
)

// openPhoto sends a photograph to be shown in a page of ours, and kept nowhere.
func (a *API) openPhoto(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in audits.OpenPhoto, status int) error {
	picture, err := a.Audits.OpenPhoto(ctx, actor, in)
	if err != nil {
		return err
	}
	c.Set("Content-Disposition", "inline")
	c.Set("Content-Type", "image/jpeg")
	return c.Status(status).Send(picture)
}
