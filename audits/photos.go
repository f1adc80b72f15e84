package audits

import (
	"context"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// The limits of photographs. They show what words cannot, and people who did not
// ask to be shown: few are taken, soon after, and none stays.
const (
	maxPhotos = 6                  // of a finding
	photoLate = 7 * 24 * time.Hour // since the server has the check: by then the phone has found a network
	photoDays = 90                 // after the check's
)

// The reasons why a photograph is refused, besides those of its check.
const (
	ReasonVoided     = "voided"            // the check is no evidence any more
	ReasonPhotoLate  = "photo-too-late"    // more than seven days after its check
	ReasonPhotosFull = "photos-full"       // the finding has six
	ReasonPhotoTaken = "photo-sent-before" // the same id, another photograph
	ReasonNoPhoto    = "not-a-photo"       // no JPEG, damaged, or too large
)

// Photo is what everybody who may read a check knows of a photograph.
type Photo struct {
	ID         string       `json:"id"         db:"id"`
	FindingID  int64        `json:"-"          db:"finding_id"`
	Standard   string       `json:"standard"   db:"standard"` // its finding's
	Bytes      int          `json:"bytes"      db:"bytes"`
	UploadedAt time.Time    `json:"uploadedAt" db:"uploaded_at"`
	KeptUntil  worktime.Day `json:"keptUntil,omitempty" db:"kept_until"` // its last day; absent: somebody has to release it
	KeptFor    string       `json:"keptFor,omitempty"   db:"kept_for"`   // why it is kept for longer than others
}

// AddPhoto names a finding of a check of the actor's, and a photograph by an id
// that the phone has chosen.
type AddPhoto struct {
	Key      string `params:"key"      json:"-" validate:"required,uuid"` // the check's
	Standard string `params:"standard" json:"-" validate:"required,max=60"`
	Photo    string `params:"photo"    json:"-" validate:"required,uuid"`
}

// AddPhoto adds a photograph to a finding: the picture, and nothing else that the
// camera has written. Only the observer adds, within seven days. Sent again, it
// answers with what is stored; another photograph of the same id is a Conflict.
func (s *Service) AddPhoto(ctx context.Context, actor accounts.Actor, in AddPhoto, content []byte) (Photo, error) {
	in.Key, in.Photo = strings.ToLower(in.Key), strings.ToLower(in.Photo)
	sent := sentPhoto{AddPhoto: in, observer: actor.EmployeeID, digest: s.Keys.MAC("photograph")(content), now: s.Now().UTC().Truncate(time.Microsecond)}
	// First without a lock: nobody waits for the one who draws.
	if at, err := sent.at(ctx, s.DB, ""); err != nil || at.before != nil {
		return at.photo(), err
	}
	picture, err := s.studio.Redraw(ctx, content)
	if err != nil {
		return Photo{}, fault.Because(ReasonNoPhoto, err)
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Photo, error) {
		at, err := sent.at(ctx, tx, ` FOR NO KEY UPDATE OF c`)
		if err != nil || at.before != nil {
			return at.photo(), err
		}
		zone, err := people.Location(ctx, tx)
		if err != nil {
			return Photo{}, err
		}
		due := worktime.DayOf(at.FinishedAt, zone).AddDays(photoDays)
		if err := s.storePhoto(ctx, tx, sent, at.FindingID, due, picture); err != nil {
			return Photo{}, err
		}
		p := Photo{ID: in.Photo, FindingID: at.FindingID, Standard: in.Standard, Bytes: len(picture), UploadedAt: sent.now, KeptUntil: due}
		return p, journal.Record(ctx, tx, actor.AccountID, sent.now, journal.Entry{
			Action: "add-photo", Object: "spot-check", ObjectID: at.CheckID, After: p,
		})
	})
}

// OpenPhoto names a photograph.
type OpenPhoto struct {
	ID string `params:"id" json:"-" validate:"required,uuid"`
}

// OpenPhoto returns a photograph of a check that the actor may see: a JPEG. That
// somebody opened it who was not there is in the journal before they see it.
func (s *Service) OpenPhoto(ctx context.Context, actor accounts.Actor, in OpenPhoto) ([]byte, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]byte, error) {
		k, err := readKept(ctx, tx, actor.Reach, in.ID, "")
		if err != nil {
			return nil, err
		}
		picture, err := s.unseal(ctx, tx, k.ID)
		// Whoever stands in for somebody who was there was not there.
		if err != nil || actor.EmployeeID == k.ObserverID || actor.EmployeeID == k.EmployeeID {
			return picture, err
		}
		return picture, journal.Record(ctx, tx, actor.AccountID, s.Now().UTC(), journal.Entry{
			Action: "open-photo", Object: "spot-check", ObjectID: k.CheckID, After: map[string]string{"photo": k.ID},
		})
	})
}
