package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
)

// TestAdmin creates an administrator, and lets one in again who has lost everything.
func TestAdmin(t *testing.T) {
	t.Parallel()
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	service := &accounts.Service{DB: dbtest.New(t), Now: time.Now, Key: []byte("sixteen bytes or more"), Keys: keys}
	let := func(a admin) accounts.Actor {
		t.Helper()
		given, err := a.let(t.Context(), service)
		if err != nil {
			t.Fatal(err)
		}
		s, err := service.RedeemCode(t.Context(), accounts.Client{}, accounts.RedeemCode{Name: a.Name, Code: given.Password, NewPassword: "of my own choice"})
		if err != nil {
			t.Fatal(err)
		}
		actor, err := service.Authenticate(t.Context(), s.Token)
		if err != nil || actor.Roles[0].Role != "admin" {
			t.Fatalf("%+v, %v", actor, err)
		}
		return actor
	}
	if got := let(admin{Name: "lin.mei"}).SecondFactor; got != accounts.SecondFactorToEnrol {
		t.Errorf("the first time: %q", got)
	}
	service.DB.MustExec(`INSERT INTO second_factors (account_id, secret, confirmed_at) VALUES (1, 'sealed', '2026-01-01')`)
	if got := let(admin{Name: "lin.mei"}).SecondFactor; got != accounts.SecondFactorRequired {
		t.Errorf("with a new password only: %q", got)
	}
	if got := let(admin{Name: "lin.mei", RemoveSecondFactor: true}).SecondFactor; got != accounts.SecondFactorToEnrol {
		t.Errorf("with the second factor removed: %q", got)
	}
	let(admin{Name: "lin.mei", RemoveSecondFactor: true}) // there is none any more
	if _, err := (&admin{Name: "林"}).let(t.Context(), service); !fault.Is(err, fault.Invalid) {
		t.Errorf("a name that can't be one: %v", err)
	}
}
