package evaluation

import (
	"cmp"
	"slices"
)

// WhatIf is what another scheme would have done to a period's payouts, in minor units.
type WhatIf struct {
	Before      int64          `json:"before"`
	After       int64          `json:"after"`
	Gain        int            `json:"gain"` // people who would get more
	Lose        int            `json:"lose"`
	Same        int            `json:"same"`
	Departments []WhatIfPart   `json:"departments"` // ascending by department
	People      []WhatIfPerson `json:"people"`      // ascending by employee
}

// WhatIfPart is a department's part of it.
type WhatIfPart struct {
	Department int64 `json:"department"`
	Before     int64 `json:"before"`
	After      int64 `json:"after"`
	Gain       int   `json:"gain"`
	Lose       int   `json:"lose"`
}

// WhatIfPerson is one person's part of it. Somebody in one split only has 0 in the other.
type WhatIfPerson struct {
	Employee   int64 `json:"employee"`
	Department int64 `json:"department"` // the one after, if it differs
	Before     int64 `json:"before"`
	After      int64 `json:"after"`
}

// CompareSplits sets two splits of a pool side by side.
func CompareSplits(before, after PoolSplit) WhatIf {
	w := WhatIf{Departments: []WhatIfPart{}, People: []WhatIfPerson{}}
	for _, s := range before.Shares {
		w.People = append(w.People, WhatIfPerson{Employee: s.Employee, Department: s.Department, Before: s.Amount})
	}
	for _, s := range after.Shares {
		at, ok := slices.BinarySearchFunc(before.Shares, s.Employee, func(p PoolShare, id int64) int { return cmp.Compare(p.Employee, id) })
		if !ok {
			w.People = append(w.People, WhatIfPerson{Employee: s.Employee, Department: s.Department, After: s.Amount})
			continue
		}
		w.People[at].Department, w.People[at].After = s.Department, s.Amount
	}
	slices.SortFunc(w.People, func(a, b WhatIfPerson) int { return cmp.Compare(a.Employee, b.Employee) })
	for _, p := range w.People {
		d := w.department(p.Department)
		w.Before, w.After = w.Before+p.Before, w.After+p.After
		d.Before, d.After = d.Before+p.Before, d.After+p.After
		switch {
		case p.After > p.Before:
			w.Gain++
			d.Gain++
		case p.After < p.Before:
			w.Lose++
			d.Lose++
		default:
			w.Same++
		}
	}
	return w
}

// department returns the part of a department, and makes it if there is none yet.
func (w *WhatIf) department(id int64) *WhatIfPart {
	at, ok := slices.BinarySearchFunc(w.Departments, id, func(p WhatIfPart, id int64) int { return cmp.Compare(p.Department, id) })
	if !ok {
		w.Departments = slices.Insert(w.Departments, at, WhatIfPart{Department: id})
	}
	return &w.Departments[at]
}
