package accounts

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// link is an account and who at the service it is linked to.
type link struct {
	Account  int64 `db:"account_id"` // 0: the employee has none
	Identity int64 `db:"identity_id"`
	Disabled bool  `db:"disabled"`
	Left     bool  `db:"gone"`
}

func (l link) admissible() error {
	switch {
	case l.Left:
		return refuse(ReasonLeft)
	case l.Account == 0:
		return refuse(ReasonNoAccount)
	case l.Disabled:
		return refuse(ReasonDisabled)
	}
	return nil
}

// linked returns the account of whoever the service names. The first time it goes
// by the employee number, and remembers the subject; from then on only that
// counts, so that who gets another's number at the service does not get their
// account with it.
func (s *Service) linked(ctx context.Context, tx *sqlx.Tx, c claimed) (link, error) {
	var l link
	err := tx.GetContext(ctx, &l, `
		SELECT a.id AS account_id, i.id AS identity_id, a.disabled_at IS NOT NULL AS disabled, coalesce(e.left_on <= `+today+`, false) AS gone
		FROM identities i JOIN accounts a ON a.id = i.account_id LEFT JOIN employees e ON e.id = a.employee_id
		WHERE i.issuer = $2 AND i.subject = $3`, s.now(), s.Provider.config.Issuer, c.subject)
	if errors.Is(err, sql.ErrNoRows) {
		return s.linkByNumber(ctx, tx, c)
	}
	if err != nil {
		return link{}, fmt.Errorf("account of a subject: %w", err)
	}
	return l, l.admissible()
}

func (s *Service) linkByNumber(ctx context.Context, tx *sqlx.Tx, c claimed) (link, error) {
	if c.number == "" {
		return link{}, refuse(ReasonNoNumber)
	}
	var l link
	err := tx.GetContext(ctx, &l, `
		SELECT coalesce(a.id, 0) AS account_id, a.disabled_at IS NOT NULL AS disabled, coalesce(e.left_on <= `+today+`, false) AS gone
		FROM employees e LEFT JOIN accounts a ON a.employee_id = e.id
		WHERE e.number = $2`, s.now(), c.number)
	if errors.Is(err, sql.ErrNoRows) {
		return link{}, refuse(ReasonUnknown)
	}
	if err != nil {
		return link{}, fmt.Errorf("account of an employee number: %w", err)
	}
	if err := l.admissible(); err != nil {
		return link{}, err
	}
	return s.link(ctx, tx, l, c)
}

// Identity is whom the hospital's sign-in service knows by a subject.
type Identity struct {
	Issuer  string `json:"issuer"  db:"issuer"`
	Subject string `json:"subject" db:"subject"`
}

func (s *Service) link(ctx context.Context, tx *sqlx.Tx, l link, c claimed) (link, error) {
	who := Identity{Issuer: s.Provider.config.Issuer, Subject: c.subject}
	err := tx.GetContext(ctx, &l.Identity, `
		INSERT INTO identities (issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4) RETURNING id`,
		who.Issuer, who.Subject, l.Account, s.now())
	switch {
	case database.Violates(err, "identities_account"): // it is somebody else's at the service
		return link{}, refuse(ReasonTaken)
	case database.Violates(err, "identities_subject"): // by the same person in another tab just now
		return link{}, refuse(ReasonStale)
	case err != nil:
		return link{}, fmt.Errorf("link account %d: %w", l.Account, err)
	}
	return l, journal.Record(ctx, tx, l.Account, s.now(), journal.Entry{
		Action: "link-identity", Object: "account", ObjectID: l.Account, After: who,
	})
}

// UnlinkIdentity names an account whose holder has become somebody else at the
// service, such as after it was set up anew.
type UnlinkIdentity struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// UnlinkIdentity forgets whom an account was linked to, and ends the sessions that
// the service vouched for. The next who comes with the employee number is linked.
func (s *Service) UnlinkIdentity(ctx context.Context, actor Actor, in UnlinkIdentity) (Account, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Account, error) {
		a, err := s.get(ctx, tx, actor, in.ID, "FOR NO KEY UPDATE OF a")
		if err != nil {
			return Account{}, err
		}
		forgotten := []Identity{}
		if err := tx.SelectContext(ctx, &forgotten, `DELETE FROM identities WHERE account_id = $1 RETURNING issuer, subject`, in.ID); err != nil {
			return Account{}, fmt.Errorf("unlink account %d: %w", in.ID, err)
		}
		if len(forgotten) == 0 {
			return Account{}, fault.Errorf(fault.Conflict, "%s is linked to nobody at the sign-in service", a.Name)
		}
		return a, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "unlink-identity", Object: "account", ObjectID: in.ID, Before: forgotten,
		})
	})
}

// SignedOut says where to go on to after signing out.
type SignedOut struct {
	ContinueAt string `json:"continueAt,omitempty"` // where the session at the sign-in service ends, too
}

// SignOut ends the session that asks.
func (s *Service) SignOut(ctx context.Context, actor Actor, _ struct{}) (SignedOut, error) {
	var vouched bool
	if err := s.DB.GetContext(ctx, &vouched, `
		SELECT EXISTS (SELECT FROM sessions WHERE id = $1 AND identity_id IS NOT NULL)`, actor.SessionID); err != nil {
		return SignedOut{}, fmt.Errorf("who opened session %d: %w", actor.SessionID, err)
	}
	if _, err := s.EndSession(ctx, actor, EndSession{ID: actor.SessionID}); err != nil {
		return SignedOut{}, err
	}
	if s.Provider == nil || !vouched {
		return SignedOut{}, nil
	}
	return SignedOut{ContinueAt: s.Provider.signOutURL(ctx)}, nil
}

// digestsDiffer compares what browsers send with what we gave them, in a time
// that tells nothing.
func digestsDiffer(a, b string) bool { return !bytes.Equal(digest(a), digest(b)) }
