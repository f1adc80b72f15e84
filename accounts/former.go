package accounts

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// RetireFormer ends, for employees who come back after having left, what their
// accounts could do before: sessions are deleted, roles end today, and the account
// stays disabled until an administrator enables it. Years may lie between, and who
// was head of a department then is not any more.
//
// Who has left and not come back needs no such thing: neither a session nor a
// password is good for anything from the day on which its employee has left.
func RetireFormer(ctx context.Context, tx *sqlx.Tx, by int64, at time.Time, today worktime.Day, employees []int64) error {
	var former []struct {
		ID       int64
		Disabled bool
		Roles    pq.StringArray
	}
	if err := tx.SelectContext(ctx, &former, `
		WITH former AS (
			SELECT id, disabled_at IS NOT NULL AS disabled FROM accounts WHERE employee_id = ANY($1) ORDER BY id FOR NO KEY UPDATE
		), ended AS (
			UPDATE role_assignments r SET to_day = greatest(r.from_day, $2) FROM former a
			WHERE r.account_id = a.id AND (r.to_day IS NULL OR r.to_day > $2) RETURNING r.account_id, r.role
		), disabled AS (
			UPDATE accounts a SET disabled_at = $3 FROM former WHERE a.id = former.id AND NOT former.disabled
		), signed_out AS (
			DELETE FROM sessions s USING former a WHERE s.account_id = a.id
		)
		SELECT a.id, a.disabled, array(SELECT e.role FROM ended e WHERE e.account_id = a.id ORDER BY e.role) AS roles FROM former a ORDER BY a.id`,
		pq.Array(employees), today, at); err != nil {
		return fmt.Errorf("retire accounts of former employees: %w", err)
	}
	entries := make([]journal.Entry, len(former))
	for i, a := range former {
		entries[i] = journal.Entry{Action: "retire", Object: "account", ObjectID: a.ID,
			Before: map[string]any{"disabled": a.Disabled, "roles": a.Roles}, After: map[string]any{"disabled": true, "roles": []string{}}}
	}
	return journal.RecordAll(ctx, tx, by, at, entries)
}
