package audits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/worktime"
)

// planReader reads what the plan of a day follows from.
type planReader struct {
	*sqlx.DB
	day  worktime.Day
	zone *time.Location

	need      int
	people    []planRow
	byID      map[int64]*planRow
	shifts    map[int64]map[string]bool // in which each department works
	observers []observer
	names     map[int64]string // of the observers
	near      near
}

// planRow is somebody who is posted and not on a long leave.
type planRow struct {
	ID          int64          `db:"id"`
	Departments pq.Int64Array  `db:"departments"`
	Seen        int            `db:"seen"`   // checks in the window
	Before      int            `db:"before"` // as it was when the day began
	Shifts      pq.StringArray `db:"shifts"` // in which they were seen, before that
	Shift       string         `db:"shift"`  // of their first duty today
	Rostered    bool           `db:"rostered"`
}

// off reports whether it is known that somebody does not work today: they have
// duties to which they do not come, or their department has duties today and
// they have none. Of a department without duties nobody knows.
func (p *planRow) off() bool { return p.Rostered && p.Shift == "" }

func (r *planReader) read(ctx context.Context) (err error) {
	if r.need, err = need(ctx, r.DB, r.day); err != nil {
		return err
	}
	if err := r.readPeople(ctx); err != nil {
		return err
	}
	if r.observers, err = readObservers(ctx, r.DB, r.day); err != nil {
		return err
	}
	r.names = map[int64]string{}
	ids := make([]int64, len(r.observers))
	for i, o := range r.observers {
		ids[i], r.names[o.ID] = o.ID, o.Name
	}
	r.near, err = nearOf(ctx, r.DB, ids, r.day)
	return err
}

// need returns how many checks in the window everybody should have: as many as
// the scheme of the running month asks for before it awards a star or, if it
// asks for none, the default one.
func need(ctx context.Context, q sqlx.QueryerContext, day worktime.Day) (n int, err error) {
	err = sqlx.GetContext(ctx, q, &n, `
		SELECT coalesce((s.definition #>> '{gates,audits}')::int, 0) FROM schemes s
		LEFT JOIN periods p ON p.scheme_id = s.id AND p.starts_on <= $1
		ORDER BY p.starts_on DESC NULLS LAST, s.id DESC LIMIT 1`, day)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("checks that the scheme asks for: %w", err)
	}
	if n <= 0 {
		n = evaluation.DefaultScheme().Gates.Audits
	}
	return n, nil
}

// readPeople reads who may be observed at all. A check that came in, or was
// voided, after the day began is part of what has been seen, but not of what
// the day's plan follows from.
func (r *planReader) readPeople(ctx context.Context) error {
	if err := r.SelectContext(ctx, &r.people, `
		WITH posted AS (
			SELECT employee_id, array_agg(department_id ORDER BY from_day, id) AS departments FROM postings p
			WHERE from_day <= $1 AND (to_day IS NULL OR to_day > $1) AND NOT EXISTS (
				SELECT FROM leaves l WHERE l.employee_id = p.employee_id AND l.from_day <= $1 AND (l.to_day IS NULL OR l.to_day > $1))
			GROUP BY employee_id
		), observed AS (
			SELECT c.employee_id, count(*) FILTER (WHERE c.voided_at IS NULL) AS seen, count(*) FILTER (WHERE c.recorded_at < $3) AS before,
				array_agg(DISTINCT c.shift) FILTER (WHERE c.recorded_at < $3) AS shifts
			FROM spot_checks c
			WHERE c.started_at >= $2 AND (c.voided_at IS NULL OR c.voided_at >= $3 AND c.recorded_at < $3) AND `+sees+`
			GROUP BY c.employee_id
		), duty AS (
			SELECT employee_id, (array_agg(shift ORDER BY starts_at) FILTER (WHERE kind IN ('planned', 'present')))[1] AS shift
			FROM duties WHERE day = $1 GROUP BY employee_id
		)
		SELECT p.employee_id AS id, p.departments, coalesce(o.seen, 0) AS seen, coalesce(o.before, 0) AS before,
			coalesce(o.shifts, '{}') AS shifts, coalesce(d.shift, '') AS shift,
			d.employee_id IS NOT NULL OR p.departments[1] IN (SELECT department_id FROM duties WHERE day = $1) AS rostered
		FROM posted p
		LEFT JOIN observed o ON o.employee_id = p.employee_id
		LEFT JOIN duty d ON d.employee_id = p.employee_id
		ORDER BY p.employee_id`, r.day, r.day.AddDays(1-window).In(r.zone), r.day.In(r.zone)); err != nil {
		return fmt.Errorf("people to observe: %w", err)
	}
	r.byID, r.shifts = map[int64]*planRow{}, map[int64]map[string]bool{}
	for i := range r.people {
		p := &r.people[i]
		r.byID[p.ID] = p
		for _, shift := range append([]string{p.Shift}, p.Shifts...) {
			if r.shifts[p.Departments[0]] == nil {
				r.shifts[p.Departments[0]] = map[string]bool{}
			}
			r.shifts[p.Departments[0]][shift] = true
		}
	}
	return nil
}

// addHistory says of each item when they were last observed, and whether it is done.
func (r *planReader) addHistory(ctx context.Context, observer int64, items []PlanItem) error {
	at, ids := map[int64]int{}, make([]int64, len(items))
	for i, item := range items {
		at[item.EmployeeID], ids[i] = i, item.EmployeeID
	}
	var rows []struct {
		ID     int64        `db:"employee_id"`
		LastOn worktime.Day `db:"last_on"`
		Done   bool         `db:"done"`
	}
	if err := r.SelectContext(ctx, &rows, `
		SELECT c.employee_id, (max(c.started_at) FILTER (WHERE `+sees+`) AT TIME ZONE $4)::date AS last_on,
			bool_or(c.observer_id = $2 AND c.started_at >= $3) AS done
		FROM spot_checks c WHERE c.employee_id = ANY($1) AND c.voided_at IS NULL GROUP BY c.employee_id`,
		pq.Array(ids), observer, r.day.In(r.zone), r.zone.String()); err != nil {
		return fmt.Errorf("checks of those planned: %w", err)
	}
	for _, row := range rows {
		items[at[row.ID]].LastOn, items[at[row.ID]].Done = row.LastOn, row.Done
	}
	return nil
}
