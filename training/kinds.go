package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// CertificateKind is something that can be certified, such as a licence.
type CertificateKind struct {
	ID        int64           `json:"id"                  db:"id"`
	Code      string          `json:"code"                db:"code"`
	Name      texts.Localized `json:"name"                db:"name"`
	Months    int             `json:"months"              db:"months"` // for which one usually holds; 0: for ever
	RetiredAt *time.Time      `json:"retiredAt,omitempty" db:"retired_at"`
}

const kindColumns = `id, code, name, months, retired_at`

// ListCertificateKinds returns all kinds, ordered by their codes.
func (s *Service) ListCertificateKinds(ctx context.Context, _ accounts.Actor, _ struct{}) ([]CertificateKind, error) {
	list := []CertificateKind{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT `+kindColumns+` FROM certificate_kinds ORDER BY code`); err != nil {
		return nil, fmt.Errorf("list kinds of certificates: %w", err)
	}
	return list, nil
}

// NewCertificateKind describes a kind to be.
type NewCertificateKind struct {
	Code   string          `json:"code"   validate:"required,max=60"`
	Name   texts.Localized `json:"name"   validate:"required"`
	Months int             `json:"months" validate:"min=0,max=600"`
}

// CreateCertificateKind adds a kind.
func (s *Service) CreateCertificateKind(ctx context.Context, actor accounts.Actor, in NewCertificateKind) (CertificateKind, error) {
	if err := in.Name.Validate(); err != nil {
		return CertificateKind{}, fault.Field("name", "%v", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (k CertificateKind, err error) {
		err = tx.GetContext(ctx, &k, `
			INSERT INTO certificate_kinds (code, name, months) VALUES ($1, $2, $3) RETURNING `+kindColumns, in.Code, in.Name, in.Months)
		switch {
		case database.Violates(err, "certificate_kinds_code_key"):
			return k, fault.Errorf(fault.Conflict, "there is a kind of certificate %s already", in.Code)
		case database.Violates(err, "certificate_kinds_code_check"):
			return k, fault.Field("code", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 60")
		case err != nil:
			return k, fmt.Errorf("insert kind of certificate: %w", err)
		}
		return k, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "certificate-kind", ObjectID: k.ID, After: k,
		})
	})
}

// UpdateCertificateKind says what a kind is from now on. Its code stays.
type UpdateCertificateKind struct {
	ID      int64           `params:"id" json:"-" validate:"required"`
	Name    texts.Localized `json:"name"    validate:"required"`
	Months  int             `json:"months"  validate:"min=0,max=600"`
	Retired bool            `json:"retired"` // no more are taken; those that hold do so still
}

// UpdateCertificateKind changes a kind.
func (s *Service) UpdateCertificateKind(ctx context.Context, actor accounts.Actor, in UpdateCertificateKind) (CertificateKind, error) {
	if err := in.Name.Validate(); err != nil {
		return CertificateKind{}, fault.Field("name", "%v", err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (after CertificateKind, err error) {
		before, err := kind(ctx, tx, in.ID, `FOR UPDATE`)
		if err != nil {
			return after, err
		}
		if err := tx.GetContext(ctx, &after, `
			UPDATE certificate_kinds SET name = $2, months = $3,
			       retired_at = CASE WHEN $4 THEN coalesce(retired_at, $5) END
			WHERE id = $1 RETURNING `+kindColumns, in.ID, in.Name, in.Months, in.Retired, s.now()); err != nil {
			return after, fmt.Errorf("update kind of certificate %d: %w", in.ID, err)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "certificate-kind", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

func kind(ctx context.Context, q sqlx.QueryerContext, id int64, lock string) (k CertificateKind, err error) {
	err = sqlx.GetContext(ctx, q, &k, `SELECT `+kindColumns+` FROM certificate_kinds WHERE id = $1 `+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return k, fault.Errorf(fault.NotFound, "there is no kind of certificate %d", id)
	}
	if err != nil {
		return k, fmt.Errorf("read kind of certificate %d: %w", id, err)
	}
	return k, nil
}
