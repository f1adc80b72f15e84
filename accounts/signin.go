package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// SignIn is what a person types to sign in.
type SignIn struct {
	Name     string `json:"name"     validate:"required,max=100"`
	Password string `json:"password" validate:"required,max=200"`
}

// Client says where a request comes from.
type Client struct {
	Address   netip.Addr
	UserAgent string
}

// Session is what a person who signed in gets. The token is for the cookie.
type Session struct {
	Token     string    `json:"-"`
	ExpiresAt time.Time `json:"expiresAt"`
	Me        Me        `json:"me"`
}

// SignIn opens a session. A wrong name and a wrong password give the same
// answer in the same time; too many of them, by name and network, by name or by
// address, TooMany.
func (s *Service) SignIn(ctx context.Context, from Client, in SignIn) (Session, error) {
	t, err := s.try(ctx, from, in.Name, in.Password, false)
	if err != nil {
		return Session{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Session, error) {
		// A password that is being replaced at this moment opens nothing that would
		// outlive it.
		err := tx.GetContext(ctx, &t.ID, `SELECT id FROM accounts WHERE id = $1 AND password_hash = $2 FOR NO KEY UPDATE`, t.ID, t.Hash)
		if errors.Is(err, sql.ErrNoRows) {
			return Session{}, errWrong
		}
		if err != nil {
			return Session{}, fmt.Errorf("account to sign in to: %w", err)
		}
		if err := forgive(ctx, tx, t.limits, t.counted); err != nil {
			return Session{}, err
		}
		return s.open(ctx, tx, t.ID, from)
	})
}

// try is a name with its password, as typed, that was right.
type try struct {
	candidate
	limits  []limit
	counted []int64 // as failed, until forgiven
}

// try counts a try to sign in and looks whether it is right; oneTime asks for a
// one-time password. What is refused is journalled.
func (s *Service) try(ctx context.Context, from Client, typed, password string, oneTime bool) (t try, err error) {
	name := strings.ToLower(strings.TrimSpace(typed))
	t.limits = s.limits(name, from.Address)
	if t.counted, err = s.attempt(ctx, t.limits); err != nil {
		return try{}, err
	}
	if t.candidate, err = s.candidate(ctx, name); err != nil {
		return try{}, err
	}
	ok, err := verify(ctx, t.Hash, password)
	if err != nil {
		return try{}, err
	}
	if err = t.admissible(ok && (t.OneTime || !oneTime)); err == nil {
		err = s.passwordIsEnough(ctx, t.ID)
	}
	if err != nil {
		if err := s.refused(ctx, t.candidate, err); err != nil {
			return try{}, err
		}
		return try{}, err
	}
	return t, nil
}

// candidate is an account that somebody wants to sign in to; without an ID
// there is none.
type candidate struct {
	ID       int64  `db:"id"`
	Hash     string `db:"password_hash"`
	Disabled bool   `db:"disabled"`
	Left     bool   `db:"gone"`
	OneTime  bool   `db:"one_time"` // the password is a one-time one
	Expired  bool   `db:"expired"`  // and no good any more
}

func (s *Service) candidate(ctx context.Context, name string) (c candidate, err error) {
	err = s.DB.GetContext(ctx, &c, `
		SELECT a.id, a.password_hash, a.disabled_at IS NOT NULL AS disabled, coalesce(e.left_on <= `+today+`, false) AS gone,
			a.must_change_password AS one_time, a.must_change_password AND coalesce(a.password_expires_at <= $1, false) AS expired
		FROM accounts a LEFT JOIN employees e ON e.id = a.employee_id
		WHERE a.name = $2`, s.now(), name)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return candidate{}, fmt.Errorf("account to sign in to: %w", err)
	}
	return c, nil
}

// admissible says more than "wrong" only to those who know the password.
func (c candidate) admissible(passwordIsRight bool) error {
	switch {
	case !passwordIsRight:
		return errWrong
	case c.Disabled:
		return fault.Errorf(fault.Forbidden, "this account is disabled; ask an administrator")
	case c.Left:
		return fault.Errorf(fault.Forbidden, "this account belongs to somebody who has left the hospital")
	case c.Expired:
		return fault.Errorf(fault.Forbidden, "this one-time password has expired; ask an administrator for another")
	}
	return nil
}

var errWrong = fault.Errorf(fault.Unauthenticated, "the name or the password is wrong")

// refused journals a failure. The name typed is not kept: people type their
// password there.
func (s *Service) refused(ctx context.Context, c candidate, why error) error {
	return journal.Record(ctx, s.DB, 0, s.now(), journal.Entry{
		Action: "refuse-sign-in", Object: "account", ObjectID: c.ID, After: map[string]string{"reason": why.Error()},
	})
}

// open starts a session of an account. Where the account has a second factor,
// nothing but giving it is open to the session.
func (s *Service) open(ctx context.Context, tx *sqlx.Tx, accountID int64, from Client) (Session, error) {
	now := s.now()
	chosen, err := ReadSettings(ctx, tx)
	if err != nil {
		return Session{}, err
	}
	session := Session{Token: newToken(), ExpiresAt: now.Add(chosen.absolute())}
	var id int64
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO sessions (token_hash, account_id, user_agent, created_at, last_seen_at, expires_at, network)
		VALUES ($1, $2, left($3, 300), $4, $4, $5, $6) RETURNING id`,
		digest(session.Token), accountID, printable(from.UserAgent), now, session.ExpiresAt, s.address(from.Address)); err != nil {
		return Session{}, fmt.Errorf("insert session: %w", err)
	}
	if err := tidy(ctx, tx, now); err != nil {
		return Session{}, err
	}
	if err := journal.Record(ctx, tx, accountID, now, journal.Entry{
		Action: "sign-in", Object: "account", ObjectID: accountID, After: map[string]int64{"sessionId": id},
	}); err != nil {
		return Session{}, err
	}
	session.Me, err = me(ctx, tx, accountID, now)
	return session, err
}

// newToken returns what nobody guesses: 256 random bits.
func newToken() string {
	var random [32]byte
	rand.Read(random[:])
	return base64.RawURLEncoding.EncodeToString(random[:])
}

// digest is what is stored of a token: whoever reads the table opens no session.
func digest(token string) []byte {
	h := sha256.Sum256([]byte(token))
	return h[:]
}

// printable drops what PostgreSQL would refuse in a text.
func printable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\x00", "")
}
