package standards

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// selectSet finds the sets of post $1.
const selectSet = `
	SELECT s.id, s.post_id, s.version, s.effective_from, coalesce(a.name, '') AS author, s.created_at
	FROM standard_sets s LEFT JOIN accounts a ON a.id = s.author_id
	WHERE s.post_id = $1 `

// setOn returns the set of a post in force on day, or sql.ErrNoRows.
func setOn(ctx context.Context, q sqlx.ExtContext, post int64, day worktime.Day) (set PostSet, err error) {
	err = sqlx.GetContext(ctx, q, &set,
		selectSet+`AND s.effective_from <= $2 ORDER BY s.effective_from DESC LIMIT 1`, post, day)
	if err != nil {
		return PostSet{}, fmt.Errorf("set of post %d on %s: %w", post, day, err)
	}
	set.Items, err = itemsOf(ctx, q, set.ID, set.EffectiveFrom)
	return set, err
}

// newestSet returns the set of a post that was made last, or one of version 0.
func newestSet(ctx context.Context, q sqlx.ExtContext, post int64) (set PostSet, err error) {
	err = sqlx.GetContext(ctx, q, &set, selectSet+`ORDER BY s.version DESC LIMIT 1`, post)
	if errors.Is(err, sql.ErrNoRows) {
		return PostSet{}, nil
	}
	if err != nil {
		return PostSet{}, fmt.Errorf("newest set of post %d: %w", post, err)
	}
	set.Items, err = itemsOf(ctx, q, set.ID, set.EffectiveFrom)
	return set, err
}

// itemsOf returns a set's standards by the titles that they have on a day or,
// where one is in force only later, its first.
func itemsOf(ctx context.Context, q sqlx.ExtContext, set int64, day worktime.Day) ([]PostSetItem, error) {
	out := []PostSetItem{}
	err := sqlx.SelectContext(ctx, q, &out, `
		SELECT i.standard_id, s.code AS standard, v.title, i.weight, i.target
		FROM standard_set_items i
		JOIN standards s ON s.id = i.standard_id
		JOIN LATERAL (SELECT title FROM standard_versions WHERE standard_id = s.id AND (effective_from <= $2 OR version = 1)
			ORDER BY version DESC LIMIT 1) v ON true
		WHERE i.set_id = $1
		ORDER BY i.weight DESC, i.standard_id`, set, day)
	if err != nil {
		return nil, fmt.Errorf("items of set %d: %w", set, err)
	}
	return out, nil
}

func insertSet(ctx context.Context, tx *sqlx.Tx, post int64, set PostSet, author int64, now time.Time) error {
	var id int64
	err := tx.GetContext(ctx, &id, `
		INSERT INTO standard_sets (post_id, version, effective_from, author_id, created_at)
		VALUES ($1, $2, $3, nullif($4, 0), $5) RETURNING id`,
		post, set.Version, set.EffectiveFrom, author, now)
	switch {
	case database.Violates(err, "standard_sets_number"):
		return edited(set.Version)
	case err != nil:
		return fmt.Errorf("insert set %d of post %d: %w", set.Version, post, err)
	}
	for _, item := range set.Items {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO standard_set_items (set_id, standard_id, weight, target) VALUES ($1, $2, $3, $4)`,
			id, item.StandardID, item.Weight, item.Target); err != nil {
			return fmt.Errorf("insert standard %s of set %d: %w", item.Standard, id, err)
		}
	}
	return nil
}

func idsByCode(ctx context.Context, q sqlx.ExtContext) (map[string]int64, error) {
	var rows []struct {
		ID   int64
		Code string
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `SELECT id, code FROM standards`); err != nil {
		return nil, fmt.Errorf("standards by code: %w", err)
	}
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.Code] = r.ID
	}
	return out, nil
}
