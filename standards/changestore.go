package standards

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

const changeColumns = `c.id, c.kind, c.code, c.post_id, c.based_on, c.effective_from, c.words, c.status, c.origin,
	coalesce(a.name, '') AS author, coalesce(c.author_id, 0) AS author_id, c.created_at, c.proposed_at, c.decided_at,
	coalesce(d.name, '') AS decided_by, c.decision, c.version`

const changeTables = ` FROM standard_changes c
	LEFT JOIN accounts a ON a.id = c.author_id LEFT JOIN accounts d ON d.id = c.decided_by `

// readChange reads a change with what it wants said; the lock may be a FOR clause.
func readChange(ctx context.Context, q sqlx.ExtContext, id int64, lock string) (c Change, err error) {
	var row struct {
		ChangeSummary
		Content []byte `db:"content"`
	}
	err = sqlx.GetContext(ctx, q, &row, `SELECT `+changeColumns+`, c.content`+changeTables+`WHERE c.id = $1 `+lock, id)
	if errors.Is(err, sql.ErrNoRows) {
		return Change{}, fault.Errorf(fault.NotFound, "there is no change %d", id)
	}
	if err != nil {
		return Change{}, fmt.Errorf("change %d: %w", id, err)
	}
	c.ChangeSummary = row.ChangeSummary
	if err := json.Unmarshal(row.Content, &c.Content); err != nil {
		return Change{}, fmt.Errorf("content of change %d: %w", id, err)
	}
	return c, nil
}

// insertChange stores c with the catalogue's digest, if it has one, and
// returns its id, or 0 if the catalogue has proposed the same before.
func insertChange(ctx context.Context, tx *sqlx.Tx, c Change, digest []byte) (id int64, err error) {
	content, err := json.Marshal(c.Content)
	if err != nil {
		return 0, fmt.Errorf("encode change: %w", err)
	}
	err = tx.GetContext(ctx, &id, `
		INSERT INTO standard_changes (kind, code, post_id, based_on, effective_from, content, words, status, origin,
			digest, author_id, created_at, proposed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, nullif($11::bigint, 0), $12, $13)
		ON CONFLICT ON CONSTRAINT standard_changes_digest DO NOTHING
		RETURNING id`,
		c.Kind, c.Standard, c.PostID, c.BasedOn, c.EffectiveFrom, string(content), c.Words, c.Status, c.Origin,
		digest, c.AuthorID, c.CreatedAt, c.ProposedAt)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, nil
	case database.Violates(err, "standard_changes_post_id_fkey"):
		return 0, fault.Field("postId", "there is no post %d", *c.PostID)
	case err != nil:
		return 0, fmt.Errorf("insert change of %s: %w", c.Kind, err)
	}
	return id, nil
}

// saveChange stores what may change about c.
func saveChange(ctx context.Context, tx *sqlx.Tx, c Change, decidedBy int64) error {
	content, err := json.Marshal(c.Content)
	if err != nil {
		return fmt.Errorf("encode change: %w", err)
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE standard_changes SET based_on = $2, effective_from = $3, content = $4, words = $5, status = $6,
			proposed_at = $7, decided_at = $8, decided_by = nullif($9::bigint, 0), decision = $10, version = $11
		WHERE id = $1`,
		c.ID, c.BasedOn, c.EffectiveFrom, string(content), c.Words, c.Status,
		c.ProposedAt, c.DecidedAt, decidedBy, c.Decision, c.Version)
	if err != nil {
		return fmt.Errorf("save change %d: %w", c.ID, err)
	}
	return nil
}

// withdrawVersion marks the version that c became.
func withdrawVersion(ctx context.Context, tx *sqlx.Tx, c Change, by int64) error {
	query := map[string]string{
		OfStandard: `UPDATE standard_versions SET withdrawn_at = $1, withdrawn_by = $2, withdraw_reason = $3
			WHERE version = $4 AND standard_id = (SELECT id FROM standards WHERE code = $5)`,
		OfSet: `UPDATE standard_sets SET withdrawn_at = $1, withdrawn_by = $2, withdraw_reason = $3
			WHERE version = $4 AND post_id = nullif($5, '')::bigint`,
		OfPhrases: `UPDATE phrase_lists SET withdrawn_at = $1, withdrawn_by = $2, withdraw_reason = $3
			WHERE version = $4 AND post_id IS NOT DISTINCT FROM nullif($5, '')::bigint`,
	}[c.Kind]
	of := c.Standard
	if c.PostID != nil {
		of = strconv.FormatInt(*c.PostID, 10)
	}
	if _, err := tx.ExecContext(ctx, query, c.DecidedAt, by, c.Decision, c.Version, of); err != nil {
		return fmt.Errorf("withdraw version %d of %s: %w", *c.Version, c.Kind, err)
	}
	return nil
}

// oneAtATime makes approvals wait for each other: whether a set may name a
// standard, and whether that may be retired, depend on one another.
func oneAtATime(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.standards'), 0)`); err != nil {
		return fmt.Errorf("wait for other approvals: %w", err)
	}
	return nil
}
