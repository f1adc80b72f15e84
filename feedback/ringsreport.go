package feedback

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
)

// Rings is a report about who is voted for together more often than chance explains.
// It sets nothing aside.
type Rings struct {
	Days        int          `json:"days"`  // that it is about
	Votes       int          `json:"votes"` // that it looked at
	Tests       int          `json:"tests"` // pairs that were compared
	Rate        int          `json:"rate"`  // false discovery rate, ten-thousandths: of the pairs listed, so many are chance
	Pairs       []Pair       `json:"pairs"`
	Departments []Reciprocal `json:"departments"`
	// Limits says what the report cannot see, by language.
	Limits texts.Localized `json:"limits"`
}

// Pair is two people of one department about whom the same phones and private
// networks vote.
type Pair struct {
	FirstID  int64   `json:"firstId"`
	First    string  `json:"first"`
	SecondID int64   `json:"secondId"`
	Second   string  `json:"second"`
	Group    int     `json:"group"` // pairs of one number hang together
	Sources  int     `json:"sources"`
	Expected float64 `json:"expected"`
	Chance   float64 `json:"chance"` // probability of as many, if patients met them independently
}

// Reciprocal is two departments whose signed-in phones vote about each other.
type Reciprocal struct {
	FirstID  int64           `json:"firstId"`
	First    texts.Localized `json:"first"`
	SecondID int64           `json:"secondId"`
	Second   texts.Localized `json:"second"`
	There    int             `json:"there"` // votes from phones of the first about the second
	Back     int             `json:"back"`
	Expected float64         `json:"expected"` // of the smaller, if they voted about anybody alike
	Chance   float64         `json:"chance"`
}

// falseRate is the share of false alarms among the pairs that are listed.
const falseRate = 0.05

// Rings compares, over the last month, how often the same phone on a day or the same
// private network votes about two people of a department with how often that would
// happen if each patient met them independently, each as often as they are met.
func (s *Service) Rings(ctx context.Context, actor accounts.Actor, _ struct{}) (Rings, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return Rings{}, err
	}
	now := s.Now()
	traces, err := readTraces(ctx, s.DB, now.AddDate(0, 0, -longDays), now, loc)
	if err != nil {
		return Rings{}, err
	}
	look := scene{traces: traces}
	if look.busy, err = busyNetworks(ctx, s.DB, now); err != nil {
		return Rings{}, err
	}
	out := Rings{Days: longDays, Votes: len(traces), Rate: int(falseRate * evaluation.Scale), Pairs: []Pair{}, Limits: texts.Localized{}}
	for _, lang := range texts.Languages {
		out.Limits[lang] = texts.Text(lang, "ballot.rings.limits")
	}
	tests := look.pairs()
	out.Tests = len(tests)
	found := discovered(tests)
	hidden := concerned(actor)
	found = slices.DeleteFunc(found, func(p Pair) bool { return slices.Contains(hidden, p.FirstID) || slices.Contains(hidden, p.SecondID) })
	if out.Pairs, err = named(ctx, s.DB, found); err != nil {
		return Rings{}, err
	}
	out.Departments, err = s.reciprocity(ctx, s.DB, traces)
	return out, err
}

// discovered keeps the pairs that Benjamini and Hochberg's procedure finds, and
// numbers the groups in which they hang together.
func discovered(tests []Pair) []Pair {
	p := make([]float64, len(tests))
	for i, t := range tests {
		p[i] = t.Chance
	}
	found := []Pair{}
	for _, i := range evaluation.Discoveries(p, falseRate) {
		found = append(found, tests[i])
	}
	group := map[int64]int{}
	for i := range found {
		a, b := group[found[i].FirstID], group[found[i].SecondID]
		switch {
		case a == 0 && b == 0:
			a = i + 1
		case a == 0 || b != 0 && b < a:
			a, b = b, a
		}
		for who, g := range group { // in any order: each is looked at by itself
			if b != 0 && g == b {
				group[who] = a
			}
		}
		group[found[i].FirstID], group[found[i].SecondID] = a, a
	}
	for i := range found {
		found[i].Group = group[found[i].FirstID]
	}
	slices.SortStableFunc(found, func(a, b Pair) int { return a.Group - b.Group })
	return found
}

// named fills in the names of a report's people.
func named(ctx context.Context, q sqlx.ExtContext, pairs []Pair) ([]Pair, error) {
	ids := []int64{}
	for _, p := range pairs {
		ids = append(ids, p.FirstID, p.SecondID)
	}
	var rows []struct {
		ID   int64  `db:"id"`
		Name string `db:"name"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `SELECT id, name FROM employees WHERE id = ANY($1)`, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("names of a report: %w", err)
	}
	names := map[int64]string{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	for i := range pairs {
		pairs[i].First, pairs[i].Second = names[pairs[i].FirstID], names[pairs[i].SecondID]
	}
	return pairs, nil
}
