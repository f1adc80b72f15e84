package feedback

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// mostCards is how many codes one file holds: printers choke on more.
const mostCards = 600

// PrintSheets says which codes to print, and how.
type PrintSheets struct {
	Layout       string `query:"layout"       validate:"required,oneof=badges-6 badges-12 counter beds slips"`
	Kind         string `query:"kind"         validate:"omitempty,oneof=badge counter bed room slip"` // "": badges on badge layouts, places on others
	DepartmentID int64  `query:"departmentId" validate:"omitempty,min=1"`                             // and all below it
	EmployeeID   int64  `query:"employeeId"   validate:"omitempty,min=1"`
	Touchpoint   int64  `query:"touchpoint"   validate:"omitempty,min=1"`
	After        int64  `query:"after"        validate:"omitempty,min=1"` // the last id of the file before
}

// Printable is a code with what is printed beside it, in the hospital's language.
type Printable struct {
	ID         int64           `db:"id"`
	Code       string          `db:"code"`
	Name       string          `db:"name"` // of a badge's bearer
	Label      texts.Localized `db:"label"`
	Post       texts.Localized `db:"post"`
	Department texts.Localized `db:"department"`
}

// Sheets are codes to print.
type Sheets struct {
	Hospital people.Hospital
	Codes    []Printable
	Next     int64 // the After of the next file; 0: this is the last
}

// Sheets returns the codes that hold within the actor's reach, ordered by their
// ids, as many as fit into a file. Of people it is the newest of their badges.
func (s *Service) Sheets(ctx context.Context, actor accounts.Actor, in PrintSheets) (out Sheets, err error) {
	day, err := s.today(ctx)
	if err != nil {
		return out, err
	}
	if out.Hospital, err = people.ReadHospital(ctx, s.DB); err != nil {
		return out, err
	}
	badges := in.Kind == "badge" || in.Kind == "" && (in.Layout == "badges-6" || in.Layout == "badges-12")
	err = s.DB.SelectContext(ctx, &out.Codes, people.Below("$7")+`
		SELECT t.id, t.code, coalesce(e.name, '') AS name, t.label, o.name AS post, d.name AS department
		FROM touchpoints t
		LEFT JOIN employees e ON e.id = t.employee_id
		LEFT JOIN LATERAL (SELECT p.post_id, p.department_id FROM postings p
			WHERE p.employee_id = t.employee_id AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4
			ORDER BY p.department_id IS NOT DISTINCT FROM t.department_id DESC, p.from_day, p.id LIMIT 1) p ON true
		LEFT JOIN posts o ON o.id = p.post_id
		JOIN departments d ON d.id = coalesce(p.department_id, t.department_id)
		WHERE `+reachable+` AND t.revoked_at IS NULL AND (t.employee_id IS NOT NULL) = $5
		  AND ($6 = '' OR t.kind = $6) AND ($7::bigint = 0 OR d.id IN (SELECT id FROM below))
		  AND ($8 = 0 OR t.employee_id = $8) AND ($9 = 0 OR t.id = $9) AND t.id > $10
		  AND coalesce(e.left_on, 'infinity') > $4
		  AND NOT EXISTS (SELECT FROM touchpoints n WHERE n.employee_id = t.employee_id AND n.id > t.id AND n.revoked_at IS NULL)
		ORDER BY t.id LIMIT $11`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day,
		badges, in.Kind, in.DepartmentID, in.EmployeeID, in.Touchpoint, in.After, mostCards+1)
	if err != nil {
		return out, fmt.Errorf("find codes to print: %w", err)
	}
	if len(out.Codes) == 0 {
		return out, fault.Errorf(fault.NotFound, "there is no code to print; issue some first")
	}
	if len(out.Codes) > mostCards {
		out.Codes = out.Codes[:mostCards]
		out.Next = out.Codes[mostCards-1].ID
	}
	return out, nil
}
