package training

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Attendance says that somebody was at a session, from when and, if they checked
// out, until when.
type Attendance struct {
	ID         int64      `json:"id"               db:"id"`
	SessionID  int64      `json:"sessionId"        db:"session_id"`
	EmployeeID int64      `json:"employeeId"       db:"employee_id"`
	CameAt     time.Time  `json:"cameAt"           db:"came_at"`
	CameBy     string     `json:"cameBy"           db:"came_by"` // qr, typed, or trainer: a tick
	LeftAt     *time.Time `json:"leftAt,omitempty" db:"left_at"`
}

const attendanceColumns = `id, session_id, employee_id, came_at, came_by, left_at`

// leeway is how much later than it starts, or earlier than it ends, somebody may
// check in or out and still be credited with all of a session: it takes a while
// until a queue of fifty has passed the code.
const leeway = 10 * time.Minute

// minutes returns how many whole minutes of t somebody attended, from coming
// until leaving or the end; all of them for the zero Attendance.
func (a Attendance) minutes(t Session) int {
	from, to := t.StartsAt, t.EndsAt
	if a.CameAt.After(from.Add(leeway)) {
		from = a.CameAt
	}
	if a.LeftAt != nil && a.LeftAt.Before(to.Add(-leeway)) {
		to = *a.LeftAt
	}
	return max(0, int(to.Sub(from)/time.Minute))
}

// readAttendance returns somebody's attendance; the zero one if there is none.
func readAttendance(ctx context.Context, tx *sqlx.Tx, sessionID, employeeID int64) (a Attendance, err error) {
	err = tx.GetContext(ctx, &a, `SELECT `+attendanceColumns+` FROM attendances WHERE session_id = $1 AND employee_id = $2`, sessionID, employeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return Attendance{}, nil // a has been made ready to be scanned into
	}
	if err != nil {
		return a, fmt.Errorf("attendance of employee %d: %w", employeeID, err)
	}
	return a, nil
}
