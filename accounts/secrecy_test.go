package accounts_test

import (
	"encoding/base32"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
)

// TestNoSecretIsKeptInTheClear does everything that makes, shows or takes a secret,
// and looks for it in every table.
func TestNoSecretIsKeptInTheClear(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`UPDATE employees SET email = 'wang@hospital.example'`)
	const fresh, wrong = "of my own choice", "wrong-code-typed"
	ctx := t.Context()
	made, err := h.Create(ctx, admin, accounts.NewAccount{Name: "new"})
	want(t, "create", err, "")
	given, err := h.ResetPassword(ctx, admin, accounts.ResetPassword{ID: 1})
	want(t, "reset", err, "")
	first, err := h.RedeemCode(ctx, accounts.Client{}, accounts.RedeemCode{Name: "wang", Code: given.Password, NewPassword: fresh})
	want(t, "redeem", err, "")
	wang := h.actor(first.Token)
	shown, err := h.EnrolSecondFactor(ctx, wang, accounts.Code{})
	want(t, "enrol", err, "")
	p := phone{h: h, secret: strings.ReplaceAll(shown.Secret, " ", "")}
	confirmed, err := h.ConfirmSecondFactor(ctx, accounts.Client{}, wang, p.code(0))
	want(t, "confirm", err, "")
	pending := h.signInWith("wang", fresh)
	_, err = h.GiveSecondFactor(ctx, accounts.Client{}, h.actor(pending.Token), accounts.Code{Code: wrong})
	want(t, "a wrong code", err, "invalid")
	proved, err := h.GiveSecondFactor(ctx, accounts.Client{}, h.actor(pending.Token), accounts.Code{Code: confirmed.Codes[0]})
	want(t, "a recovery code", err, "")
	renewed, err := h.NewRecoveryCodes(ctx, h.actor(proved.Token), accounts.Code{Code: confirmed.Codes[1]})
	want(t, "new recovery codes", err, "")
	moved, err := h.EnrolSecondFactor(ctx, h.actor(proved.Token), accounts.Code{Code: renewed.Codes[0]})
	want(t, "another phone", err, "")

	raw, err := base32.StdEncoding.DecodeString(p.secret)
	want(t, "decode", err, "")
	secrets := append([]string{password, fresh, wrong, made.Password, given.Password, first.Token, confirmed.Token, pending.Token, proved.Token,
		p.secret, shown.Secret, hex.EncodeToString(raw), hex.EncodeToString([]byte(p.secret)), strings.ReplaceAll(moved.Secret, " ", "")}, append(confirmed.Codes, renewed.Codes...)...)
	var tables []string
	if err := h.DB.Select(&tables, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')`); err != nil {
		t.Fatal(err)
	}
	if len(tables) < 20 {
		t.Fatalf("tables: %q", tables)
	}
	for _, table := range tables {
		var rows []string
		if err := h.DB.Select(&rows, `SELECT row::text FROM `+table+` row`); err != nil {
			t.Fatal(err)
		}
		text := strings.ToLower(strings.Join(rows, "\n"))
		for _, secret := range secrets {
			if strings.Contains(text, strings.ToLower(secret)) {
				t.Errorf("%s holds %q", table, secret)
			}
		}
	}
}
