package accounts

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// KeepAdministrator makes a change that takes effect on a day, and that may take
// away an administrator: it refuses, as a Conflict, what would leave the hospital
// without one. One who remains holds the role on that day, has an account that is
// not disabled, and is employed or nobody on the roster; and at least one of those
// has neither an end of the role nor of the employment set, unless none had before.
//
// Such changes wait for each other: of two administrators who remove each other
// at once, one is refused.
func KeepAdministrator(ctx context.Context, tx *sqlx.Tx, on worktime.Day, change func() error) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.administrators'), 0)`); err != nil {
		return fmt.Errorf("lock administrators: %w", err)
	}
	before, err := readAdministrators(ctx, tx, on)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := readAdministrators(ctx, tx, on)
	if err != nil {
		return err
	}
	if before.Any && !after.Any || before.Lasting && !after.Lasting {
		return fault.Errorf(fault.Conflict, "no administrator would remain; make somebody else one first, from %s at the latest and without an end", on)
	}
	return nil
}

// administrators says whether there are any on a day.
type administrators struct {
	Any     bool `db:"any"`
	Lasting bool `db:"lasting"` // without an end that is known
}

func readAdministrators(ctx context.Context, tx *sqlx.Tx, on worktime.Day) (a administrators, err error) {
	err = tx.GetContext(ctx, &a, `
		SELECT count(*) > 0 AS any, count(*) FILTER (WHERE r.to_day IS NULL AND e.left_on IS NULL) > 0 AS lasting
		FROM role_assignments r JOIN accounts a ON a.id = r.account_id LEFT JOIN employees e ON e.id = a.employee_id
		WHERE r.role = 'admin' AND r.from_day <= $1 AND (r.to_day IS NULL OR r.to_day > $1)
			AND a.disabled_at IS NULL AND (e.left_on IS NULL OR e.left_on > $1)`, on)
	if err != nil {
		return a, fmt.Errorf("administrators on %s: %w", on, err)
	}
	return a, nil
}
