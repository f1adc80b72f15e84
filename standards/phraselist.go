package standards

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// PhraseList is what a post, or everyone, says from a day on. It never changes.
type PhraseList struct {
	Approval
	PostID  *int64  `json:"postId,omitempty" db:"post_id"` // none: everyone's
	Phrases Phrases `json:"phrases"          db:"phrases"`
}

// Phrases is a jsonb array.
type Phrases []Phrase

// Value implements [driver.Valuer].
func (p Phrases) Value() (driver.Value, error) {
	if p == nil {
		return "[]", nil
	}
	b, err := json.Marshal([]Phrase(p))
	if err != nil {
		return nil, fmt.Errorf("encode phrases: %w", err)
	}
	return string(b), nil // a []byte would be sent as bytea
}

// Scan implements [database/sql.Scanner].
func (p *Phrases) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("scan phrases: it is a %T", src)
	}
	out := Phrases{} // [] in JSON, not null
	if err := json.Unmarshal(b, &out); err != nil {
		return fmt.Errorf("scan phrases: %w", err)
	}
	*p = out
	return nil
}

// listsOf returns all lists of phrases of a post, or of everyone (0), those of
// the latest day first.
func listsOf(ctx context.Context, q sqlx.ExtContext, post int64) ([]PhraseList, error) {
	lists := []PhraseList{}
	err := sqlx.SelectContext(ctx, q, &lists, `
		SELECT `+approval+`, v.post_id, v.phrases
		FROM phrase_lists v `+signers+`
		WHERE v.post_id IS NOT DISTINCT FROM nullif($1::bigint, 0)
		ORDER BY v.effective_from DESC, v.version DESC`, post)
	if err != nil {
		return nil, fmt.Errorf("phrases of post %d: %w", post, err)
	}
	return lists, nil
}

// listsOn returns the lists of phrases in force on day: everyone's first, then
// those of the posts given or, without any, of all posts, by their codes.
func listsOn(ctx context.Context, q sqlx.ExtContext, day worktime.Day, posts []string) ([]postList, error) {
	lists := []postList{}
	err := sqlx.SelectContext(ctx, q, &lists, `
		SELECT coalesce(p.code, '') AS post, v.phrases
		FROM (SELECT DISTINCT ON (post_id) post_id, phrases FROM phrase_lists
			WHERE effective_from <= $1 AND withdrawn_at IS NULL ORDER BY post_id, effective_from DESC) v
		LEFT JOIN posts p ON p.id = v.post_id
		WHERE p.id IS NULL OR $2::text[] IS NULL OR p.code = ANY($2)
		ORDER BY p.code IS NOT NULL, p.code`, day, array(posts))
	if err != nil {
		return nil, fmt.Errorf("phrases in force on %s: %w", day, err)
	}
	return lists, nil
}

// postList is the phrases of a post, by its code, or of everyone ("").
type postList struct {
	Post    string  `db:"post"`
	Phrases Phrases `db:"phrases"`
}

func insertList(ctx context.Context, tx *sqlx.Tx, post int64, phrases Phrases, by signed) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO phrase_lists (post_id, version, effective_from, phrases, author_id, approved_by, created_at)
		VALUES (nullif($1::bigint, 0), $2, $3, $4, nullif($5::bigint, 0), nullif($6::bigint, 0), $7)`,
		post, by.number, by.from, phrases, by.author, by.approver, by.at)
	switch {
	case database.Violates(err, "phrase_lists_number"):
		return edited(by.number)
	case err != nil:
		return fmt.Errorf("insert phrases %d of post %d: %w", by.number, post, err)
	}
	return nil
}
