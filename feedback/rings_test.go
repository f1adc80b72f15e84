package feedback

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/worktime"
)

// evenings makes people vote from homes: each home votes about each person on each of
// so many days.
func evenings(homes []byte, people []int64, days int) (out []trace) {
	for _, h := range homes {
		for _, p := range people {
			out = append(out, casting{who: p, n: days, at: "2026-06-01 19:00", apart: 24 * time.Hour, network: h}.traces()...)
		}
	}
	return out
}

func TestRingsOfColleagues(t *testing.T) {
	for _, tt := range []struct {
		promise string
		traces  []trace
		held    int
	}{
		{"four homes for the same four people", evenings([]byte{11, 12, 13, 14}, []int64{1, 2, 3, 4}, 4), 64},
		{"one home: a patient who stays long", evenings([]byte{11}, []int64{1, 2, 3, 4}, 4), 0},
		{"two evenings", evenings([]byte{11, 12, 13, 14}, []int64{1, 2, 3, 4}, 2), 0},
		{"two people", evenings([]byte{11, 12, 13, 14}, []int64{1, 2}, 4), 0},
		{"through the hospital's address", evenings([]byte{1}, []int64{1, 2, 3, 4}, 10), 0},
		{"patients of different people", append(append(evenings([]byte{11}, []int64{1}, 4), evenings([]byte{12}, []int64{2}, 4)...), evenings([]byte{13}, []int64{3}, 4)...), 0},
	} {
		held := 0
		for _, f := range week(tt.traces...).rings() {
			held += len(f.votes)
		}
		if held != tt.held {
			t.Errorf("%s: %d votes, want %d", tt.promise, held, tt.held)
		}
	}
}

// Of people who are met independently about one pair in twenty of those listed may be
// chance; a pair that phones vote about together stands out, and hangs together.
func TestPairsThatAreVotedForTogether(t *testing.T) {
	s := simulate(t, 3, 30, 300, nil)
	honest := discovered(s.scene().pairs())
	for range 3 {
		a := s.pick()
		b := s.meet(a.department)
		if a.id == b.id {
			continue
		}
		for day := range 15 {
			phone := s.fresh()
			s.cast(a, s.evening(day, 12), phone, s.shared, 5, "pair")
			s.cast(b, s.evening(day, 12), phone, s.shared, 5, "pair")
		}
	}
	tied := s.report(t)
	if len(honest) > 1 || len(tied.Pairs) < len(honest)+2 || tied.Tests < 10_000 {
		t.Errorf("%d pairs among honest votes, %d with three that are tied, of %d tests", len(honest), len(tied.Pairs), tied.Tests)
	}
	for _, p := range tied.Pairs {
		if p.Group == 0 || p.First == "" || p.Second == "" || float64(p.Sources) <= p.Expected || p.FirstID >= p.SecondID {
			t.Errorf("%+v", p)
		}
	}
}

// scene is what the rules look at, without the database.
func (s *simulation) scene() scene {
	out := scene{busy: map[source]bool{s.shared: true}}
	for _, v := range s.votes {
		v.hour, v.day = int(v.at.Unix()/3600), worktime.DayOf(v.at, shanghai).Sub("1970-01-01")
		out.traces = append(out.traces, v.trace)
	}
	return out
}

func (s *simulation) report(t *testing.T) Rings {
	t.Helper()
	s.store(t)
	out, err := s.Rings(t.Context(), boss, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Departments whose signed-in phones vote about each other, beside others that vote
// about anybody.
func TestReciprocalDepartments(t *testing.T) {
	home := map[source]int64{}
	var traces []trace
	vote := func(from, to int64, n int) {
		for range n {
			d := source{byte(from), byte(len(traces)), byte(len(traces) >> 8)}
			home[d] = from
			traces = append(traces, trace{device: d, department: to})
		}
	}
	for from := range int64(6) {
		for to := range int64(6) {
			if from != to {
				vote(from+1, to+1, 4)
			}
		}
	}
	if found := reciprocals(traces, home); len(found) != 0 {
		t.Errorf("who vote alike: %+v", found)
	}
	vote(1, 2, 40)
	vote(2, 1, 40)
	if found := reciprocals(traces, home); len(found) != 1 || found[0].FirstID != 1 || found[0].SecondID != 2 || found[0].There != 44 {
		t.Errorf("two who vote for each other: %+v", found)
	}
}
