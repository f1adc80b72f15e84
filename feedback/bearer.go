package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// BadgeCode names a badge by what is printed on it, in any spelling.
type BadgeCode struct {
	Code string `params:"code" json:"-" validate:"required,max=200"`
}

// Bearer is whose badge a code is.
type Bearer struct {
	EmployeeID int64  `json:"employeeId" db:"id"`
	Number     string `json:"number"     db:"number"`
	Name       string `json:"name"       db:"name"`
}

// Bearer returns whose badge somebody scans who does not rate them: a trainer at
// the door, whose phone keeps no roster. The badge holds, its bearer is employed
// today and within reach.
func (s *Service) Bearer(ctx context.Context, actor accounts.Actor, in BadgeCode) (b Bearer, err error) {
	none := fault.Errorf(fault.NotFound, "this is no badge of anybody here")
	code, ok := ParseCode(in.Code)
	if !ok {
		return b, none
	}
	day, err := s.today(ctx)
	if err != nil {
		return b, err
	}
	err = s.DB.GetContext(ctx, &b, `
		SELECT e.id, e.number, e.name FROM touchpoints t JOIN employees e ON e.id = t.employee_id
		WHERE t.code = $5 AND t.kind = 'badge' AND t.revoked_at IS NULL AND `+reachable+`
		  AND e.hired_on <= $4 AND (e.left_on IS NULL OR e.left_on > $4)`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day, code)
	if errors.Is(err, sql.ErrNoRows) {
		return b, none
	}
	if err != nil {
		return b, fmt.Errorf("bearer of a badge: %w", err)
	}
	return b, nil
}
