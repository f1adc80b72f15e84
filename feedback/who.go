package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// Colleague is somebody a patient may have met.
type Colleague struct {
	Code      string          `db:"code"` // of the badge
	Name      string          `db:"name"`
	LatinName string          `db:"latin_name"`
	Post      texts.Localized `db:"post"`
}

// Choices are whom a patient may have met, and the place itself.
type Choices struct {
	Hospital   texts.Localized
	Department texts.Localized
	People     []Colleague
	Place      Place
	Visit      string // the token, where there is one; goes along with Key
	Key        string // with a token only
	Device     string // the cookie to give the phone; "": it keeps what it has
	Only       string // the code of the one person whom the visit was to; "": the patient chooses
}

// Place is a service point that can be rated instead of a person. Without a code
// there is none.
type Place struct {
	Code  string          `db:"code"`
	Label texts.Localized `db:"label"`
}

// mostColleagues is how many one page offers: with more it has over 6 KB.
const mostColleagues = 150

// Who lists whom a patient may have met in the department of a code: for those
// who scanned the wrong badge, or a place.
func (s *Service) Who(ctx context.Context, v Visitor) (Choices, error) {
	b, err := s.visited(ctx, v)
	if err != nil {
		return Choices{}, err
	}
	p, err := s.proveAt(ctx, b, v.Visit, v.Network)
	if err != nil {
		return Choices{}, err
	}
	out := Choices{Hospital: b.Hospital, Department: b.Department}
	if err := s.goOn(ctx, &out, p, v); err != nil {
		return Choices{}, err
	}
	if b.employeeID == 0 {
		out.Place = Place{b.Code, b.Label}
	} else if p != nil {
		if out.Place, err = s.placeIn(ctx, p.departmentID); err != nil {
			return Choices{}, err
		}
	}
	out.People, err = s.colleagues(ctx, b.departmentID)
	return out, err
}

// OpenVisit shows what a token leads to, and spends nothing: those who preview
// links spend no patient's vote. It leads to the person whom the visit was to
// or, where that is not said or they have left, to whoever may have been met.
func (s *Service) OpenVisit(ctx context.Context, v Visitor) (Choices, error) {
	if err := s.views.allow(v.Network, s.Now()); err != nil {
		return Choices{}, err
	}
	p, err := s.prove(ctx, v.Visit, v.Network)
	if err == nil && p == nil {
		err = refuseToken(TokenForged)
	}
	if err != nil {
		return Choices{}, err
	}
	var out Choices
	if err := s.goOn(ctx, &out, p, v); err != nil {
		return Choices{}, err
	}
	if out.Only, err = s.badgeOf(ctx, p.employeeID); err != nil || out.Only != "" {
		return out, err
	}
	hospital, err := people.ReadHospital(ctx, s.DB)
	if err != nil {
		return Choices{}, err
	}
	out.Hospital = hospital.Name
	if err := s.DB.GetContext(ctx, &out.Department, `SELECT name FROM departments WHERE id = $1`, p.departmentID); err != nil {
		return Choices{}, fmt.Errorf("name of department %d: %w", p.departmentID, err)
	}
	if out.Place, err = s.placeIn(ctx, p.departmentID); err != nil {
		return Choices{}, err
	}
	out.People, err = s.colleagues(ctx, p.departmentID)
	return out, err
}

// goOn lets a phone go on with a visit, if there is one and nobody else's.
func (s *Service) goOn(ctx context.Context, out *Choices, p *proof, v Visitor) error {
	if p == nil {
		return nil
	}
	var key pageKey
	key, out.Key, out.Device = s.pageKey(v, p.context(""))
	out.Visit = p.text
	if out.Device != "" {
		v.Device = out.Device
	}
	return s.mine(ctx, p, key, v.Device)
}

// badgeOf returns the code by which somebody can be rated today, "" if they can't.
func (s *Service) badgeOf(ctx context.Context, employeeID int64) (code string, err error) {
	err = s.DB.GetContext(ctx, &code, `
		SELECT code FROM touchpoints WHERE employee_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 1`, employeeID)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("badge of employee %d: %w", employeeID, err)
	}
	_, err = s.find(ctx, code)
	if fault.Is(err, fault.Gone) || fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return code, err
}

// placeIn returns what stands for a department itself: the code of its slips, or
// another of its places.
func (s *Service) placeIn(ctx context.Context, departmentID int64) (p Place, err error) {
	err = s.DB.GetContext(ctx, &p, `
		SELECT code, label FROM touchpoints WHERE department_id = $1 AND employee_id IS NULL AND revoked_at IS NULL
		ORDER BY kind <> 'slip', id LIMIT 1`, departmentID)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Place{}, fmt.Errorf("place of department %d: %w", departmentID, err)
	}
	return p, nil
}

// colleagues lists those on duty in a department or below it at this moment or,
// where the roster knows of nobody, those posted there today, below it only if
// nobody is posted there itself.
func (s *Service) colleagues(ctx context.Context, departmentID int64) ([]Colleague, error) {
	onDuty, err := people.OnDuty(ctx, s.DB, departmentID, s.Now())
	if err != nil {
		return nil, err
	}
	if len(onDuty) > 0 {
		ids := make([]int64, len(onDuty))
		for i, d := range onDuty {
			ids[i] = d.EmployeeID
		}
		list, err := s.withBadges(ctx, departmentID, `employee_id = ANY($4)`, ids)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	list, err := s.withBadges(ctx, departmentID, `$4::bigint[] IS NULL AND department_id = $1`, nil)
	if err != nil || len(list) > 0 {
		return list, err
	}
	return s.withBadges(ctx, departmentID, `$4::bigint[] IS NULL AND department_id IN (SELECT id FROM below)`, nil)
}

// withBadges lists those among the employees who have a badge that holds, with the
// post they have today, in the department if they have several.
func (s *Service) withBadges(ctx context.Context, departmentID int64, among string, ids []int64) ([]Colleague, error) {
	day, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	list := []Colleague{}
	err = s.DB.SelectContext(ctx, &list, people.Below("$1")+`
		SELECT t.code, e.name, e.latin_name, o.name AS post
		FROM (SELECT DISTINCT ON (employee_id) employee_id, post_id FROM postings
		      WHERE `+among+` AND from_day <= $2 AND coalesce(to_day, 'infinity') > $2
		      ORDER BY employee_id, department_id IN (SELECT id FROM below) DESC, from_day, id) p
		JOIN posts o ON o.id = p.post_id
		JOIN employees e ON e.id = p.employee_id AND coalesce(e.left_on, 'infinity') > $2
		CROSS JOIN LATERAL (SELECT code FROM touchpoints
			WHERE employee_id = e.id AND revoked_at IS NULL ORDER BY id DESC LIMIT 1) t
		ORDER BY e.name, e.id LIMIT $3`,
		departmentID, day, mostColleagues, pq.Array(ids))
	if err != nil {
		return nil, fmt.Errorf("who works in department %d: %w", departmentID, err)
	}
	return list, nil
}
