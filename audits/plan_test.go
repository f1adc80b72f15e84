package audits

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// days draws a day and a hospital in which some observe, some of one department only.
func days(t *rapid.T) planDay {
	d := planDay{Day: worktime.Day("2026-01-01").AddDays(rapid.IntRange(0, 800).Draw(t, "day")), Need: rapid.IntRange(1, 5).Draw(t, "need")}
	departments := rapid.Int64Range(1, 6)
	for id := range int64(rapid.IntRange(0, 80).Draw(t, "people")) {
		p := planPerson{ID: id + 1, Seen: rapid.IntRange(0, 4).Draw(t, "seen"), Off: rapid.IntRange(0, 4).Draw(t, "off") == 0}
		p.Departments = rapid.SliceOfNDistinct(departments, 1, 2, rapid.ID).Draw(t, "departments")
		d.People = append(d.People, p)
	}
	for id := range int64(rapid.IntRange(0, 6).Draw(t, "observers")) {
		o := planObserver{ID: id*7 + 1, Near: map[int64]bool{}, Reach: accounts.Reach{Hospital: rapid.Bool().Draw(t, "hospital")}}
		for _, department := range rapid.SliceOfNDistinct(departments, 0, 6, rapid.ID).Draw(t, "near") {
			o.Near[department] = true
		}
		if !o.Reach.Hospital {
			o.Reach.Departments = rapid.SliceOfNDistinct(departments, 1, 3, rapid.ID).Draw(t, "reach")
		}
		if rapid.IntRange(0, 5).Draw(t, "stands in") == 0 {
			o.Not = []int64{rapid.Int64Range(1, 80).Draw(t, "for")}
		}
		d.Observers = append(d.Observers, o)
	}
	return d
}

// lists sorts a plan by observer.
func lists(plan []planned) map[int64][]planned {
	out := map[int64][]planned{}
	for _, c := range plan {
		out[c.Observer] = append(out[c.Observer], c)
	}
	return out
}

// TestPlanKeepsItsRules in any hospital: nobody who is off, nobody out of reach,
// nobody themselves, nobody twice but in double checks, of which both are told,
// a list that is long enough and not too long, and a fifth of it from outside
// unless there is nobody from outside left to take.
func TestPlanKeepsItsRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := days(t)
		plan := d.plan()
		size, people, with := d.size(), map[int64]planPerson{}, map[int64][]planned{}
		for _, p := range d.People {
			people[p.ID] = p
		}
		for _, c := range plan {
			with[c.Person] = append(with[c.Person], c)
		}
		for id, checks := range with {
			switch {
			case len(checks) == 1 && checks[0].With == 0:
			case len(checks) == 2 && checks[0].With == checks[1].Observer && checks[1].With == checks[0].Observer && checks[0].With != checks[1].With:
			default:
				t.Fatalf("%d is planned as %+v", id, checks)
			}
		}
		free := func(o planObserver, mayOutside bool) bool { // somebody is left whom o could take
			return slices.ContainsFunc(d.People, func(p planPerson) bool {
				department, ok := within(o, p)
				return ok && len(with[p.ID]) == 0 && (!mayOutside || !o.Near[department])
			})
		}
		all := lists(plan)
		for _, o := range d.Observers {
			outside := 0
			for _, c := range all[o.ID] {
				department, ok := within(o, people[c.Person])
				if !ok || department != c.Department || c.Outside == o.Near[department] {
					t.Fatalf("%+v is planned for %+v", c, o)
				}
				if c.Outside {
					outside++
				}
			}
			if n := len(all[o.ID]); n > size || n < size && free(o, false) {
				t.Fatalf("%d of %d checks for %+v", n, size, o)
			}
			if n := len(all[o.ID]); outside*outsideShare < n && free(o, true) {
				t.Fatalf("%d of %d checks from outside for %+v", outside, n, o)
			}
		}
		if size < fewestItems || size > mostItems {
			t.Fatalf("lists of %d", size)
		}
	})
}

// within reports where an observer may observe somebody, if anywhere.
func within(o planObserver, p planPerson) (department int64, ok bool) {
	for _, department := range p.Departments {
		if o.Reach.Hospital || slices.Contains(o.Reach.Departments, department) {
			return department, !p.Off && p.ID != o.ID && !slices.Contains(o.Not, p.ID)
		}
	}
	return 0, false
}

// TestPlanIsTheSameForAll: whoever asks, in whatever order the database answers.
func TestPlanIsTheSameForAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := days(t)
		want := d.plan()
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		rng.Shuffle(len(d.People), func(i, j int) { d.People[i], d.People[j] = d.People[j], d.People[i] })
		rng.Shuffle(len(d.Observers), func(i, j int) { d.Observers[i], d.Observers[j] = d.Observers[j], d.Observers[i] })
		if diff := cmp.Diff(want, d.plan()); diff != "" {
			t.Fatalf("another order, another plan:\n%s", diff)
		}
	})
}

// TestPlanTakesThoseSeenLeast: nobody is left out for somebody who has been seen
// more often, where all can be observed by all.
func TestPlanTakesThoseSeenLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := days(t)
		for i := range d.Observers {
			o := &d.Observers[i]
			o.ID, o.Reach, o.Near, o.Not = o.ID+1000, accounts.Reach{Hospital: true}, nil, nil
		}
		most, taken := 0, map[int64]bool{}
		for _, c := range d.plan() {
			taken[c.Person] = true
		}
		for _, p := range d.People {
			if taken[p.ID] {
				most = max(most, p.Seen)
			}
		}
		for _, p := range d.People {
			if len(d.Observers) > 0 && !p.Off && !taken[p.ID] && p.Seen < most {
				t.Fatalf("%+v is left out for somebody seen %d times", p, most)
			}
		}
	})
}

// TestEverybodyIsPlannedInEveryWindow of a hospital that does what it plans,
// however many are off each day, and of its checks a fifth are from outside and
// one in twenty is observed by two.
func TestEverybodyIsPlannedInEveryWindow(t *testing.T) {
	const people, departments, observers = 120, 6, 3
	seenOn, first := map[int64][]int{}, worktime.Day("2026-03-01")
	rng := rand.New(rand.NewPCG(1, 2))
	checks, doubles, outside := 0, 0, 0
	for n := range 2 * window {
		d := planDay{Day: first.AddDays(n), Need: 3}
		for id := range int64(people) {
			recent := slices.DeleteFunc(slices.Clone(seenOn[id]), func(day int) bool { return day <= n-window })
			d.People = append(d.People, planPerson{ID: id, Departments: []int64{id % departments}, Seen: len(recent), Off: rng.IntN(3) == 0})
		}
		for o := range int64(observers) {
			d.Observers = append(d.Observers, planObserver{ID: 1000 + o, Reach: accounts.Reach{Hospital: true},
				Near: map[int64]bool{o: true, o + 1: true, o + 2: true, o + 3: true, 5: true}}) // one or two departments are strange to each
		}
		plan := d.plan()
		for _, c := range plan {
			seenOn[c.Person] = append(seenOn[c.Person], n)
			checks++
			if c.Outside {
				outside++
			}
			if c.With > c.Observer {
				doubles++
			}
		}
	}
	for id := range int64(people) {
		on := append([]int{-1}, seenOn[id]...)
		for i := range on {
			if next := slices.Concat(on, []int{2 * window})[i+1]; next-on[i] > window {
				t.Errorf("%d is not planned from day %d to day %d", id, on[i], next)
			}
		}
		if n := len(seenOn[id]); n < 6 {
			t.Errorf("%d is planned %d times in two windows, not 2 × 3", id, n)
		}
	}
	if outside*outsideShare < checks {
		t.Errorf("%d of %d from outside", outside, checks)
	}
	if share := float64(doubles) / float64(checks-doubles); share < 0.045 || share > 0.055 {
		t.Errorf("%d of %d checks are double: %.3f", doubles, checks-doubles, share)
	}
	t.Logf("%d places in %d days, %d from outside, %d double", checks, 2*window, outside, doubles)
}

// TestSize: long enough to make up for what is missing, within limits.
func TestSize(t *testing.T) {
	for _, test := range []struct {
		name              string
		day               worktime.Day
		people, seen, obs int
		want              int
	}{
		{"nothing is missing", "2026-12-01", 60, 3, 2, 6},
		{"720 people, who are to be seen three times in 90 days: 24 a day", "2026-12-01", 720, 3, 2, 12},
		{"what is missing at the month's beginning: 300 in 31 days, 10 a day", "2026-12-01", 100, 0, 1, 10},
		{"in its middle: 300 in 15 days", "2026-12-17", 100, 0, 1, 20},
		{"shared by two", "2026-12-17", 100, 0, 2, 10},
		{"on its last day, no more than can be done", "2026-12-31", 100, 0, 1, 20},
		{"nobody to observe", "2026-12-31", 0, 0, 1, 6},
		{"nobody observes", "2026-12-31", 10, 0, 0, 20},
	} {
		d := planDay{Day: test.day, Need: 3, People: slices.Repeat([]planPerson{{Seen: test.seen}}, test.people), Observers: make([]planObserver, test.obs)}
		if got := d.size(); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// TestNobodyGoesWithout where there are fewer people than places.
func TestNobodyGoesWithout(t *testing.T) {
	d := planDay{Day: "2026-12-01", Need: 3}
	for id := range int64(12) {
		d.People = append(d.People, planPerson{ID: 1 + id, Departments: []int64{1}})
	}
	for o := range int64(4) {
		d.Observers = append(d.Observers, planObserver{ID: 101 + o, Reach: accounts.Reach{Hospital: true}})
	}
	for range 100 {
		for _, o := range d.Observers {
			if n := len(lists(d.plan())[o.ID]); n < 3 || n > 5 { // a double check is in two lists
				t.Fatalf("on %s, %d has %d people of %d", d.Day, o.ID, n, len(d.People))
			}
		}
		d.Day = d.Day.AddDays(1)
	}
}

// TestAnotherDayAnotherObserver: chance decides anew each day.
func TestAnotherDayAnotherObserver(t *testing.T) {
	d := planDay{Day: "2026-12-01", Need: 3, People: []planPerson{{ID: 1, Departments: []int64{1}}}}
	for o := range int64(4) {
		d.Observers = append(d.Observers, planObserver{ID: 10 + o, Reach: accounts.Reach{Hospital: true}})
	}
	got := map[int64]int{}
	for range 400 {
		for _, c := range d.plan() {
			got[c.Observer]++
		}
		d.Day = d.Day.AddDays(1)
	}
	for o, n := range got {
		if n < 160 || n > 240 || len(got) != 4 {
			t.Errorf("observer %d is chosen on %d of 400 days, by two each", o, n)
		}
	}
}
