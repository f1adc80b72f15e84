package feedback

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
)

// fewestShared is how many phones or networks two people have in common at least, to
// be compared at all.
const fewestShared = 5

// pairs compares the people of each department two by two.
func (s scene) pairs() (tests []Pair) {
	of := slices.DeleteFunc(slices.Clone(s.traces), func(t trace) bool { return t.kiosk || t.rated.employee == 0 })
	slices.SortStableFunc(of, func(a, b trace) int { return cmp.Compare(a.department, b.department) })
	for _, votes := range chunk(of, func(t trace) int64 { return t.department }) {
		tests = append(tests, pairsOf(s.baskets(votes))...)
	}
	return tests
}

// baskets returns the different people about whom one source votes: a private network
// on all days together or, where none is known, a phone on a day. Each vote is in one.
func (s scene) baskets(votes []trace) (out [][]int64) {
	var sources [][]trace
	for _, phone := range bySource(votes, device, func(t trace) bool { return !s.private(t) }) {
		sources = append(sources, chunk(phone, func(t trace) int { return t.day })...)
	}
	sources = append(sources, bySource(votes, network, s.private)...)
	for _, group := range sources {
		var people []int64
		for _, t := range group {
			people = append(people, t.rated.employee)
		}
		slices.Sort(people)
		out = append(out, slices.Compact(people))
	}
	return out
}

type pair struct{ first, second int64 }

// pairsOf counts in how many baskets two people are together. If they were put in
// independently, each as often as they are, a basket of k would hold a pair with
// probability k(k-1)·w₁·w₂/(1-Σw²). All pairs are tests, also those who are never
// together: they are what the false discovery rate is about.
func pairsOf(baskets [][]int64) (tests []Pair) {
	together, alone := map[pair]int{}, map[int64]float64{}
	all, chances := 0.0, 0.0
	for _, b := range baskets {
		for i, a := range b {
			alone[a]++
			all++
			for _, c := range b[i+1:] {
				together[pair{a, c}]++
			}
		}
		chances += float64(len(b) * (len(b) - 1))
	}
	squares := 0.0
	for _, n := range sorted(alone) {
		squares += alone[n] / all * alone[n] / all
	}
	people := sorted(alone)
	for i, a := range people {
		for _, b := range people[i+1:] {
			n := together[pair{a, b}]
			expected := chances * alone[a] / all * alone[b] / all / max(1-squares, 1e-9)
			t := Pair{FirstID: a, SecondID: b, Sources: n, Expected: expected, Chance: 1}
			if n >= fewestShared {
				t.Chance = evaluation.PoissonTail(n, expected)
			}
			tests = append(tests, t)
		}
	}
	return tests
}

func sorted[V any](m map[int64]V) (keys []int64) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// reciprocity compares how often the signed-in phones of two departments vote about
// each other with how often they would, if they voted about anybody alike.
func (s *Service) reciprocity(ctx context.Context, q sqlx.ExtContext, traces []trace) ([]Reciprocal, error) {
	var rows []struct {
		Device     []byte `db:"device"`
		Department int64  `db:"department_id"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `SELECT DISTINCT device, department_id FROM staff_devices WHERE department_id IS NOT NULL`); err != nil {
		return nil, fmt.Errorf("phones of departments: %w", err)
	}
	home := map[source]int64{}
	for _, r := range rows {
		home[source(r.Device)] = r.Department
	}
	found := reciprocals(traces, home)
	for i := range found {
		for _, name := range []struct {
			id int64
			to *texts.Localized
		}{{found[i].FirstID, &found[i].First}, {found[i].SecondID, &found[i].Second}} {
			if err := sqlx.GetContext(ctx, q, name.to, `SELECT name FROM departments WHERE id = $1`, name.id); err != nil {
				return nil, fmt.Errorf("name of department %d: %w", name.id, err)
			}
		}
	}
	return found, nil
}

// reciprocals returns the pairs of departments that stand out.
func reciprocals(traces []trace, home map[source]int64) []Reciprocal {
	votes, from, to, all := map[pair]int{}, map[int64]float64{}, map[int64]float64{}, 0.0
	for _, t := range traces {
		if d := home[t.device]; d != 0 && d != t.department {
			votes[pair{d, t.department}]++
			from[d]++
			to[t.department]++
			all++
		}
	}
	tests, p := []Reciprocal{}, []float64{}
	for k, n := range votes { // in any order: sorted below
		back := votes[pair{k.second, k.first}]
		if k.first > k.second || min(n, back) < fewestRing {
			continue
		}
		there, here := from[k.first]*to[k.second]/all, from[k.second]*to[k.first]/all
		tests = append(tests, Reciprocal{FirstID: k.first, SecondID: k.second, There: n, Back: back, Expected: min(there, here),
			Chance: max(evaluation.PoissonTail(n, there), evaluation.PoissonTail(back, here))})
	}
	slices.SortFunc(tests, func(a, b Reciprocal) int {
		return cmp.Or(cmp.Compare(a.FirstID, b.FirstID), cmp.Compare(a.SecondID, b.SecondID))
	})
	for _, t := range tests {
		p = append(p, t.Chance)
	}
	found := []Reciprocal{}
	for _, i := range evaluation.Discoveries(p, falseRate) {
		found = append(found, tests[i])
	}
	return found
}
