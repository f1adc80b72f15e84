package standards

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// selectSets finds the sets of post $1.
const selectSets = `
	SELECT ` + approval + `, v.post_id
	FROM standard_sets v ` + signers + `
	WHERE v.post_id = $1 `

// setOn returns the set of a post in force on day, or sql.ErrNoRows.
func setOn(ctx context.Context, q sqlx.ExtContext, post int64, day worktime.Day) (set PostSet, err error) {
	err = sqlx.GetContext(ctx, q, &set, selectSets+
		`AND v.effective_from <= $2 AND v.withdrawn_at IS NULL ORDER BY v.effective_from DESC LIMIT 1`, post, day)
	if err != nil {
		return PostSet{}, fmt.Errorf("set of post %d on %s: %w", post, day, err)
	}
	set.Items, err = itemsOf(ctx, q, set.ID, set.EffectiveFrom)
	return set, err
}

// setsOf returns all sets of a post, those of the latest day first.
func setsOf(ctx context.Context, q sqlx.ExtContext, post int64) ([]PostSet, error) {
	sets := []PostSet{}
	if err := sqlx.SelectContext(ctx, q, &sets, selectSets+`ORDER BY v.effective_from DESC, v.version DESC`, post); err != nil {
		return nil, fmt.Errorf("sets of post %d: %w", post, err)
	}
	for i := range sets {
		var err error
		if sets[i].Items, err = itemsOf(ctx, q, sets[i].ID, sets[i].EffectiveFrom); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// itemsOf returns a set's standards by the titles that they have on a day or,
// where one is in force only later, its first.
func itemsOf(ctx context.Context, q sqlx.ExtContext, set int64, day worktime.Day) ([]PostSetItem, error) {
	out := []PostSetItem{}
	err := sqlx.SelectContext(ctx, q, &out, `
		SELECT i.standard_id, s.code AS standard, v.title, i.weight, i.target
		FROM standard_set_items i
		JOIN standards s ON s.id = i.standard_id
		JOIN LATERAL (SELECT title FROM standard_versions WHERE standard_id = s.id AND withdrawn_at IS NULL
			ORDER BY effective_from <= $2 DESC, abs(effective_from - $2::date) LIMIT 1) v ON true
		WHERE i.set_id = $1
		ORDER BY i.weight DESC, i.standard_id`, set, day)
	if err != nil {
		return nil, fmt.Errorf("items of set %d: %w", set, err)
	}
	return out, nil
}

func insertSet(ctx context.Context, tx *sqlx.Tx, post int64, items []PostSetItem, by signed) error {
	var id int64
	err := tx.GetContext(ctx, &id, `
		INSERT INTO standard_sets (post_id, version, effective_from, author_id, approved_by, created_at)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), nullif($5::bigint, 0), $6) RETURNING id`,
		post, by.number, by.from, by.author, by.approver, by.at)
	switch {
	case database.Violates(err, "standard_sets_number"):
		return edited(by.number)
	case err != nil:
		return fmt.Errorf("insert set %d of post %d: %w", by.number, post, err)
	}
	for _, item := range items {
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
