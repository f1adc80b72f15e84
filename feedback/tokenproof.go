package feedback

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Refusal is why a token is not taken. Each has words of its own.
type Refusal string

// The refusals.
const (
	TokenForged    Refusal = "forged"    // not ours, or mistyped
	TokenWithdrawn Refusal = "withdrawn" // signed with a key that is no longer trusted
	TokenRevoked   Refusal = "revoked"   // its batch was
	TokenExpired   Refusal = "expired"
	TokenUsed      Refusal = "used" // by another phone
)

// refusedToken is a fault that says why.
type refusedToken struct {
	error
	why Refusal
}

func (e refusedToken) Unwrap() error { return e.error }

// RefusalOf returns why a token was refused, or "" if err is about something else.
func RefusalOf(err error) Refusal {
	if e, ok := errors.AsType[refusedToken](err); ok {
		return e.why
	}
	return ""
}

func refuseToken(why Refusal) error {
	kinds := map[Refusal]fault.Kind{TokenForged: fault.NotFound, TokenUsed: fault.Conflict}
	kind, ok := kinds[why]
	if !ok {
		kind = fault.Gone
	}
	return refusedToken{fault.Errorf(kind, "this visit token is %s", why), why}
}

// proof is a token that is ours and good, with what it proves.
type proof struct {
	token
	text         string
	departmentID int64     // where the visit was
	employeeID   int64     // whom it was to; 0: the patient says
	issuedAt     time.Time // of its batch
	spender      []byte    // nil: nobody has spent it
	spentOn      worktime.Day
}

// context is what page keys are bound to: with a token to the visit, so that who
// keeps no cookies goes on with it, otherwise to the code.
func (p *proof) context(code string) string {
	if p == nil {
		return code
	}
	return "visit " + p.text
}

// visitText is the token as it goes into addresses; "" without one.
func (p *proof) visitText() string {
	if p == nil {
		return ""
	}
	return p.text
}

// channel is how a vote with the proof came, and from which batch of tokens.
func (p *proof) channel() (channel string, batch int32) {
	if p == nil {
		return "qr", 0
	}
	return "invitation", p.batch
}

// prove checks a token. Nothing typed is no proof, and no error either.
//
// A network that has brought many forged tokens is refused for a while, also
// with good ones: otherwise it would learn which are good. Codes go on working.
func (s *Service) prove(ctx context.Context, typed, network string) (*proof, error) {
	if typed == "" {
		return nil, nil
	}
	now := s.Now()
	if err := s.guesses.check(network, now); err != nil {
		return nil, err
	}
	t, text, ok := s.signer.token.decode(typed)
	if !ok {
		s.guesses.allow(network, now)
		return nil, refuseToken(TokenForged)
	}
	return s.readProof(ctx, t, text, now)
}

func (s *Service) readProof(ctx context.Context, t token, text string, now time.Time) (*proof, error) {
	var row struct {
		Department int64        `db:"department_id"`
		Employee   int64        `db:"employee_id"`
		Tokens     int          `db:"tokens"`
		Key        uint8        `db:"key_id"`
		IssuedAt   time.Time    `db:"issued_at"`
		ExpiresAt  time.Time    `db:"expires_at"`
		Revoked    bool         `db:"revoked"`
		Withdrawn  bool         `db:"withdrawn"`
		Spender    []byte       `db:"spender"`
		SpentOn    worktime.Day `db:"spent_on"`
	}
	err := s.DB.GetContext(ctx, &row, `
		SELECT b.department_id, coalesce(i.employee_id, b.employee_id, 0) AS employee_id, b.tokens, b.key_id, b.issued_at,
		       coalesce(i.expires_at, b.expires_at) AS expires_at, b.revoked_at IS NOT NULL AS revoked,
		       k.withdrawn_at IS NOT NULL AS withdrawn, s.spender, s.spent_on
		FROM token_batches b JOIN token_keys k ON k.id = b.key_id
		LEFT JOIN invitations i ON i.batch_id = b.id AND i.number = $2
		LEFT JOIN spent_tokens s ON s.batch_id = b.id AND s.number = $2
		WHERE b.id = $1`, t.batch, t.number)
	switch {
	case errors.Is(err, sql.ErrNoRows): // signed, and yet no batch: the database was put back to an earlier day
		return nil, refuseToken(TokenForged)
	case err != nil:
		return nil, fmt.Errorf("look up a visit token: %w", err) // not which
	case row.Key != t.key || int(t.number) >= row.Tokens:
		return nil, refuseToken(TokenForged)
	case row.Withdrawn:
		return nil, refuseToken(TokenWithdrawn)
	case row.Revoked:
		return nil, refuseToken(TokenRevoked)
	case !now.Before(row.ExpiresAt):
		return nil, refuseToken(TokenExpired)
	}
	return &proof{
		token: t, text: text, departmentID: row.Department, employeeID: row.Employee, issuedAt: row.IssuedAt,
		spender: row.Spender, spentOn: row.SpentOn,
	}, nil
}

// proveAt is prove for the page of a code. Beyond the department of the visit a
// token proves nothing: there is then no proof, and the vote is like any other.
func (s *Service) proveAt(ctx context.Context, b subject, typed, network string) (*proof, error) {
	p, err := s.prove(ctx, typed, network)
	if p == nil || err != nil || b.employeeID != 0 && b.employeeID == p.employeeID {
		return p, err
	}
	// Whoever helped out there around the visit was met there, wherever posted.
	var met bool
	err = s.DB.GetContext(ctx, &met, people.Below("$1")+`
		SELECT $2 IN (SELECT id FROM below)
		    OR EXISTS (SELECT FROM postings WHERE employee_id = $3 AND department_id IN (SELECT id FROM below)
		               AND from_day <= $4 AND coalesce(to_day, 'infinity') > $4)
		    OR EXISTS (SELECT FROM duties WHERE employee_id = $3 AND department_id IN (SELECT id FROM below)
		               AND starts_at <= $6 AND ends_at > $5::timestamptz - interval '1 day')`,
		p.departmentID, b.departmentID, b.employeeID, b.day, p.issuedAt, s.Now())
	if err != nil {
		return nil, fmt.Errorf("where a visit was: %w", err)
	}
	if !met {
		return nil, nil
	}
	return p, nil
}

// spender hashes who spends the token, with the salt of the day's month.
func (s *Service) spender(ctx context.Context, p *proof, day worktime.Day, key pageKey, device string) ([]byte, error) {
	salt, err := s.salt(ctx, day)
	if err != nil {
		return nil, err
	}
	return s.signer.spender(salt, s.signer.who(device, key), p.bytes())[:16], nil
}

// mine refuses a token that another phone has spent.
func (s *Service) mine(ctx context.Context, p *proof, key pageKey, device string) error {
	if p == nil || p.spender == nil {
		return nil
	}
	me, err := s.spender(ctx, p, p.spentOn, key, device)
	if fault.Is(err, fault.Invalid) || err == nil && !hmac.Equal(me, p.spender) { // the salt is gone, and the visit long over
		return refuseToken(TokenUsed)
	}
	return err
}

// spend spends the token for a phone, or finds that it has done so before.
// However many phones come at once, the primary key lets one have it.
func (s *Service) spend(ctx context.Context, p *proof, key pageKey, device string) error {
	if p == nil {
		return nil
	}
	if p.spender == nil {
		today, err := s.today(ctx)
		if err != nil {
			return err
		}
		me, err := s.spender(ctx, p, today, key, device)
		if err != nil {
			return err
		}
		if _, err := s.DB.ExecContext(ctx, `
			INSERT INTO spent_tokens (batch_id, number, spender, spent_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			p.batch, p.number, me, today); err != nil {
			return fmt.Errorf("spend a visit token: %w", err)
		}
		if err := s.DB.QueryRowxContext(ctx, `SELECT spender, spent_on FROM spent_tokens WHERE batch_id = $1 AND number = $2`,
			p.batch, p.number).Scan(&p.spender, &p.spentOn); err != nil {
			return fmt.Errorf("who spent a visit token: %w", err)
		}
	}
	return s.mine(ctx, p, key, device)
}
