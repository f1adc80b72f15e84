package feedback

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Subject is who or what a code stands for, as patients see it.
type Subject struct {
	Code       string
	Kind       string          // "badge", or the kind of place
	Name       string          // the person's; "" for a place
	LatinName  string          // "" if the hospital gave none
	Post       texts.Localized // the person's
	Label      texts.Localized // the place's
	Department texts.Localized
	Hospital   texts.Localized
	Language   string // the hospital's, for who says nothing
}

// subject is a Subject with what a rating of it is stamped with.
type subject struct {
	Subject
	touchpointID int64
	employeeID   int64 // 0: a place
	postingID    int64 // 0: a place
	departmentID int64
	day          worktime.Day // on which this holds
}

// identity tells subjects apart. A badge issued again is the same person.
func (b subject) identity() []byte {
	if b.employeeID != 0 {
		return binary.BigEndian.AppendUint64([]byte("employee "), uint64(b.employeeID))
	}
	return binary.BigEndian.AppendUint64([]byte("touchpoint "), uint64(b.touchpointID))
}

// Find returns what a code stands for. An unknown code is fault.NotFound; one
// that was revoked, or whose bearer does not work here today, is fault.Gone.
//
// Answers may be half a minute old; a rating is checked against the database
// when it is written.
func (s *Service) Find(ctx context.Context, v Visitor) (Subject, error) {
	b, err := s.visited(ctx, v)
	return b.Subject, err
}

// visited is find for a page view, of which one network may have so many.
func (s *Service) visited(ctx context.Context, v Visitor) (subject, error) {
	if err := s.views.allow(v.Network, s.Now()); err != nil {
		return subject{}, err
	}
	return s.find(ctx, v.Code)
}

func (s *Service) find(ctx context.Context, code string) (subject, error) {
	code, ok := ParseCode(code)
	if !ok {
		return subject{}, errUnknownCode()
	}
	day, err := s.today(ctx)
	if err != nil {
		return subject{}, err
	}
	return s.subjects.get(ctx, code, day, s.Now(), s.resolve)
}

func errUnknownCode() error { return fault.Errorf(fault.NotFound, "no such code") }

// resolve reads a subject as it is on a day.
func (s *Service) resolve(ctx context.Context, code string, day worktime.Day) (subject, error) {
	var row struct {
		ID         int64           `db:"id"`
		Kind       string          `db:"kind"`
		Revoked    bool            `db:"revoked"`
		EmployeeID int64           `db:"employee_id"`
		Name       string          `db:"name"`
		LatinName  string          `db:"latin_name"`
		LeftOn     worktime.Day    `db:"left_on"`
		Prefer     int64           `db:"department_id"`
		Label      texts.Localized `db:"label"`
	}
	err := s.DB.GetContext(ctx, &row, `
		SELECT t.id, t.kind, t.revoked_at IS NOT NULL AS revoked, t.label, coalesce(t.department_id, 0) AS department_id,
		       coalesce(e.id, 0) AS employee_id, coalesce(e.name, '') AS name, coalesce(e.latin_name, '') AS latin_name, e.left_on
		FROM touchpoints t LEFT JOIN employees e ON e.id = t.employee_id
		WHERE t.code = $1`, code)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return subject{}, errUnknownCode()
	case err != nil:
		return subject{}, fmt.Errorf("look up code: %w", err) // not which: codes stay out of logs
	case row.Revoked, row.LeftOn != "" && row.LeftOn <= day:
		return subject{}, errGone()
	}
	hospital, err := people.ReadHospital(ctx, s.DB)
	if err != nil {
		return subject{}, err
	}
	b := subject{
		Subject: Subject{
			Code: code, Kind: row.Kind, Name: row.Name, LatinName: row.LatinName, Label: row.Label,
			Hospital: hospital.Name, Language: hospital.Language,
		},
		touchpointID: row.ID, employeeID: row.EmployeeID, departmentID: row.Prefer, day: day,
	}
	if err := s.place(ctx, &b); err != nil {
		return subject{}, err
	}
	return b, nil
}

func errGone() error { return fault.Errorf(fault.Gone, "this code is no longer in use") }

// place fills in where b is on its day: a person's posting, and the names.
func (s *Service) place(ctx context.Context, b *subject) error {
	var postID int64
	if b.employeeID != 0 {
		p, err := people.PostingOn(ctx, s.DB, b.employeeID, b.day, b.departmentID)
		if fault.Is(err, fault.NotFound) {
			return errGone()
		}
		if err != nil {
			return err
		}
		b.postingID, b.departmentID, postID = p.ID, p.DepartmentID, p.PostID
	}
	err := s.DB.QueryRowxContext(ctx, `
		SELECT d.name, (SELECT name FROM posts WHERE id = $2) FROM departments d WHERE d.id = $1`, b.departmentID, postID).
		Scan(&b.Department, &b.Post)
	if err != nil {
		return fmt.Errorf("names of department %d and post %d: %w", b.departmentID, postID, err)
	}
	return nil
}
