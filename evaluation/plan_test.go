package evaluation

import (
	"reflect"
	"slices"
	"testing"
)

func planRequest() PlanRequest {
	r := PlanRequest{Shifts: []string{"day", "evening", "night"}, Count: 120, Outside: 2000, Double: 500, Seed: 7}
	for d := range int64(3) {
		for k := range int64(8) {
			r.Employees = append(r.Employees, PlanEmployee{Employee: d*8 + k + 1, Department: d + 1})
		}
		r.Supervisors = append(r.Supervisors, PlanSupervisor{d*8 + 1, d + 1}, PlanSupervisor{100 + d, d + 1})
	}
	return r
}

// TestPlanKeepsTheRule: everybody equally often, enough from outside, enough double ones,
// all shifts, nobody observes themselves, and the order of the request does not matter.
func TestPlanKeepsTheRule(t *testing.T) {
	r := planRequest()
	plan, err := r.Plan()
	if err != nil {
		t.Fatal(err)
	}
	count, shifts := map[int64]int{}, map[string]int{}
	outside, double := 0, 0
	for i, c := range plan {
		count[c.Employee]++
		shifts[c.Shift]++
		if c.Employee == c.Supervisor || c.Employee == c.Second || c.Supervisor == c.Second {
			t.Errorf("%+v", c)
		}
		if c.Outside {
			outside++
		}
		if c.Second != 0 {
			double++
		}
		if outside*Scale < 2000*(i+1) {
			t.Errorf("after %d checks only %d are from outside", i+1, outside)
		}
	}
	for id, n := range count {
		if n != 5 {
			t.Errorf("employee %d is observed %d times, not 5", id, n)
		}
	}
	if double != 6 || len(shifts) != 3 || shifts["night"] != 40 {
		t.Errorf("%d double ones, shifts %v", double, shifts)
	}
	slices.Reverse(r.Employees)
	slices.Reverse(r.Supervisors)
	if again, err := r.Plan(); err != nil || !reflect.DeepEqual(plan, again) {
		t.Errorf("the order of the request changed the plan: %v", err)
	}
	r.Seed++
	if other, _ := r.Plan(); reflect.DeepEqual(plan, other) {
		t.Error("another seed gives the same plan")
	}
}

// TestPlanCatchesUp: whoever was observed least comes first.
func TestPlanCatchesUp(t *testing.T) {
	r := planRequest()
	for i := range r.Employees {
		r.Employees[i].Audits = 3
	}
	r.Employees[13].Audits, r.Count = 0, 3
	plan, err := r.Plan()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range plan {
		if c.Employee != r.Employees[13].Employee {
			t.Errorf("%+v", plan)
		}
	}
	alone := PlanRequest{Employees: []PlanEmployee{{1, 1, 0}}, Supervisors: []PlanSupervisor{{1, 1}}, Count: 1}
	if _, err := alone.Plan(); err == nil {
		t.Error("somebody observes themselves")
	}
}

// TestSimpleRuleIsNearlyAsGoodAsGreedy, and both are far better than supervisors who stay
// in their own department.
func TestSimpleRuleIsNearlyAsGoodAsGreedy(t *testing.T) {
	r := planRequest()
	r.Double, r.Count = 0, 72
	variances := DesignVariances{Department: 0.2, Supervisor: 0.6, Employee: 0.4}
	variance := func(next func(*Design, int) (int64, int64)) float64 {
		d, err := NewDesign(r.Employees, r.Supervisors, variances)
		if err != nil {
			t.Fatal(err)
		}
		for i := range r.Count {
			d.Add(next(d, i))
		}
		return d.Variance()
	}
	plan, err := r.Plan()
	if err != nil {
		t.Fatal(err)
	}
	simple := variance(func(_ *Design, i int) (int64, int64) { return plan[i].Employee, plan[i].Supervisor })
	greedy := variance(func(d *Design, _ int) (int64, int64) { e, s, _ := d.Greedy(); return e, s })
	inside := variance(func(_ *Design, i int) (int64, int64) {
		e := r.Employees[i%len(r.Employees)]
		return e.Employee, 100 + e.Department - 1
	})
	t.Logf("mean variance: greedy %.4f, simple %.4f, own department only %.4f", greedy, simple, inside)
	if simple > 1.1*greedy {
		t.Errorf("the simple rule leaves %.4f, greedy %.4f", simple, greedy)
	}
	if inside < 1.15*simple {
		t.Errorf("staying in the own department leaves %.4f, the rule %.4f: what is it for?", inside, simple)
	}
}

// TestGainIsWhatAddTakes: the promised gain is the fall of the variance.
func TestGainIsWhatAddTakes(t *testing.T) {
	r := planRequest()
	d, err := NewDesign(r.Employees, r.Supervisors, DesignVariances{0.2, 0.6, 0.4})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30 {
		e, s := int64(i%24+1), int64(100+i%3)
		before, gain := d.Variance(), d.Gain(e, s)
		d.Add(e, s)
		near(t, "gain", before-d.Variance(), gain/24, 1e-12)
	}
	if d.Gain(999, 100) != 0 {
		t.Error("a gain from somebody unknown")
	}
	if _, err := NewDesign(r.Employees, r.Supervisors, DesignVariances{}); err == nil {
		t.Error("variances of zero were accepted")
	}
}
