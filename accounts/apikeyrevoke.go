package accounts

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// RevokeAPIKey names an API key that is to open nothing any more.
type RevokeAPIKey struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// RevokeAPIKey revokes an API key at once and for good. Again it does nothing:
// whoever hurries to stop a leak may press twice.
func (s *Service) RevokeAPIKey(ctx context.Context, actor Actor, in RevokeAPIKey) (APIKey, error) {
	list, err := s.revokeKeys(ctx, actor, `id = $1`, in.ID)
	if err != nil {
		return APIKey{}, err
	}
	if len(list) == 0 {
		return APIKey{}, fault.Errorf(fault.NotFound, "there is no API key %d", in.ID)
	}
	return list[0], nil
}

// RevokeAPIKeys names a system none of whose API keys is to open anything any more.
type RevokeAPIKeys struct {
	Name string `json:"name" validate:"required,max=60"`
}

// RevokeAPIKeys revokes all API keys of a name, and returns all of that name.
func (s *Service) RevokeAPIKeys(ctx context.Context, actor Actor, in RevokeAPIKeys) ([]APIKey, error) {
	list, err := s.revokeKeys(ctx, actor, `name = $1`, in.Name)
	if err == nil && len(list) == 0 {
		return nil, fault.Errorf(fault.NotFound, "there is no API key named %s", in.Name)
	}
	return list, err
}

func (s *Service) revokeKeys(ctx context.Context, actor Actor, which string, arg any) ([]APIKey, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]APIKey, error) {
		list := []APIKey{}
		if err := tx.SelectContext(ctx, &list, `
			SELECT `+keyColumns+` FROM api_keys WHERE `+which+` AND $2 ORDER BY id FOR NO KEY UPDATE`,
			arg, actor.Reach.Hospital); err != nil {
			return nil, fmt.Errorf("lock API keys: %w", err)
		}
		for i := range list {
			if err := s.revokeKey(ctx, tx, actor, &list[i]); err != nil {
				return nil, err
			}
		}
		return list, nil
	})
}

func (s *Service) revokeKey(ctx context.Context, tx *sqlx.Tx, actor Actor, k *APIKey) error {
	if k.RevokedAt != nil {
		return nil
	}
	before, now := *k, s.now()
	if err := tx.GetContext(ctx, k, `
		UPDATE api_keys SET revoked_at = $2, revoked_by = nullif($3::bigint, 0) WHERE id = $1 RETURNING `+keyColumns,
		k.ID, now, actor.AccountID); err != nil {
		return fmt.Errorf("revoke API key %d: %w", k.ID, err)
	}
	return journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
		Action: "revoke", Object: "api-key", ObjectID: k.ID, Before: before, After: *k,
	})
}
