package training

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/people"
)

// Tick says who the trainer sees at a session.
type Tick struct {
	SessionID   int64      `params:"id" json:"-" validate:"required"`
	EmployeeIDs []int64    `json:"employeeIds" validate:"required,min=1,max=200,unique,dive,min=1"`
	CameAt      *time.Time `json:"cameAt"` // in time unless given
}

// Tick notes that people are at a session whose phones did not, for all that are
// named or for none. Nobody ticks themselves. Whoever was noted before stays as
// they were.
func (s *Service) Tick(ctx context.Context, actor accounts.Actor, in Tick) ([]Attendance, error) {
	ids := slices.SortedFunc(slices.Values(in.EmployeeIDs), cmp.Compare[int64]) // or two requests might wait for each other
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]Attendance, error) {
		l, err := s.lesson(ctx, tx, in.SessionID, "FOR NO KEY UPDATE")
		if err != nil {
			return nil, err
		}
		came, err := l.came(in.CameAt)
		if err != nil {
			return nil, err
		}
		all, added := []Attendance{}, []Attendance{}
		for _, id := range ids {
			if actor.Is(id) {
				return nil, fault.Errorf(fault.Forbidden, "nobody ticks themselves")
			}
			if _, err := postingWithin(ctx, tx, actor.Reach, id, l.day); err != nil {
				return nil, err
			}
			a, isNew, err := attend(ctx, tx, Attendance{SessionID: l.ID, EmployeeID: id, CameAt: came, CameBy: "trainer"}, actor.AccountID)
			if err != nil {
				return nil, err
			}
			if isNew {
				added = append(added, a)
			}
			all = append(all, a)
		}
		if len(added) == 0 {
			return all, nil
		}
		return all, journal.Record(ctx, tx, actor.AccountID, l.now, journal.Entry{
			Action: "tick", Object: "training-session", ObjectID: l.ID, After: added,
		})
	})
}

// came returns when somebody came, in the trainer's words: in time unless given.
func (l lesson) came(at *time.Time) (time.Time, error) {
	if l.now.Before(l.StartsAt.Add(-doors)) {
		return time.Time{}, l.open()
	}
	switch {
	case at == nil && l.now.Before(l.StartsAt):
		return l.now, nil
	case at == nil:
		return l.StartsAt, nil
	case at.Before(l.StartsAt.Add(-doors)) || at.After(l.EndsAt) || at.After(l.now):
		return time.Time{}, fault.Field("cameAt", "between an hour before it starts and its end, and not in the future")
	}
	return at.UTC().Truncate(time.Microsecond), nil
}

// Present is one line of a session's roll: somebody who is enrolled, has come, or
// was credited.
type Present struct {
	EmployeeID int64      `json:"employeeId"       db:"employee_id"`
	Number     string     `json:"number"           db:"number"`
	Name       string     `json:"name"             db:"name"`
	Enrolled   bool       `json:"enrolled"         db:"enrolled"`
	Waiting    bool       `json:"waiting"          db:"waiting"` // for a place
	CameAt     *time.Time `json:"cameAt,omitempty" db:"came_at"`
	CameBy     string     `json:"cameBy,omitempty" db:"came_by"`
	LeftAt     *time.Time `json:"leftAt,omitempty" db:"left_at"`
	Minutes    int        `json:"minutes"          db:"minutes"` // credited; 0: not yet
	Note       string     `json:"note,omitempty"   db:"note"`
}

// Roll names a session.
type Roll struct {
	SessionID int64 `params:"id"   json:"-" validate:"required"`
	After     int64 `query:"after" validate:"min=0"` // the last employee's id of the page before
	Limit     int   `query:"limit" validate:"min=0,max=200"`
}

// Roll returns who is expected at a session, who has come and who was credited, of
// those within reach, in the order of their ids, 200 unless told otherwise.
func (s *Service) Roll(ctx context.Context, actor accounts.Actor, in Roll) ([]Present, error) {
	if in.Limit == 0 {
		in.Limit = 200
	}
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return nil, err
	}
	list := []Present{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT e.id AS employee_id, e.number, e.name, n.id IS NOT NULL AS enrolled, n.id IS NOT NULL AND n.placed_at IS NULL AS waiting,
			a.came_at, coalesce(a.came_by, '') AS came_by, a.left_at, coalesce(c.minutes, 0) AS minutes, coalesce(c.note, '') AS note
		FROM employees e
		LEFT JOIN enrolments n ON n.session_id = $1 AND n.employee_id = e.id AND n.withdrawn_at IS NULL
		LEFT JOIN attendances a ON a.session_id = $1 AND a.employee_id = e.id
		LEFT JOIN credits c ON c.session_id = $1 AND c.employee_id = e.id AND c.voided_at IS NULL
		WHERE (n.id IS NOT NULL OR a.id IS NOT NULL OR c.id IS NOT NULL) AND e.id > $2 AND `+withinReach+`
		ORDER BY e.id LIMIT $7`,
		in.SessionID, in.After, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("roll of session %d: %w", in.SessionID, err)
	}
	if len(list) > 0 {
		return list, nil
	}
	return list, s.exists(ctx, fmt.Sprintf("session %d", in.SessionID), `SELECT FROM training_sessions WHERE id = $1`, in.SessionID)
}
