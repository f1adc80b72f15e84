package accounts

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// SignInOptions tells the sign-in page what to offer.
type SignInOptions struct {
	Provider *ProviderOption `json:"provider,omitempty"` // none: by password only

	// PasswordsForAdministratorsOnly: everybody else signs in by the service.
	PasswordsForAdministratorsOnly bool `json:"passwordsForAdministratorsOnly"`
}

// ProviderOption is the button of the hospital's sign-in service.
type ProviderOption struct {
	Label texts.Localized `json:"label"`
	Path  string          `json:"path"` // to go to; return=/path comes back there
}

// DeparturePath is where people leave for the sign-in service.
const DeparturePath = "/auth/oidc"

// SignInOptions says how people sign in here. It is open to everybody.
func (s *Service) SignInOptions(ctx context.Context, _ Actor, _ struct{}) (SignInOptions, error) {
	if s.Provider == nil {
		return SignInOptions{}, nil
	}
	chosen, err := ReadSettings(ctx, s.DB)
	return SignInOptions{
		Provider:                       &ProviderOption{Label: s.Provider.config.Label, Path: DeparturePath},
		PasswordsForAdministratorsOnly: chosen.PasswordsForAdministratorsOnly,
	}, err
}

// passwordIsEnough refuses passwords that are right where the hospital wants its
// staff to sign in by the service. Administrators keep theirs: they have to get in
// when the service does not answer.
func (s *Service) passwordIsEnough(ctx context.Context, accountID int64) error {
	if s.Provider == nil {
		return nil
	}
	chosen, err := ReadSettings(ctx, s.DB)
	if err != nil || !chosen.PasswordsForAdministratorsOnly {
		return err
	}
	var administrator bool
	if err := s.DB.GetContext(ctx, &administrator, `
		SELECT EXISTS (SELECT FROM role_assignments WHERE account_id = $2 AND role = 'admin'
			AND from_day <= `+today+` AND (to_day IS NULL OR `+today+` < to_day))`, s.now(), accountID); err != nil {
		return fmt.Errorf("is account %d an administrator's: %w", accountID, err)
	}
	if !administrator {
		return fault.Errorf(fault.Forbidden, "sign in by the hospital's sign-in service: passwords are for administrators here")
	}
	return nil
}

// checkPasswords refuses to shut passwords off before anybody has signed in by
// the service: a mistake in its configuration would lock everybody out.
func (s *Service) checkPasswords(ctx context.Context, q sqlx.ExtContext, before, after Settings) error {
	if before.PasswordsForAdministratorsOnly || !after.PasswordsForAdministratorsOnly {
		return nil
	}
	works := false
	if s.Provider != nil {
		if err := sqlx.GetContext(ctx, q, &works, `SELECT EXISTS (SELECT FROM identities WHERE issuer = $1)`, s.Provider.config.Issuer); err != nil {
			return fmt.Errorf("does the sign-in service work: %w", err)
		}
	}
	if !works {
		return fault.Field("passwordsForAdministratorsOnly", "nobody has signed in by a sign-in service yet; do that first")
	}
	return nil
}
