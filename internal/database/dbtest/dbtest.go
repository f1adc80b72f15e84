// Package dbtest gives each test a PostgreSQL database of its own.
package dbtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/migrations"
)

// New returns an empty, migrated database, as the server sees it: connected
// as the runtime role. It is dropped when t ends.
//
// The migrations run once, into a template database named after their hash;
// each test gets a copy of it. New fails t if TEST_DATABASE_URL is not set.
func New(t testing.TB) *sqlx.DB {
	t.Helper()
	return connect(t, Create(t), database.OpenAsRuntime)
}

// Create makes the database of New without connecting to it and returns its DSN.
func Create(t testing.TB) (dsn string) {
	t.Helper()
	tmpl, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	exec(t, "CREATE DATABASE "+pq.QuoteIdentifier(name)+" TEMPLATE "+pq.QuoteIdentifier(tmpl))
	t.Cleanup(func() { exec(t, "DROP DATABASE "+pq.QuoteIdentifier(name)+" WITH (FORCE)") })
	return url(name)
}

// Owner connects to the database named by dsn as the owner of its tables.
func Owner(t testing.TB, dsn string) *sqlx.DB {
	t.Helper()
	return connect(t, dsn, database.Open)
}

func connect(t testing.TB, dsn string, open func(context.Context, string) (*sqlx.DB, error)) *sqlx.DB {
	t.Helper()
	db, err := open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(6) // many tests share the server
	t.Cleanup(func() { db.Close() })
	return db
}

var admin = sync.OnceValues(func() (*sqlx.DB, error) {
	if os.Getenv("TEST_DATABASE_URL") == "" {
		return nil, errors.New("TEST_DATABASE_URL is not set; run the tests as: go run ./internal/database/dbtest/with -- go test ./...")
	}
	return database.Open(context.Background(), url("postgres"))
})

func url(name string) string { return fmt.Sprintf(os.Getenv("TEST_DATABASE_URL"), name) }

func exec(t testing.TB, query string) {
	t.Helper()
	db, err := admin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

// template creates the template database, unless a test of this or another
// package has done so before, and returns its name.
var template = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	db, err := admin()
	if err != nil {
		return "", err
	}
	conn, err := db.Connx(ctx) // the lock belongs to one connection
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock(7277)`); err != nil {
		return "", err
	}
	defer conn.ExecContext(ctx, `SELECT pg_advisory_unlock(7277)`)

	name := "template_" + hash()
	var exists bool
	if err := conn.GetContext(ctx, &exists, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name); err != nil || exists {
		return name, err
	}
	building := name + "_building" // renamed when whole, so that a crash leaves no half template
	for _, query := range []string{
		"DROP DATABASE IF EXISTS " + building,
		"CREATE DATABASE " + building + " TEMPLATE template0",
	} {
		if _, err := conn.ExecContext(ctx, query); err != nil {
			return "", err
		}
	}
	if err := migrate(ctx, building); err != nil {
		return "", err
	}
	_, err = conn.ExecContext(ctx, "ALTER DATABASE "+building+" RENAME TO "+name)
	return name, err
})

func migrate(ctx context.Context, name string) error {
	db, err := database.Open(ctx, url(name))
	if err != nil {
		return err
	}
	defer db.Close()
	return migrations.Up(ctx, db)
}

// hash identifies the migrations by their names and contents.
func hash() string {
	h := sha256.New()
	names, _ := fs.Glob(migrations.FS, "*.sql")
	for _, name := range names {
		b, _ := migrations.FS.ReadFile(name)
		fmt.Fprintf(h, "%s\x00%s\x00", name, b)
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}
