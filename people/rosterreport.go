package people

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// maxRosterChanges is how many changes a report tells one by one.
const maxRosterChanges = 1000

// RosterReport says what an import has changed or, where it has not, would change
// and why it did not.
type RosterReport struct {
	File     string       `json:"file"`
	SHA256   string       `json:"sha256"`
	AsOf     worktime.Day `json:"asOf"`
	Complete bool         `json:"complete"`
	DryRun   bool         `json:"dryRun"`
	Stored   bool         `json:"stored"` // the changes have been made

	Rows           int             `json:"rows"`
	People         int             `json:"people"`
	Counts         RosterCounts    `json:"counts"`
	NewDepartments []string        `json:"newDepartments"` // by their paths
	NewPosts       []string        `json:"newPosts"`
	Changes        []RosterOutcome `json:"changes"`   // the first thousand
	Questions      []string        `json:"questions"` // what is stored only if it is confirmed
	Problems       tables.Problems `json:"problems"`  // none of which may be left
}

// RosterCounts says how many people something happens to; to some, several things.
type RosterCounts struct {
	Hired       int `json:"hired"`
	CameBack    int `json:"cameBack"`
	Left        int `json:"left"`
	Transferred int `json:"transferred"` // other postings than before
	Corrected   int `json:"corrected"`   // the name, an address, a day of hire or of leaving
	Unchanged   int `json:"unchanged"`
}

// RosterOutcome says what happens to one employee.
type RosterOutcome struct {
	Number string   `json:"number"`
	Name   string   `json:"name"`
	What   []string `json:"what"` // in words
}

func newRosterReport(in RosterFile) RosterReport {
	return RosterReport{
		File: in.Name, AsOf: in.AsOf, Complete: in.Complete, DryRun: in.DryRun,
		NewDepartments: []string{}, NewPosts: []string{}, Changes: []RosterOutcome{}, Questions: []string{},
		Problems: tables.Problems{List: []tables.Problem{}},
	}
}

// describe puts into words what is planned.
func (r *RosterReport) describe(n *names, changes []*rosterChange) {
	for _, u := range n.newUnits {
		r.NewDepartments = append(r.NewDepartments, u.path(n.language))
	}
	for _, j := range n.newJobs {
		r.NewPosts = append(r.NewPosts, j.Name.In(n.language))
	}
	if len(r.NewDepartments) > 0 {
		r.Questions = append(r.Questions, fmt.Sprintf("new departments: %s", strings.Join(r.NewDepartments, ", ")))
	}
	if len(r.NewPosts) > 0 {
		r.Questions = append(r.Questions, fmt.Sprintf("new posts: %s", strings.Join(r.NewPosts, ", ")))
	}
	inFile := 0
	for _, c := range changes {
		if c.row {
			inFile++
		}
		r.Counts.add(c)
		if len(r.Changes) < maxRosterChanges {
			r.Changes = append(r.Changes, RosterOutcome{Number: c.after.Number, Name: c.after.Name, What: c.words(n)})
		}
	}
	r.Counts.Unchanged = r.People - inFile
}

func (n *RosterCounts) add(c *rosterChange) {
	b, a := c.before, c.after
	if b.ID == 0 {
		n.Hired++
		return
	}
	if c.rehire {
		n.CameBack++
		return
	}
	if b.LeftOn == "" && a.LeftOn != "" {
		n.Left++
	} else if len(c.adds) > 0 || !slices.Equal(b.Postings, a.Postings) {
		n.Transferred++
	}
	if b.Name != a.Name || b.LatinName != a.LatinName || b.Email != a.Email || b.HiredOn != a.HiredOn || b.LeftOn != "" && b.LeftOn != a.LeftOn {
		n.Corrected++
	}
}

// words says what happens to an employee.
func (c *rosterChange) words(n *names) (what []string) {
	say := func(format string, args ...any) { what = append(what, fmt.Sprintf(format, args...)) }
	b, a := c.before, c.after
	switch {
	case b.ID == 0:
		say("hired on %s", a.HiredOn)
	case c.rehire:
		say("came back on %s, having left on %s", a.HiredOn, b.LeftOn)
	case b.HiredOn != a.HiredOn:
		say("hired on %s instead of %s", a.HiredOn, b.HiredOn)
	}
	if b.ID != 0 {
		for _, field := range [][3]string{{"name", b.Name, a.Name}, {"Latin name", b.LatinName, a.LatinName}, {"e-mail", b.Email, a.Email}} {
			if field[1] != field[2] {
				say("%s %q instead of %q", field[0], field[2], field[1])
			}
		}
	}
	for i, held := range a.Postings {
		if before := b.Postings[i]; before.To != held.To {
			say("%s: until %s", n.work(n.unitsByID[held.DepartmentID], n.jobsByID[held.PostID], held.FTE), orOpen(held.To))
		}
	}
	for _, add := range c.adds {
		say("%s: from %s", n.work(add.unit, add.job, add.share()), add.from)
	}
	if a.LeftOn != b.LeftOn && a.LeftOn != "" {
		say("leaves on %s", a.LeftOn)
	}
	return what
}

func orOpen(d worktime.Day) string {
	if d == "" {
		return "further notice"
	}
	return string(d)
}

// work names a post in a department.
func (n *names) work(u *unit, j *job, fte int) string {
	s := u.path(n.language) + ", " + j.Name.In(n.language)
	if fte != 1000 {
		s += fmt.Sprintf(" (%g%%)", float64(fte)/10)
	}
	return s
}

// share returns how much of full time an addition is: all, unless it is said.
func (a addition) share() int {
	if a.fte == 0 {
		return 1000
	}
	return a.fte
}
