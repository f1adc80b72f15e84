package periods

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
)

// What is locked of a period by advice: rows can't be, as nobody changes them.
const (
	computes     = ".periods"     // one computation at a time
	keepsFigures = ".provisional" // no provisional score is kept while one goes on, of any month: gates see several
)

// wholeHospital stands for all periods.
const wholeHospital = 0

// tryLock holds a lock until the transaction ends, or reports that somebody
// else holds it. Those who share it don't keep each other out.
func tryLock(ctx context.Context, tx *sqlx.Tx, what string, period int64, shared bool) (ok bool, err error) {
	query := `SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || $1), $2)`
	if shared {
		query = `SELECT pg_try_advisory_xact_lock_shared(hashtext(current_schema() || $1), $2)`
	}
	if err := tx.GetContext(ctx, &ok, query, what, period); err != nil {
		return false, fmt.Errorf("lock period %d: %w", period, err)
	}
	return ok, nil
}

// errKept says that provisional scores are being kept this moment.
var errKept = errors.New("provisional scores are being kept")

// patiently runs f again while provisional scores are being kept, which takes
// milliseconds each. f begins a transaction of its own: it must see what
// was kept meanwhile.
func patiently[T any](ctx context.Context, name string, f func() (T, error)) (T, error) {
	const tries, pause = 100, 20 * time.Millisecond
	for range tries {
		out, err := f()
		if !errors.Is(err, errKept) {
			return out, err
		}
		select {
		case <-ctx.Done():
			return out, ctx.Err()
		case <-time.After(pause):
		}
	}
	return *new(T), fault.Errorf(fault.Conflict, "too many people look at %s this moment; try again", name)
}
