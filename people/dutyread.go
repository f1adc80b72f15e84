package people

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Duty is what somebody does at a moment.
type Duty struct {
	EmployeeID   int64     `json:"employeeId"   db:"employee_id"`
	Number       string    `json:"number"       db:"number"`
	Name         string    `json:"name"         db:"name"`
	LatinName    string    `json:"latinName"    db:"latin_name"`
	DepartmentID int64     `json:"departmentId" db:"department_id"`
	Shift        string    `json:"shift"        db:"shift"`
	Kind         string    `json:"kind"         db:"kind"` // planned or present
	From         time.Time `json:"from"         db:"starts_at"`
	To           time.Time `json:"to"           db:"ends_at"`
}

// OnDuty returns who is on duty in a department, or in one below it, at a time:
// those who came and those who were to come, in the order of their names.
//
// Beginning 36 hours before at most, which is the longest that a duty lasts,
// they are found in one short stretch of the index.
func OnDuty(ctx context.Context, q sqlx.QueryerContext, departmentID int64, at time.Time) ([]Duty, error) {
	list := []Duty{}
	err := sqlx.SelectContext(ctx, q, &list, Below("$1")+`
		SELECT d.employee_id, e.number, e.name, e.latin_name, d.department_id, d.shift, d.kind, d.starts_at, d.ends_at
		FROM below b
		JOIN duties d ON d.department_id = b.id AND d.starts_at <= $2 AND d.starts_at > $3 AND d.ends_at > $2
		JOIN employees e ON e.id = d.employee_id
		WHERE d.kind IN ('planned', 'present')
		ORDER BY e.name, e.id`, departmentID, at, at.Add(-longestDuty))
	if err != nil {
		return nil, fmt.Errorf("who is on duty in department %d: %w", departmentID, err)
	}
	return list, nil
}

// ListOnDuty asks who is on duty.
type ListOnDuty struct {
	DepartmentID int64  `query:"departmentId" validate:"required,min=1"` // and those below it
	At           string `query:"at"           validate:"max=40"`         // now, unless given: 2026-10-31T08:30:00Z
}

// ListOnDuty returns who is on duty in a department and below it, of those
// within reach.
func (s *Service) ListOnDuty(ctx context.Context, actor accounts.Actor, in ListOnDuty) ([]Duty, error) {
	at := s.now()
	if in.At != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, in.At); err != nil {
			return nil, fault.Field("at", "not a time: write it like 2026-10-31T08:30:00Z")
		}
	}
	all, err := OnDuty(ctx, s.DB, in.DepartmentID, at)
	if err != nil {
		return nil, err
	}
	list := []Duty{}
	l := Lookup{reach: actor.Reach}
	for _, d := range all {
		if l.within(d.DepartmentID) || d.EmployeeID == actor.Reach.EmployeeID {
			list = append(list, d)
		}
	}
	return list, nil
}

// Attendance is what one person was to work in a span of days, and did.
type Attendance struct {
	EmployeeID int64 `json:"employeeId"      db:"employee_id"`
	FTE        int   `json:"fte"             db:"fte"`      // thousandths of full time, as posted, on average over the days
	Duties     int   `json:"duties"          db:"duties"`   // shifts
	Planned    int   `json:"plannedMinutes"  db:"planned"`  // all of them
	Attended   int   `json:"attendedMinutes" db:"attended"` // those they came to, if only to be trained
	Training   int   `json:"trainingMinutes" db:"training"` // of which to be trained
	Leave      int   `json:"leaveMinutes"    db:"leave"`
	Sick       int   `json:"sickMinutes"     db:"sick"`
	Absent     int   `json:"absentMinutes"   db:"absent"`
	Open       int   `json:"openMinutes"     db:"open"` // nobody has said yet
}

// attendance sums, per person, the duties that begin on a day from $1 up to and
// without $2.
const attendance = `
	SELECT d.employee_id, count(*) AS duties, sum(m) AS planned,
		coalesce(sum(m) FILTER (WHERE kind IN ('present', 'training')), 0) AS attended,
		coalesce(sum(m) FILTER (WHERE kind = 'training'), 0) AS training,
		coalesce(sum(m) FILTER (WHERE kind = 'leave'), 0) AS leave,
		coalesce(sum(m) FILTER (WHERE kind = 'sick'), 0) AS sick,
		coalesce(sum(m) FILTER (WHERE kind = 'absent'), 0) AS absent,
		coalesce(sum(m) FILTER (WHERE kind = 'planned'), 0) AS open,
		(SELECT coalesce(sum(p.fte * (least(p.to_day, $2::date) - greatest(p.from_day, $1::date))) / ($2::date - $1::date), 0) FROM postings p
			WHERE p.employee_id = d.employee_id AND p.from_day < $2 AND (p.to_day IS NULL OR p.to_day > $1)) AS fte
	FROM (SELECT employee_id, kind, department_id, (extract(epoch FROM ends_at - starts_at) / 60)::int AS m FROM duties
		WHERE day >= $1 AND day < $2) d`

// AttendanceOf returns the attendance of everybody who had a duty on the days
// from the first up to and without the last, by employee: what rates are
// measured against.
func AttendanceOf(ctx context.Context, q sqlx.QueryerContext, from, to worktime.Day) (map[int64]Attendance, error) {
	var list []Attendance
	if err := sqlx.SelectContext(ctx, q, &list, attendance+` GROUP BY d.employee_id`, from, to); err != nil {
		return nil, fmt.Errorf("attendance from %s to %s: %w", from, to, err)
	}
	out := make(map[int64]Attendance, len(list))
	for _, a := range list {
		out[a.EmployeeID] = a
	}
	return out, nil
}

// ListAttendance narrows a list of attendance.
type ListAttendance struct {
	Month        string `query:"month"        validate:"required,len=7"` // 2026-10
	DepartmentID int64  `query:"departmentId" validate:"min=0"`          // where the duties were, or below it
	After        int64  `query:"after"        validate:"min=0"`          // the last id of the page before
	Limit        int    `query:"limit"        validate:"min=0,max=200"`
}

// ListAttendance returns what people were to work in a month, and did, in the
// order of their ids, 50 unless told otherwise. Duties in departments out of
// reach are not counted, but for one's own.
func (s *Service) ListAttendance(ctx context.Context, actor accounts.Actor, in ListAttendance) ([]Attendance, error) {
	from, to, err := month(in.Month)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Attendance{}
	err = s.DB.SelectContext(ctx, &list, Below("$3")+attendance+`
		WHERE ($3::bigint = 0 OR d.department_id IN (SELECT id FROM below))
			AND ($4 OR d.department_id = ANY($5) OR d.employee_id = $6) AND d.employee_id > $7
		GROUP BY d.employee_id ORDER BY d.employee_id LIMIT $8`, from, to, in.DepartmentID,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("attendance in %s: %w", in.Month, err)
	}
	return list, nil
}

// month returns the first day of a month and of the next.
func month(name string) (from, to worktime.Day, err error) {
	from, err = worktime.Parse(name + "-01")
	if err != nil {
		return "", "", fault.Field("month", "not a month: write it like 2026-10")
	}
	return from, worktime.Date(from.Year(), from.Month()+1, 1), nil
}
