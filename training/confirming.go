package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// CertificateID names a certificate.
type CertificateID struct {
	ID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// CertificateWords names a certificate and says why it is refused or revoked.
type CertificateWords struct {
	ID    int64  `params:"id"  json:"-" validate:"required,min=1"`
	Words string `json:"words" validate:"required,max=500"`
}

// ConfirmCertificate says that a certificate that was handed in is what it claims.
func (s *Service) ConfirmCertificate(ctx context.Context, actor accounts.Actor, in CertificateID) (Certificate, error) {
	return s.decideCertificate(ctx, actor, in.ID, verdict{action: "confirm", from: "submitted", to: "confirmed"})
}

// RefuseCertificate says why a certificate that was handed in is not taken.
func (s *Service) RefuseCertificate(ctx context.Context, actor accounts.Actor, in CertificateWords) (Certificate, error) {
	return s.decideCertificate(ctx, actor, in.ID, verdict{action: "refuse", from: "submitted", to: "refused", words: in.Words})
}

// RevokeCertificate says why a certificate that was confirmed no longer holds.
func (s *Service) RevokeCertificate(ctx context.Context, actor accounts.Actor, in CertificateWords) (Certificate, error) {
	return s.decideCertificate(ctx, actor, in.ID, verdict{action: "revoke", from: "confirmed", to: "revoked", words: in.Words})
}

// verdict is what becomes of a certificate.
type verdict struct{ action, from, to, words string }

func (s *Service) decideCertificate(ctx context.Context, actor accounts.Actor, id int64, v verdict) (Certificate, error) {
	v.words = strings.TrimSpace(v.words)
	if v.words == "" && v.to != "confirmed" {
		return Certificate{}, fault.Field("words", "say why, for the holder to read")
	}
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return Certificate{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Certificate, error) {
		before, err := lockCertificate(ctx, tx, actor.Reach, id, today)
		if err != nil {
			return Certificate{}, err
		}
		switch {
		case actor.Is(before.EmployeeID):
			return Certificate{}, fault.Errorf(fault.Forbidden, "nobody decides about their own certificates")
		case before.Status == v.to: // said again
			return before, nil
		case before.Status != v.from:
			return Certificate{}, fault.Errorf(fault.Conflict, "this certificate was %s", before.Status)
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE certificates SET status = $2, words = $3, decided_by = nullif($4::bigint, 0), decided_at = $5 WHERE id = $1`,
			id, v.to, v.words, actor.AccountID, s.now()); err != nil {
			return Certificate{}, fmt.Errorf("%s certificate %d: %w", v.action, id, err)
		}
		after, err := certificate(ctx, tx, id, today)
		if err != nil {
			return Certificate{}, err
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: v.action, Object: "certificate", ObjectID: id, Before: before.journalled(), After: after.journalled(),
		})
	})
}

// WithdrawCertificate takes back what one has handed in, before it is decided.
func (s *Service) WithdrawCertificate(ctx context.Context, actor accounts.Actor, in CertificateID) (Certificate, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return Certificate{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Certificate, error) {
		before, err := lockCertificate(ctx, tx, accounts.Reach{EmployeeID: actor.EmployeeID}, in.ID, today)
		switch {
		case err != nil:
			return Certificate{}, err
		case before.Status == "withdrawn":
			return before, nil
		case before.Status != "submitted":
			return Certificate{}, fault.Errorf(fault.Conflict, "this certificate was %s", before.Status)
		}
		if _, err := tx.ExecContext(ctx, `UPDATE certificates SET status = 'withdrawn' WHERE id = $1`, in.ID); err != nil {
			return Certificate{}, fmt.Errorf("withdraw certificate %d: %w", in.ID, err)
		}
		after := before
		after.Status = "withdrawn"
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "withdraw", Object: "certificate", ObjectID: in.ID, Before: before.journalled(), After: after.journalled(),
		})
	})
}

// lockCertificate reads a certificate of somebody within reach.
func lockCertificate(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64, today worktime.Day) (Certificate, error) {
	var found int64
	err := tx.GetContext(ctx, &found, `
		SELECT c.id FROM certificates c
		WHERE c.id = $1 AND ($2 OR c.employee_id = $4 OR c.employee_id IN (
			SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($3) AND p.from_day <= $5 AND (p.to_day IS NULL OR p.to_day > $5)))
		FOR UPDATE`, id, reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, today)
	if errors.Is(err, sql.ErrNoRows) {
		return Certificate{}, fault.Errorf(fault.NotFound, "there is no certificate %d", id)
	}
	if err != nil {
		return Certificate{}, fmt.Errorf("lock certificate %d: %w", id, err)
	}
	return certificate(ctx, tx, id, today)
}
