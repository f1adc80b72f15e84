package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// How many attempts may fail within the window. Few at one name from one network:
// whoever guesses from elsewhere does not lock the account's owner out. More from
// everywhere together, against guessing from many networks. A whole hospital may
// come from one address.
const (
	window           = 15 * time.Minute
	perNameAtNetwork = 8
	perName          = 100
	perAddress       = 80
	perNeighbour     = 40 // more for each person who is signed in from the address
)

// limit is how often something may be tried.
type limit struct {
	kind string // name at network, name or address
	key  []byte // keyed hash: the table tells nobody who tried
	most int
	all  bool // a success forgives the failures before it as well

	// shared limits grow with the people who are signed in from there: whoever
	// guesses inside a hospital that has one address doesn't lock it out.
	shared bool
}

func (s *Service) limits(name string, from netip.Addr) []limit {
	ls := []limit{
		{kind: "name at network", key: s.hash("name at network", name+"\x00"+network(from)), most: perNameAtNetwork, all: true},
		{kind: "name", key: s.hash("name", name), most: perName},
	}
	if from.IsValid() {
		ls = append(ls, limit{kind: "address", key: s.address(from), most: perAddress, shared: true})
	}
	return ls
}

// address is the keyed hash of where somebody is; nil if that is not known.
func (s *Service) address(from netip.Addr) []byte {
	if !from.IsValid() {
		return nil
	}
	return s.hash("address", network(from))
}

func (s *Service) hash(kind, text string) []byte {
	h := hmac.New(sha256.New, s.Key)
	fmt.Fprintf(h, "sign-in %s\x00%s", kind, text)
	return h.Sum(nil)
}

// network returns what one subscriber holds, an IPv4 address or a /64 of IPv6; ""
// where the address is not known.
func network(addr netip.Addr) string {
	if !addr.IsValid() {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		return netip.PrefixFrom(addr, 64).Masked().String()
	}
	return addr.String()
}

// attempt counts a try as failed until forgive says otherwise, and returns the
// ids of what it has counted, in the order of limits. It is TooMany if a limit
// is reached: such a try is not counted, so that waiting is enough.
//
// Counting comes before the password is looked at: of a thousand tries at once
// no more than the limit get that far.
func (s *Service) attempt(ctx context.Context, limits []limit) ([]int64, error) {
	now := s.now()
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]int64, error) {
		var ids []int64
		for _, l := range limits { // always in this order, or two might wait for each other
			// current_schema: other hospitals in the same database count for themselves.
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.sign-in by ' || $1), $2)`,
				l.kind, int32(binary.BigEndian.Uint32(l.key))); err != nil {
				return nil, fmt.Errorf("lock attempts by %s: %w", l.kind, err)
			}
			id, err := count(ctx, tx, l, now)
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
		return ids, nil
	})
}

func count(ctx context.Context, tx *sqlx.Tx, l limit, now time.Time) (id int64, err error) {
	decisive, err := l.decisive(ctx, tx, now)
	if err == nil && decisive != nil && l.shared {
		if l.most, err = l.grown(ctx, tx, now); err == nil {
			decisive, err = l.decisive(ctx, tx, now)
		}
	}
	if err != nil {
		return 0, err
	}
	if decisive != nil {
		return 0, fault.Errorf(fault.TooMany, "too many attempts; try again in %s", inMinutes(decisive.Add(window).Sub(now)))
	}
	if err := tx.GetContext(ctx, &id, `INSERT INTO sign_in_failures (key, at) VALUES ($1, $2) RETURNING id`, l.key, now); err != nil {
		return 0, fmt.Errorf("count attempt by %s: %w", l.kind, err)
	}
	return id, nil
}

// decisive returns when the failure was that has to become old before another try
// is possible; nil if one is.
func (l limit) decisive(ctx context.Context, tx *sqlx.Tx, now time.Time) (at *time.Time, err error) {
	at = new(time.Time)
	err = tx.GetContext(ctx, at, `
		SELECT at FROM sign_in_failures WHERE key = $1 AND at > $2 ORDER BY at DESC OFFSET $3 LIMIT 1`,
		l.key, now.Add(-window), l.most-1)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("count attempts by %s: %w", l.kind, err)
	}
	return at, nil
}

// grown returns the limit of an address that people are signed in from.
func (l limit) grown(ctx context.Context, tx *sqlx.Tx, now time.Time) (int, error) {
	var people int
	if err := tx.GetContext(ctx, &people, `
		SELECT count(DISTINCT account_id) FROM sessions WHERE network = $1 AND expires_at > $2`, l.key, now); err != nil {
		return 0, fmt.Errorf("count who is signed in from an address: %w", err)
	}
	return l.most + perNeighbour*people, nil
}

func inMinutes(d time.Duration) string {
	if m := (d + time.Minute - 1) / time.Minute; m > 1 {
		return fmt.Sprintf("%d minutes", m)
	}
	return "a minute"
}

// forgive takes back a try that succeeded, and all failures of that name at that
// network before it. Those of the name from everywhere stay, or its owner would
// unlock guessing by others; so do those of the address, or one good account would
// unlock guessing at others.
func forgive(ctx context.Context, tx *sqlx.Tx, limits []limit, attempt []int64) error {
	for i, l := range limits {
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM sign_in_failures WHERE id = $1 OR $2 AND key = $3`, attempt[i], l.all, l.key); err != nil {
			return fmt.Errorf("forgive attempts by %s: %w", l.kind, err)
		}
	}
	return nil
}

// tidy removes some of what is too old to matter; what somebody else is
// removing just now is left to them.
func tidy(ctx context.Context, tx *sqlx.Tx, now time.Time) error {
	for table, query := range map[string]string{
		"failures": `DELETE FROM sign_in_failures WHERE id IN (
			SELECT id FROM sign_in_failures WHERE at < $1 LIMIT 500 FOR UPDATE SKIP LOCKED)`,
		"sessions": `DELETE FROM sessions WHERE id IN (
			SELECT id FROM sessions WHERE expires_at < $1 LIMIT 500 FOR UPDATE SKIP LOCKED)`,
	} {
		if _, err := tx.ExecContext(ctx, query, now.Add(-window)); err != nil {
			return fmt.Errorf("tidy %s: %w", table, err)
		}
	}
	return nil
}
