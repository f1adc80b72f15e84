package people

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// personDay is a person and a day on which they begin a duty.
type personDay struct {
	employee int64
	day      worktime.Day
}

// storedDuties returns what is stored of the same people about the same time,
// and what has one of the same external ids.
func storedDuties(ctx context.Context, q sqlx.ExtContext, duties []duty) (stored []duty, err error) {
	var people pq.Int64Array
	external := pq.StringArray{}
	first, last := worktime.Day("2999-12-31"), worktime.Day("1900-01-01")
	for i, d := range duties {
		if i == 0 || d.EmployeeID != duties[i-1].EmployeeID {
			people = append(people, d.EmployeeID)
		}
		if d.ExternalID != "" {
			external = append(external, d.ExternalID)
		}
		first, last = min(first, d.Day), max(last, d.Day)
	}
	err = sqlx.SelectContext(ctx, q, &stored, `
		SELECT id, employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id FROM duties
		WHERE day BETWEEN $2::date - 2 AND $3::date + 2 AND employee_id = ANY($1) OR external_id <> '' AND external_id = ANY($4)
		ORDER BY employee_id, starts_at`, people, first, last, external)
	if err != nil {
		return nil, fmt.Errorf("duties from %s to %s: %w", first, last, err)
	}
	return stored, nil
}

// dutyChange is what an import changes.
type dutyChange struct {
	counts Imported
	remove []int64 // ids
	add    []duty
	stay   map[int64][]duty // by employee
}

// compare decides which of the stored duties go and which are new. Both come in
// the order of person and time.
func (l *Lookup) compare(duties, stored []duty, replaceDays bool) dutyChange {
	days, external, span := map[personDay]bool{}, map[string]bool{}, map[int64][2]worktime.Day{}
	same := map[duty]bool{} // among the rows
	for _, d := range duties {
		days[personDay{d.EmployeeID, d.Day}], external[d.ExternalID] = true, d.ExternalID != ""
		s, ok := span[d.EmployeeID]
		if !ok {
			s = [2]worktime.Day{d.Day, d.Day}
		}
		span[d.EmployeeID] = [2]worktime.Day{min(s[0], d.Day), max(s[1], d.Day)}
		same[d.content()] = true
	}
	c := dutyChange{counts: Imported{Rows: len(duties)}, stay: map[int64][]duty{}}
	kept, gone := map[duty]bool{}, 0
	for _, d := range stored {
		s, known := span[d.EmployeeID]
		replaced := days[personDay{d.EmployeeID, d.Day}] || external[d.ExternalID] ||
			replaceDays && known && s[0] <= d.Day && d.Day <= s[1]
		switch {
		case replaced && same[d.content()]:
			kept[d.content()] = true
		case replaced && l.within(d.DepartmentID):
			c.remove = append(c.remove, d.ID)
			gone++
		default:
			c.stay[d.EmployeeID] = append(c.stay[d.EmployeeID], d)
		}
	}
	for _, d := range duties {
		if !kept[d.content()] {
			c.add = append(c.add, d)
		}
	}
	c.counts.Unchanged = len(duties) - len(c.add)
	c.counts.Changed = min(gone, len(c.add))
	c.counts.Added, c.counts.Removed = len(c.add)-c.counts.Changed, gone-c.counts.Changed
	return c
}

// content returns d without what tells it from another that says the same.
func (d duty) content() duty {
	d.ID, d.row = 0, 0
	d.From, d.To = d.From.UTC(), d.To.UTC()
	return d
}

// clashes refuses what overlaps a duty that stays.
func (c dutyChange) clashes(zone *time.Location, wrong *fault.Rows) {
	for _, d := range c.add {
		for _, s := range c.stay[d.EmployeeID] {
			if d.overlaps(s) {
				wrong.Add(d.row, "from", "overlaps another duty of theirs that is stored, %s; send that day, too", spell(s, zone))
			}
		}
	}
}

func (c dutyChange) save(ctx context.Context, tx *sqlx.Tx) error {
	if len(c.remove) > 0 {
		if _, err := tx.ExecContext(ctx, `DELETE FROM duties WHERE id = ANY($1)`, pq.Array(c.remove)); err != nil {
			return fmt.Errorf("replace %d duties: %w", len(c.remove), err)
		}
	}
	if len(c.add) == 0 {
		return nil
	}
	columns := []string{"employee_id", "department_id", "day", "shift", "kind", "starts_at", "ends_at", "external_id"}
	return database.Copy(ctx, tx, "duties", columns, len(c.add), func(i int) []any {
		d := c.add[i]
		return []any{d.EmployeeID, d.DepartmentID, d.Day, d.Shift, d.Kind, d.From, d.To, d.ExternalID}
	})
}
