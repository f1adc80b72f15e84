package feedback

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// kioskHash is how a secret of a kiosk's is stored: whoever reads the database can
// neither set up a tablet nor vote as one.
func (s *Service) kioskHash(purpose, secret string) []byte {
	return s.Keys.MAC("kiosk " + purpose)([]byte(secret))
}

// kioskPlace returns the place that a kiosk stands at, and makes it if asked to.
func (s *Service) kioskPlace(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in NewKiosk, day worktime.Day) (int64, error) {
	if in.TouchpointID != 0 {
		t, err := reachableTouchpoint(ctx, tx, actor.Reach, day, in.TouchpointID, `FOR NO KEY UPDATE OF t`)
		switch {
		case fault.Is(err, fault.NotFound):
			return 0, fault.Field("touchpointId", "no such place")
		case err != nil:
			return 0, err
		case t.EmployeeID != 0:
			return 0, fault.Field("touchpointId", "a kiosk stands at a place; this is somebody's badge")
		case t.RevokedAt != nil:
			return 0, fault.Field("touchpointId", "this place's code was revoked")
		}
		return t.ID, nil
	}
	place := NewTouchpoint{Kind: "counter", DepartmentID: in.DepartmentID, Label: in.Label}
	if err := s.mayPlace(ctx, tx, actor.Reach, place, day); err != nil {
		return 0, err
	}
	if len(place.Label) == 0 {
		if err := tx.GetContext(ctx, &place.Label, `SELECT name FROM departments WHERE id = $1`, in.DepartmentID); err != nil {
			return 0, fmt.Errorf("name of department %d: %w", in.DepartmentID, err)
		}
	}
	if err := place.check(); err != nil {
		return 0, err
	}
	t, err := s.insertTouchpoint(ctx, tx, place)
	if err != nil {
		return 0, err
	}
	return t.ID, journal.Record(ctx, tx, actor.AccountID, s.Now(),
		journal.Entry{Action: "create", Object: "touchpoint", ObjectID: t.ID, After: t.journalled()})
}

func errNoKioskLink() error {
	return fault.Errorf(fault.Gone, "this link was used or has run out; ask for another")
}

// KioskOfLink returns the kiosk that a link sets up. One that was used or has run
// out is fault.Gone. Looking does not use it: phones and mail programs look, too.
func (s *Service) KioskOfLink(ctx context.Context, secret string) (k Kiosk, err error) {
	err = s.DB.GetContext(ctx, &k, selectKiosk+`WHERE k.link_hash = $1 AND k.link_until > $2`, s.kioskHash("link", secret), s.Now())
	if errors.Is(err, sql.ErrNoRows) {
		return Kiosk{}, errNoKioskLink()
	}
	if err != nil {
		return Kiosk{}, fmt.Errorf("look up a kiosk's link: %w", err) // not which
	}
	return k, nil
}

// EnrolKiosk sets up a tablet and returns its token. The link is good for one, and a
// tablet that was set up before serves no more.
func (s *Service) EnrolKiosk(ctx context.Context, secret string) (token string, err error) {
	token = rand.Text()
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (string, error) {
		now := s.Now()
		var id int64
		err := tx.GetContext(ctx, &id, `
			UPDATE kiosks SET token_hash = $3, enrolled_at = $2, seen_at = $2, link_hash = NULL, link_until = NULL
			WHERE link_hash = $1 AND link_until > $2 RETURNING id`, s.kioskHash("link", secret), now, s.kioskHash("token", token))
		if errors.Is(err, sql.ErrNoRows) {
			return "", errNoKioskLink()
		}
		if err != nil {
			return "", fmt.Errorf("set up a kiosk: %w", err)
		}
		k, err := reachableKiosk(ctx, tx, accounts.Reach{Hospital: true}, id)
		if err != nil {
			return "", err
		}
		return token, s.recordKiosk(ctx, tx, accounts.Actor{}, "enrol", nil, k)
	})
}

// tablet is the kiosk that a token is of.
type tablet struct {
	ID           int64  `db:"id"`
	TouchpointID int64  `db:"touchpoint_id"`
	DepartmentID int64  `db:"department_id"`
	Code         string `db:"code"`
}

func (s *Service) tablet(ctx context.Context, token string) (k tablet, err error) {
	err = s.DB.GetContext(ctx, &k, `
		SELECT k.id, k.touchpoint_id, t.department_id, t.code FROM kiosks k JOIN touchpoints t ON t.id = k.touchpoint_id
		WHERE k.token_hash = $1`, s.kioskHash("token", token))
	if errors.Is(err, sql.ErrNoRows) {
		return tablet{}, fault.Errorf(fault.Unauthenticated, "this tablet is not set up")
	}
	if err != nil {
		return tablet{}, fmt.Errorf("look up a tablet: %w", err)
	}
	return k, nil
}

// KioskPage is what a tablet shows: its place, and whom one may have met there.
type KioskPage struct {
	Place  Subject
	People []Served
}

// Served is somebody who may have served a patient at a kiosk.
type Served struct {
	EmployeeID int64 `db:"id"`
	Colleague
}

// mostServed is how many people a kiosk offers.
const mostServed = 60

// OpenKiosk returns the page of a tablet. A token that no longer holds is
// fault.Unauthenticated; a place whose code was revoked, fault.Gone.
func (s *Service) OpenKiosk(ctx context.Context, token string) (page KioskPage, err error) {
	k, err := s.tablet(ctx, token)
	if err != nil {
		return page, err
	}
	b, err := s.find(ctx, k.Code)
	if err != nil {
		return page, err
	}
	page.Place = b.Subject
	duty, err := people.OnDuty(ctx, s.DB, k.DepartmentID, s.Now())
	if err != nil {
		return page, err
	}
	ids := make([]int64, len(duty))
	for i, d := range duty {
		ids[i] = d.EmployeeID
	}
	page.People, err = s.served(ctx, k.DepartmentID, b.day, ids)
	return page, err
}
