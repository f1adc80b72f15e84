package feedback

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// kioskLinkTTL is how long a link that sets up a tablet holds: long enough to walk
// to the counter.
const kioskLinkTTL = 24 * time.Hour

// KioskTTL is how long a tablet keeps its cookie; each visit begins it anew.
const KioskTTL = 400 * 24 * time.Hour

// Kiosk is a tablet at a counter.
type Kiosk struct {
	ID           int64           `json:"id"           db:"id"`
	Name         string          `json:"name"         db:"name"`
	TouchpointID int64           `json:"touchpointId" db:"touchpoint_id"`
	DepartmentID int64           `json:"departmentId" db:"department_id"`
	Place        texts.Localized `json:"place"        db:"place"`
	CreatedAt    time.Time       `json:"createdAt"    db:"created_at"`
	LinkUntil    *time.Time      `json:"linkUntil"    db:"link_until"`  // null: no link holds
	EnrolledAt   *time.Time      `json:"enrolledAt"   db:"enrolled_at"` // null: no tablet yet
	SeenAt       *time.Time      `json:"seenAt"       db:"seen_at"`     // to the minute
	Waiting      int             `json:"waiting"      db:"waiting"`     // answers it had yet to send then
	Refused      int             `json:"refused"      db:"refused"`     // answers that could not be taken
	RevokedAt    *time.Time      `json:"revokedAt"    db:"revoked_at"`
}

// KioskLink is a kiosk with the secret that sets up its tablet, told once.
type KioskLink struct {
	Kiosk
	Secret string `json:"-"`
}

const selectKiosk = `
	SELECT k.id, k.name, k.touchpoint_id, t.department_id, t.label AS place, k.created_at, k.link_until, k.enrolled_at,
	       k.seen_at, k.waiting, k.refused, k.revoked_at
	FROM kiosks k JOIN touchpoints t ON t.id = k.touchpoint_id `

// ListKiosks narrows a list of kiosks.
type ListKiosks struct {
	Revoked bool  `query:"revoked"` // those withdrawn, too
	After   int64 `query:"after"    validate:"omitempty,min=1"`
	Limit   int   `query:"limit"    validate:"omitempty,min=1,max=200"`
}

// ListKiosks lists the kiosks within reach, the oldest first.
func (s *Service) ListKiosks(ctx context.Context, actor accounts.Actor, in ListKiosks) ([]Kiosk, error) {
	if in.Limit == 0 {
		in.Limit = 100
	}
	list := []Kiosk{}
	err := s.DB.SelectContext(ctx, &list, selectKiosk+`
		WHERE ($1 OR t.department_id = ANY($2)) AND ($3 OR k.revoked_at IS NULL) AND k.id > $4 ORDER BY k.id LIMIT $5`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.Revoked, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list kiosks: %w", err)
	}
	return list, nil
}

// NewKiosk is a tablet to be set up at a place.
type NewKiosk struct {
	Name         string          `json:"name"         validate:"required,max=100"` // for those who look after it
	TouchpointID int64           `json:"touchpointId" validate:"omitempty,min=1"`  // the place; or
	DepartmentID int64           `json:"departmentId" validate:"omitempty,min=1"`  // where a place is made for it
	Label        texts.Localized `json:"label"`                                    // of that place; the department's name unless given
}

// CreateKiosk makes a kiosk and the link that sets up its tablet, which is told once
// and good for a day.
func (s *Service) CreateKiosk(ctx context.Context, actor accounts.Actor, in NewKiosk) (KioskLink, error) {
	if in.Name = strings.TrimSpace(in.Name); in.Name == "" {
		return KioskLink{}, fault.Field("name", "say which tablet this is")
	}
	if (in.TouchpointID == 0) == (in.DepartmentID == 0) {
		return KioskLink{}, fault.Field("touchpointId", "name a place, or a department in which to make one")
	}
	day, err := s.today(ctx)
	if err != nil {
		return KioskLink{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (KioskLink, error) {
		place, err := s.kioskPlace(ctx, tx, actor, in, day)
		if err != nil {
			return KioskLink{}, err
		}
		var id int64
		if err := tx.GetContext(ctx, &id, `
			INSERT INTO kiosks (touchpoint_id, name, created_at, created_by) VALUES ($1, $2, $3, nullif($4, 0)) RETURNING id`,
			place, in.Name, s.Now(), actor.AccountID); err != nil {
			return KioskLink{}, fmt.Errorf("insert kiosk: %w", err)
		}
		return s.linkKiosk(ctx, tx, actor, id, "create")
	})
}

// ChooseKiosk names a kiosk.
type ChooseKiosk struct {
	ID int64 `params:"id" validate:"required,min=1"`
}

// RenewKioskLink makes another link for a kiosk: the first was not used in time, or
// there is another tablet. The old tablet serves until the new one is set up.
func (s *Service) RenewKioskLink(ctx context.Context, actor accounts.Actor, in ChooseKiosk) (KioskLink, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (KioskLink, error) {
		k, err := reachableKiosk(ctx, tx, actor.Reach, in.ID)
		if err != nil {
			return KioskLink{}, err
		}
		if k.RevokedAt != nil {
			return KioskLink{}, fault.Errorf(fault.Conflict, "this kiosk was withdrawn; create another")
		}
		return s.linkKiosk(ctx, tx, actor, k.ID, "link")
	})
}

// linkKiosk gives a kiosk a new link and journals what was done to it.
func (s *Service) linkKiosk(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, id int64, action string) (KioskLink, error) {
	secret := rand.Text()
	if _, err := tx.ExecContext(ctx, `UPDATE kiosks SET link_hash = $2, link_until = $3 WHERE id = $1`,
		id, s.kioskHash("link", secret), s.Now().Add(kioskLinkTTL)); err != nil {
		return KioskLink{}, fmt.Errorf("make a link for kiosk %d: %w", id, err)
	}
	k, err := reachableKiosk(ctx, tx, accounts.Reach{Hospital: true}, id)
	if err != nil {
		return KioskLink{}, err
	}
	return KioskLink{k, secret}, s.recordKiosk(ctx, tx, actor, action, nil, k)
}

// RevokeKiosk withdraws a kiosk: its tablet votes no more. Doing it again changes
// nothing.
func (s *Service) RevokeKiosk(ctx context.Context, actor accounts.Actor, in ChooseKiosk) (Kiosk, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Kiosk, error) {
		before, err := reachableKiosk(ctx, tx, actor.Reach, in.ID)
		if err != nil || before.RevokedAt != nil {
			return before, err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE kiosks SET revoked_at = $2, token_hash = NULL, link_hash = NULL, link_until = NULL WHERE id = $1`, in.ID, s.Now()); err != nil {
			return Kiosk{}, fmt.Errorf("withdraw kiosk %d: %w", in.ID, err)
		}
		after, err := reachableKiosk(ctx, tx, actor.Reach, in.ID)
		if err != nil {
			return Kiosk{}, err
		}
		return after, s.recordKiosk(ctx, tx, actor, "revoke", before.journalled(), after)
	})
}

func (s *Service) recordKiosk(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, action string, before any, after Kiosk) error {
	return journal.Record(ctx, tx, actor.AccountID, s.Now(),
		journal.Entry{Action: action, Object: "kiosk", ObjectID: after.ID, Before: before, After: after.journalled()})
}

// journalled is what the journal keeps of a kiosk.
func (k Kiosk) journalled() any {
	return map[string]any{"name": k.Name, "touchpointId": k.TouchpointID, "enrolledAt": k.EnrolledAt, "revokedAt": k.RevokedAt}
}

// reachableKiosk returns a kiosk within reach, locked.
func reachableKiosk(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64) (k Kiosk, err error) {
	err = tx.GetContext(ctx, &k, selectKiosk+`WHERE k.id = $1 AND ($2 OR t.department_id = ANY($3)) FOR NO KEY UPDATE OF k`,
		id, reach.Hospital, pq.Array(reach.Departments))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Kiosk{}, fault.Errorf(fault.NotFound, "no such kiosk")
	case err != nil:
		return Kiosk{}, fmt.Errorf("kiosk %d: %w", id, err)
	}
	return k, nil
}
