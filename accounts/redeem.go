package accounts

import (
	"context"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/journal"
)

// RedeemCode is what whoever was handed a one-time password types to sign in with
// a password of their own.
type RedeemCode struct {
	Name        string `json:"name"        validate:"required,max=100"`
	Code        string `json:"code"        validate:"required,max=200"` // capitals, blanks and hyphens do not matter
	NewPassword string `json:"newPassword" validate:"required,min=10,max=200"`
}

// RedeemCode replaces a one-time password by one of the person's own choice and
// opens a session. It answers as SignIn does, to a name that is not there too, and
// counts as a try to sign in. A code is redeemed once, also by many at once.
func (s *Service) RedeemCode(ctx context.Context, from Client, in RedeemCode) (Session, error) {
	code := typedCode(in.Code)
	if err := s.checkNew(ctx, strings.ToLower(strings.TrimSpace(in.Name)), code, in.NewPassword); err != nil {
		return Session{}, err
	}
	t, err := s.try(ctx, from, in.Name, code, true)
	if err != nil {
		return Session{}, err
	}
	hash, err := hash(ctx, in.NewPassword)
	if err != nil {
		return Session{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Session, error) {
		if err := choosePassword(ctx, tx, t.ID, t.Hash, hash, 0); err != nil {
			return Session{}, err
		}
		if err := forgive(ctx, tx, t.limits, t.counted); err != nil {
			return Session{}, err
		}
		if err := journal.Record(ctx, tx, t.ID, s.now(), journal.Entry{Action: "redeem-code", Object: "account", ObjectID: t.ID}); err != nil {
			return Session{}, err
		}
		return s.open(ctx, tx, t.ID, from)
	})
}

// typedCode is a one-time password as it was made, however it is typed.
func typedCode(typed string) string {
	p := plainCode(typed)
	if len(p) != 16 {
		return p
	}
	return p[:4] + "-" + p[4:8] + "-" + p[8:12] + "-" + p[12:]
}
