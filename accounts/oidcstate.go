package accounts

import (
	"context"
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
)

// toComeBack is how long a person may take at the sign-in service: time to find
// the phone for its second factor.
const toComeBack = 10 * time.Minute

// waiting is what a browser keeps while its person is at the sign-in service. It
// is theirs to read, and signed: nobody else can put one there of their making.
type waiting struct {
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"` // of PKCE
	Return   string    `json:"r"`
	Until    time.Time `json:"u"`
}

// signed writes w for a cookie.
func (s *Service) signed(w waiting) (string, error) {
	b, err := json.Marshal(w)
	if err != nil {
		return "", fmt.Errorf("encode waiting sign-in: %w", err)
	}
	payload := base64.RawURLEncoding.EncodeToString(b)
	return payload + "." + base64.RawURLEncoding.EncodeToString(s.hash("by provider", payload)), nil
}

// waiting reads a cookie, unless it is not ours or too old.
func (s *Service) waiting(cookie string) (w waiting, ok bool) {
	payload, sum, _ := strings.Cut(cookie, ".")
	mac, err := base64.RawURLEncoding.DecodeString(sum)
	if err != nil || !hmac.Equal(mac, s.hash("by provider", payload)) {
		return w, false
	}
	b, err := base64.RawURLEncoding.DecodeString(payload)
	if err != nil || json.Unmarshal(b, &w) != nil {
		return w, false
	}
	return w, s.now().Before(w.Until)
}

// finishOnce uses a sign-in up: coming back with it again, it is refused,
// whatever the service thinks of its code.
func (s *Service) finishOnce(ctx context.Context, w waiting) (first bool, err error) {
	now := s.now()
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (bool, error) {
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM finished_sign_ins WHERE state_hash IN (
				SELECT state_hash FROM finished_sign_ins WHERE expires_at < $1 LIMIT 500 FOR UPDATE SKIP LOCKED)`, now); err != nil {
			return false, fmt.Errorf("tidy finished sign-ins: %w", err)
		}
		r, err := tx.ExecContext(ctx, `
			INSERT INTO finished_sign_ins (state_hash, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, digest(w.State), w.Until)
		if err != nil {
			return false, fmt.Errorf("finish sign-in: %w", err)
		}
		n, err := r.RowsAffected()
		return n == 1, err
	})
}

// localPath returns the address to go on to after signing in if it is one of
// ours, and the front page otherwise: a link to our sign-in must not be a way
// to lead people elsewhere.
func localPath(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil, len(address) > 500, u.Scheme != "", u.Host != "", u.Opaque != "", u.User != nil,
		!strings.HasPrefix(address, "/"), strings.HasPrefix(address, "//"),
		strings.ContainsFunc(address, func(r rune) bool { return r == '\\' || r <= ' ' || r == 0x7f }),
		strings.HasPrefix(u.Path, "/api/"), strings.HasPrefix(u.Path, "/auth/"), strings.HasPrefix(u.Path, "//"):
		return "/"
	}
	return address
}
