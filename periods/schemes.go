package periods

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// Scheme is a published set of rules by which evidence becomes points.
type Scheme struct {
	ID         int64             `json:"id"`
	Name       string            `json:"name"`
	Version    int               `json:"version"`
	SHA256     string            `json:"sha256"`
	CreatedAt  time.Time         `json:"createdAt"`
	Definition evaluation.Scheme `json:"definition"`
	Effective  *Effective        `json:"effective"` // null: not measured yet
}

// ListSchemes asks for all schemes.
type ListSchemes struct{}

// Schemes returns every version of every scheme, the newest first.
func (s *Service) Schemes(ctx context.Context, _ accounts.Actor, _ ListSchemes) ([]Scheme, error) {
	var rows []storedScheme
	if err := s.DB.SelectContext(ctx, &rows, schemeColumns+` ORDER BY id DESC`); err != nil {
		return nil, fmt.Errorf("list schemes: %w", err)
	}
	out := []Scheme{}
	for _, r := range rows {
		scheme, err := r.read()
		if err != nil {
			return nil, err
		}
		if scheme.Effective, err = effectiveWeights(ctx, s.DB, r.ID, scheme.Definition); err != nil {
			return nil, err
		}
		out = append(out, scheme)
	}
	return out, nil
}

const schemeColumns = `SELECT id, name, version, sha256, created_at, definition FROM schemes`

type storedScheme struct {
	ID         int64     `db:"id"`
	Name       string    `db:"name"`
	Version    int       `db:"version"`
	SHA256     []byte    `db:"sha256"`
	CreatedAt  time.Time `db:"created_at"`
	Definition []byte    `db:"definition"`
}

// read decodes the definition and checks that it is the one that was stored.
func (r storedScheme) read() (Scheme, error) {
	out := Scheme{ID: r.ID, Name: r.Name, Version: r.Version, SHA256: fmt.Sprintf("%x", r.SHA256), CreatedAt: r.CreatedAt}
	if err := json.Unmarshal(r.Definition, &out.Definition); err != nil {
		return Scheme{}, fmt.Errorf("scheme %s %d: %w", r.Name, r.Version, err)
	}
	_, sum, err := encodeScheme(out.Definition)
	if err != nil {
		return Scheme{}, err
	}
	if !bytes.Equal(sum, r.SHA256) {
		return Scheme{}, fmt.Errorf("scheme %s %d was changed in the database: its hash is %x, not %x", r.Name, r.Version, sum, r.SHA256)
	}
	return out, nil
}

// encodeScheme returns the definition as it is stored, and its SHA-256.
func encodeScheme(s evaluation.Scheme) (body, sum []byte, err error) {
	body, err = json.Marshal(s)
	if err != nil {
		return nil, nil, fmt.Errorf("encode scheme %s: %w", s.Name, err)
	}
	h := sha256.Sum256(body)
	return body, h[:], nil
}

func schemeOf(ctx context.Context, q sqlx.ExtContext, id int64) (evaluation.Scheme, error) {
	var r storedScheme
	if err := sqlx.GetContext(ctx, q, &r, schemeColumns+` WHERE id = $1`, id); err != nil {
		return evaluation.Scheme{}, fmt.Errorf("scheme %d: %w", id, err)
	}
	scheme, err := r.read()
	return scheme.Definition, err
}

// The spreads of the scheme that comes with the product, until a hospital has
// measured its own: plausible true standard deviations between people, in
// points of the components' scale from 0 to 100.
const (
	plausibleRatings = 6 * evaluation.Unit
	plausibleAudits  = 6 * evaluation.Unit
)

// EnsureScheme inserts the scheme that comes with the product unless there is
// one already.
func (s *Service) EnsureScheme(ctx context.Context) error {
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (int64, error) { return s.defaultScheme(ctx, tx) })
	return err
}

// defaultScheme returns the newest scheme; where there is none, it inserts the
// one that comes with the product.
func (s *Service) defaultScheme(ctx context.Context, tx *sqlx.Tx) (id int64, err error) {
	err = tx.GetContext(ctx, &id, `SELECT id FROM schemes ORDER BY id DESC LIMIT 1`)
	if err == nil || !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	scheme := evaluation.DefaultScheme().WithTau(ratings, plausibleRatings).WithTau(audits, plausibleAudits)
	return s.insertScheme(ctx, tx, 0, scheme)
}

// insertScheme stores a scheme as an account's; 0 is the program.
func (s *Service) insertScheme(ctx context.Context, tx *sqlx.Tx, author int64, scheme evaluation.Scheme) (id int64, err error) {
	if err := scheme.Validate(); err != nil {
		return 0, fault.Field("definition", "%s", err)
	}
	body, sum, err := encodeScheme(scheme)
	if err != nil {
		return 0, err
	}
	err = tx.GetContext(ctx, &id, `
		INSERT INTO schemes (name, version, definition, sha256, created_at, author_id) VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0))
		ON CONFLICT ON CONSTRAINT schemes_version DO NOTHING RETURNING id`,
		scheme.Name, scheme.Version, string(body), sum, s.Now(), author)
	if errors.Is(err, sql.ErrNoRows) { // somebody else was faster
		err = tx.GetContext(ctx, &id, `SELECT id FROM schemes WHERE name = $1 AND version = $2`, scheme.Name, scheme.Version)
	}
	if err != nil {
		return 0, fmt.Errorf("insert scheme %s: %w", scheme.Name, err)
	}
	return id, nil
}
