package people

import (
	"cmp"
	"slices"

	"github.com/wardstar/wardstar/internal/worktime"
)

// proceed plans for somebody who is employed, or whose end was another: which
// postings go on, which end, which begin.
func (pl *planner) proceed(c *rosterChange, p *rosterPerson, s said) {
	if s.hired != "" {
		c.after.HiredOn = s.hired
	}
	if s.left != "" && s.left != c.before.LeftOn {
		c.after.LeftOn = s.left
		for i, held := range c.after.Postings { // those that the former end had ended; what it left nothing of was a plan, and is none any more
			if held.To != "" && held.To == c.before.LeftOn && held.From < held.To {
				c.after.Postings[i].To = ""
			}
		}
	}
	if !pl.employment(c, s) {
		return
	}
	if wanted := pl.wanted(p); len(wanted) > 0 {
		c.adds = pl.unheld(c, wanted)
	}
	pl.settle(c)
}

// employment refuses days of hire and leaving that contradict each other or the
// postings.
func (pl *planner) employment(c *rosterChange, s said) bool {
	hired, left := c.after.HiredOn, c.after.LeftOn
	if left != "" && left < hired {
		switch {
		case s.leftAt != nil:
			pl.problems.At(s.leftAt.Row, "left", "left on %s, before they were hired, on %s", left, hired)
		case s.hiredAt != nil:
			pl.problems.At(s.hiredAt.Row, "hired", "hired on %s, after they left, on %s", hired, left)
		}
		return false
	}
	for _, held := range c.before.Postings {
		if hired > c.before.HiredOn && held.From >= c.before.HiredOn && held.From < hired && held.From != held.To {
			pl.problems.At(s.hiredAt.Row, "hired", "hired on %s, but posted since %s already", hired, held.From)
			return false
		}
	}
	return true
}

// unheld matches what is wanted with the postings there are, ends those of the day
// that are not wanted any more, and returns what is wanted besides. Postings that
// begin after the day are plans, which a list of the day cannot know: they stay.
func (pl *planner) unheld(c *rosterChange, wanted []addition) (adds []addition) {
	matched, on := make([]bool, len(c.after.Postings)), worktime.Day("")
	next := func(from worktime.Day) {
		if on == "" || from < on {
			on = from
		}
	}
	for _, w := range wanted {
		i := pl.held(c, w, matched)
		if i < 0 {
			if w.from == "" {
				w.from = max(pl.day, c.after.HiredOn)
			}
			adds = append(adds, w)
			next(w.from)
			continue
		}
		matched[i] = true
		if held := c.after.Postings[i]; c.after.LeftOn != "" && held.From >= c.after.LeftOn {
			pl.problems.At(w.row.Row, "left", "left on %s, but this posting begins on %s", c.after.LeftOn, held.From)
		} else if held.From > pl.day {
			next(held.From)
		}
		if a, changed := pl.goOn(c, i, w); changed {
			adds = append(adds, a)
		}
	}
	if on == "" {
		on = pl.day
	}
	var released []Posting
	for i := range c.after.Postings {
		if held := &c.after.Postings[i]; !matched[i] && pl.current(*held) {
			pl.release(held, on, adds)
			released = append(released, *held)
		}
	}
	for i := range adds { // whoever is transferred keeps their hours
		if adds[i].fte == 0 && len(released) == 1 {
			adds[i].fte = released[0].FTE
		}
	}
	return adds
}

// current reports whether a posting is of the day.
func (pl *planner) current(p Posting) bool {
	return p.From <= pl.day && (p.To == "" || p.To > pl.day)
}

// held returns which posting is the wanted one: the one that began then, also if it
// is history, or else the one of the day, or else one to come.
func (pl *planner) held(c *rosterChange, w addition, matched []bool) int {
	best, rank := -1, 0
	for i, held := range c.after.Postings {
		this := 0
		switch {
		case matched[i] || held.DepartmentID != w.unit.ID || held.PostID != w.job.ID || held.From == held.To:
		case held.To != "" && held.To <= pl.day && held.To != c.before.LeftOn:
			if held.From == w.from && (w.fte == 0 || w.fte == held.FTE) {
				this = 3
			}
		case held.From == w.from:
			this = 3
		case pl.current(held):
			this = 2
		default:
			this = 1
		}
		if this > rank {
			best, rank = i, this
		}
	}
	return best
}

// goOn lets a posting go on. Another share of full time is another posting: what
// was earned with the former stays with it.
func (pl *planner) goOn(c *rosterChange, i int, w addition) (next addition, changed bool) {
	held := &c.after.Postings[i]
	changed = w.fte != 0 && w.fte != held.FTE
	switch since := held.since(c.after.Postings); {
	case w.from != "" && w.from < held.From && w.from != since, w.from > held.From && !changed:
		pl.problems.At(w.row.Row, "from", "from %s, but they have been posted there since %s; leave it blank for what goes on", w.from, since)
		return next, false
	case !changed:
		return next, false
	}
	next = w
	if w.from <= held.From {
		next.from = max(pl.day, held.From)
	}
	if held.To != "" && next.from >= held.To { // after what was planned to be its end: it goes on nevertheless
		return next, true
	}
	next.to, held.To = held.To, next.from
	return next, true
}

// since returns the day since which somebody has been posted there without a break,
// whatever their hours.
func (p Posting) since(all []Posting) worktime.Day {
	from := p.From
	for i := len(all) - 1; i >= 0; i-- { // the latest first
		if q := all[i]; q.To == from && q.From < q.To && q.DepartmentID == p.DepartmentID && q.PostID == p.PostID {
			from = q.From
		}
	}
	return from
}

// release ends a posting that is not wanted any more.
func (pl *planner) release(held *Posting, on worktime.Day, adds []addition) {
	if on < held.From {
		i := slices.IndexFunc(adds, func(a addition) bool { return a.from == on })
		pl.problems.At(adds[i].row.Row, "from", "from %s, but until then they cannot have left a posting that began on %s", on, held.From)
		return
	}
	if held.To == "" || held.To > on {
		held.To = on
	}
}

// settle ends all postings with the employment, each new one where the next like
// it begins, and refuses what is outside the employment or there twice.
func (pl *planner) settle(c *rosterChange) {
	left := c.after.LeftOn
	for i, held := range c.after.Postings {
		if left != "" && (held.To == "" || held.To > left) && !c.rehire {
			c.after.Postings[i].To = max(left, held.From)
		}
	}
	slices.SortStableFunc(c.adds, func(a, b addition) int { return cmp.Compare(a.from, b.from) })
	for i := range c.adds {
		a := &c.adds[i]
		if a.to == "" || left != "" && a.to > left {
			a.to = left
		}
		for _, later := range c.adds[i+1:] {
			if a.same(later) && (a.to == "" || later.from < a.to) {
				a.to = later.from
			}
		}
		pl.fits(c, *a)
	}
}

func (pl *planner) fits(c *rosterChange, a addition) {
	switch left := c.after.LeftOn; {
	case a.from == "": // a problem already: hired without a day
		return
	case a.from < c.after.HiredOn:
		pl.problems.At(a.row.Row, "from", "from %s, before they were hired, on %s", a.from, c.after.HiredOn)
	case left != "" && a.from >= left:
		pl.problems.At(a.row.Row, "from", "from %s, but they left on %s", a.from, left)
	}
	for _, held := range c.after.Postings {
		if a.unit.ID == held.DepartmentID && a.job.ID == held.PostID && held.From != held.To &&
			(a.to == "" || held.From < a.to) && (held.To == "" || a.from < held.To) {
			pl.problems.At(a.row.Row, "from", "from %s, but they were posted there from %s to %s already", a.from, held.From, held.To)
			return
		}
	}
}
