package accounts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// toConfirm is how long a secret that was shown waits for its first code.
const toConfirm = 15 * time.Minute

// SecondFactor is what people are told about their own second factor.
type SecondFactor struct {
	EnrolledAt        *time.Time `json:"enrolledAt,omitempty"       db:"confirmed_at"` // none: there is none
	RecoveryCodesLeft int        `json:"recoveryCodesLeft"          db:"recovery_codes_left"`
	RemovalAskedAt    *time.Time `json:"removalAskedAt,omitempty"   db:"removal_asked_at"` // by an administrator, see RemoveSecondFactor
	Required          bool       `json:"required"                   db:"-"`                // by a role of theirs
}

// GetSecondFactor tells the actor about theirs.
func (s *Service) GetSecondFactor(ctx context.Context, actor Actor, _ struct{}) (SecondFactor, error) {
	chosen, err := ReadSettings(ctx, s.DB)
	if err != nil {
		return SecondFactor{}, err
	}
	out := SecondFactor{}
	err = s.DB.GetContext(ctx, &out, `
		SELECT confirmed_at, removal_asked_at,
			(SELECT count(*) FROM recovery_codes c WHERE c.account_id = f.account_id AND c.used_at IS NULL) AS recovery_codes_left
		FROM second_factors f WHERE account_id = $1`, actor.AccountID)
	if errors.Is(err, sql.ErrNoRows) {
		out, err = SecondFactor{}, nil
	}
	if err != nil {
		return SecondFactor{}, fmt.Errorf("second factor of account %d: %w", actor.AccountID, err)
	}
	out.Required = chosen.requires(actor.Roles)
	return out, nil
}

// Code is what proves the second factor: the six digits of this half minute, or a
// recovery code.
type Code struct {
	Code string `json:"code" validate:"max=40"`
}

// Enrolment is what an app has to be told, by picture or by typing.
type Enrolment struct {
	Secret string    `json:"secret"` // in groups of four, to be typed
	URL    string    `json:"url"`
	QR     string    `json:"qr"` // the URL, as SVG
	Until  time.Time `json:"until"`
}

// EnrolSecondFactor makes a secret and shows it, this once; it counts when
// ConfirmSecondFactor is given a code made from it. Whoever has a second factor
// gives a code of that one first.
func (s *Service) EnrolSecondFactor(ctx context.Context, actor Actor, in Code) (Enrolment, error) {
	var random [20]byte // 160 bits, as RFC 4226 recommends
	rand.Read(random[:])
	sealed, err := s.seal(actor.AccountID, random[:])
	if err != nil {
		return Enrolment{}, err
	}
	out, err := draw(actor, random[:])
	if err != nil {
		return Enrolment{}, err
	}
	out.Until = s.now().Add(toConfirm)
	enrol := func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO second_factors (account_id, pending, pending_until) VALUES ($1, $2, $3)
			ON CONFLICT (account_id) DO UPDATE SET pending = excluded.pending, pending_until = excluded.pending_until`,
			actor.AccountID, sealed, out.Until); err != nil {
			return fmt.Errorf("keep new secret of account %d: %w", actor.AccountID, err)
		}
		return s.recordSecondFactor(ctx, tx, actor, actor.AccountID, "enrol-second-factor")
	}
	enrolled, err := s.enrolled(ctx, actor.AccountID)
	if err != nil {
		return Enrolment{}, err
	}
	if enrolled {
		return out, s.proving(ctx, Client{}, actor, in.Code, enrol)
	}
	_, err = database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (struct{}, error) { return struct{}{}, enrol(tx) })
	return out, err
}

func (s *Service) enrolled(ctx context.Context, accountID int64) (has bool, err error) {
	err = s.DB.GetContext(ctx, &has, `SELECT EXISTS (SELECT FROM second_factors WHERE account_id = $1 AND confirmed_at IS NOT NULL)`, accountID)
	if err != nil {
		return false, fmt.Errorf("second factor of account %d: %w", accountID, err)
	}
	return has, nil
}

var unpadded = base32.StdEncoding.WithPadding(base32.NoPadding)

// draw writes a secret as apps read it.
func draw(actor Actor, secret []byte) (out Enrolment, err error) {
	text := unpadded.EncodeToString(secret)
	u := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/Wardstar:" + actor.Name,
		RawQuery: url.Values{"secret": {text}, "issuer": {"Wardstar"}}.Encode(),
	}
	out.URL = u.String()
	if out.QR, err = documents.QRSVG(out.URL); err != nil {
		return Enrolment{}, err
	}
	out.Secret = inFours(text)
	return out, nil
}

// inFours groups what people have to copy.
func inFours(text string) string {
	var groups []string
	for ; len(text) > 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(append(groups, text), " ")
}

// seal encrypts a secret so that it opens for its account only.
func (s *Service) seal(accountID int64, secret []byte) ([]byte, error) {
	if s.Keys == nil {
		return nil, errors.New("accounts: there are no keys to seal second factors with")
	}
	return s.Keys.Encrypt(secret, sealedFor(accountID))
}

func (s *Service) unseal(accountID int64, sealed []byte) ([]byte, error) {
	if s.Keys == nil {
		return nil, errors.New("accounts: there are no keys to open second factors with")
	}
	return s.Keys.Decrypt(sealed, sealedFor(accountID))
}

func sealedFor(accountID int64) []byte {
	return []byte("second factor of account " + strconv.FormatInt(accountID, 10))
}

func (s *Service) recordSecondFactor(ctx context.Context, tx *sqlx.Tx, actor Actor, accountID int64, action string) error {
	return journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{Action: action, Object: "account", ObjectID: accountID})
}

var errNoSecondFactor = fault.Errorf(fault.Conflict, "there is no second factor")
