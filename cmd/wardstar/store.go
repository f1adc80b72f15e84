package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/localpg"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/migrations"
)

// store says where a hospital's data are. Every command takes it, and works
// whether or not a server is running on the same data.
type store struct {
	DataDir     string `default:"./data" type:"path" help:"Folder of the hospital's keys and, without --database-url, of its PostgreSQL."`
	DatabaseURL string `placeholder:"URL" help:"A PostgreSQL 15 or later to use instead of the embedded one."`
	OwnerURL    string `placeholder:"URL" help:"The same database as the role that owns its tables and migrates; --database-url if not given."`
}

// opened is a store in use.
type opened struct {
	DB      *sqlx.DB // as the runtime role
	dsn     string   // of DB, but for the role
	Keys    *secrets.Keys
	dataDir string
	close   []func() error
}

// openExisting is open for commands that work on a hospital: a mistyped folder
// must not become a new one.
func (s store) openExisting(ctx context.Context) (*opened, error) {
	if _, err := os.Stat(filepath.Join(s.DataDir, keysFile)); err != nil {
		return nil, fmt.Errorf("there is no hospital in %s (--data-dir)", s.DataDir)
	}
	return s.open(ctx)
}

const keysFile = "keys.json"

// open starts or finds the database, brings its schema up to date and
// connects to it as the role that may not rewrite history.
func (s store) open(ctx context.Context) (*opened, error) {
	if err := os.MkdirAll(s.DataDir, 0o755); err != nil {
		return nil, fmt.Errorf("create the data folder: %w", err)
	}
	o := &opened{dataDir: s.DataDir}
	if err := o.connect(ctx, s); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	return o, nil
}

func (o *opened) connect(ctx context.Context, s store) (err error) {
	if o.Keys, err = secrets.Open(filepath.Join(s.DataDir, keysFile)); err != nil {
		return err
	}
	serving, owning := s.DatabaseURL, s.OwnerURL
	if serving == "" {
		if serving, owning, err = o.embedded(ctx, s.DataDir); err != nil {
			return err
		}
	}
	if owning == "" {
		owning = serving
	}
	if err := migrate(ctx, owning, s.DatabaseURL == ""); err != nil {
		return err
	}
	if o.DB, err = database.OpenAsRuntime(ctx, serving); err != nil {
		return err
	}
	o.dsn = serving
	o.close = append(o.close, o.DB.Close)
	if err := o.Keys.Claim(ctx, o.DB); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(s.DataDir, keysFile), err)
	}
	return nil
}

// migrate brings the schema up to date. In the embedded database the runtime
// role signs in by itself, so that the server holds no more than its rights.
func migrate(ctx context.Context, dsn string, embedded bool) error {
	db, err := database.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrations.Up(ctx, db); err != nil {
		return err
	}
	if !embedded {
		return nil
	}
	if _, err := db.ExecContext(ctx, `ALTER ROLE `+database.Runtime+` LOGIN`); err != nil {
		return fmt.Errorf("let role %s sign in: %w", database.Runtime, err)
	}
	return nil
}

// embedded starts the PostgreSQL beside the program and returns the DSNs of
// the role that serves and of the one that owns the tables.
func (o *opened) embedded(ctx context.Context, dataDir string) (serving, owning string, err error) {
	const name = "wardstar"
	log, err := os.OpenFile(filepath.Join(dataDir, "postgres.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return "", "", fmt.Errorf("open the database's log: %w", err)
	}
	o.close = append(o.close, log.Close)
	pg, err := localpg.Start(ctx, localpg.Options{Dir: filepath.Join(dataDir, "postgres"), Log: log})
	if err != nil {
		return "", "", err
	}
	o.close = append(o.close, pg.Stop)
	admin, err := database.Open(ctx, pg.DSN(localpg.Superuser, "postgres"))
	if err != nil {
		return "", "", err
	}
	defer admin.Close()
	return pg.DSN(database.Runtime, name), pg.DSN(localpg.Superuser, name), createDatabase(ctx, admin, name)
}

func createDatabase(ctx context.Context, admin *sqlx.DB, name string) error {
	var exists bool
	if err := admin.GetContext(ctx, &exists, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name); err != nil {
		return fmt.Errorf("look for database %s: %w", name, err)
	}
	if exists {
		return nil
	}
	if _, err := admin.ExecContext(ctx, `CREATE DATABASE `+name); err != nil && !database.Violates(err, "pg_database_datname_index") {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	return nil
}

// Close lets go of everything in the reverse order of its opening.
func (o *opened) Close() error {
	var errs []error
	for i := len(o.close) - 1; i >= 0; i-- {
		errs = append(errs, o.close[i]())
	}
	o.close = nil
	return errors.Join(errs...)
}
