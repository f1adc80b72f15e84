package accounts

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// errKey says the same of a key that never was and of one whose secret is wrong.
var errKey = fault.Errorf(fault.Unauthenticated, "this is not a valid API key")

// heldKey is a key as it is found by its public id.
type heldKey struct {
	APIKey
	Hash        []byte        `db:"secret_hash"`
	Departments pq.Int64Array `db:"departments"` // null: the whole hospital
}

// AuthenticateKey returns the machine that holds an API key. Nothing is cached:
// a key that is revoked opens nothing from the next request on.
func (s *Service) AuthenticateKey(ctx context.Context, from Client, secret string) (Actor, error) {
	publicID := PublicID(secret)
	if publicID == "" {
		return Actor{}, errKey
	}
	k, err := s.heldKey(ctx, publicID)
	if err != nil {
		return Actor{}, err
	}
	if subtle.ConstantTimeCompare(k.Hash, digest(secret)) != 1 {
		return Actor{}, errKey
	}
	if err := k.admissible(from.Address, s.now()); err != nil {
		if err := s.refusedKey(ctx, k.ID, err); err != nil {
			return Actor{}, err
		}
		return Actor{}, err
	}
	actor := Actor{Name: k.Name, Key: &Key{ID: k.ID, Permissions: k.Permissions, Departments: k.Departments}}
	return actor, s.usedKey(ctx, k.APIKey, from.Address)
}

func (s *Service) heldKey(ctx context.Context, publicID string) (k heldKey, err error) {
	err = s.DB.GetContext(ctx, &k, `
		WITH RECURSIVE key AS (
			SELECT * FROM api_keys WHERE public_id = $1
		), reach (id) AS (
			SELECT department_id FROM key WHERE department_id IS NOT NULL
			UNION
			SELECT d.id FROM reach r JOIN departments d ON d.parent_id = r.id
		)
		SELECT `+keyColumns+`, secret_hash, (SELECT array_agg(id ORDER BY id) FROM reach) AS departments FROM key`, publicID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return k, errKey
	case err != nil:
		return k, fmt.Errorf("look for API key: %w", err)
	}
	return k, nil
}

// admissible says more than "not valid" only to those who hold the secret.
func (k heldKey) admissible(from netip.Addr, now time.Time) error {
	switch {
	case k.RevokedAt != nil:
		return fault.Errorf(fault.Unauthenticated, "this API key was revoked on %s", k.RevokedAt.Format(time.RFC3339))
	case !now.Before(k.ExpiresAt):
		return fault.Errorf(fault.Unauthenticated, "this API key expired on %s", k.ExpiresAt.Format(time.RFC3339))
	case !within(k.Networks, from):
		return fault.Errorf(fault.Forbidden, "this API key is not good from %s", from)
	}
	return nil
}

// within reports whether an address is in one of the networks. An unknown
// address is in none.
func within(networks []string, addr netip.Addr) bool {
	if len(networks) == 0 {
		return true
	}
	for _, text := range networks {
		if p, err := netip.ParsePrefix(text); err == nil && p.Contains(addr.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}

// refusedKey journals that somebody holds the secret of a key that is not, or
// not there, good any more: it may have leaked.
func (s *Service) refusedKey(ctx context.Context, id int64, why error) error {
	return journal.Record(journal.ByKey(ctx, id), s.DB, 0, s.now(), journal.Entry{
		Action: "refuse", Object: "api-key", ObjectID: id, After: map[string]string{"reason": why.Error()},
	})
}

// usedKey notes the minute and the network of the last use.
func (s *Service) usedKey(ctx context.Context, k APIKey, from netip.Addr) error {
	now := s.now()
	if k.LastUsedAt != nil && now.Sub(*k.LastUsedAt) < seenEvery {
		return nil
	}
	if _, err := s.DB.ExecContext(ctx, `
		UPDATE api_keys SET last_used_at = $2, last_used_from = $3 WHERE id = $1 AND last_used_at IS NOT DISTINCT FROM $4`,
		k.ID, now, neighbourhood(from), k.LastUsedAt); err != nil {
		return fmt.Errorf("touch API key %d: %w", k.ID, err)
	}
	return nil
}

// neighbourhood is what is kept of an address: enough to see that a key is used
// from where nobody expects it, too little to know the machine.
func neighbourhood(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	bits := 24
	if addr.Is6() {
		bits = 48
	}
	return netip.PrefixFrom(addr, bits).Masked().String()
}

// RecordKeyUse journals that a machine is about to change something. It comes
// before the change: what is not journalled is not done.
func (s *Service) RecordKeyUse(ctx context.Context, actor Actor, operation string) error {
	return journal.Record(journal.ByKey(ctx, actor.Key.ID), s.DB, 0, s.now(), journal.Entry{
		Action: "use", Object: "api-key", ObjectID: actor.Key.ID, After: map[string]string{"operation": operation},
	})
}

// CurrentAPIKey tells a machine about the key that it calls with.
func (s *Service) CurrentAPIKey(ctx context.Context, actor Actor, _ struct{}) (k APIKey, err error) {
	if actor.Key == nil {
		return k, fault.Errorf(fault.Forbidden, "this is for API keys")
	}
	if err := s.DB.GetContext(ctx, &k, `SELECT `+keyColumns+` FROM api_keys WHERE id = $1`, actor.Key.ID); err != nil {
		return k, fmt.Errorf("API key %d: %w", actor.Key.ID, err)
	}
	return k, nil
}
