package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// admin is how the first person gets in.
type admin struct {
	store
	Name               string `arg:"" help:"Name to sign in with."`
	RemoveSecondFactor bool   `help:"Remove the account's second factor, too: for an administrator who has lost the phone and the recovery codes, where no two others are left."`
}

// Help is shown below the flags.
func (admin) Help() string {
	return `Prints a password that must be changed at the first sign-in. An administrator
manages accounts and settings, and sees no scores. A second factor stays as it
is unless told otherwise; its holder is told by mail.

Examples:

  The first administrator, or one who has forgotten the password:
    wardstar admin lin.mei --data-dir /var/lib/wardstar

  One who has lost the phone with the second factor as well:
    wardstar admin lin.mei --remove-second-factor --data-dir /var/lib/wardstar`
}

// Run is called by kong.
func (a *admin) Run(ctx context.Context, out io.Writer) (err error) {
	o, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	service := &accounts.Service{DB: o.DB, Now: time.Now, Key: o.Keys.MAC("sign-in throttle")(), Keys: o.Keys}
	given, err := a.let(ctx, service)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Sign-in admin: %s / %s\n", a.Name, given.Password)
	return nil
}

// let creates the account or, if it is there, gives it a new password; either
// way it is an administrator's afterwards.
func (a *admin) let(ctx context.Context, service *accounts.Service) (given accounts.OneTimePassword, err error) {
	given, err = service.Create(ctx, program, accounts.NewAccount{Name: a.Name})
	if fault.Is(err, fault.Conflict) {
		given, err = a.reset(ctx, service)
	}
	if err != nil {
		return accounts.OneTimePassword{}, err
	}
	_, err = service.AssignRole(ctx, program, accounts.NewRole{AccountID: given.Account.ID, Role: "admin"})
	if fault.Is(err, fault.Conflict) { // holds it already
		err = nil
	}
	if err == nil && a.RemoveSecondFactor {
		_, err = service.RemoveSecondFactor(ctx, program, accounts.RemoveSecondFactor{ID: given.Account.ID})
		if fault.Is(err, fault.Conflict) { // there is none
			err = nil
		}
	}
	return given, err
}

func (a *admin) reset(ctx context.Context, service *accounts.Service) (accounts.OneTimePassword, error) {
	list, err := service.List(ctx, program, accounts.ListAccounts{Search: a.Name, Limit: 200})
	if err != nil {
		return accounts.OneTimePassword{}, err
	}
	for _, account := range list {
		if account.Name == strings.ToLower(a.Name) {
			return service.ResetPassword(ctx, program, accounts.ResetPassword{ID: account.ID})
		}
	}
	return accounts.OneTimePassword{}, fault.Errorf(fault.NotFound, "there is no account %s", a.Name)
}
