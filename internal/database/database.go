// Package database opens PostgreSQL and runs transactions on it.
package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"net"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/wardstar/wardstar/internal/fault"
)

// Runtime is the role that the server works as. It may do what the migrations
// grant it, and nothing else: no DDL, and no UPDATE or DELETE on the ledger.
const Runtime = "wardstar_runtime"

// Connections limits a pool: small, because PostgreSQL answers faster with few.
const Connections = 24

// Open connects to the database named by dsn, a URL or a keyword string, and
// checks that it answers.
func Open(ctx context.Context, dsn string) (*sqlx.DB, error) {
	return open(ctx, dsn, nil)
}

// OpenAsRuntime connects like Open, as the role Runtime, of which the DSN's
// user must be a member.
func OpenAsRuntime(ctx context.Context, dsn string) (*sqlx.DB, error) {
	return open(ctx, dsn, map[string]string{"role": Runtime})
}

func open(ctx context.Context, dsn string, settings map[string]string) (*sqlx.DB, error) {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, errors.New("the database URL is malformed") // err would print the password
	}
	if cfg.Runtime == nil {
		cfg.Runtime = map[string]string{}
	}
	maps.Copy(cfg.Runtime, settings)
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	db.SetMaxOpenConns(Connections)
	db.SetMaxIdleConns(Connections)
	db.SetConnMaxLifetime(30 * time.Minute) // lets a fail-over or a new certificate take effect
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

// InTx runs fn in a transaction and returns its result. The transaction
// commits if fn returns no error and rolls back otherwise, panics included.
func InTx[T any](ctx context.Context, db *sqlx.DB, fn func(tx *sqlx.Tx) (T, error)) (T, error) {
	var zero T
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return zero, fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // after Commit it does nothing

	v, err := fn(tx)
	if err != nil {
		return zero, err
	}
	if err := tx.Commit(); err != nil {
		return zero, fmt.Errorf("commit: %w", err)
	}
	return v, nil
}

// Fault turns err into fault.Unavailable if the database cannot be reached or
// did not answer in time, into fault.Invalid if a text has characters that it
// cannot hold, and returns it unchanged otherwise.
func Fault(err error) error {
	switch {
	case pq.As(err, pqerror.CharacterNotInRepertoire, pqerror.UntranslatableCharacter) != nil:
		return fault.Errorf(fault.Invalid, "a text has characters that cannot be stored")
	case err == nil || !away(err):
		return err
	}
	return &awayError{err}
}

// awayError reads as the fault to callers and keeps the cause for the log.
type awayError struct{ cause error }

func (e *awayError) Error() string { return "database unavailable: " + e.cause.Error() }

func (e *awayError) Unwrap() []error {
	return []error{fault.Errorf(fault.Unavailable, "the database cannot be reached; try again in a moment"), e.cause}
}

func away(err error) bool {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return false
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if e, ok := errors.AsType[*pq.Error](err); ok {
		switch e.Code.Class() {
		case "08", "28", "53", "57": // connection lost, not let in, out of resources, shut down or query cancelled
			return true
		}
		switch e.Code {
		case pqerror.ReadOnlySQLTransaction, pqerror.ObjectNotInPrerequisiteState: // a standby; not accepting connections
			return true
		}
	}
	// Two that have no type: lib/pq's of a connection cut while it reads, and
	// that of a pool which is being shut down.
	return strings.Contains(err.Error(), "EOF") || strings.Contains(err.Error(), "sql: database is closed")
}

// Violates reports whether err is a violation of the named constraint.
func Violates(err error, constraint string) bool {
	for _, code := range []pqerror.Code{
		pqerror.UniqueViolation, pqerror.ForeignKeyViolation, pqerror.CheckViolation, pqerror.ExclusionViolation,
	} {
		if e := pq.As(err, code); e != nil {
			return e.Constraint == constraint
		}
	}
	return false
}
