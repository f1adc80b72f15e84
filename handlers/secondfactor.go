package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
)

// redeemCode signs in with a one-time password and one to replace it.
func (a *API) redeemCode(c *fiber.Ctx, ctx context.Context, _ accounts.Actor, in accounts.RedeemCode, status int) error {
	session, err := a.Accounts.RedeemCode(ctx, a.caller(c), in)
	if err != nil {
		return err
	}
	return a.begin(c, ctx, session, status)
}

// giveSecondFactor opens the session that has waited for it, under a new token.
func (a *API) giveSecondFactor(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in accounts.Code, status int) error {
	session, err := a.Accounts.GiveSecondFactor(ctx, a.caller(c), actor, in)
	if err != nil {
		return err
	}
	return a.begin(c, ctx, session, status)
}

// confirmSecondFactor ends the enrolment and shows the recovery codes, this once.
func (a *API) confirmSecondFactor(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in accounts.Code, status int) error {
	confirmed, err := a.Accounts.ConfirmSecondFactor(ctx, a.caller(c), actor, in)
	if err != nil {
		return err
	}
	a.setCookie(c, confirmed.Token, confirmed.ExpiresAt)
	return c.Status(status).JSON(confirmed.RecoveryCodes)
}

// caller says where a request comes from.
func (a *API) caller(c *fiber.Ctx) accounts.Client {
	return accounts.Client{Address: a.client(c), UserAgent: c.Get("User-Agent")}
}
