package training

import (
	"context"
	"fmt"
	"slices"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// ListHours narrows a list of hours to a year, and perhaps to a department, or to
// those who miss something.
type ListHours struct {
	Year         int    `query:"year"         validate:"omitempty,min=2000,max=2200"` // this one unless given
	DepartmentID int64  `query:"departmentId" validate:"min=0"`                       // and all below it
	Standing     string `query:"standing"     validate:"omitempty,oneof=done on-course behind none"`
	Missing      string `query:"missing"      validate:"omitempty,oneof=hours onboarding case-review communication"`
	After        int64  `query:"after"        validate:"min=0"` // the last id of the page before
	Limit        int    `query:"limit"        validate:"min=0,max=200"`
}

// keeps reports whether h is asked for.
func (in ListHours) keeps(h Hours) bool {
	return (in.Standing == "" || h.Standing == in.Standing) && (in.Missing == "" || slices.Contains(h.Missing, in.Missing))
}

// ListHours returns the hours of whoever was employed in the year, in the order
// of their ids, 50 unless told otherwise. Who belongs where is a question about
// today or, for another year, its last or first day.
func (s *Service) ListHours(ctx context.Context, actor accounts.Actor, in ListHours) ([]Hours, error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Hours{}
	err = s.eachHours(ctx, actor, in, y, func(h Hours) bool {
		if in.keeps(h) {
			list = append(list, h)
		}
		return len(list) < in.Limit
	})
	return list, err
}

// atOnce is how many people's hours are read by one query.
const atOnce = 500

// eachHours calls fn with the hours of whoever was employed in the year, within
// reach and in the department, in the order of their ids, until it returns false.
func (s *Service) eachHours(ctx context.Context, actor accounts.Actor, in ListHours, y year, fn func(Hours) bool) error {
	size := atOnce
	if in.Standing == "" && in.Missing == "" && in.Limit > 0 {
		size = in.Limit // each is kept
	}
	for after := in.After; ; {
		list := []Hours{}
		if err := s.DB.SelectContext(ctx, &list, people.Below("$7")+selectHours+`
			WHERE `+withinReach+`
				AND ($7::bigint = 0 OR e.id IN (
					SELECT p.employee_id FROM postings p WHERE p.department_id IN (SELECT id FROM below)
						AND p.from_day <= $6 AND (p.to_day IS NULL OR p.to_day > $6)))
				AND e.hired_on < $2 AND (e.left_on IS NULL OR e.left_on > $1)
				AND e.id > $8
			ORDER BY e.id LIMIT $9`,
			y.first, y.next, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, y.day,
			in.DepartmentID, after, size); err != nil {
			return fmt.Errorf("list hours: %w", err)
		}
		if err := complete(ctx, s.DB, list, y); err != nil {
			return err
		}
		for _, h := range list {
			if !fn(h) {
				return nil
			}
		}
		if len(list) < size {
			return nil
		}
		after = list[len(list)-1].EmployeeID
	}
}

// TeamHours sums the hours of a department and all below it.
type TeamHours struct {
	DepartmentID  int64           `json:"departmentId"       db:"id"`
	ParentID      int64           `json:"parentId,omitempty" db:"parent_id"`
	Code          string          `json:"code"               db:"code"`
	Name          texts.Localized `json:"name"               db:"name"`
	People        int             `json:"people"             db:"-"` // employed, and posted there on the day
	Minutes       int             `json:"minutes"            db:"-"` // of whoever still owes some: up to what is required
	Required      int             `json:"requiredMinutes"    db:"-"`
	Due           int             `json:"dueMinutes"         db:"-"`
	Done          int             `json:"done"               db:"-"` // people by their standing
	OnCourse      int             `json:"onCourse"           db:"-"`
	Behind        int             `json:"behind"             db:"-"`
	Newcomers     int             `json:"newcomers"          db:"-"` // who do not serve alone yet
	CaseReview    int             `json:"caseReviewOwed"     db:"-"` // people, in the quarter of the day
	Communication int             `json:"communicationOwed"  db:"-"`
}

// ListTeamHours names a year.
type ListTeamHours struct {
	Year int `query:"year" validate:"omitempty,min=2000,max=2200"` // this one unless given
}

// ListTeamHours returns the sums of every department within reach, ordered by
// their codes. A person counts in the department of the posting that began first,
// of those of the day, and in all above it. More hours than required make up for
// nobody else's.
func (s *Service) ListTeamHours(ctx context.Context, actor accounts.Actor, in ListTeamHours) ([]TeamHours, error) {
	y, err := s.year(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	list := []TeamHours{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT id, coalesce(parent_id, 0) AS parent_id, code, name FROM departments ORDER BY code`); err != nil {
		return nil, fmt.Errorf("departments: %w", err)
	}
	at := map[int64]*TeamHours{}
	for i := range list {
		at[list[i].DepartmentID] = &list[i]
	}
	err = s.eachHours(ctx, actor, ListHours{}, y, func(h Hours) bool {
		for d := at[h.DepartmentID]; d != nil; d = at[d.ParentID] {
			d.add(h)
		}
		return true
	})
	if err != nil || actor.Reach.Hospital {
		return list, err
	}
	return slices.DeleteFunc(list, func(d TeamHours) bool { return !slices.Contains(actor.Reach.Departments, d.DepartmentID) }), nil
}

func (d *TeamHours) add(h Hours) {
	d.People++
	d.Minutes += min(h.Minutes, h.Required)
	d.Required += h.Required
	d.Due += h.Due
	one := func(n *int, holds bool) {
		if holds {
			*n++
		}
	}
	one(&d.Done, h.Standing == done)
	one(&d.OnCourse, h.Standing == onCourse)
	one(&d.Behind, h.Standing == behind)
	one(&d.Newcomers, !h.MayServeAlone)
	one(&d.CaseReview, slices.Contains(h.Missing, "case-review"))
	one(&d.Communication, slices.Contains(h.Missing, "communication"))
}
