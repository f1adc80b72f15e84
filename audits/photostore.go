package audits

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// photoColumns are those of a Photo; p is photos, st the finding's standard.
const photoColumns = `p.id, p.finding_id, st.code AS standard, p.bytes, p.uploaded_at, p.kept_for,
	CASE p.kept_for WHEN '' THEN p.due_on ELSE p.kept_until END AS kept_until`

// sentPhoto is a photograph as it reaches the server.
type sentPhoto struct {
	AddPhoto
	observer int64
	digest   []byte
	now      time.Time
}

// spot is where a photograph goes, or is already.
type spot struct {
	CheckID    int64      `db:"check_id"`
	FindingID  int64      `db:"finding_id"`
	RecordedAt time.Time  `db:"recorded_at"`
	FinishedAt time.Time  `db:"finished_at"`
	VoidedAt   *time.Time `db:"voided_at"`
	before     *Photo     // the same, sent before
}

func (s spot) photo() Photo {
	if s.before == nil {
		return Photo{}
	}
	return *s.before
}

// at finds the finding that a photograph is sent for, and decides whether it may be
// added. A lock keeps others from adding, and the check from being voided, meanwhile.
func (n sentPhoto) at(ctx context.Context, q sqlx.ExtContext, lock string) (at spot, err error) {
	err = sqlx.GetContext(ctx, q, &at, `
		SELECT c.id AS check_id, f.id AS finding_id, c.recorded_at, c.finished_at, c.voided_at
		FROM spot_checks c JOIN findings f ON f.spot_check_id = c.id
		JOIN standard_versions v ON v.id = f.standard_version_id JOIN standards st ON st.id = v.standard_id
		WHERE c.observer_id = $1 AND c.key = $2 AND st.code = $3`+lock, n.observer, n.Key, n.Standard)
	if errors.Is(err, sql.ErrNoRows) {
		return spot{}, fault.Errorf(fault.NotFound, "you have sent no check %s with the standard %s yet", n.Key, n.Standard)
	}
	if err != nil {
		return spot{}, fmt.Errorf("finding of photo %s: %w", n.Photo, err)
	}
	if at.before, err = n.sentBefore(ctx, q, at.FindingID); err != nil || at.before != nil {
		return at, err
	}
	var others int
	if err := sqlx.GetContext(ctx, q, &others, `SELECT count(*) FROM photos WHERE finding_id = $1`, at.FindingID); err != nil {
		return spot{}, fmt.Errorf("photos of finding %d: %w", at.FindingID, err)
	}
	switch {
	case at.VoidedAt != nil:
		return spot{}, fault.Because(ReasonVoided, fault.Errorf(fault.Conflict, "this check has been voided"))
	case n.now.Sub(at.RecordedAt) > photoLate:
		return spot{}, fault.Because(ReasonPhotoLate, fault.Errorf(fault.Conflict, "photographs could be added for seven days"))
	case others >= maxPhotos:
		return spot{}, fault.Because(ReasonPhotosFull, fault.Errorf(fault.Conflict, "a finding has at most %d photographs", maxPhotos))
	}
	return at, nil
}

// sentBefore returns the photograph if it is stored already, or nil. Another one
// under its id is a Conflict.
func (n sentPhoto) sentBefore(ctx context.Context, q sqlx.ExtContext, finding int64) (*Photo, error) {
	var rows []struct {
		Photo
		Digest []byte `db:"digest"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT `+photoColumns+`, p.digest
		FROM photos p JOIN findings f ON f.id = p.finding_id
		JOIN standard_versions v ON v.id = f.standard_version_id JOIN standards st ON st.id = v.standard_id
		WHERE p.id = $1`, n.Photo); err != nil {
		return nil, fmt.Errorf("photo %s: %w", n.Photo, err)
	}
	switch {
	case len(rows) == 0:
		return nil, nil
	case rows[0].FindingID != finding || !bytes.Equal(rows[0].Digest, n.digest):
		return nil, n.taken()
	}
	return &rows[0].Photo, nil
}

func (n sentPhoto) taken() error {
	return fault.Because(ReasonPhotoTaken, fault.Errorf(fault.Conflict, "another photograph has been sent under the id %s; nothing was changed", n.Photo))
}

// storePhoto stores a picture and what is known of it.
func (s *Service) storePhoto(ctx context.Context, tx *sqlx.Tx, sent sentPhoto, finding int64, due worktime.Day, picture []byte) error {
	id, err := uuid.Parse(sent.Photo)
	if err != nil {
		return fmt.Errorf("id of a photo: %w", err)
	}
	sealed, err := s.Keys.Encrypt(picture, id[:])
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO photos (id, finding_id, digest, bytes, uploaded_at, due_on) VALUES ($1, $2, $3, $4, $5, $6)`,
		sent.Photo, finding, sent.digest, len(picture), sent.now, due)
	if pq.As(err, pqerror.UniqueViolation) != nil { // of another check, at the same moment
		return sent.taken()
	}
	if err != nil {
		return fmt.Errorf("store photo %s: %w", sent.Photo, err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO pictures (photo_id, sealed) VALUES ($1, $2)`, sent.Photo, sealed); err != nil {
		return fmt.Errorf("store the picture of photo %s: %w", sent.Photo, err)
	}
	return nil
}

// readKept returns a photograph of a check within reach. It is Gone once it has
// been deleted.
func readKept(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id, lock string) (kept, error) {
	var row struct {
		kept
		DeletedAt *time.Time `db:"deleted_at"`
	}
	err := tx.GetContext(ctx, &row, `
		SELECT `+photoColumns+`, p.due_on, p.deleted_at, c.id AS check_id, c.employee_id, c.observer_id, c.department_id
		FROM photos p JOIN findings f ON f.id = p.finding_id JOIN spot_checks c ON c.id = f.spot_check_id
		JOIN standard_versions v ON v.id = f.standard_version_id JOIN standards st ON st.id = v.standard_id
		WHERE p.id = $4 AND `+visible+lock,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return kept{}, fault.Errorf(fault.NotFound, "there is no photograph %s", id)
	}
	if err != nil {
		return kept{}, fmt.Errorf("read photo %s: %w", id, err)
	}
	if row.DeletedAt != nil {
		return kept{}, fault.Errorf(fault.Gone, "it was deleted on %s", row.DeletedAt.UTC().Format(time.DateOnly))
	}
	return row.kept, nil
}

// unseal returns the picture of a photograph.
func (s *Service) unseal(ctx context.Context, q sqlx.QueryerContext, photo string) ([]byte, error) {
	var sealed []byte
	if err := sqlx.GetContext(ctx, q, &sealed, `SELECT sealed FROM pictures WHERE photo_id = $1`, photo); err != nil {
		return nil, fmt.Errorf("read the picture of photo %s: %w", photo, err)
	}
	id, err := uuid.Parse(photo)
	if err != nil {
		return nil, fmt.Errorf("id of a photo: %w", err)
	}
	picture, err := s.Keys.Decrypt(sealed, id[:])
	if err != nil {
		return nil, fmt.Errorf("photo %s: %w", photo, err)
	}
	return picture, nil
}

// readPhotos adds the photographs to a check's findings, in the order in which they
// came, and how many there were besides.
func readPhotos(ctx context.Context, q sqlx.ExtContext, c *SpotCheck) error {
	var rows []struct {
		Photo
		Deleted bool `db:"deleted"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT `+photoColumns+`, p.deleted_at IS NOT NULL AS deleted
		FROM photos p JOIN findings f ON f.id = p.finding_id
		JOIN standard_versions v ON v.id = f.standard_version_id JOIN standards st ON st.id = v.standard_id
		WHERE f.spot_check_id = $1 ORDER BY p.uploaded_at, p.id`, c.ID); err != nil {
		return fmt.Errorf("photos of spot check %d: %w", c.ID, err)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		f.Photos = []Photo{}
		for _, p := range rows {
			switch {
			case p.FindingID != f.ID:
			case p.Deleted:
				f.PhotosDeleted++
			default:
				f.Photos = append(f.Photos, p.Photo)
			}
		}
	}
	return nil
}
