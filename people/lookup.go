package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Lookup knows whom and which departments a list names that was written
// elsewhere. Who is out of the actor's reach is as unknown as who is not there.
type Lookup struct {
	Zone        *time.Location // the hospital's
	reach       accounts.Reach
	byNumber    map[string]int64
	byName      map[string][]int64
	postings    map[int64][]Posting
	departments map[string][]int64 // by code, name and path
	codes       map[int64]string   // of departments
	parents     map[int64]int64    // of departments that are a part of another
}

// NewLookup reads what is known of the people named, by number or by name, and
// of all departments.
func NewLookup(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, named []string) (*Lookup, error) {
	zone, err := Location(ctx, q)
	if err != nil {
		return nil, err
	}
	l := &Lookup{Zone: zone, reach: reach, byNumber: map[string]int64{}, byName: map[string][]int64{},
		postings: map[int64][]Posting{}, departments: map[string][]int64{}, codes: map[int64]string{}, parents: map[int64]int64{}}
	if err := l.readPeople(ctx, q, named); err != nil {
		return nil, err
	}
	return l, l.readDepartments(ctx, q)
}

func (l *Lookup) readPeople(ctx context.Context, q sqlx.ExtContext, named []string) error {
	var people []struct {
		ID           int64
		Number, Name string
	}
	if err := sqlx.SelectContext(ctx, q, &people, `SELECT id, number, name FROM employees WHERE number = ANY($1) OR name = ANY($1)`,
		pq.Array(named)); err != nil {
		return fmt.Errorf("look people up: %w", err)
	}
	ids := make([]int64, len(people))
	for i, p := range people {
		ids[i] = p.ID
		l.byNumber[p.Number] = p.ID
		l.byName[p.Name] = append(l.byName[p.Name], p.ID)
	}
	var postings []Posting
	if err := sqlx.SelectContext(ctx, q, &postings, `
		SELECT `+postingColumns+` FROM postings WHERE employee_id = ANY($1) ORDER BY from_day, id`, pq.Array(ids)); err != nil {
		return fmt.Errorf("look postings up: %w", err)
	}
	for _, p := range postings {
		l.postings[p.EmployeeID] = append(l.postings[p.EmployeeID], p)
	}
	return nil
}

func (l *Lookup) readDepartments(ctx context.Context, q sqlx.ExtContext) error {
	var all []Department
	if err := sqlx.SelectContext(ctx, q, &all, `SELECT `+departmentColumns+` FROM departments`); err != nil {
		return fmt.Errorf("look departments up: %w", err)
	}
	byID := map[int64]Department{}
	for _, d := range all {
		byID[d.ID], l.codes[d.ID] = d, d.Code
		if d.ParentID != nil {
			l.parents[d.ID] = *d.ParentID
		}
	}
	for _, d := range all {
		keys := []string{foldPlace(d.Code)}
		for language := range d.Name {
			keys = append(keys, foldPlace(d.Name[language]), foldPlace(path(byID, d, language)))
		}
		slices.Sort(keys)
		for _, k := range slices.Compact(keys) {
			l.departments[k] = append(l.departments[k], d.ID)
		}
	}
	return nil
}

// deepest is more than any tree of departments has levels; only a knot has as many.
const deepest = 50

// path returns a department's name below those of whatever it is a part of.
func path(byID map[int64]Department, d Department, language string) string {
	name := d.Name.In(language)
	for range deepest {
		if d.ParentID == nil {
			break
		}
		d = byID[*d.ParentID]
		name = d.Name.In(language) + "/" + name
	}
	return name
}

// foldPlace reduces what a place is called to what tells it from others.
func foldPlace(name string) string {
	name = strings.NewReplacer("＞", "/", ">", "/", "／", "/", "\\", "/").Replace(strings.ToLower(name))
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = strings.Join(strings.Fields(parts[i]), " ")
	}
	return strings.Join(parts, "/")
}

// Employee returns who has a number or, if nobody has, a name.
func (l *Lookup) Employee(named string) (int64, error) {
	if id, ok := l.byNumber[named]; ok {
		return id, nil
	}
	switch ids := l.byName[named]; len(ids) {
	case 0:
		return 0, fault.Errorf(fault.NotFound, "there is nobody with the number %s", named)
	case 1:
		return ids[0], nil
	default:
		return 0, fault.Errorf(fault.Conflict, "%d people are called %s: write the number", len(ids), named)
	}
}

// PostingOn returns the posting of whoever has a number on a day, as
// [PostingOn] chooses it, if it is within reach.
func (l *Lookup) PostingOn(number string, day worktime.Day, preferDepartment int64) (p Posting, err error) {
	id, ok := l.byNumber[number]
	if !ok {
		return Posting{}, fault.Errorf(fault.NotFound, "there is nobody with the number %s", number)
	}
	for _, o := range l.postings[id] {
		if o.heldOn(day) && (p.ID == 0 || p.DepartmentID != preferDepartment && o.DepartmentID == preferDepartment) {
			p = o
		}
	}
	if p.ID == 0 || !l.within(p.DepartmentID) {
		return Posting{}, fault.Errorf(fault.NotFound, "%s is not posted anywhere on %s", number, day)
	}
	return p, nil
}

// Department returns the department that is meant by a code, a name or a path
// of names, such as Surgery/Ward A.
func (l *Lookup) Department(text string) (int64, error) {
	ids := l.departments[foldPlace(text)]
	for _, id := range ids {
		if foldPlace(l.codes[id]) == foldPlace(text) {
			ids = []int64{id} // a code is nobody else's name
			break
		}
	}
	switch {
	case len(ids) > 1:
		return 0, fault.Errorf(fault.Conflict, "%d departments are called %s: write the code", len(ids), text)
	case len(ids) == 0 || !l.within(ids[0]):
		return 0, fault.Errorf(fault.NotFound, "there is no department %s", text)
	}
	return ids[0], nil
}

// Apart reports whether none of the departments of an employee who was looked
// up is, on a day, the given one, a part of it, or what it is a part of.
func (l *Lookup) Apart(employeeID, department int64, day worktime.Day) bool {
	return !slices.ContainsFunc(l.postings[employeeID], func(p Posting) bool {
		return p.heldOn(day) && (l.isPart(p.DepartmentID, department) || l.isPart(department, p.DepartmentID))
	})
}

// isPart reports whether a department is another, or lies below it.
func (l *Lookup) isPart(department, of int64) bool {
	for range deepest {
		if department == of {
			return true
		}
		if department = l.parents[department]; department == 0 {
			return false
		}
	}
	return false
}

func (p Posting) heldOn(day worktime.Day) bool { return p.From <= day && (p.To == "" || p.To > day) }

func (l *Lookup) within(department int64) bool {
	return l.reach.Hospital || slices.Contains(l.reach.Departments, department)
}
