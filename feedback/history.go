package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/accounts"
)

// TouchpointHistory names a code to look back on.
type TouchpointHistory struct {
	ID     int64 `params:"touchpoint" validate:"required,min=1"`
	Before int64 `query:"before"      validate:"omitempty,min=1"`
	Limit  int   `query:"limit"       validate:"omitempty,min=1,max=200"`
}

// TouchpointEvent is something that was done to a code, which is not among it.
type TouchpointEvent struct {
	ID        int64     `json:"id"        db:"id"`
	At        time.Time `json:"at"        db:"at"`
	Action    string    `json:"action"    db:"action"`     // issue, create, revoke or reissue
	AccountID int64     `json:"accountId" db:"account_id"` // 0: the program or another system
	Account   string    `json:"account"   db:"account"`
	Reason    string    `json:"reason"    db:"reason"`
	Replaces  int64     `json:"replaces"  db:"replaces"` // the touchpoint in whose place it was issued; 0: none
}

// TouchpointHistory tells who made a code, revoked it or had it replaced, the
// latest first; what many were dealt with together by, too. The next page begins
// before the last id of this one.
func (s *Service) TouchpointHistory(ctx context.Context, actor accounts.Actor, in TouchpointHistory) ([]TouchpointEvent, error) {
	day, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	t, err := reachableTouchpoint(ctx, s.DB, actor.Reach, day, in.ID, "")
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []TouchpointEvent{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT j.id, j.at, j.action, coalesce(j.account_id, 0) AS account_id, coalesce(a.name, '') AS account,
		       coalesce(j.after->>'reason', '') AS reason,
		       CASE WHEN j.action = 'reissue' THEN coalesce((j.before->>'id')::bigint, 0) ELSE 0 END AS replaces
		FROM journal j LEFT JOIN accounts a ON a.id = j.account_id
		WHERE j.object = 'touchpoint' AND ($5 = 0 OR j.id < $5)
		  AND (j.object_id = $1
		       OR j.object_id IS NULL AND j.action = 'revoke' AND j.after->'ids' @> to_jsonb($1::bigint) AND j.at = $4
		       OR j.object_id IS NULL AND j.action = 'issue' AND j.after->'employees' @> to_jsonb($2::bigint) AND j.at = $3)
		ORDER BY j.id DESC LIMIT $6`, t.ID, t.EmployeeID, t.CreatedAt, t.RevokedAt, in.Before, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("history of touchpoint %d: %w", t.ID, err)
	}
	return list, nil
}
