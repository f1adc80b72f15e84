package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/changes"
)

// RecordAll adds entries like [Record], in their order, with one statement: for
// what changes thousands of things at once.
func RecordAll(ctx context.Context, tx sqlx.ExtContext, accountID int64, at time.Time, entries []Entry) error {
	n := len(entries)
	actions, objects, ids := make([]string, n), make([]string, n), make([]int64, n)
	before, after := make([]*string, n), make([]*string, n)
	for i, e := range entries {
		var err error
		actions[i], objects[i], ids[i] = e.Action, e.Object, e.ObjectID
		if before[i], err = encode(e.Before); err != nil {
			return err
		}
		if after[i], err = encode(e.After); err != nil {
			return err
		}
	}
	key, _ := ctx.Value(apiKey{}).(int64)
	absent, _ := ctx.Value(inPlaceOf{}).(int64)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO journal (at, account_id, api_key_id, for_account_id, action, object, object_id, before, after)
		SELECT $1, nullif($2::bigint, 0), nullif($3::bigint, 0), nullif($4::bigint, 0), action, object, nullif(object_id, 0), before::jsonb, after::jsonb
		FROM unnest($5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[])
			WITH ORDINALITY AS u (action, object, object_id, before, after, place)
		ORDER BY place
		RETURNING `+changes.Announcement,
		at, accountID, key, absent, pq.Array(actions), pq.Array(objects), pq.Array(ids), pq.Array(before), pq.Array(after)); err != nil {
		return fmt.Errorf("record %d entries: %w", n, err)
	}
	return nil
}
