package accounts

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// claimed is who the sign-in service says somebody is.
type claimed struct {
	subject      string
	number       string // "": it does not say
	secondFactor bool
}

// redeem turns the code that a browser came back with into who it belongs to.
func (p *Provider) redeem(ctx context.Context, code string, w waiting) (claimed, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return claimed{}, err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(w.Verifier))
	if err != nil {
		return claimed{}, fmt.Errorf("redeem the code: %w", err)
	}
	id, err := p.verify(ctx, d, token, w.Nonce)
	if err != nil {
		return claimed{}, err
	}
	claims, err := decodeClaims(id.Claims)
	if err != nil {
		return claimed{}, err
	}
	c := claimed{subject: id.Subject, number: text(claims[p.config.NumberClaim]), secondFactor: p.provesSecondFactor(claims)}
	if c.number == "" && d.UserInfoEndpoint() != "" {
		c.number, err = p.askNumber(ctx, d, token, id.Subject)
	}
	return c, err
}

// verify checks the token that says who signed in: by the service's signature,
// for us, in time, in answer to this very request.
func (p *Provider) verify(ctx context.Context, d *discovered, token *oauth2.Token, nonce string) (*oidc.IDToken, error) {
	raw, _ := token.Extra("id_token").(string)
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	var party struct {
		Authorized string `json:"azp"`
	}
	if err := id.Claims(&party); err != nil {
		return nil, err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1:
		return nil, errors.New("the token answers another request: its nonce is wrong")
	case party.Authorized != "" && party.Authorized != p.config.ClientID, party.Authorized == "" && len(id.Audience) > 1:
		return nil, fmt.Errorf("the token was issued to %q", party.Authorized)
	case id.Subject == "" || len(id.Subject) > 255:
		return nil, errors.New("the token names nobody")
	}
	if id.AccessTokenHash != "" {
		return id, id.VerifyAccessToken(token.AccessToken)
	}
	return id, nil
}

// askNumber asks the service for the claim that its token lacks.
func (p *Provider) askNumber(ctx context.Context, d *discovered, token *oauth2.Token, subject string) (string, error) {
	info, err := d.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return "", fmt.Errorf("ask for the employee number: %w", err)
	}
	if info.Subject != subject {
		return "", errors.New("the service tells about somebody else")
	}
	claims, err := decodeClaims(info.Claims)
	return text(claims[p.config.NumberClaim]), err
}

// decodeClaims keeps numbers as they are written: 0012 is not 12, nor is
// 12345678901234567 the nearest float.
func decodeClaims(claims func(any) error) (m map[string]any, err error) {
	var raw json.RawMessage
	if err := claims(&raw); err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("claims: %w", err)
	}
	return m, nil
}

// text returns a claim that is a text or a number, and "" for anything else.
func text(claim any) string {
	switch v := claim.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	}
	return ""
}

// provesSecondFactor reports whether the service says that it has asked for what
// the hospital takes for a second factor.
func (p *Provider) provesSecondFactor(claims map[string]any) bool {
	said := []string{text(claims["acr"])}
	methods, _ := claims["amr"].([]any)
	for _, m := range methods {
		said = append(said, text(m))
	}
	return slices.ContainsFunc(said, func(s string) bool { return s != "" && slices.Contains(p.config.SecondFactor, s) })
}
