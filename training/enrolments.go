package training

import (
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
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Enrolment says that somebody means to come to a session.
type Enrolment struct {
	ID             int64      `json:"id"                       db:"id"`
	SessionID      int64      `json:"sessionId"                db:"session_id"`
	EmployeeID     int64      `json:"employeeId"               db:"employee_id"`
	Number         string     `json:"number"                   db:"number"`
	Name           string     `json:"name"                     db:"name"`
	EnrolledAt     time.Time  `json:"enrolledAt"               db:"enrolled_at"`
	PlacedAt       *time.Time `json:"placedAt,omitempty"       db:"placed_at"` // none: waiting for a place
	WithdrawnAt    *time.Time `json:"withdrawnAt,omitempty"    db:"withdrawn_at"`
	WithdrawReason string     `json:"withdrawReason,omitempty" db:"withdraw_reason"`
}

const selectEnrolments = `
	SELECT n.id, n.session_id, n.employee_id, e.number, e.name, n.enrolled_at, n.placed_at, n.withdrawn_at, n.withdraw_reason
	FROM enrolments n JOIN employees e ON e.id = n.employee_id`

// Enrol says who means to come to a session, and to its other days.
type Enrol struct {
	SessionID  int64 `params:"id" json:"-" validate:"required"`
	EmployeeID int64 `json:"employeeId" validate:"min=0"` // oneself unless given
}

// Enrol gives somebody within reach a place at all days of a session, or puts
// them on its waiting list if a day has none left. Sent again, it answers with
// what is stored.
func (s *Service) Enrol(ctx context.Context, actor accounts.Actor, in Enrol) (Enrolment, error) {
	if in.EmployeeID == 0 {
		in.EmployeeID = actor.EmployeeID
	}
	if in.EmployeeID == 0 {
		return Enrolment{}, fault.Errorf(fault.Forbidden, "only somebody on the roster can enrol; your account belongs to nobody there")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Enrolment, error) {
		days, err := s.lockDays(ctx, tx, in.SessionID)
		if err != nil {
			return Enrolment{}, err
		}
		if err := reaches(ctx, tx, actor, in.EmployeeID, days[0].day); err != nil {
			return Enrolment{}, err
		}
		if e, err := enrolment(ctx, tx, days[0].ID, in.EmployeeID); err != nil || e.ID != 0 {
			return e, err
		}
		placed := true
		for _, d := range days {
			free, err := d.free(ctx, tx, in.EmployeeID)
			if err != nil {
				return Enrolment{}, err
			}
			placed = placed && free
		}
		for _, d := range days {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO enrolments (session_id, employee_id, enrolled_by, enrolled_at, placed_at)
				VALUES ($1, $2, nullif($3::bigint, 0), $4, CASE WHEN $5 THEN $4::timestamptz END)
				ON CONFLICT (session_id, employee_id) WHERE withdrawn_at IS NULL DO NOTHING`,
				d.ID, in.EmployeeID, actor.AccountID, d.now, placed); err != nil {
				return Enrolment{}, fmt.Errorf("insert enrolment: %w", err)
			}
		}
		e, err := enrolment(ctx, tx, days[0].ID, in.EmployeeID)
		if err != nil {
			return e, err
		}
		return e, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "enrol", Object: "training-session", ObjectID: days[0].ID, After: e,
		})
	})
}

// lockDays locks those days of a session that have yet to end and were not
// cancelled, the named one and all others, in the order of their ids.
func (s *Service) lockDays(ctx context.Context, tx *sqlx.Tx, id int64) (days []lesson, err error) {
	named, err := s.lesson(ctx, tx, id, "")
	if err != nil {
		return nil, err
	}
	if !named.now.Before(named.EndsAt) {
		return nil, fault.Errorf(fault.Conflict, "this session ended on %s", named.at(named.EndsAt))
	}
	first := named.ID
	if named.FirstID != 0 {
		first = named.FirstID
	}
	var list []Session
	if err := tx.SelectContext(ctx, &list, `
		SELECT `+sessionColumns+` FROM training_sessions
		WHERE (id = $1 OR first_id = $1) AND cancelled_at IS NULL AND ends_at > $2 ORDER BY id FOR NO KEY UPDATE`, first, named.now); err != nil {
		return nil, fmt.Errorf("days of session %d: %w", id, err)
	}
	if !slices.ContainsFunc(list, func(t Session) bool { return t.ID == id }) {
		return nil, fault.Errorf(fault.Conflict, "this session was cancelled in this moment")
	}
	for _, t := range list {
		d := named
		d.Session, d.day = t, worktime.DayOf(t.StartsAt, named.loc)
		days = append(days, d)
	}
	return days, nil
}

// reaches refuses to act for somebody out of reach on a day, whoever that is.
func reaches(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, employeeID int64, day worktime.Day) error {
	p, err := people.PostingOn(ctx, tx, employeeID, day, 0)
	if err != nil {
		return err
	}
	r := actor.Reach
	if r.Hospital || r.EmployeeID == employeeID || slices.Contains(r.Departments, p.DepartmentID) {
		return nil
	}
	return fault.Errorf(fault.NotFound, "employee %d is not posted anywhere on %s", employeeID, day)
}

// free reports whether l, which is locked, has a place for one more person: those
// who have come without enrolling hold one, too.
func (l lesson) free(ctx context.Context, tx *sqlx.Tx, employeeID int64) (bool, error) {
	if l.Capacity == 0 {
		return true, nil
	}
	var taken int
	if err := tx.GetContext(ctx, &taken, `
		SELECT count(*) FROM (
			SELECT employee_id FROM enrolments WHERE session_id = $1 AND placed_at IS NOT NULL AND withdrawn_at IS NULL
			UNION
			SELECT employee_id FROM attendances WHERE session_id = $1) AS there
		WHERE employee_id <> $2`, l.ID, employeeID); err != nil {
		return false, fmt.Errorf("places of session %d: %w", l.ID, err)
	}
	return taken < l.Capacity, nil
}

// enrolment returns the enrolment of somebody that was not withdrawn; the zero one
// if there is none.
func enrolment(ctx context.Context, tx *sqlx.Tx, sessionID, employeeID int64) (Enrolment, error) {
	list := []Enrolment{}
	err := tx.SelectContext(ctx, &list, selectEnrolments+`
		WHERE n.session_id = $1 AND n.employee_id = $2 AND n.withdrawn_at IS NULL`, sessionID, employeeID)
	if err != nil {
		return Enrolment{}, fmt.Errorf("enrolment of employee %d: %w", employeeID, err)
	}
	if len(list) == 0 {
		return Enrolment{}, nil
	}
	return list[0], nil
}

// ListEnrolments names a session.
type ListEnrolments struct {
	SessionID int64 `params:"id"     json:"-" validate:"required"`
	After     int64 `query:"after"   validate:"min=0"` // the last id of the page before
	Limit     int   `query:"limit"   validate:"min=0,max=200"`
}

// ListEnrolments returns who is enrolled in a session, of those within reach, in
// the order in which they did so, 200 unless told otherwise.
func (s *Service) ListEnrolments(ctx context.Context, actor accounts.Actor, in ListEnrolments) ([]Enrolment, error) {
	if in.Limit == 0 {
		in.Limit = 200
	}
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return nil, err
	}
	list := []Enrolment{}
	err = s.DB.SelectContext(ctx, &list, selectEnrolments+`
		WHERE n.session_id = $1 AND n.withdrawn_at IS NULL AND n.id > $2 AND `+withinReach+`
		ORDER BY n.id LIMIT $7`,
		in.SessionID, in.After, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, today, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list enrolments: %w", err)
	}
	if len(list) > 0 {
		return list, nil
	}
	return list, s.exists(ctx, fmt.Sprintf("session %d", in.SessionID), `SELECT FROM training_sessions WHERE id = $1`, in.SessionID)
}
