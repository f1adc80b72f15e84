package people

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"golang.org/x/text/unicode/norm"

	"github.com/wardstar/wardstar/internal/texts"
)

// Files that name more new departments or posts than this are read wrongly, such
// as with their columns exchanged.
const (
	maxNewDepartments = 1000
	maxNewPosts       = 200
)

// unit is a department, or one to be; its ID is 0 until it is stored.
type unit struct {
	Department
	parent   *unit
	children []*unit
}

// path is how a department is named unmistakably, from the top.
func (u *unit) path(lang string) string {
	if u.parent == nil {
		return u.Name.In(lang)
	}
	return u.parent.path(lang) + " > " + u.Name.In(lang)
}

// job is a post, or one to be.
type job struct{ Post }

// names knows departments and posts by their codes and names.
type names struct {
	language     string
	unitsByID    map[int64]*unit // those that are stored
	unitsByCode  map[string]*unit
	unitsByName  map[string][]*unit
	newUnits     []*unit // parents before their children
	jobsByID     map[int64]*job
	jobsByCode   map[string]*job
	jobsByName   map[string][]*job
	newJobs      []*job
	lastUnitCode int // of those of the form d-7
	lastJobCode  int
}

func readNames(ctx context.Context, q sqlx.ExtContext) (*names, error) {
	h, err := ReadHospital(ctx, q)
	if err != nil {
		return nil, err
	}
	n := &names{language: h.Language,
		unitsByID: map[int64]*unit{}, unitsByCode: map[string]*unit{}, unitsByName: map[string][]*unit{},
		jobsByID: map[int64]*job{}, jobsByCode: map[string]*job{}, jobsByName: map[string][]*job{}}
	var departments []Department
	if err := sqlx.SelectContext(ctx, q, &departments, `SELECT `+departmentColumns+` FROM departments ORDER BY id`); err != nil {
		return nil, fmt.Errorf("read departments: %w", err)
	}
	for _, d := range departments {
		n.unitsByID[d.ID] = &unit{Department: d}
		n.addUnit(n.unitsByID[d.ID])
	}
	for _, d := range departments {
		if u := n.unitsByID[d.ID]; d.ParentID != nil {
			u.parent = n.unitsByID[*d.ParentID]
			u.parent.children = append(u.parent.children, u)
		}
	}
	var posts []Post
	if err := sqlx.SelectContext(ctx, q, &posts, `SELECT `+postColumns+` FROM posts ORDER BY id`); err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	for _, p := range posts {
		n.jobsByID[p.ID] = &job{p}
		n.addJob(n.jobsByID[p.ID])
	}
	return n, nil
}

func (n *names) addUnit(u *unit) {
	n.unitsByCode[u.Code] = u
	for key := range spellings(u.Name) {
		n.unitsByName[key] = append(n.unitsByName[key], u)
	}
	n.lastUnitCode = max(n.lastUnitCode, serialOf(u.Code, "d-"))
}

func (n *names) addJob(j *job) {
	n.jobsByCode[j.Code] = j
	for key := range spellings(j.Name) {
		n.jobsByName[key] = append(n.jobsByName[key], j)
	}
	n.lastJobCode = max(n.lastJobCode, serialOf(j.Code, "p-"))
}

// serialOf returns the number of a code such as d-7, and 0 of any other.
func serialOf(code, prefix string) (number int) {
	if _, err := fmt.Sscanf(code, prefix+"%d", &number); err != nil || number > 1e9 {
		return 0
	}
	return number
}

// spellings are what a name is found by: what it is in each language.
func spellings(name texts.Localized) map[string]bool {
	keys := map[string]bool{}
	for _, text := range name {
		if key := spelling(text); key != "" {
			keys[key] = true
		}
	}
	return keys
}

// spelling is a name without what people write differently: case, spaces, width.
func spelling(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), "")
}

// department finds the department that a row names, or makes it one to be. The
// reason says in words why it cannot be known.
func (n *names) department(site, name string) (u *unit, reason string) {
	if site != "" {
		if u, reason = n.site(site); reason != "" {
			return nil, reason
		}
	}
	u, missing, reason := n.find(u, name)
	for _, segment := range missing {
		if reason != "" {
			break
		}
		u, reason = n.newUnit(u, segment)
	}
	if reason != "" {
		return nil, reason
	}
	return u, ""
}

// find follows a name or a path from top as far as it is known, and returns the
// parts that are missing.
func (n *names) find(top *unit, name string) (u *unit, missing []string, reason string) {
	if u, reason = n.within(top, name); u != nil || reason != "" {
		return u, nil, reason
	}
	segments := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("/>／＞", r) })
	if len(segments) == 0 {
		return nil, nil, "names no department"
	}
	u = top
	for i, segment := range segments {
		segments[i] = strings.TrimSpace(segment)
		if segments[i] == "" {
			return nil, nil, "has a blank part"
		}
	}
	for i, segment := range segments {
		next, reason := n.step(u, segment, i == 0)
		if next == nil || reason != "" {
			return u, segments[i:], reason
		}
		u = next
	}
	return u, nil, ""
}

// site finds a department at the top.
func (n *names) site(name string) (*unit, string) {
	if u := n.unitsByCode[strings.ToLower(name)]; u != nil && u.parent == nil {
		return u, ""
	}
	if u, reason := only(n.unitsByName[spelling(name)], func(u *unit) bool { return u.parent == nil }, name); u != nil || reason != "" {
		return u, reason
	}
	return n.newUnit(nil, name)
}

// within finds a department by its code or name, anywhere below top or, without
// one, in the hospital.
func (n *names) within(top *unit, name string) (*unit, string) {
	if u := n.unitsByCode[strings.ToLower(name)]; u != nil && u.below(top) {
		return u, ""
	}
	return only(n.unitsByName[spelling(name)], func(u *unit) bool { return u.below(top) }, name)
}

// step finds the next department on a path: anywhere at its beginning, and among
// the parts of the one before it afterwards.
func (n *names) step(from *unit, name string, anywhere bool) (*unit, string) {
	if anywhere {
		return n.within(from, name)
	}
	key, code := spelling(name), strings.ToLower(name)
	return only(from.children, func(u *unit) bool { return u.Code == code || spellings(u.Name)[key] }, name)
}

func (u *unit) below(top *unit) bool {
	for at := u; at != nil; at = at.parent {
		if at == top {
			return true
		}
	}
	return top == nil
}

// only returns the one that fits, or says that there are several.
func only(list []*unit, fits func(*unit) bool, name string) (found *unit, reason string) {
	for _, u := range list {
		if !fits(u) {
			continue
		}
		if found != nil {
			return nil, fmt.Sprintf("%s is the name of several departments, such as %s and %s: write the code, or the path from the top with >", name, found.Code, u.Code)
		}
		found = u
	}
	return found, ""
}

func (n *names) newUnit(parent *unit, name string) (*unit, string) {
	switch reason := odd(name); {
	case reason != "":
		return nil, reason
	case len([]rune(name)) > 100:
		return nil, "longer than 100 characters"
	case len(n.newUnits) >= maxNewDepartments:
		return nil, fmt.Sprintf("more than %d departments that are not known; is this the right column?", maxNewDepartments)
	}
	u := &unit{Department: Department{Code: fmt.Sprintf("d-%d", n.lastUnitCode+1), Name: texts.Localized{n.language: name}}, parent: parent}
	if parent != nil {
		parent.children = append(parent.children, u)
	}
	n.addUnit(u)
	n.newUnits = append(n.newUnits, u)
	return u, ""
}

// post finds the post that a row names, or makes it one to be: in a family of its
// own, until somebody says who its peers are.
func (n *names) post(name string) (*job, string) {
	if j, reason := n.findPost(name); j != nil || reason != "" {
		return j, reason
	}
	if reason := odd(name); reason != "" {
		return nil, reason
	}
	if len(n.newJobs) >= maxNewPosts {
		return nil, fmt.Sprintf("more than %d posts that are not known; is this the right column?", maxNewPosts)
	}
	code := fmt.Sprintf("p-%d", n.lastJobCode+1)
	j := &job{Post{Code: code, Family: code, Name: texts.Localized{n.language: name}}}
	n.addJob(j)
	n.newJobs = append(n.newJobs, j)
	return j, ""
}

func (n *names) findPost(name string) (*job, string) {
	if j := n.jobsByCode[strings.ToLower(name)]; j != nil {
		return j, ""
	}
	switch list := n.jobsByName[spelling(name)]; {
	case len(list) == 1:
		return list[0], ""
	case len(list) > 1:
		return nil, fmt.Sprintf("%s is the name of several posts, such as %s and %s: write the code", name, list[0].Code, list[1].Code)
	}
	return nil, ""
}
