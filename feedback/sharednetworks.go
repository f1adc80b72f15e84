package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// SharedNetwork is one that many people go out through: guest Wi-Fi, a carrier's
// gateway, the hospital's own. Votes from there are stored without a network.
type SharedNetwork struct {
	ID      int64     `json:"id"      db:"id"`
	Prefix  string    `json:"prefix"  db:"prefix"`
	Name    string    `json:"name"    db:"name"`
	AddedAt time.Time `json:"addedAt" db:"added_at"`
}

// mostShared is how many networks a hospital can name.
const mostShared = 500

// SharedNetworks lists them, by prefix.
func (s *Service) SharedNetworks(ctx context.Context, _ accounts.Actor, _ struct{}) ([]SharedNetwork, error) {
	list := []SharedNetwork{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT id, prefix::text, name, added_at FROM shared_networks ORDER BY prefix`); err != nil {
		return nil, fmt.Errorf("list shared networks: %w", err)
	}
	return list, nil
}

// NewSharedNetwork names a network.
type NewSharedNetwork struct {
	Prefix string `json:"prefix" validate:"required,max=50"` // "192.0.2.0/24", "192.0.2.7", "2001:db8::/32"
	Name   string `json:"name"   validate:"required,max=100"`
}

// AddSharedNetwork exempts a network from the rules about networks, for votes from
// now on. Doing it again changes nothing.
func (s *Service) AddSharedNetwork(ctx context.Context, actor accounts.Actor, in NewSharedNetwork) (SharedNetwork, error) {
	prefix, err := parsePrefix(in.Prefix)
	if err != nil {
		return SharedNetwork{}, err
	}
	if in.Name = strings.TrimSpace(in.Name); in.Name == "" {
		return SharedNetwork{}, fault.Field("name", "say whose network it is")
	}
	out, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (n SharedNetwork, err error) {
		var count int
		if err := tx.GetContext(ctx, &count, `SELECT count(*) FROM shared_networks`); err != nil {
			return n, fmt.Errorf("count shared networks: %w", err)
		}
		if count >= mostShared {
			return n, fault.Errorf(fault.Conflict, "there are %d networks already; remove some first", count)
		}
		now := s.Now()
		err = tx.GetContext(ctx, &n, `
			INSERT INTO shared_networks (prefix, name, added_at, added_by) VALUES ($1, $2, $3, nullif($4::bigint, 0))
			ON CONFLICT (prefix) DO NOTHING RETURNING id, prefix::text, name, added_at`, prefix.String(), in.Name, now, actor.AccountID)
		if errors.Is(err, sql.ErrNoRows) {
			err = tx.GetContext(ctx, &n, `SELECT id, prefix::text, name, added_at FROM shared_networks WHERE prefix = $1`, prefix.String())
			return n, database.Fault(err)
		}
		if err != nil {
			return n, fmt.Errorf("add shared network: %w", err)
		}
		return n, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{Action: "add", Object: "shared-network", ObjectID: n.ID, After: n})
	})
	s.shared.forget()
	return out, err
}

// parsePrefix reads a network or an address. What is as wide as a part of the whole
// internet would switch the rule off.
func parsePrefix(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	p, err := netip.ParsePrefix(text)
	if err != nil {
		addr, err := netip.ParseAddr(text)
		if err != nil || addr.Zone() != "" {
			return p, fault.Field("prefix", "write a network as 192.0.2.0/24 or 2001:db8::/32, or an address")
		}
		p = netip.PrefixFrom(addr, addr.BitLen())
	}
	if p.Addr().Is4In6() {
		return p, fault.Field("prefix", "write an IPv4 network as 192.0.2.0/24")
	}
	if p.Addr().Is4() && p.Bits() < 8 || p.Addr().Is6() && p.Bits() < 16 {
		return p, fault.Field("prefix", "this is a large part of the internet; name the networks one by one")
	}
	return p.Masked(), nil
}

// RemoveSharedNetwork names one to take off the list.
type RemoveSharedNetwork struct {
	ID int64 `params:"id" json:"-" validate:"required,min=1"`
}

// RemoveSharedNetwork looks at a network again, for votes from now on.
func (s *Service) RemoveSharedNetwork(ctx context.Context, actor accounts.Actor, in RemoveSharedNetwork) (struct{}, error) {
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (none struct{}, err error) {
		var n SharedNetwork
		err = tx.GetContext(ctx, &n, `DELETE FROM shared_networks WHERE id = $1 RETURNING id, prefix::text, name, added_at`, in.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return none, fault.Errorf(fault.NotFound, "no such network")
		}
		if err != nil {
			return none, fmt.Errorf("remove shared network %d: %w", in.ID, err)
		}
		return none, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{Action: "remove", Object: "shared-network", ObjectID: n.ID, Before: n})
	})
	s.shared.forget()
	return struct{}{}, err
}

// sharedList remembers the shared networks. Its zero value is ready to use.
type sharedList struct {
	mu       sync.Mutex
	prefixes []netip.Prefix
	readAt   time.Time
}

func (l *sharedList) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readAt = time.Time{}
}

// networkToKeep returns the network that a vote is stored with: none if it is shared.
// The list may be half a minute old; what cannot be read is taken for empty, so that
// no vote is lost over it.
func (s *Service) networkToKeep(ctx context.Context, network string) string {
	addr, err := netip.ParseAddr(network)
	if err != nil {
		return network
	}
	for _, p := range s.sharedPrefixes(ctx) {
		if p.Contains(addr.Unmap().WithZone("")) {
			return ""
		}
	}
	return network
}

func (s *Service) sharedPrefixes(ctx context.Context) []netip.Prefix {
	now := s.Now()
	s.shared.mu.Lock()
	known, fresh := s.shared.prefixes, now.Sub(s.shared.readAt) < subjectTTL && !s.shared.readAt.IsZero()
	s.shared.mu.Unlock()
	if fresh {
		return known
	}
	var texts []string
	if err := s.DB.SelectContext(ctx, &texts, `SELECT prefix::text FROM shared_networks LIMIT $1`, mostShared); err != nil {
		s.Log.Warn("shared networks cannot be read; those known stay", "error", err)
		return known
	}
	var list []netip.Prefix
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil {
			list = append(list, p)
		}
	}
	s.shared.mu.Lock()
	defer s.shared.mu.Unlock()
	s.shared.prefixes, s.shared.readAt = list, now
	return list
}
