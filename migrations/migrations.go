// Package migrations brings a database to the current schema.
//
// Names of tables are never qualified: search_path chooses the hospital's
// schema. The connecting role owns the tables; each migration ends with what
// the role database.Runtime may do with them, and testdata/privileges.txt
// lists the outcome.
package migrations

import (
	"context"
	"embed"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/wardstar/wardstar/internal/database"
)

// FS holds the migrations in goose's format, ordered by their numbers.
//
//go:embed *.sql
var FS embed.FS

// Up applies the migrations that db has not seen. A lock keeps two processes
// that start together from racing. db's user must own the schema.
func Up(ctx context.Context, db *sqlx.DB) error {
	if err := ensureRuntime(ctx, db); err != nil {
		return err
	}
	p, err := provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		if pq.As(err, pqerror.InsufficientPrivilege) != nil {
			return fmt.Errorf("migrate: %w (give --owner-url, the database as the role that owns its tables)", err)
		}
		return fmt.Errorf("migrate: %w", err)
	}
	// So that the server can tell whether its schema is current.
	if _, err := db.ExecContext(ctx, `GRANT SELECT ON goose_db_version TO `+database.Runtime); err != nil {
		return fmt.Errorf("grant the schema's version: %w", err)
	}
	return nil
}

// Pending reports whether db lacks a migration that this program knows.
func Pending(ctx context.Context, db *sqlx.DB) (bool, error) {
	var have int64
	err := db.GetContext(ctx, &have, `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`)
	if err != nil {
		return false, fmt.Errorf("read schema version: %w", err)
	}
	p, err := provider(db)
	if err != nil {
		return false, err
	}
	sources := p.ListSources()
	return have < sources[len(sources)-1].Version, nil
}

func provider(db *sqlx.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.DB, FS, goose.WithSessionLocker(locker))
}

// ensureRuntime creates the role that the server works as. Roles belong to
// the whole cluster, so another hospital's server may have made it already.
func ensureRuntime(ctx context.Context, db *sqlx.DB) error {
	var exists bool
	if err := db.GetContext(ctx, &exists, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, database.Runtime); err != nil {
		return fmt.Errorf("look for role %s: %w", database.Runtime, err)
	}
	if !exists {
		_, err := db.ExecContext(ctx, `CREATE ROLE `+database.Runtime+` NOLOGIN`)
		switch {
		case pq.As(err, pqerror.InsufficientPrivilege) != nil:
			return fmt.Errorf("the role %[1]s does not exist and this user may not create it; as a superuser run:"+
				" CREATE ROLE %[1]s NOLOGIN; GRANT %[1]s TO <this user>", database.Runtime)
		case err != nil && pq.As(err, pqerror.DuplicateObject) == nil && pq.As(err, pqerror.UniqueViolation) == nil:
			return fmt.Errorf("create role %s: %w", database.Runtime, err)
		}
	}
	// Since PostgreSQL 16 whoever creates a role is its administrator, and yet
	// may not act as it: only trying tells.
	if actAs(ctx, db) == nil {
		return nil
	}
	_, err := db.ExecContext(ctx, `GRANT `+database.Runtime+` TO current_user`)
	if err == nil {
		err = actAs(ctx, db)
	}
	if err != nil {
		return fmt.Errorf("this user may not act as the role %[1]s; as a superuser run: GRANT %[1]s TO <this user> (%[2]w)", database.Runtime, err)
	}
	return nil
}

// actAs reports whether db's user may take the role that the server works as.
func actAs(ctx context.Context, db *sqlx.DB) error {
	_, err := database.InTx(ctx, db, func(tx *sqlx.Tx) (struct{}, error) {
		_, err := tx.ExecContext(ctx, `SET LOCAL ROLE `+database.Runtime)
		return struct{}{}, err
	})
	return err
}
