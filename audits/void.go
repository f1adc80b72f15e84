package audits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// ownVoid is how long observers may void a check of their own, counted from
// when the server has it: before that they can discard it on the phone.
const ownVoid = time.Hour

// VoidSpotCheck names a spot check and says why it shall not count.
type VoidSpotCheck struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// Void takes a spot check out of the evidence. It stays where it was, with the
// reason. Observers may void their own for an hour; later, it takes somebody
// whose reach goes beyond their own checks. Nobody voids one about themselves.
func (s *Service) Void(ctx context.Context, actor accounts.Actor, in VoidSpotCheck) (SpotCheck, error) {
	in.Reason = strings.TrimSpace(in.Reason)
	if in.Reason == "" || !storable(in.Reason) {
		return SpotCheck{}, fault.Field("reason", "say why it shall not count")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (SpotCheck, error) {
		now := s.Now().UTC()
		l, err := lock(ctx, tx, actor.Reach, in.ID)
		if err != nil {
			return SpotCheck{}, err
		}
		if err := l.mayBeVoided(actor, now); err != nil {
			return SpotCheck{}, err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE spot_checks SET voided_at = $2, voided_by = $3, void_reason = $4 WHERE id = $1`,
			in.ID, now, actor.AccountID, in.Reason); err != nil {
			return SpotCheck{}, fmt.Errorf("void spot check %d: %w", in.ID, err)
		}
		check, err := read(ctx, tx, in.ID)
		if err != nil {
			return SpotCheck{}, err
		}
		return check, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "void", Object: "spot-check", ObjectID: in.ID, After: map[string]string{"reason": in.Reason},
		})
	})
}

// allow says whether and until when the actor may void a check as its observer.
// That others may, too, is a question of their permission, not of the check.
func (c *SpotCheckSummary) allow(actor accounts.Actor, now time.Time) {
	until := c.RecordedAt.Add(ownVoid)
	if c.ObserverID != actor.EmployeeID || actor.Is(c.EmployeeID) || c.VoidedAt != nil || now.After(until) {
		return
	}
	c.MayVoid, c.VoidUntil = true, &until
}

// locked is what decides whether a spot check may be voided.
type locked struct {
	EmployeeID   int64      `db:"employee_id"`
	ObserverID   int64      `db:"observer_id"`
	DepartmentID int64      `db:"department_id"`
	RecordedAt   time.Time  `db:"recorded_at"`
	VoidedAt     *time.Time `db:"voided_at"`
	Reason       string     `db:"void_reason"`
}

func lock(ctx context.Context, tx *sqlx.Tx, reach accounts.Reach, id int64) (l locked, err error) {
	err = tx.GetContext(ctx, &l, `
		SELECT employee_id, observer_id, department_id, recorded_at, voided_at, coalesce(void_reason, '') AS void_reason
		FROM spot_checks WHERE id = $4 AND `+visible+` FOR UPDATE`,
		reach.Hospital, pq.Array(reach.Departments), reach.EmployeeID, id)
	if errors.Is(err, sql.ErrNoRows) {
		return locked{}, unknown(id)
	}
	if err != nil {
		return locked{}, fmt.Errorf("lock spot check %d: %w", id, err)
	}
	return l, nil
}

func (l locked) mayBeVoided(actor accounts.Actor, now time.Time) error {
	wide := actor.Reach.Hospital || slices.Contains(actor.Reach.Departments, l.DepartmentID)
	switch {
	case actor.Is(l.EmployeeID):
		return fault.Errorf(fault.Forbidden, "nobody voids a check about themselves")
	case l.VoidedAt != nil:
		return fault.Errorf(fault.Conflict, "it was voided already: %s", l.Reason)
	case !wide && now.Sub(l.RecordedAt) > ownVoid:
		return fault.Errorf(fault.Forbidden, "you could void it yourself for an hour; now ask the quality office")
	}
	return nil
}
