package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// hoursOfWeek are the cells in which it is counted how many votes are usual.
const hoursOfWeek = 7 * 24

// rhythm is how many votes came in each hour of the week.
type rhythm struct {
	cells [hoursOfWeek]float64
	total float64
}

func (r *rhythm) add(cell int, n float64) {
	r.cells[cell] += n
	r.total += n
}

// usual says how many votes somebody gets as a rule, by the hour of the week.
type usual struct {
	own        map[rated]*rhythm
	department map[int64]*rhythm
	people     map[int64]float64 // who are rated in a department
	hospital   rhythm
	weeks      float64 // that were counted
	zone       *time.Location
}

// readUsual counts the votes of the last weeks that count.
func readUsual(ctx context.Context, q sqlx.ExtContext, now time.Time, loc *time.Location) (usual, error) {
	var rows []struct {
		EmployeeID   int64     `db:"employee_id"`
		TouchpointID int64     `db:"touchpoint_id"`
		DepartmentID int64     `db:"department_id"`
		Cell         int       `db:"cell"`
		Votes        float64   `db:"votes"`
		First        time.Time `db:"first"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT coalesce(employee_id, 0) AS employee_id, CASE WHEN employee_id IS NULL THEN coalesce(touchpoint_id, 0) ELSE 0 END AS touchpoint_id,
		       department_id, ((extract(isodow FROM occurred_at AT TIME ZONE $3) - 1) * 24 + extract(hour FROM occurred_at AT TIME ZONE $3))::int AS cell,
		       count(*) AS votes, min(occurred_at) AS first
		FROM ratings
		WHERE occurred_at >= $1 AND occurred_at < $2 AND version = 1 AND standing = 'counted' AND channel IN ('qr', 'kiosk')
		GROUP BY 1, 2, 3, 4`, now.AddDate(0, 0, -usualDays), now, loc.String()); err != nil {
		return usual{}, fmt.Errorf("count what is usual: %w", err)
	}
	u := newUsual(loc)
	first := now.AddDate(0, 0, -1)
	for _, r := range rows {
		u.add(rated{r.EmployeeID, r.TouchpointID}, r.DepartmentID, r.Cell, r.Votes)
		if r.First.Before(first) {
			first = r.First
		}
	}
	u.weeks = now.Sub(first).Hours() / hoursOfWeek
	return u, nil
}

func newUsual(loc *time.Location) usual {
	return usual{own: map[rated]*rhythm{}, department: map[int64]*rhythm{}, people: map[int64]float64{}, weeks: 1, zone: loc}
}

func (u *usual) add(who rated, department int64, cell int, votes float64) {
	if u.own[who] == nil {
		u.own[who] = &rhythm{}
		u.people[department]++
	}
	if u.department[department] == nil {
		u.department[department] = &rhythm{}
	}
	u.own[who].add(cell, votes)
	u.department[department].add(cell, votes)
	u.hospital.add(cell, votes)
}

// How much somebody's own rate and a department's rhythm lean on those of the others:
// as much as so many of their own weeks, and votes.
const (
	leanRate   = 0.25
	leanRhythm = 200.0
)

// share returns the part of a week's votes in a department that falls into a cell,
// judged by the others there: nobody makes an hour usual for themselves.
func (u *usual) share(who rated, department int64, cell int) float64 {
	others, all := u.others(who, department)
	hospital := (u.hospital.cells[cell] - others.own.cells[cell] + 1) / (u.hospital.total - others.own.total + hoursOfWeek)
	return (others.cell(cell) + leanRhythm*hospital) / (all + leanRhythm)
}

// company is a department without one of its people.
type company struct{ all, own *rhythm }

func (c company) cell(i int) float64 { return max(0, c.all.cells[i]-c.own.cells[i]) }

func (u *usual) others(who rated, department int64) (company, float64) {
	c := company{u.department[department], u.own[who]}
	if c.all == nil {
		c.all = &rhythm{}
	}
	if c.own == nil {
		c.own = &rhythm{}
	}
	return c, max(0, c.all.total-c.own.total)
}

// hours are a stretch of hours since 1970.
type hours struct{ from, n int }

// part returns the part of a usual week that they cover.
func (u *usual) part(who rated, department int64, h hours) (sum float64) {
	for i := range h.n {
		sum += u.share(who, department, u.cell(h.from+i))
	}
	return sum
}

// cell returns which hour of the week an hour since 1970 is in the hospital.
func (u *usual) cell(hour int) int {
	local := time.Unix(int64(hour)*3600, 0).In(u.zone)
	return (int(local.Weekday())+6)%7*24 + local.Hour()
}

// least is the smallest number of votes that is called usual: somebody who never
// gets any is not found out by their first few.
const least = 0.03

// expected returns how many votes somebody usually gets in those hours, when the
// window itself has own of the votes that were counted, and the others in the
// department have others: on a busy day everybody gets more.
func (u *usual) expected(who rated, department int64, h hours, own, others float64) float64 {
	_, theirs := u.others(who, department)
	mine := 0.0
	if r := u.own[who]; r != nil {
		mine = max(0, r.total-own)
	}
	mean := theirs / max(1, u.people[department]-1)
	part := u.part(who, department, h) / u.weeks
	rush := (others + 2) / (theirs*part + 2)
	return max(least, (mine+leanRate*mean)/(1+leanRate)*part*min(max(rush, 1), mostRush))
}

// mostRush is the busiest day that is allowed for, beside the usual one.
const mostRush = 4
