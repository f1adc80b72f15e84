package training

import (
	"context"
	"crypto/hmac"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// step is how long a check-in code is shown. It is taken for one step longer, and
// one earlier, because a phone needs a moment and clocks differ.
const step = 30 * time.Second

// doors is how long before a session, and after it, its codes are shown and taken.
const doors = time.Hour

// CheckInCode proves that whoever has it sees the session's screen now.
type CheckInCode struct {
	SessionID int64     `json:"sessionId"`
	Token     string    `json:"token"` // what a phone scans
	Typed     string    `json:"typed"` // what is typed instead; letters of either case, no 0, 1, I or O
	ChangesAt time.Time `json:"changesAt"`
}

// ShowCheckInCode names a session.
type ShowCheckInCode struct {
	SessionID int64 `params:"id" json:"-" validate:"required"`
}

// CheckInCode returns the code that the session's screen shows now. Whoever has
// been shown one cannot check in to this session or out of it by code.
func (s *Service) CheckInCode(ctx context.Context, actor accounts.Actor, in ShowCheckInCode) (CheckInCode, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (CheckInCode, error) {
		l, err := s.lesson(ctx, tx, in.SessionID, "")
		if err != nil {
			return CheckInCode{}, err
		}
		if err := l.ledWithin(ctx, tx, actor.Reach); err != nil {
			return CheckInCode{}, err
		}
		if err := l.open(); err != nil {
			return CheckInCode{}, err
		}
		if actor.EmployeeID != 0 {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO code_showings (session_id, employee_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, l.ID, actor.EmployeeID); err != nil {
				return CheckInCode{}, fmt.Errorf("note who was shown a code: %w", err)
			}
		}
		n := stepAt(l.now)
		token, typed := s.codes(l.ID, n)
		return CheckInCode{SessionID: l.ID, Token: token, Typed: typed, ChangesAt: time.Unix((n+1)*int64(step/time.Second), 0).UTC()}, nil
	})
}

// open refuses a session whose doors are closed.
func (l lesson) open() error {
	switch {
	case l.now.Before(l.StartsAt.Add(-doors)):
		return fault.Errorf(fault.Conflict, "this session starts on %s; its check-in opens an hour before", l.at(l.StartsAt))
	case l.now.After(l.EndsAt.Add(doors)):
		return fault.Errorf(fault.Conflict, "this session ended on %s; its trainer can still credit the hours", l.at(l.EndsAt))
	}
	return nil
}

func stepAt(t time.Time) int64 { return t.Unix() / int64(step/time.Second) }

// letters are those of typed codes: 32, none of which looks like another.
var letters = base32.NewEncoding("23456789ABCDEFGHJKLMNPQRSTUVWXYZ").WithPadding(base32.NoPadding)

// codes returns a session's codes of a step. Both are parts of one keyed hash: 128
// bits of it to scan, 40 to type. The second is short enough to be guessed in the
// end, so guesses are counted.
func (s *Service) codes(session, step int64) (token, typed string) {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(session))
	binary.BigEndian.PutUint64(b[8:], uint64(step))
	sum := s.Keys.MAC("training check-in")(b[:8], b[8:])
	return fmt.Sprintf("%d.%d.%s", session, step, base64.RawURLEncoding.EncodeToString(sum[:16])), letters.EncodeToString(sum[16:21])
}

// seen reports how somebody knows the code of a session that is shown at a time,
// or the one before or after: qr or typed; "" if they don't.
func (s *Service) seen(session int64, code string, at time.Time) (by string) {
	plain := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	for n := stepAt(at) - 1; n <= stepAt(at)+1; n++ {
		token, typed := s.codes(session, n)
		if hmac.Equal([]byte(code), []byte(token)) {
			by = "qr"
		}
		if hmac.Equal([]byte(plain), []byte(typed)) {
			by = "typed"
		}
	}
	return by
}

// Guesses that one person has in a while.
const (
	guesses     = 10
	guessesFor  = 10 * time.Minute
	guessesKept = 24 * time.Hour
)

// proof returns how the actor knows the code of a session, and counts a wrong one.
func (s *Service) proof(ctx context.Context, actor accounts.Actor, session int64, code string) (by string, err error) {
	now := s.now()
	var wrong int
	if err := s.DB.GetContext(ctx, &wrong, `SELECT count(*) FROM check_in_refusals WHERE employee_id = $1 AND at > $2`,
		actor.EmployeeID, now.Add(-guessesFor)); err != nil {
		return "", fmt.Errorf("count wrong codes: %w", err)
	}
	var shown bool
	if err := s.DB.GetContext(ctx, &shown, `SELECT EXISTS (SELECT FROM code_showings WHERE session_id = $1 AND employee_id = $2)`,
		session, actor.EmployeeID); err != nil {
		return "", fmt.Errorf("who was shown codes: %w", err)
	}
	if shown {
		return "", fault.Errorf(fault.Forbidden, "you were shown the codes of this session; somebody else credits your hours")
	}
	if wrong >= guesses {
		return "", fault.Errorf(fault.TooMany, "too many wrong codes; ask the trainer to tick you off")
	}
	if by = s.seen(session, code, now); by != "" {
		return by, nil
	}
	if _, err := s.DB.ExecContext(ctx, `
		WITH old AS (DELETE FROM check_in_refusals WHERE employee_id = $1 AND at <= $3)
		INSERT INTO check_in_refusals (employee_id, at) VALUES ($1, $2)`, actor.EmployeeID, now, now.Add(-guessesKept)); err != nil {
		return "", fmt.Errorf("note a wrong code: %w", err)
	}
	return "", fault.Field("code", "not the code that is shown now: scan or type it again, it changes every %d seconds", step/time.Second)
}
