package audits

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// KeepPhoto says why a photograph is needed for longer than 90 days, and how long.
type KeepPhoto struct {
	ID     string       `params:"id"    json:"-" validate:"required,uuid"`
	Reason string       `json:"reason"  validate:"required,max=500"`
	Until  worktime.Day `json:"until,omitempty"` // its last day; absent: until it is released
}

// keepAtMost is how long a photograph can be kept in advance.
const keepAtMost = 10 * 366

// KeepPhoto keeps a photograph for longer, because a case needs it. That is decided
// by whoever may void others' checks, never by the one who is in it.
func (s *Service) KeepPhoto(ctx context.Context, actor accounts.Actor, in KeepPhoto) (Photo, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" || !storable(in.Reason) {
		return Photo{}, fault.Field("reason", "say what it is needed for")
	}
	if err := in.Until.Validate(); err != nil {
		return Photo{}, fault.Field("until", "%v", err)
	}
	return s.decidePhoto(ctx, actor, in.ID, "keep-photo", func(k kept, today worktime.Day) (keeping, error) {
		switch {
		case in.Until == "":
		case in.Until <= k.DueOn || in.Until < today:
			return keeping{}, fault.Field("until", "after %s: until then it is kept anyway", max(k.DueOn, today.AddDays(-1)))
		case in.Until > today.AddDays(keepAtMost):
			return keeping{}, fault.Field("until", "at most ten years from now")
		}
		return keeping{in.Reason, in.Until}, nil
	})
}

// ReleasePhoto names a photograph that is not needed any more.
type ReleasePhoto struct {
	ID string `params:"id" json:"-" validate:"required,uuid"`
}

// ReleasePhoto lets a photograph go on its day or, if that is past, the next night.
func (s *Service) ReleasePhoto(ctx context.Context, actor accounts.Actor, in ReleasePhoto) (Photo, error) {
	return s.decidePhoto(ctx, actor, in.ID, "release-photo", func(k kept, _ worktime.Day) (keeping, error) {
		if k.KeptFor == "" {
			return keeping{}, fault.Errorf(fault.Conflict, "nobody keeps it for longer than others")
		}
		return keeping{}, nil
	})
}

// decidePhoto changes how long a photograph is kept.
func (s *Service) decidePhoto(ctx context.Context, actor accounts.Actor, id, action string, decide func(kept, worktime.Day) (keeping, error)) (Photo, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Photo, error) {
		k, err := readKept(ctx, tx, actor.Reach, id, ` FOR NO KEY UPDATE OF p`)
		if err != nil {
			return Photo{}, err
		}
		if err := k.mayBeDecided(actor); err != nil {
			return Photo{}, err
		}
		zone, err := people.Location(ctx, tx)
		if err != nil {
			return Photo{}, err
		}
		now := s.Now().UTC()
		after, err := decide(k, worktime.DayOf(now, zone))
		if err != nil {
			return Photo{}, err
		}
		if err := keepPhoto(ctx, tx, k.ID, after); err != nil {
			return Photo{}, err
		}
		return k.as(after), journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: action, Object: "spot-check", ObjectID: k.CheckID, Before: k.Photo, After: k.as(after),
		})
	})
}

// kept is what decides who may open a photograph, and how long it stays.
type kept struct {
	Photo
	CheckID      int64        `db:"check_id"`
	EmployeeID   int64        `db:"employee_id"`
	ObserverID   int64        `db:"observer_id"`
	DepartmentID int64        `db:"department_id"`
	DueOn        worktime.Day `db:"due_on"`
}

// keeping is why a photograph is kept for longer than others, and until when.
type keeping struct {
	For   string
	Until worktime.Day
}

func (k kept) as(after keeping) Photo {
	p := k.Photo
	p.KeptFor, p.KeptUntil = after.For, after.Until
	if after.For == "" {
		p.KeptUntil = k.DueOn
	}
	return p
}

func (k kept) mayBeDecided(actor accounts.Actor) error {
	switch {
	case actor.Is(k.EmployeeID):
		return fault.Errorf(fault.Forbidden, "nobody decides about a check of themselves")
	case !actor.Reach.Hospital && !slices.Contains(actor.Reach.Departments, k.DepartmentID):
		return fault.Errorf(fault.Forbidden, "how long it is kept is for the quality office to decide")
	}
	return nil
}

func keepPhoto(ctx context.Context, tx *sqlx.Tx, id string, k keeping) error {
	if _, err := tx.ExecContext(ctx, `UPDATE photos SET kept_for = $2, kept_until = $3 WHERE id = $1`, id, k.For, k.Until); err != nil {
		return fmt.Errorf("keep photo %s: %w", id, err)
	}
	return nil
}

// Schedule returns what is due each night: photographs whose days are over go.
func (s *Service) Schedule() []outbox.Scheduled {
	return []outbox.Scheduled{{Name: "audits.photos", Spec: "10 3 * * *", Run: deletePhotos}}
}

// deletePhotos deletes the pictures whose last day is past. That there was one, and
// since when and why it is gone, stays.
func deletePhotos(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
	zone, err := people.Location(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE photos SET deleted_at = $1, deleted_why = CASE kept_for WHEN '' THEN 'due' ELSE 'kept-long-enough' END
		WHERE deleted_at IS NULL AND due_on < $2 AND CASE kept_for WHEN '' THEN due_on ELSE kept_until END < $2`,
		at, worktime.DayOf(at, zone)); err != nil {
		return fmt.Errorf("end photos: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `
		DELETE FROM pictures WHERE photo_id IN (SELECT id FROM photos WHERE deleted_at IS NOT NULL)`); err != nil {
		return fmt.Errorf("delete pictures: %w", err)
	}
	return nil
}
