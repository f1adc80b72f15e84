package periods

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// gateMonths is how many months before the span the gates see ratings of:
// whole ones, as a month cut in two would tell how many came in either part.
const gateMonths = 2

// monthsBefore returns the months whose ratings the gates of s see, the earliest
// first.
func (s span) monthsBefore() (out []span) {
	for n := gateMonths; n > 0; n-- {
		first := worktime.Date(s.from.Year(), s.from.Month()-time.Month(n), 1)
		out = append(out, span{first, worktime.Date(first.Year(), first.Month()+1, 1), s.loc})
	}
	return out
}

// readRecent reads the evidence before the span that the gates look back over:
// what was found in the rolling days and, of the months before, the ratings
// that settle lets count. Gates tell numbers of them, so these keep their
// distance from what was counted of those months, there or in other gates.
func readRecent(ctx context.Context, q sqlx.ExtContext, s span, whose employee, scheme evaluation.Scheme) ([]evidence, error) {
	rows, err := readEvidence(ctx, q, s.before(rollingDays), whose)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(e evidence) bool { return e.Kind == ratingKind })
	var ids []int64
	for _, m := range s.monthsBefore() {
		settled, err := readSettled(ctx, q, m, whose, scheme)
		if err != nil {
			return nil, err
		}
		for i := range settled {
			if settled[i].Kind == ratingKind {
				ids = append(ids, settled[i].SourceID)
				rows = append(rows, settled[i])
			}
		}
	}
	slices.SortStableFunc(rows[len(rows)-len(ids):], func(a, b evidence) int { return cmp.Compare(a.SourceID, b.SourceID) })
	return rows, nil
}

// saveRecent keeps which ratings of the months before counted towards gates,
// unless the same were kept already.
func saveRecent(ctx context.Context, tx *sqlx.Tx, period int64, before []evidence) error {
	var kept []earlier
	if err := sqlx.SelectContext(ctx, tx, &kept, `SELECT employee_id, rating_ids FROM gate_ratings WHERE period_id = $1`, period); err != nil {
		return fmt.Errorf("read ratings of gates: %w", err)
	}
	known := map[int64][]pq.Int64Array{}
	for _, k := range kept {
		known[k.EmployeeID] = append(known[k.EmployeeID], k.RatingIDs)
	}
	var added []earlier
	theirs := byEmployee(before)
	for _, id := range slices.Sorted(maps.Keys(theirs)) {
		ids := pq.Int64Array(hold(theirs[id]).ratingIDs)
		if len(ids) > 0 && !slices.ContainsFunc(known[id], func(k pq.Int64Array) bool { return slices.Equal(k, ids) }) {
			added = append(added, earlier{id, ids})
		}
	}
	return database.Copy(ctx, tx, "gate_ratings", []string{"period_id", "employee_id", "rating_ids"}, len(added), func(i int) []any {
		return []any{period, added[i].EmployeeID, added[i].RatingIDs}
	})
}
