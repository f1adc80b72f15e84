package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// CallbackTTL is how long a number is kept. Nobody is called later; it is of no
// use then, and goes.
const CallbackTTL = 30 * 24 * time.Hour

// mostCallbacks is how many a list shows. Finishing some makes way for others.
const mostCallbacks = 200

// Callback is a patient's wish to be called. Only [Service.OpenCallback] tells
// the number.
type Callback struct {
	ID             string          `json:"id"             db:"id"`
	DepartmentID   int64           `json:"departmentId"   db:"department_id"`
	DepartmentName texts.Localized `json:"departmentName" db:"department_name"`
	RequestedAt    time.Time       `json:"requestedAt"    db:"requested_at"` // to the hour
}

// waitingFor holds for the callbacks in the reach of $1 and $2 that were asked
// for after $3. Older ones are gone, whether or not they are purged already.
const waitingFor = `($1 OR c.department_id = ANY($2)) AND c.requested_at > $3 `

// ListCallbacks returns who wants to be called, those first who have waited
// longest, without their numbers.
func (s *Service) ListCallbacks(ctx context.Context, actor accounts.Actor, _ struct{}) ([]Callback, error) {
	list := []Callback{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT c.id, c.department_id, d.name AS department_name, c.requested_at
		FROM callbacks c JOIN departments d ON d.id = c.department_id
		WHERE `+waitingFor+`ORDER BY c.requested_at, c.id LIMIT $4`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), s.Now().Add(-CallbackTTL), mostCallbacks)
	if err != nil {
		return nil, fmt.Errorf("list callbacks: %w", err)
	}
	return list, nil
}

// OpenCallback says whose number is wanted, and for what.
type OpenCallback struct {
	ID     string `params:"id"   json:"-" validate:"required,max=40"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// OpenedCallback is a callback with the number.
type OpenedCallback struct {
	Callback
	Contact string `json:"contact" db:"-"`
}

// OpenCallback tells a patient's number. That it was read, by whom and why,
// is in the journal before anybody sees it; the number is not.
func (s *Service) OpenCallback(ctx context.Context, actor accounts.Actor, in OpenCallback) (OpenedCallback, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return OpenedCallback{}, fault.Field("reason", "say why you need the number")
	}
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return OpenedCallback{}, errNoCallback()
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (OpenedCallback, error) {
		var c struct {
			Callback
			Sealed []byte `db:"contact"`
		}
		err := tx.GetContext(ctx, &c, `
			SELECT c.id, c.department_id, d.name AS department_name, c.requested_at, c.contact
			FROM callbacks c JOIN departments d ON d.id = c.department_id
			WHERE `+waitingFor+`AND c.id = $4`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), s.Now().Add(-CallbackTTL), id)
		if errors.Is(err, sql.ErrNoRows) {
			return OpenedCallback{}, errNoCallback()
		}
		if err != nil {
			return OpenedCallback{}, fmt.Errorf("callback %s: %w", id, err)
		}
		contact, err := s.Keys.Decrypt(c.Sealed, id[:])
		if err != nil {
			return OpenedCallback{}, fmt.Errorf("contact of callback %s: %w", id, err)
		}
		return OpenedCallback{c.Callback, string(contact)}, s.recordCallback(ctx, tx, actor, "open", c.Callback, in.Reason)
	})
}

func errNoCallback() error {
	return fault.Errorf(fault.NotFound, "there is no such callback; somebody may have finished it")
}

// FinishCallback names a callback that is done with.
type FinishCallback struct {
	ID string `params:"id" json:"-" validate:"required,max=40"`
}

// FinishCallback deletes a patient's wish to be called, and the number with it.
func (s *Service) FinishCallback(ctx context.Context, actor accounts.Actor, in FinishCallback) (struct{}, error) {
	id, err := uuid.Parse(in.ID)
	if err != nil {
		return struct{}{}, errNoCallback()
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (none struct{}, err error) {
		var c Callback
		err = tx.GetContext(ctx, &c, `DELETE FROM callbacks c WHERE `+waitingFor+`AND c.id = $4 RETURNING c.id, c.department_id`,
			actor.Reach.Hospital, pq.Array(actor.Reach.Departments), s.Now().Add(-CallbackTTL), id)
		if errors.Is(err, sql.ErrNoRows) {
			return none, errNoCallback()
		}
		if err != nil {
			return none, fmt.Errorf("finish callback %s: %w", id, err)
		}
		return none, s.recordCallback(ctx, tx, actor, "finish", c, "")
	})
}

// recordCallback journals what was done, and nothing of the patient's.
func (s *Service) recordCallback(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, action string, c Callback, reason string) error {
	after := struct {
		ID           string `json:"id"`
		DepartmentID int64  `json:"departmentId"`
		Reason       string `json:"reason,omitempty"`
	}{c.ID, c.DepartmentID, reason}
	return journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{Action: action, Object: "callback", After: after})
}

// PurgeCallbacks deletes what is older than [CallbackTTL] and returns how many
// that were.
func (s *Service) PurgeCallbacks(ctx context.Context) (int64, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (int64, error) {
		now := s.Now()
		r, err := tx.ExecContext(ctx, `DELETE FROM callbacks WHERE requested_at <= $1`, now.Add(-CallbackTTL))
		if err != nil {
			return 0, fmt.Errorf("purge callbacks: %w", err)
		}
		n, err := r.RowsAffected()
		if err != nil || n == 0 {
			return 0, err
		}
		return n, journal.Record(ctx, tx, 0, now, journal.Entry{
			Action: "purge", Object: "callback", After: map[string]int64{"count": n},
		})
	})
}

// PurgeDaily purges callbacks now and once a day until ctx ends. Several
// servers may do so at once.
func (s *Service) PurgeDaily(ctx context.Context) {
	day := time.NewTicker(24 * time.Hour)
	defer day.Stop()
	for {
		if _, err := s.PurgeCallbacks(ctx); err != nil && ctx.Err() == nil {
			s.Log.Error("telephone numbers that are too old are still stored; trying again tomorrow", "error", err)
		}
		select {
		case <-day.C:
		case <-ctx.Done():
			return
		}
	}
}
