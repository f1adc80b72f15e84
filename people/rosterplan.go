package people

import (
	"slices"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// planner decides what a file changes. It reads and writes nothing: what is stored
// comes in, what is to be stored goes out.
type planner struct {
	names    *names
	day      worktime.Day // as of which the file is true
	problems *tables.Problems
}

// rosterChange is what becomes of one employee.
type rosterChange struct {
	before Employee // without an ID: somebody new
	after  Employee // with the postings that were there, as they become
	adds   []addition
	rehire bool // before is kept as an earlier employment
	row    bool // the file has a row about them
}

// addition is a posting to be.
type addition struct {
	row  *rosterRow
	unit *unit
	job  *job
	fte  int // thousandths; 0: not said
	from worktime.Day
	to   worktime.Day
}

// none reports whether nothing changes.
func (c *rosterChange) none() bool {
	b, a := c.before, c.after
	return b.ID != 0 && len(c.adds) == 0 && b.described() == a.described() && slices.Equal(b.Postings, a.Postings)
}

// plan says what becomes of the person that p is about; stored is nil of somebody
// who is not known.
func (pl *planner) plan(p *rosterPerson, stored *Employee) *rosterChange {
	s := pl.said(p)
	if stored == nil {
		c := &rosterChange{row: true, after: Employee{Number: p.number}}
		if reason := odd(p.number); reason != "" {
			pl.problems.At(p.rows[0].Row, "number", "%s %s", p.number, reason)
		}
		pl.require(p, s)
		pl.describe(c, s)
		c.after.HiredOn, c.after.LeftOn = s.hired, s.left
		pl.begin(c, p, s)
		return c
	}
	c := &rosterChange{row: true, before: *stored, after: *stored}
	c.after.Postings = slices.Clone(stored.Postings)
	pl.describe(c, s)
	gone := stored.LeftOn != "" && stored.LeftOn <= pl.day
	switch {
	case !gone:
		pl.proceed(c, p, s)
	case s.hired > stored.HiredOn && s.hired >= stored.LeftOn:
		c.rehire = true
		c.after.HiredOn, c.after.LeftOn = s.hired, s.left
		pl.begin(c, p, s)
	case s.hired > stored.HiredOn:
		pl.problems.At(s.hiredAt.Row, "hired", "hired on %s, while they were still employed: they left on %s", s.hired, stored.LeftOn)
	case s.left == "":
		pl.problems.At(p.rows[0].Row, "number", "%s has left on %s; for somebody who came back, give the new day of hire", p.number, stored.LeftOn)
	case s.left == stored.LeftOn && (s.hired == "" || s.hired == stored.HiredOn):
		// What is known already: where they were is history.
	default:
		pl.proceed(c, p, s)
	}
	return c
}

// said is what a person's rows say together about the person.
type said struct {
	name, latin, email       string
	hired, left              worktime.Day
	nameAt, latinAt, emailAt *rosterRow
	hiredAt, leftAt          *rosterRow
}

// said collects it; rows that contradict each other are a problem of the later.
func (pl *planner) said(p *rosterPerson) (s said) {
	for _, r := range p.rows {
		agree(pl, r, "name", &s.name, r.name, &s.nameAt)
		agree(pl, r, "latin", &s.latin, r.latin, &s.latinAt)
		agree(pl, r, "email", &s.email, r.email, &s.emailAt)
		agree(pl, r, "hired", &s.hired, r.hired, &s.hiredAt)
		agree(pl, r, "left", &s.left, r.left, &s.leftAt)
	}
	return s
}

func agree[T ~string](pl *planner, r *rosterRow, key string, so *T, now T, at **rosterRow) {
	switch {
	case now == "" || now == *so:
	case *so == "":
		*so, *at = now, r
	default:
		pl.problems.At(r.Row, key, "%s, but row %d says %s of the same person", now, (*at).Number, *so)
	}
}

// require asks of somebody new what cannot be left blank.
func (pl *planner) require(p *rosterPerson, s said) {
	require := func(key string, blank bool) {
		if blank && !slices.ContainsFunc(p.rows, func(r *rosterRow) bool { return r.bad[key] }) {
			pl.problems.At(p.rows[0].Row, key, "required of somebody new")
		}
	}
	posted := slices.ContainsFunc(p.rows, (*rosterRow).posted)
	require("name", s.name == "")
	require("hired", s.hired == "")
	require("department", !posted)
	require("post", !posted)
}

// describe takes over what the file says about the person.
func (pl *planner) describe(c *rosterChange, s said) {
	for _, field := range []struct {
		key  string
		now  string
		to   *string
		from *rosterRow
	}{{"name", s.name, &c.after.Name, s.nameAt}, {"latin", s.latin, &c.after.LatinName, s.latinAt}, {"email", s.email, &c.after.Email, s.emailAt}} {
		if field.now == "" || field.now == tables.Clean(*field.to) {
			continue
		}
		if reason := odd(field.now); reason != "" {
			pl.problems.At(field.from.Row, field.key, "%s %s", field.now, reason)
			continue
		}
		*field.to = field.now
	}
}

// begin plans the postings of somebody who is hired, or comes back.
func (pl *planner) begin(c *rosterChange, p *rosterPerson, s said) {
	if s.left != "" && s.left < s.hired {
		pl.problems.At(s.leftAt.Row, "left", "left on %s, before they were hired, on %s", s.left, s.hired)
		return
	}
	c.adds = pl.wanted(p)
	if c.rehire && len(c.adds) == 0 {
		pl.problems.At(p.rows[0].Row, "department", "required of somebody who comes back")
	}
	for i := range c.adds {
		if c.adds[i].from == "" {
			c.adds[i].from = s.hired
		}
	}
	pl.settle(c)
}

// wanted returns where the rows say that somebody works.
func (pl *planner) wanted(p *rosterPerson) (list []addition) {
	for _, r := range p.rows {
		if !r.posted() {
			continue
		}
		a := addition{row: r, fte: r.fte, from: r.from}
		reason := "required"
		if r.department != "" {
			a.unit, reason = pl.names.department(r.site, r.department)
		}
		if reason != "" && !r.bad["department"] {
			pl.problems.At(r.Row, "department", "%s", reason)
		}
		if reason = "required"; r.post != "" {
			a.job, reason = pl.names.post(r.post)
		}
		if reason != "" && !r.bad["post"] {
			pl.problems.At(r.Row, "post", "%s", reason)
		}
		if a.unit == nil || a.job == nil {
			continue
		}
		if i := slices.IndexFunc(list, a.repeats); i >= 0 {
			pl.problems.At(r.Row, "", "%s has this posting in row %d already", p.number, list[i].row.Number)
			continue
		}
		list = append(list, a)
	}
	return list
}

// same reports whether two are for the same work in the same place.
func (a addition) same(b addition) bool { return a.unit == b.unit && a.job == b.job }

// repeats reports whether one of two says nothing that the other does not.
func (a addition) repeats(b addition) bool {
	return a.same(b) && (a.from == "" || b.from == "" || a.from == b.from)
}
