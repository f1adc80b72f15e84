package standards

import (
	"context"
	"fmt"
	"slices"

	"github.com/wardstar/wardstar/accounts"
)

// ListChanges narrows a list of changes.
type ListChanges struct {
	Status   string `query:"status"   validate:"omitempty,oneof=open draft proposed approved rejected withdrawn"` // open: draft, proposed or rejected
	Kind     string `query:"kind"     validate:"omitempty,oneof=standard post-set phrases"`
	Standard string `query:"standard" validate:"max=60"`
	PostID   int64  `query:"postId"   validate:"min=0"`
	Before   int64  `query:"before"   validate:"min=0"` // the last id of the page before
	Limit    int    `query:"limit"    validate:"min=0,max=200"`
}

// Changes returns changes, the newest first, 50 unless told otherwise.
func (s *Service) Changes(ctx context.Context, _ accounts.Actor, in ListChanges) ([]ChangeSummary, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []ChangeSummary{}
	err := s.DB.SelectContext(ctx, &list, listChanges(in.Status),
		in.Status, in.Kind, in.Standard, in.PostID, in.Before, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list changes: %w", err)
	}
	return list, nil
}

// listChanges names the open states as the partial index does, so that the
// few that are open are found among all that ever were.
func listChanges(status string) string {
	filter := ` WHERE ($1 = '' OR c.status = $1)`
	if slices.Contains([]string{"open", Draft, Proposed, Rejected}, status) {
		filter = ` WHERE c.status IN ('draft', 'proposed', 'rejected') AND ($1 = 'open' OR c.status = $1)`
	}
	return `SELECT ` + changeColumns + changeTables + filter + `
			AND ($2 = '' OR c.kind = $2) AND ($3 = '' OR c.code = $3) AND ($4::bigint = 0 OR c.post_id = $4)
			AND ($5::bigint = 0 OR c.id < $5)
		ORDER BY c.id DESC LIMIT $6`
}

// Change returns a change with what it would make say otherwise.
func (s *Service) Change(ctx context.Context, _ accounts.Actor, in GetChange) (Change, error) {
	return s.complete(ctx, s.DB, in.ID)
}
