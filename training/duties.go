package training

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// Duties reads what employees' training is reckoned from, by their ids. Who does
// not exist is left out.
func Duties(ctx context.Context, q sqlx.QueryerContext, employeeIDs []int64) (map[int64]Duty, error) {
	ids := pq.Array(employeeIDs)
	var hired []struct {
		ID      int64        `db:"id"`
		HiredOn worktime.Day `db:"hired_on"`
		LeftOn  worktime.Day `db:"left_on"`
	}
	if err := sqlx.SelectContext(ctx, q, &hired, `SELECT id, hired_on, left_on FROM employees WHERE id = ANY($1)`, ids); err != nil {
		return nil, fmt.Errorf("employment: %w", err)
	}
	duties := make(map[int64]Duty, len(hired))
	for _, h := range hired {
		duties[h.ID] = Duty{Hired: h.HiredOn, Left: h.LeftOn}
	}
	var shares []struct {
		EmployeeID int64 `db:"employee_id"`
		Share
	}
	if err := sqlx.SelectContext(ctx, q, &shares, `
		SELECT employee_id, from_day, to_day, fte FROM postings
		WHERE employee_id = ANY($1) AND (to_day IS NULL OR to_day > from_day) ORDER BY employee_id, from_day, id`, ids); err != nil {
		return nil, fmt.Errorf("postings: %w", err)
	}
	for _, s := range shares {
		d := duties[s.EmployeeID]
		d.Shares = append(d.Shares, s.Share)
		duties[s.EmployeeID] = d
	}
	var leaves []struct {
		EmployeeID int64 `db:"employee_id"`
		Span
	}
	if err := sqlx.SelectContext(ctx, q, &leaves, `
		SELECT employee_id, from_day, to_day FROM leaves
		WHERE employee_id = ANY($1) AND (to_day IS NULL OR to_day > from_day) ORDER BY employee_id, from_day`, ids); err != nil {
		return nil, fmt.Errorf("leaves: %w", err)
	}
	for _, l := range leaves {
		d := duties[l.EmployeeID]
		d.Leaves = append(d.Leaves, l.Span)
		duties[l.EmployeeID] = d
	}
	return duties, nil
}
