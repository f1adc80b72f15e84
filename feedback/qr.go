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

// PrintTouchpoint names a code to print.
type PrintTouchpoint struct {
	ID int64 `params:"touchpoint" validate:"required,min=1"`
}

// PrintTouchpoint returns a code that may be printed. One that was revoked is
// Gone: printed again, it would disappoint everybody who scans it.
func (s *Service) PrintTouchpoint(ctx context.Context, actor accounts.Actor, in PrintTouchpoint) (t Touchpoint, err error) {
	day, err := s.today(ctx)
	if err != nil {
		return Touchpoint{}, err
	}
	err = s.DB.GetContext(ctx, &t, selectTouchpoint+`WHERE `+reachable+` AND t.id = $5`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, day, in.ID)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Touchpoint{}, fault.Errorf(fault.NotFound, "no such touchpoint")
	case err != nil:
		return Touchpoint{}, fmt.Errorf("touchpoint %d: %w", in.ID, err)
	case t.RevokedAt != nil:
		return Touchpoint{}, fault.Errorf(fault.Gone, "this code was revoked; issue another")
	}
	return t, nil
}
