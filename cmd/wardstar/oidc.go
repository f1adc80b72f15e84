package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

// signInFlags say by which service of the hospital staff sign in, besides or
// instead of by password.
type signInFlags struct {
	OIDCIssuer           string            `name:"oidc-issuer" placeholder:"URL" help:"The hospital's sign-in service (OpenID Connect), as it names itself: https://login.example.org. It has to know PUBLIC-URL/auth/oidc/callback as a redirect address."`
	OIDCClientID         string            `name:"oidc-client-id" placeholder:"ID" help:"Wardstar's id there."`
	OIDCClientSecret     string            `name:"oidc-client-secret" placeholder:"SECRET" help:"Its secret. Rather than here, where others on this machine see it, give it by environment or file."`
	OIDCClientSecretFile string            `name:"oidc-client-secret-file" type:"existingfile" placeholder:"FILE" help:"File with its secret."`
	OIDCScope            []string          `name:"oidc-scope" default:"profile" placeholder:"SCOPE" help:"What to ask for besides openid, so that the employee number is told."`
	OIDCNumberClaim      string            `name:"oidc-number-claim" default:"employee_number" placeholder:"CLAIM" help:"Claim that carries the employee number, exactly as on the roster."`
	OIDCSecondFactor     []string          `name:"oidc-second-factor" placeholder:"VALUE" help:"Value of acr or amr, such as mfa, by which the service says that it has asked for a second factor; who comes with it gives none here."`
	OIDCLabel            map[string]string `name:"oidc-label" placeholder:"LANGUAGE=TEXT" help:"Words of the button, by language: zh-CN, zh-TW, ko, en."`
}

// provider returns the sign-in service; none where none is named. Home is where
// people reach Wardstar.
func (f signInFlags) provider(home string) (*accounts.Provider, error) {
	if f.OIDCIssuer == "" {
		if f.OIDCClientID != "" || f.OIDCClientSecret != "" || f.OIDCClientSecretFile != "" {
			return nil, errors.New("--oidc-client-id and its secret go with --oidc-issuer")
		}
		return nil, nil
	}
	secret, err := f.secret()
	if err != nil {
		return nil, err
	}
	label, err := f.label()
	if err != nil {
		return nil, err
	}
	p, err := accounts.NewProvider(accounts.ProviderConfig{
		Issuer: f.OIDCIssuer, ClientID: f.OIDCClientID, ClientSecret: secret, Scopes: f.OIDCScope,
		NumberClaim: f.OIDCNumberClaim, SecondFactor: f.OIDCSecondFactor, Label: label, HomeURL: strings.TrimSuffix(home, "/"), Now: time.Now,
	})
	if err != nil {
		return nil, fmt.Errorf("--oidc-issuer: %w", err)
	}
	return p, nil
}

func (f signInFlags) secret() (string, error) {
	if f.OIDCClientSecretFile == "" {
		return f.OIDCClientSecret, nil
	}
	if f.OIDCClientSecret != "" {
		return "", errors.New("--oidc-client-secret and --oidc-client-secret-file: give one of them")
	}
	b, err := os.ReadFile(f.OIDCClientSecretFile)
	if err != nil {
		return "", fmt.Errorf("read the sign-in service's secret: %w", err)
	}
	secret := strings.TrimRight(string(b), "\r\n")
	if secret == "" {
		return "", errors.New("the file of the sign-in service's secret is empty")
	}
	return secret, nil
}

// label is what the button says: in our words where the hospital has none.
func (f signInFlags) label() (texts.Localized, error) {
	label := texts.Localized{}
	for _, lang := range texts.Languages {
		label[lang] = texts.Text(lang, "signIn.label")
	}
	for lang, words := range f.OIDCLabel {
		if texts.Name(lang) == "" || strings.TrimSpace(words) == "" || len(words) > 100 {
			return nil, fmt.Errorf("--oidc-label %q: like en=Sign in with Example, for %s, of 100 letters at most",
				lang+"="+words, strings.Join(slices.Sorted(maps.Keys(label)), ", "))
		}
		label[lang] = words
	}
	return label, nil
}
