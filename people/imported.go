package people

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/journal"
)

// Batch is what the rows of every import come with.
type Batch struct {
	DryRun bool   `json:"dryRun"`                                       // find out what would happen, and store nothing
	File   string `json:"file" validate:"omitempty,len=64,hexadecimal"` // SHA-256 of the file that the rows come from, for the journal
}

// Imported says what became of the rows of an import.
type Imported struct {
	Rows      int  `json:"rows"`
	Added     int  `json:"added"`
	Changed   int  `json:"changed"`   // in place of what was stored before
	Unchanged int  `json:"unchanged"` // were stored already
	Removed   int  `json:"removed"`   // stored before, and not among the rows any more
	DryRun    bool `json:"dryRun"`
}

// Import is one run of an import.
type Import struct {
	Batch
	Object string // what is imported, as the journal calls it
	Source string // where it comes from; or empty
	At     time.Time
}

var errDryRun = errors.New("dry run")

// Run lets fn store the rows, all or none. Imports of the same kind wait for
// each other. What has changed is journalled with the file's hash and the
// counts; a dry run does everything and takes it back.
func (i Import) Run(ctx context.Context, db *sqlx.DB, actor accounts.Actor, fn func(*sqlx.Tx) (Imported, error)) (Imported, error) {
	var done Imported
	_, err := database.InTx(ctx, db, func(tx *sqlx.Tx) (Imported, error) {
		_, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.import.' || $1))`, i.Object)
		if err != nil {
			return done, fmt.Errorf("wait for other imports of %s: %w", i.Object, err)
		}
		if done, err = fn(tx); err != nil {
			return done, err
		}
		if done.DryRun = i.DryRun; i.DryRun {
			return done, errDryRun
		}
		if done.Added+done.Changed+done.Removed == 0 {
			return done, nil
		}
		return done, journal.Record(ctx, tx, actor.AccountID, i.At, journal.Entry{Action: "import", Object: i.Object, After: i.after(done)})
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return done, err
}

// after is what the journal keeps of an import: which file it was and how much,
// and nothing of whom.
func (i Import) after(done Imported) map[string]any {
	after := map[string]any{"rows": done.Rows, "added": done.Added, "changed": done.Changed, "unchanged": done.Unchanged, "removed": done.Removed}
	if i.File != "" {
		after["sha256"] = i.File
	}
	if i.Source != "" {
		after["source"] = i.Source
	}
	return after
}
