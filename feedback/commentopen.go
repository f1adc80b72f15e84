package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
)

// OpenComment says which of a department's comments to read unmasked, and why.
type OpenComment struct {
	ID     int64  `params:"id"   json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// OpenedComment is a comment as the patient wrote it.
type OpenedComment struct {
	ID    int64  `json:"id"    db:"id"`
	Words string `json:"words" db:"words"`
}

// OpenComment tells the words without the mask, to help a patient who wrote how to
// be reached. That they were read, by whom and why, is in the journal before
// anybody sees them; the words are not. Nobody opens a comment about themselves.
func (s *Service) OpenComment(ctx context.Context, actor accounts.Actor, in OpenComment) (OpenedComment, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return OpenedComment{}, fault.Field("reason", "say why you need the words as they were written")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (OpenedComment, error) {
		var c struct {
			OpenedComment
			About int64 `db:"about"`
		}
		err := tx.GetContext(ctx, &c, `
			SELECT c.id, m.words, coalesce(r.employee_id, 0) AS about
			FROM released_comments c
			JOIN comment_batches b ON b.id = c.batch_id
			JOIN remarks m ON m.id = c.remark_id
			JOIN ratings r ON r.vote = m.vote AND r.version = m.version
			WHERE c.id = $1 AND ($2 OR b.department_id = ANY($3)) AND b.audience = 'department'`,
			in.ID, actor.Reach.Hospital, pq.Array(actor.Reach.Departments))
		if errors.Is(err, sql.ErrNoRows) || err == nil && actor.Is(c.About) {
			return OpenedComment{}, errNoComment()
		}
		if err != nil {
			return OpenedComment{}, fmt.Errorf("comment %d: %w", in.ID, err)
		}
		return c.OpenedComment, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "open", Object: "comment", ObjectID: in.ID, After: map[string]string{"reason": in.Reason},
		})
	})
}

func errNoComment() error { return fault.Errorf(fault.NotFound, "there is no such comment") }
