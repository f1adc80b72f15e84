package evaluation

import "fmt"

// Design is what a set of spot checks teaches about people, before any of them is made:
// the posterior covariance of intercept, departments, supervisors and employees in
//
//	z = μ + d_department + v_supervisor + u_employee + e,   e ~ N(0, σ²)
//
// depends on who observes whom only. One check is one row.
type Design struct {
	people, supervisors, departments []int64
	department                       []int     // of each employee
	cov                              []float64 // (1 + departments + supervisors + people)², units of σ²
	n                                int
}

// DesignVariances are the variance ratios σ_k²/σ² of the audit model, σ² being that of
// one check's mean. They must be positive.
type DesignVariances struct{ Department, Supervisor, Employee float64 }

// NewDesign begins with no checks. The order of people and supervisors does not matter to
// any gain. It returns an error if a ratio is not positive or somebody occurs twice.
// Memory grows with the square of the number of people.
func NewDesign(people []PlanEmployee, supervisors []PlanSupervisor, v DesignVariances) (*Design, error) {
	if !(v.Department > 0 && v.Supervisor > 0 && v.Employee > 0) {
		return nil, fmt.Errorf("the variance ratios must be positive")
	}
	d := &Design{}
	for _, p := range people {
		if indexOf(d.people, p.Employee) >= 0 {
			return nil, fmt.Errorf("employee %d occurs twice", p.Employee)
		}
		d.people = append(d.people, p.Employee)
		if indexOf(d.departments, p.Department) < 0 {
			d.departments = append(d.departments, p.Department)
		}
		d.department = append(d.department, indexOf(d.departments, p.Department))
	}
	for _, s := range supervisors {
		if indexOf(d.supervisors, s.Supervisor) >= 0 {
			return nil, fmt.Errorf("supervisor %d occurs twice", s.Supervisor)
		}
		d.supervisors = append(d.supervisors, s.Supervisor)
	}
	d.n = 1 + len(d.departments) + len(d.supervisors) + len(d.people)
	d.cov = make([]float64, d.n*d.n)
	const flat = 1e4 // the mean is practically unknown beforehand
	for i := range d.n {
		prior := v.Employee
		switch {
		case i == 0:
			prior = flat
		case i <= len(d.departments):
			prior = v.Department
		case i <= len(d.departments)+len(d.supervisors):
			prior = v.Supervisor
		}
		d.cov[i*d.n+i] = prior
	}
	return d, nil
}

func indexOf(ids []int64, id int64) int {
	for i, x := range ids {
		if x == id {
			return i
		}
	}
	return -1
}

// row returns the columns of one check, or false if somebody is unknown.
func (d *Design) row(employee, supervisor int64) ([4]int, bool) {
	e, s := indexOf(d.people, employee), indexOf(d.supervisors, supervisor)
	if e < 0 || s < 0 {
		return [4]int{}, false
	}
	first := 1 + len(d.departments)
	return [4]int{0, 1 + d.department[e], first + s, first + len(d.supervisors) + e}, true
}

// along returns C·x and x'C·x for the row x of a check.
func (d *Design) along(columns [4]int) (cx []float64, variance float64) {
	cx = make([]float64, d.n)
	for _, c := range columns {
		for i, v := range d.cov[c*d.n : (c+1)*d.n] {
			cx[i] += v
		}
	}
	for _, c := range columns {
		variance += cx[c]
	}
	return cx, variance
}

// Gain returns by how much one more check lowers the sum of the posterior variances of
// departments and people together, Σ var(d + u), in units of σ²; 0 if somebody is unknown.
func (d *Design) Gain(employee, supervisor int64) float64 {
	columns, ok := d.row(employee, supervisor)
	if !ok {
		return 0
	}
	cx, variance := d.along(columns)
	gain := 0.0
	for e := range d.people {
		g := d.standing(cx, e)
		gain += float64(g * g)
	}
	return gain / (1 + variance)
}

// standing is the element of a vector for a person's department and own effect together.
func (d *Design) standing(v []float64, e int) float64 {
	return v[1+d.department[e]] + v[1+len(d.departments)+len(d.supervisors)+e]
}

// Add makes a check: a rank-one update of the covariance. Unknown people are ignored.
func (d *Design) Add(employee, supervisor int64) {
	columns, ok := d.row(employee, supervisor)
	if !ok {
		return
	}
	cx, variance := d.along(columns)
	for i, x := range cx {
		f := x / (1 + variance)
		row := d.cov[i*d.n : (i+1)*d.n]
		for j, y := range cx {
			row[j] -= float64(f * y)
		}
	}
}

// Variance returns the mean posterior variance of department and own effect together over
// all people, in units of σ²; 0 if there is nobody.
func (d *Design) Variance() float64 {
	sum := 0.0
	for e := range d.people {
		a, b := 1+d.department[e], 1+len(d.departments)+len(d.supervisors)+e
		sum += d.cov[a*d.n+a] + float64(2*d.cov[a*d.n+b]) + d.cov[b*d.n+b]
	}
	return sum / float64(max(1, len(d.people)))
}

// Greedy returns the check of greatest gain, the first of equals in the order given to
// NewDesign; false if there is none. Nobody observes themselves.
func (d *Design) Greedy() (employee, supervisor int64, ok bool) {
	best := 0.0
	for _, e := range d.people {
		for _, s := range d.supervisors {
			if e == s {
				continue
			}
			if g := d.Gain(e, s); g > best {
				best, employee, supervisor, ok = g, e, s, true
			}
		}
	}
	return employee, supervisor, ok
}
