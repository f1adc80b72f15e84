package audits

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Why somebody is in an observer's plan.
const (
	PlannedFewest  = "fewest"  // they have been seen least
	PlannedOutside = "outside" // besides, the observer belongs to another department
	PlannedDouble  = "double"  // two observe them together, each with a check of their own
)

// SpotCheckPlan says whom the caller had better observe today. It proposes:
// whoever may observe somebody may do so without it.
type SpotCheckPlan struct {
	AsOf        time.Time            `json:"asOf"`
	Day         worktime.Day         `json:"day"`
	Items       []PlanItem           `json:"items"`
	Coverage    Coverage             `json:"coverage"`
	Departments []DepartmentCoverage `json:"departments"` // those with debt, most first
}

// PlanItem is somebody to observe.
type PlanItem struct {
	EmployeeID   int64        `json:"employeeId"`
	DepartmentID int64        `json:"departmentId"`
	Why          string       `json:"why"`
	Seen         int          `json:"seen"` // checks in the window until now
	Need         int          `json:"need"`
	LastOn       worktime.Day `json:"lastOn,omitempty"`
	Shift        string       `json:"shift,omitempty"` // in which they have not been seen in the window
	With         string       `json:"with,omitempty"`  // who else observes them, at a double check
	Done         bool         `json:"done"`            // by the caller, today
}

// Coverage is how far the people within the caller's reach have been observed
// as often as they should. Who is on a long leave is not counted.
type Coverage struct {
	Days    int `json:"days"` // of the window, with today
	Need    int `json:"need"` // checks of each person
	People  int `json:"people"`
	Covered int `json:"covered"` // who have had them
	Debt    int `json:"debt"`    // checks that the others lack
}

// DepartmentCoverage is the coverage of a department, of those whose first
// posting is there.
type DepartmentCoverage struct {
	DepartmentID int64 `json:"departmentId"`
	People       int   `json:"people"`
	Covered      int   `json:"covered"`
	Debt         int   `json:"debt"`
}

// Plan returns whom the caller should observe today, and how far the hospital
// is. All observers' plans are made together, from how things stood when the day
// began: they stay the same all day unless people or duties change. Who is not
// on duty today has no plan.
func (s *Service) Plan(ctx context.Context, actor accounts.Actor, _ struct{}) (SpotCheckPlan, error) {
	if err := onRoster(actor); err != nil {
		return SpotCheckPlan{}, err
	}
	zone, err := people.Location(ctx, s.DB)
	if err != nil {
		return SpotCheckPlan{}, err
	}
	now := s.Now().UTC()
	r := planReader{DB: s.DB, day: worktime.DayOf(now, zone), zone: zone}
	if err := r.read(ctx); err != nil {
		return SpotCheckPlan{}, err
	}
	p := SpotCheckPlan{AsOf: now, Day: r.day, Items: []PlanItem{}}
	p.Coverage, p.Departments = r.coverage(actor.Reach)
	for _, c := range r.plan() {
		if c.Observer == actor.EmployeeID {
			p.Items = append(p.Items, r.item(c))
		}
	}
	return p, r.addHistory(ctx, actor.EmployeeID, p.Items)
}

// plan deals out the day among those who observe and are there themselves.
func (r *planReader) plan() []planned {
	d := planDay{Day: r.day, Need: r.need}
	for _, p := range r.people {
		d.People = append(d.People, planPerson{ID: p.ID, Departments: p.Departments, Seen: p.Before, Off: p.off()})
	}
	for _, o := range r.observers {
		if p, posted := r.byID[o.ID]; posted && !p.off() {
			d.Observers = append(d.Observers, planObserver{
				ID: o.ID, Reach: accounts.Reach{Hospital: o.Hospital, Departments: o.Departments}, Near: r.near[o.ID], Not: o.Givers,
			})
		}
	}
	return d.plan()
}

func (r *planReader) item(c planned) PlanItem {
	p := r.byID[c.Person]
	item := PlanItem{EmployeeID: p.ID, DepartmentID: c.Department, Why: PlannedFewest, Seen: p.Seen, Need: r.need, Shift: r.shift(p)}
	if c.Outside {
		item.Why = PlannedOutside
	}
	if c.With != 0 {
		item.Why, item.With = PlannedDouble, r.names[c.With]
	}
	return item
}

// shift returns one in which somebody has not been seen in the window: that of
// their duty today or, if nobody knows their duties, the first of those in which
// their department has been seen at work. Who is on duty in a shift in which
// they have been seen cannot be seen in another today.
func (r *planReader) shift(p *planRow) string {
	if p.Shift != "" {
		if slices.Contains(p.Shifts, p.Shift) {
			return ""
		}
		return p.Shift
	}
	for _, shift := range []string{"day", "evening", "night"} {
		if r.shifts[p.Departments[0]][shift] && !slices.Contains(p.Shifts, shift) {
			return shift
		}
	}
	return ""
}

// coverage sums up the people within reach.
func (r *planReader) coverage(reach accounts.Reach) (Coverage, []DepartmentCoverage) {
	all := Coverage{Days: window, Need: r.need}
	by := map[int64]*DepartmentCoverage{}
	for _, p := range r.people {
		department := p.Departments[0]
		if !reach.Hospital && !slices.Contains(reach.Departments, department) {
			continue
		}
		d := by[department]
		if d == nil {
			d = &DepartmentCoverage{DepartmentID: department}
			by[department] = d
		}
		debt := max(0, r.need-p.Seen)
		all.People, d.People = all.People+1, d.People+1
		all.Debt, d.Debt = all.Debt+debt, d.Debt+debt
		if debt == 0 {
			all.Covered, d.Covered = all.Covered+1, d.Covered+1
		}
	}
	owing := []DepartmentCoverage{}
	for _, d := range by {
		if d.Debt > 0 {
			owing = append(owing, *d)
		}
	}
	slices.SortFunc(owing, func(a, b DepartmentCoverage) int {
		return cmp.Or(cmp.Compare(b.Debt, a.Debt), cmp.Compare(a.DepartmentID, b.DepartmentID))
	})
	return all, owing
}
