package feedback

import (
	"context"
	"fmt"

	"github.com/wardstar/wardstar/internal/texts"
)

// Colleague is somebody a patient may have met instead.
type Colleague struct {
	Code      string          `db:"code"` // of the badge
	Name      string          `db:"name"`
	LatinName string          `db:"latin_name"`
	Post      texts.Localized `db:"post"`
}

// mostColleagues is how many one page offers.
const mostColleagues = 200

// Who lists the people posted today in the department of a code, each with a
// badge that holds: for patients who scanned the wrong one, or a place.
func (s *Service) Who(ctx context.Context, v Visitor) ([]Colleague, error) {
	b, err := s.visited(ctx, v)
	if err != nil {
		return nil, err
	}
	list := []Colleague{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT t.code, e.name, e.latin_name, o.name AS post
		FROM (SELECT DISTINCT ON (employee_id) employee_id, post_id FROM postings
		      WHERE department_id = $1 AND from_day <= $2 AND coalesce(to_day, 'infinity') > $2
		      ORDER BY employee_id, from_day, id) p
		JOIN posts o ON o.id = p.post_id
		JOIN employees e ON e.id = p.employee_id AND coalesce(e.left_on, 'infinity') > $2
		CROSS JOIN LATERAL (SELECT code FROM touchpoints
			WHERE employee_id = e.id AND revoked_at IS NULL ORDER BY id DESC LIMIT 1) t
		ORDER BY e.name, e.id LIMIT $3`,
		b.departmentID, b.day, mostColleagues)
	if err != nil {
		return nil, fmt.Errorf("who works in department %d: %w", b.departmentID, err)
	}
	return list, nil
}
