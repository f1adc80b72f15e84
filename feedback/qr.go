package feedback

import (
	"context"

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
	t, err = reachableTouchpoint(ctx, s.DB, actor.Reach, day, in.ID, "")
	if err == nil && t.RevokedAt != nil {
		return Touchpoint{}, fault.Errorf(fault.Gone, "this code was revoked; issue another")
	}
	return t, err
}
