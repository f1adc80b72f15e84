package accounts

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/policies"
)

// keyDays is how long an API key is good for unless told otherwise.
const keyDays = 365

// APIKey is what another system of the hospital calls with, but for its secret.
type APIKey struct {
	ID           int64          `json:"id"                     db:"id"`
	PublicID     string         `json:"publicId"               db:"public_id"` // as in wsk_<publicId>_...
	Name         string         `json:"name"                   db:"name"`
	Permissions  pq.StringArray `json:"permissions"            db:"permissions"`
	DepartmentID *int64         `json:"departmentId,omitempty" db:"department_id"` // with all below it; none: the whole hospital
	Networks     pq.StringArray `json:"networks"               db:"networks"`      // none: from anywhere
	CreatedAt    time.Time      `json:"createdAt"              db:"created_at"`
	CreatedBy    *int64         `json:"createdBy,omitempty"    db:"created_by"` // none: on the command line
	ExpiresAt    time.Time      `json:"expiresAt"              db:"expires_at"`
	RevokedAt    *time.Time     `json:"revokedAt,omitempty"    db:"revoked_at"`
	RevokedBy    *int64         `json:"revokedBy,omitempty"    db:"revoked_by"`
	LastUsedAt   *time.Time     `json:"lastUsedAt,omitempty"   db:"last_used_at"`   // to the minute
	LastUsedFrom string         `json:"lastUsedFrom,omitempty" db:"last_used_from"` // 10.1.2.0/24
}

const keyColumns = `id, public_id, name, permissions, department_id, networks,
	created_at, created_by, expires_at, revoked_at, revoked_by, last_used_at, last_used_from`

// ListAPIKeys narrows a list of API keys.
type ListAPIKeys struct {
	Name  string `query:"name"  validate:"max=60"`
	All   bool   `query:"all"`                    // those that are expired or revoked, too
	After int64  `query:"after" validate:"min=0"` // the last id of the page before
	Limit int    `query:"limit" validate:"min=0,max=200"`
}

// ListAPIKeys returns API keys in the order of their ids, 50 unless told otherwise.
func (s *Service) ListAPIKeys(ctx context.Context, actor Actor, in ListAPIKeys) ([]APIKey, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []APIKey{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT `+keyColumns+` FROM api_keys
		WHERE $1 AND ($2 = '' OR name = $2) AND ($3 OR revoked_at IS NULL AND expires_at > $4) AND id > $5
		ORDER BY id LIMIT $6`, actor.Reach.Hospital, in.Name, in.All, s.now(), in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list API keys: %w", err)
	}
	return list, nil
}

// NewAPIKey is what an administrator says about an API key to be.
type NewAPIKey struct {
	Name         string   `json:"name"         validate:"required,max=60"` // of the other system: a-z, 0-9 and . _ -
	Permissions  []string `json:"permissions"  validate:"required,min=1,max=50,unique,dive,max=60"`
	DepartmentID int64    `json:"departmentId" validate:"min=0"`              // 0: the whole hospital
	Networks     []string `json:"networks"     validate:"max=20,dive,max=50"` // 10.1.0.0/16 or 10.1.2.3; none: from anywhere
	Days         int      `json:"days"         validate:"min=0,max=730"`      // it is good for; 0: a year
}

// check refuses what a key cannot hold, and writes networks in one way.
func (in *NewAPIKey) check() error {
	if in.Days == 0 {
		in.Days = keyDays
	}
	for i, code := range in.Permissions {
		if _, ok := policies.ForKey(code); !ok {
			return fault.Field(fmt.Sprintf("permissions[%d]", i), "%q is nothing that an API key can hold; one of %s", code, strings.Join(KeyPermissions(), ", "))
		}
	}
	networks := make([]string, len(in.Networks))
	for i, text := range in.Networks {
		p, err := parseNetwork(text)
		if err != nil {
			return fault.Field(fmt.Sprintf("networks[%d]", i), "%q is neither an address nor a range like 10.0.0.0/8", text)
		}
		networks[i] = p.String()
	}
	in.Networks = networks
	return nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err
}

// KeyPermissions lists what API keys can hold.
func KeyPermissions() []string {
	codes := make([]string, len(policies.ForKeys))
	for i, p := range policies.ForKeys {
		codes[i] = p.Code()
	}
	slices.Sort(codes)
	return codes
}

// IssuedAPIKey is a new API key together with its secret, which is shown this once.
type IssuedAPIKey struct {
	Key    APIKey `json:"key"`
	Secret string `json:"secret"` // for the header Authorization: Bearer
}

// CreateAPIKey makes an API key.
func (s *Service) CreateAPIKey(ctx context.Context, actor Actor, in NewAPIKey) (IssuedAPIKey, error) {
	if err := in.check(); err != nil {
		return IssuedAPIKey{}, err
	}
	secret, publicID := newSecret()
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (IssuedAPIKey, error) {
		now := s.now()
		var k APIKey
		err := tx.GetContext(ctx, &k, `
			INSERT INTO api_keys (public_id, secret_hash, name, permissions, department_id, networks, created_at, created_by, expires_at)
			VALUES ($1, $2, $3, $4, nullif($5::bigint, 0), $6, $7, nullif($8::bigint, 0), $9) RETURNING `+keyColumns,
			publicID, digest(secret), in.Name, pq.Array(in.Permissions), in.DepartmentID, pq.Array(in.Networks),
			now, actor.AccountID, now.AddDate(0, 0, in.Days))
		switch {
		case database.Violates(err, "api_keys_name_check"):
			return IssuedAPIKey{}, fault.Field("name", "letters a to z, digits and . _ - only, beginning with a letter or a digit")
		case database.Violates(err, "api_keys_department_id_fkey"):
			return IssuedAPIKey{}, fault.Field("departmentId", "there is no department %d", in.DepartmentID)
		case err != nil:
			return IssuedAPIKey{}, fmt.Errorf("insert API key: %w", err)
		}
		return IssuedAPIKey{Key: k, Secret: secret}, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "create", Object: "api-key", ObjectID: k.ID, After: k,
		})
	})
}
