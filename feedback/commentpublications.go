package feedback

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// PublicComment is a comment as everybody sees it.
type PublicComment struct {
	ID         int64           `json:"id"         db:"id"`
	Month      string          `json:"month"      db:"month"`
	Department texts.Localized `json:"department" db:"department"`
	Words      string          `json:"words"      db:"words"`
	Themes     pq.StringArray  `json:"themes"     db:"themes"`
}

// Publication is a comment that its patient lets the hospital show, exactly as it
// would be shown, and what was decided.
type Publication struct {
	PublicComment
	Seen        string     `json:"seen"     db:"-"`        // names what is shown here: whoever approves it says so
	Decision    string     `json:"decision" db:"decision"` // "": waiting; approved or refused
	DecidedAt   *time.Time `json:"decidedAt" db:"decided_at"`
	Note        string     `json:"note"     db:"note"`
	TakenDownAt *time.Time `json:"takenDownAt" db:"taken_down_at"`
	Reason      string     `json:"reason"   db:"reason"` // for taking it down
}

// seen names the public words, so that nobody approves other words than they read.
func (p PublicComment) seen() string {
	sum := sha256.Sum256([]byte(p.Month + "\x00" + p.Department.In(texts.English) + "\x00" + p.Words))
	return hex.EncodeToString(sum[:8])
}

// publishable are comments that may be shown: the patient's tick still stands, the
// vote counts, and the department has been released so many that they hide each
// other.
const publishable = `
	FROM released_comments c
	JOIN comment_batches b ON b.id = c.batch_id AND b.audience = 'department'
	JOIN departments d ON d.id = b.department_id
	JOIN remarks m ON m.id = c.remark_id AND m.publish
	JOIN ratings r ON r.vote = m.vote AND r.version = m.version AND r.standing = 'counted'
	LEFT JOIN publications p ON p.comment_id = c.id
	WHERE c.words <> '' `

const publicColumns = `SELECT c.id, to_char(b.month, 'YYYY-MM') AS month, d.name AS department, c.words, c.themes`

// PublicComments is open to everybody: what was approved and not taken down.
func (s *Service) PublicComments(ctx context.Context, _ accounts.Actor, in ListComments) ([]PublicComment, error) {
	list := []PublicComment{}
	if err := s.DB.SelectContext(ctx, &list, publicColumns+publishable+`
		AND p.decision = 'approved' AND p.taken_down_at IS NULL AND ($1 = 0 OR c.id < $1)
		ORDER BY c.id DESC LIMIT $2`, in.Before, in.limit()); err != nil {
		return nil, fmt.Errorf("list public comments: %w", err)
	}
	return list, nil
}

// ListPublications narrows a moderator's list.
type ListPublications struct {
	State string `query:"state" validate:"omitempty,oneof=waiting approved refused taken-down"`
	ListComments
}

// Publications lists what patients let the hospital show. What is about the actor
// is not in it: somebody else decides on that.
func (s *Service) Publications(ctx context.Context, actor accounts.Actor, in ListPublications) ([]Publication, error) {
	list := []Publication{}
	if err := s.DB.SelectContext(ctx, &list, publicationColumns+publishable+`
		AND ($1 = 0 OR c.id < $1) AND ($2 = 0 OR r.employee_id IS DISTINCT FROM $2) AND ($4 OR b.department_id = ANY($5))
		AND ($3 = '' OR $3 = CASE WHEN p.taken_down_at IS NOT NULL THEN 'taken-down' ELSE coalesce(p.decision, 'waiting') END)
		ORDER BY c.id DESC LIMIT $6`,
		in.Before, actor.EmployeeID, in.State, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.limit()); err != nil {
		return nil, fmt.Errorf("list publications: %w", err)
	}
	for i := range list {
		list[i].Seen = list[i].seen()
	}
	return list, nil
}

const publicationColumns = publicColumns + `, coalesce(p.decision, '') AS decision, p.decided_at, coalesce(p.note, '') AS note,
	p.taken_down_at, coalesce(p.reason, '') AS reason`

// publication returns one that the actor may decide on, locked against being
// decided on twice.
func publication(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, id int64) (Publication, error) {
	var p struct {
		Publication
		About int64 `db:"about"`
	}
	err := tx.GetContext(ctx, &p, publicationColumns+`, coalesce(r.employee_id, 0) AS about`+publishable+`
		AND c.id = $1 AND ($2 OR b.department_id = ANY($3)) FOR SHARE OF m`, id, actor.Reach.Hospital, pq.Array(actor.Reach.Departments))
	if errors.Is(err, sql.ErrNoRows) || err == nil && actor.Is(p.About) {
		return Publication{}, errNoComment()
	}
	if err != nil {
		return Publication{}, fmt.Errorf("publication %d: %w", id, err)
	}
	p.Seen = p.seen()
	return p.Publication, nil
}

// ApprovePublication names a comment to be shown in public, and what was read of it.
type ApprovePublication struct {
	ID   int64  `params:"id" json:"-" validate:"required,min=1"`
	Seen string `json:"seen" validate:"required,max=40"`
	Note string `json:"note" validate:"max=500"`
}

// ApprovePublication shows a comment to everybody.
func (s *Service) ApprovePublication(ctx context.Context, actor accounts.Actor, in ApprovePublication) (Publication, error) {
	return s.moderate(ctx, actor, in.ID, "approved", strings.TrimSpace(in.Note), func(p Publication) error {
		if in.Seen != p.Seen {
			return fault.Field("seen", "this is not what would be shown; read it again")
		}
		return nil
	})
}

// RefusePublication names a comment that is not to be shown in public, and why.
type RefusePublication struct {
	ID   int64  `params:"id" json:"-" validate:"required,min=1"`
	Note string `json:"note" validate:"required,max=500"`
}

// RefusePublication keeps a comment from the public for good.
func (s *Service) RefusePublication(ctx context.Context, actor accounts.Actor, in RefusePublication) (Publication, error) {
	if in.Note = strings.TrimSpace(in.Note); in.Note == "" {
		return Publication{}, fault.Field("note", "say why it is not to be shown")
	}
	return s.moderate(ctx, actor, in.ID, "refused", in.Note, func(Publication) error { return nil })
}

func (s *Service) moderate(ctx context.Context, actor accounts.Actor, id int64, decision, note string, check func(Publication) error) (Publication, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Publication, error) {
		before, err := publication(ctx, tx, actor, id)
		if err != nil {
			return Publication{}, err
		}
		if err := check(before); err != nil {
			return Publication{}, err
		}
		r, err := tx.ExecContext(ctx, `
			INSERT INTO publications (comment_id, decision, decided_at, decided_by, note) VALUES ($1, $2, $3, nullif($4::bigint, 0), $5)
			ON CONFLICT (comment_id) DO NOTHING`, id, decision, s.Now(), actor.AccountID, note)
		if err != nil {
			return Publication{}, fmt.Errorf("decide on publication %d: %w", id, err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return Publication{}, errors.Join(err, fault.Errorf(fault.Conflict, "somebody has decided on this"))
		}
		return s.moderated(ctx, tx, actor, map[string]string{"approved": "approve", "refused": "refuse"}[decision], before)
	})
}

// moderated returns a publication as it is now and journals what was done, without
// the patient's words.
func (s *Service) moderated(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, action string, before Publication) (Publication, error) {
	after, err := publication(ctx, tx, actor, before.ID)
	if err != nil {
		return Publication{}, err
	}
	type state struct{ Decision, Note, Reason string }
	return after, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
		Action: action, Object: "publication", ObjectID: after.ID,
		Before: state{before.Decision, before.Note, before.Reason}, After: state{after.Decision, after.Note, after.Reason},
	})
}

// TakeDownPublication names a comment that is no longer to be shown, and why.
type TakeDownPublication struct {
	ID     int64  `params:"id" json:"-" validate:"required,min=1"`
	Reason string `json:"reason" validate:"required,max=500"`
}

// TakeDownPublication takes a comment out of the public. It does not come back.
func (s *Service) TakeDownPublication(ctx context.Context, actor accounts.Actor, in TakeDownPublication) (Publication, error) {
	if in.Reason = strings.TrimSpace(in.Reason); in.Reason == "" {
		return Publication{}, fault.Field("reason", "say why it is taken down")
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Publication, error) {
		before, err := publication(ctx, tx, actor, in.ID)
		if err != nil {
			return Publication{}, err
		}
		r, err := tx.ExecContext(ctx, `
			UPDATE publications SET taken_down_at = $2, taken_down_by = nullif($3::bigint, 0), reason = $4
			WHERE comment_id = $1 AND decision = 'approved' AND taken_down_at IS NULL`, in.ID, s.Now(), actor.AccountID, in.Reason)
		if err != nil {
			return Publication{}, fmt.Errorf("take down publication %d: %w", in.ID, err)
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return Publication{}, errors.Join(err, fault.Errorf(fault.Conflict, "this is not shown in public"))
		}
		return s.moderated(ctx, tx, actor, "take-down", before)
	})
}
