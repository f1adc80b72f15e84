// Package demo fills an empty database with a hospital to try Wardstar on.
//
// Everything is made by chance from a seed: the same seed and day make the
// same hospital, row for row. Because it knows the truth behind the figures
// it makes, the demo also shows how near the scores come to it.
//
// It writes the tables of other packages itself, by COPY: a hundred thousand
// ratings one by one would take minutes.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
)

// The size of the hospital.
const (
	Employees   = 600
	Supervisors = 30
	Months      = 6
	Ratings     = 120_000
	SpotChecks  = 9_000
)

// TimeZone is the demo hospital's.
const TimeZone = "Asia/Shanghai"

// Options say which hospital to make.
type Options struct {
	Seed  uint64
	Today worktime.Day // the day after the last evidence, in TimeZone
	// Progress is told, if it is not nil, how many rows are in.
	Progress func(done, total int)

	Roles    []string                              // each gets an account of its name
	Password func(role string) string              // that account's
	Hash     func(password string) (string, error) // as accounts keep it
}

// Truth is what the evidence about an employee was made from, in points on
// the scale from 0 to 100, as differences from the hospital.
type Truth struct {
	Number  string  // of the employee
	Ratings float64 // the person's own effect on patients' ratings
	Audits  float64 // the person's own effect on findings
}

// Hospital is what Load made.
type Hospital struct {
	Truth      []Truth
	Severities map[string]float64 // how much a supervisor takes off, by employee number
	Months     []worktime.Day     // their first days, in order
}

// FirstMonth returns the first day of the first month with evidence.
func FirstMonth(ctx context.Context, q sqlx.QueryerContext) (day worktime.Day, err error) {
	err = sqlx.GetContext(ctx, q, &day, `
		SELECT date_trunc('month', min(occurred_at) AT TIME ZONE $1)::date FROM evidence WHERE kind = 'rating'`, TimeZone)
	if err != nil {
		return "", fmt.Errorf("first month of the demo: %w", err)
	}
	return day, nil
}

// Loaded reports whether the database holds a hospital already.
func Loaded(ctx context.Context, q sqlx.QueryerContext) (loaded bool, err error) {
	err = sqlx.GetContext(ctx, q, &loaded, `SELECT EXISTS (SELECT FROM employees)`)
	return loaded, err
}

// Load makes the hospital in one transaction: either all of it is there, or
// nothing. The catalogues of standards, with its posts, and of training must be in
// already.
func Load(ctx context.Context, db *sqlx.DB, o Options) (Hospital, error) {
	return database.InTx(ctx, db, func(tx *sqlx.Tx) (Hospital, error) {
		m, err := newMaker(ctx, tx, o)
		if err != nil {
			return Hospital{}, err
		}
		for _, step := range []func(context.Context) error{
			m.hospital, m.departments, m.employees, m.accounts, m.badges, m.ratings, m.spotChecks, m.training, m.sessions, m.certificates, m.thanks,
		} {
			if err := step(ctx); err != nil {
				return Hospital{}, err
			}
		}
		return m.made(), nil
	})
}

// maker holds what the steps of making a hospital hand on.
type maker struct {
	tx     *sqlx.Tx
	o      Options
	zone   *time.Location
	now    time.Time // of everything that is made: the beginning of Today
	months []worktime.Day
	done   int

	posts map[string]post
	units []unit
	staff []*person
}

func newMaker(ctx context.Context, tx *sqlx.Tx, o Options) (*maker, error) {
	zone, err := time.LoadLocation(TimeZone)
	if err != nil {
		return nil, fmt.Errorf("load time zone: %w", err)
	}
	m := &maker{tx: tx, o: o, zone: zone, now: o.Today.In(zone), months: months(o.Today)}
	m.posts, err = readPosts(ctx, tx)
	return m, err
}

// months returns the first days of the six months that end with today's, or,
// on the first of a month, with the one before.
func months(today worktime.Day) []worktime.Day {
	last := today.AddDays(-1)
	first := make([]worktime.Day, Months)
	for i := range first {
		back := Months - 1 - i
		first[i] = worktime.Date(last.Year(), last.Month()-time.Month(back), 1)
	}
	return first
}

// chance returns a source of its own for each step, so that a change to one
// leaves the others as they were.
func (m *maker) chance(step uint64) *rand.Rand { return rand.New(rand.NewPCG(m.o.Seed, step)) }

// The sources of chance, one a step.
const (
	chanceStaff uint64 = iota + 1
	chanceBadges
	chanceRatings
	chanceRemarks
	chanceSpotChecks
	chanceTraining
	chanceIncident
	chanceQualifications
	chanceThanks
)

// total is about how many rows a hospital has; it measures the progress.
const total = Ratings + SpotChecks*9

func (m *maker) progress(rows int) {
	m.done += rows
	if m.o.Progress != nil {
		m.o.Progress(min(m.done, total), total)
	}
}

// copyIn copies n rows into a table, and tells how far it is.
func (m *maker) copyIn(ctx context.Context, table string, columns []string, n int, row func(i int) []any) error {
	const report = 5000
	return database.Copy(ctx, m.tx, table, columns, n, func(i int) []any {
		if table != "attempts" && (i+1)%report == 0 {
			m.progress(report)
		}
		return row(i)
	})
}

// made sums up what Load answers with.
func (m *maker) made() Hospital {
	h := Hospital{Severities: map[string]float64{}, Months: m.months}
	for _, p := range m.staff {
		h.Truth = append(h.Truth, Truth{p.number, p.ratingEffect, p.auditEffect})
		if p.supervisor {
			h.Severities[p.number] = p.severity
		}
	}
	return h
}
