package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// administration is what needs no account: whoever may start it on the hospital's
// own machine owns the data anyway.
type administration struct {
	Account  admin         `cmd:"" default:"withargs" help:"Create an administrator, or give one a new password."`
	Accounts issueAccounts `cmd:"" help:"Make accounts for everybody on the roster who has none."`
	APIKey   apiKey        `cmd:"" name:"api-key" help:"Create, list and revoke the keys with which other systems call the API."`
	TokenKey tokenKey      `cmd:"" name:"token-key" help:"List, rotate and withdraw the keys that sign visit slips and invitations."`
}

// apiKey lets other systems of the hospital call the API.
type apiKey struct {
	Create createKey `cmd:"" help:"Create an API key and print its secret, this once."`
	List   listKeys  `cmd:"" help:"List API keys with their last use."`
	Revoke revokeKey `cmd:"" help:"Revoke API keys, at once and for good."`
}

// onAccounts runs something on the accounts of a hospital that is there.
func (s store) onAccounts(ctx context.Context, do func(*accounts.Service) error) (err error) {
	o, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	return do(&accounts.Service{DB: o.DB, Now: time.Now, Keys: o.Keys, Key: o.Keys.MAC("sign-in throttle")()})
}

type createKey struct {
	store
	Name       string    `arg:"" help:"Of the system that will call: letters a to z, digits and . _ -"`
	Permission []string  `required:"" env:"-" placeholder:"OBJECT:ACTION" help:"What it may do. Can be repeated."`
	Department int64     `env:"-" placeholder:"ID" help:"Only what belongs to this department and those below it."`
	Network    []network `env:"-" placeholder:"CIDR" help:"Only from there, as 10.1.0.0/16 or 10.1.2.3. Can be repeated."`
	Days       int       `default:"365" env:"-" help:"How long it is good for; two years at most."`
}

// Help is shown below the flags.
func (createKey) Help() string {
	return `Permissions: ` + strings.Join(accounts.KeyPermissions(), ", ") + `

The key is printed once and cannot be shown again. The other system sends it with every call:

  Authorization: Bearer wsk_...

Examples:

  Let the personnel system read the roster, from its own network, for a year:
    wardstar admin api-key create personnel --permission employee:read --permission department:read \
      --network 10.20.0.0/16 --data-dir /var/lib/wardstar

  Let payroll fetch signed scores for three months:
    wardstar admin api-key create payroll --permission score:export,period:read --days 90`
}

// Run is called by kong.
func (c *createKey) Run(ctx context.Context, out io.Writer) error {
	in := accounts.NewAPIKey{Name: c.Name, Permissions: c.Permission, DepartmentID: c.Department, Days: c.Days}
	for _, n := range c.Network {
		in.Networks = append(in.Networks, netip.Prefix(n).String())
	}
	if c.Days < 1 || c.Days > 730 {
		return fault.Field("days", "from 1 to 730")
	}
	return c.onAccounts(ctx, func(s *accounts.Service) error {
		made, err := s.CreateAPIKey(ctx, program, in)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "API key %d (%s), good until %s. It is shown this once:\n%s\n",
			made.Key.ID, made.Key.Name, made.Key.ExpiresAt.Format(time.DateOnly), made.Secret)
		return nil
	})
}

type listKeys struct {
	store
	Name string `env:"-" help:"Only those of this name."`
	All  bool   `env:"-" help:"Those that are expired or revoked, too."`
}

// Help is shown below the flags.
func (listKeys) Help() string {
	return `Examples:

  wardstar admin api-key list --data-dir /var/lib/wardstar
  wardstar admin api-key list --name payroll --all`
}

// Run is called by kong.
func (c *listKeys) Run(ctx context.Context, out io.Writer) error {
	return c.onAccounts(ctx, func(s *accounts.Service) error {
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tGOOD UNTIL\tLAST USED\tFROM\tPERMISSIONS")
		for after := int64(0); ; {
			page, err := s.ListAPIKeys(ctx, program, accounts.ListAPIKeys{Name: c.Name, All: c.All, After: after, Limit: 200})
			if err != nil {
				return err
			}
			for _, k := range page {
				after = k.ID
				fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, goodUntil(k), lastUse(k), k.LastUsedFrom, strings.Join(k.Permissions, " "))
			}
			if len(page) < 200 {
				return table.Flush()
			}
		}
	})
}

func goodUntil(k accounts.APIKey) string {
	if k.RevokedAt != nil {
		return "revoked " + k.RevokedAt.Format(time.DateOnly)
	}
	return k.ExpiresAt.Format(time.DateOnly)
}

func lastUse(k accounts.APIKey) string {
	if k.LastUsedAt == nil {
		return "never"
	}
	return k.LastUsedAt.UTC().Format("2006-01-02 15:04Z")
}

type revokeKey struct {
	store
	ID   int64  `arg:"" optional:"" help:"Of the key, as the list shows it."`
	Name string `env:"-" help:"Instead: all keys of this name."`
}

// Help is shown below the flags.
func (revokeKey) Help() string {
	return `It takes effect with the next call, on every server, and cannot be taken back.

Examples:

  wardstar admin api-key revoke 7 --data-dir /var/lib/wardstar
  wardstar admin api-key revoke --name payroll`
}

// Run is called by kong.
func (c *revokeKey) Run(ctx context.Context, out io.Writer) error {
	if (c.ID == 0) == (c.Name == "") {
		return errors.New("say which: an ID, or --name for all of a name")
	}
	return c.onAccounts(ctx, func(s *accounts.Service) error {
		list, err := c.revoke(ctx, s)
		for _, k := range list {
			fmt.Fprintf(out, "API key %d (%s): revoked\n", k.ID, k.Name)
		}
		return err
	})
}

func (c *revokeKey) revoke(ctx context.Context, s *accounts.Service) ([]accounts.APIKey, error) {
	if c.Name != "" {
		return s.RevokeAPIKeys(ctx, program, accounts.RevokeAPIKeys{Name: c.Name})
	}
	k, err := s.RevokeAPIKey(ctx, program, accounts.RevokeAPIKey{ID: c.ID})
	if err != nil {
		return nil, err
	}
	return []accounts.APIKey{k}, nil
}
