package training

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/uploads"
)

// AttachEvidence names the actor's own report of training elsewhere.
type AttachEvidence struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// AttachEvidence adds the file that proves a report, or puts another in its place
// while the report is not decided. The same file sent again changes nothing.
func (s *Service) AttachEvidence(ctx context.Context, actor accounts.Actor, in AttachEvidence, content []byte) (External, error) {
	own := accounts.Reach{EmployeeID: actor.EmployeeID}
	if _, err := uploads.Media(content); err != nil { // before anything is locked
		return External{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (External, error) {
		x, err := readExternal(ctx, tx, own, in.ID, ` FOR UPDATE OF x`)
		if err != nil {
			return External{}, err
		}
		same, err := s.hasEvidence(ctx, tx, in.ID, content)
		if err != nil || same {
			return x, err
		}
		if x.Status != "submitted" {
			return External{}, fault.Errorf(fault.Conflict, "this report was %s already", x.Status)
		}
		f, err := uploads.Store(ctx, tx, s.Keys, actor.AccountID, s.now(), content)
		if err != nil {
			return External{}, err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE external_hours SET upload_id = $2 WHERE id = $1`, in.ID, f.ID); err != nil {
			return External{}, fmt.Errorf("attach evidence to external hours %d: %w", in.ID, err)
		}
		x.Evidence = true
		return x, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "attach", Object: "external-hours", ObjectID: in.ID, After: f,
		})
	})
}

// uploadOf returns the id of a report's file; "" if there is none.
func uploadOf(ctx context.Context, tx *sqlx.Tx, id int64) (string, error) {
	var upload sql.NullString
	if err := tx.GetContext(ctx, &upload, `SELECT upload_id FROM external_hours WHERE id = $1`, id); err != nil {
		return "", fmt.Errorf("evidence of external hours %d: %w", id, err)
	}
	return upload.String, nil
}

// hasEvidence reports whether a report has this very file already.
func (s *Service) hasEvidence(ctx context.Context, tx *sqlx.Tx, id int64, content []byte) (bool, error) {
	upload, err := uploadOf(ctx, tx, id)
	if err != nil || upload == "" {
		return false, err
	}
	return uploads.Holds(ctx, tx, s.Keys, upload, content)
}

// OpenEvidence names a report of training elsewhere.
type OpenEvidence struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// Evidence is a file that was handed in.
type Evidence struct {
	uploads.File
	Content []byte
}

// OpenEvidence returns the file that proves a report within reach. That it was
// opened, and by whom, is in the journal before anybody sees it.
func (s *Service) OpenEvidence(ctx context.Context, actor accounts.Actor, in OpenEvidence) (Evidence, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (e Evidence, err error) {
		if _, err := readExternal(ctx, tx, actor.Reach, in.ID, ""); err != nil {
			return e, err
		}
		upload, err := uploadOf(ctx, tx, in.ID)
		if err != nil {
			return e, err
		}
		if upload == "" {
			return e, fault.Errorf(fault.NotFound, "there is no evidence with this report")
		}
		if e.File, e.Content, err = uploads.Open(ctx, tx, s.Keys, upload); err != nil {
			return e, err
		}
		return e, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "open-evidence", Object: "external-hours", ObjectID: in.ID, After: e.File,
		})
	})
}
