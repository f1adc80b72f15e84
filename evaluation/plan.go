package evaluation

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// PlanRequest asks for spot checks that make people comparable.
type PlanRequest struct {
	Employees   []PlanEmployee
	Supervisors []PlanSupervisor
	Shifts      []string // checks of one person go through them in turn; may be empty
	Count       int      // checks to plan, double ones not counted
	Outside     int64    // least share from another department, ten-thousandths
	Double      int64    // share observed by two people at once, ten-thousandths
	Seed        uint64   // decides among equals: the same request gives the same plan
}

// PlanEmployee is somebody to observe.
type PlanEmployee struct {
	Employee   int64
	Department int64
	Audits     int // checks so far
}

// PlanSupervisor is somebody who observes. Nobody observes themselves.
type PlanSupervisor struct {
	Supervisor int64
	Department int64
}

// PlannedCheck is one spot check. Second is the second observer of a double one, or 0.
type PlannedCheck struct {
	Employee   int64  `json:"employee"`
	Supervisor int64  `json:"supervisor"`
	Second     int64  `json:"second"`
	Shift      string `json:"shift"`
	Outside    bool   `json:"outside"`
}

// Plan follows the simple rule: the person with fewest checks first, a supervisor at
// random, from another department often enough, every so often two at once. In what it
// teaches about people it comes close to planning each check for the greatest gain (see
// Design), and everybody can follow it.
//
// It returns an error if nobody can be observed by anybody. Where no supervisor of another
// department exists, or none of the own, the other kind is taken.
func (r PlanRequest) Plan() ([]PlannedCheck, error) {
	if r.Count < 0 || r.Outside < 0 || r.Outside > Scale || r.Double < 0 || r.Double > Scale {
		return nil, fmt.Errorf("the plan asks for %d checks, %d outside and %d double of %d", r.Count, r.Outside, r.Double, Scale)
	}
	p := r.planner()
	out := []PlannedCheck{}
	for len(out) < r.Count {
		check, ok := p.next(len(out))
		if !ok {
			return nil, fmt.Errorf("there is nobody who could be observed by somebody else")
		}
		out = append(out, check)
	}
	return out, nil
}

// planner holds the state while a plan grows.
type planner struct {
	PlanRequest
	rng     *rand.Rand
	done    []int // checks by employee, with the planned ones
	order   []int // employees by done, then by the seed
	outside int   // planned so far
	double  int
}

// planner sorts the request, so that its order does not matter, and shuffles by the seed.
func (r PlanRequest) planner() *planner {
	p := &planner{PlanRequest: r, rng: rand.New(rand.NewPCG(r.Seed, 0x5707c4ec))}
	p.Employees = slices.Clone(r.Employees)
	slices.SortFunc(p.Employees, func(a, b PlanEmployee) int { return cmp.Compare(a.Employee, b.Employee) })
	p.rng.Shuffle(len(p.Employees), func(i, j int) { p.Employees[i], p.Employees[j] = p.Employees[j], p.Employees[i] })
	p.Supervisors = slices.Clone(r.Supervisors)
	slices.SortFunc(p.Supervisors, func(a, b PlanSupervisor) int { return cmp.Compare(a.Supervisor, b.Supervisor) })
	for k, e := range p.Employees {
		p.done, p.order = append(p.done, e.Audits), append(p.order, k)
	}
	slices.SortStableFunc(p.order, func(a, b int) int { return cmp.Compare(p.done[a], p.done[b]) })
	return p
}

// next plans check number i.
func (p *planner) next(i int) (PlannedCheck, bool) {
	for place, k := range p.order {
		e := p.Employees[k]
		wantOutside := int64(p.outside)*Scale < p.Outside*int64(i+1)
		s, ok := p.choose(e, wantOutside, 0)
		if !ok {
			continue
		}
		check := PlannedCheck{Employee: e.Employee, Supervisor: s.Supervisor, Outside: s.Department != e.Department}
		if int64(p.double)*Scale < p.Double*int64(i+1) {
			if second, ok := p.choose(e, !check.Outside, s.Supervisor); ok {
				check.Second = second.Supervisor
				p.double++
			}
		}
		if len(p.Shifts) > 0 {
			check.Shift = p.Shifts[(p.done[k]+k)%len(p.Shifts)]
		}
		if check.Outside {
			p.outside++
		}
		p.observed(place)
		return check, true
	}
	return PlannedCheck{}, false
}

// observed counts a check of the person at a place of the order, and moves them back to
// where they now belong.
func (p *planner) observed(place int) {
	k := p.order[place]
	p.done[k]++
	for ; place+1 < len(p.order); place++ {
		next := p.order[place+1]
		if cmp.Or(cmp.Compare(p.done[next], p.done[k]), cmp.Compare(next, k)) > 0 {
			break
		}
		p.order[place] = next
	}
	p.order[place] = k
}

// choose draws a supervisor: from outside if that is due, else from anywhere.
func (p *planner) choose(e PlanEmployee, outside bool, not int64) (PlanSupervisor, bool) {
	may := slices.DeleteFunc(slices.Clone(p.Supervisors), func(s PlanSupervisor) bool {
		return s.Supervisor == e.Employee || s.Supervisor == not
	})
	if outside {
		others := slices.DeleteFunc(slices.Clone(may), func(s PlanSupervisor) bool { return s.Department == e.Department })
		if len(others) > 0 {
			may = others
		}
	}
	if len(may) == 0 {
		return PlanSupervisor{}, false
	}
	return may[p.rng.IntN(len(may))], true
}
