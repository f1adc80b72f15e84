package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// What became of a duty: nobody knows yet, they came (if only to be trained), or
// they did not.
const (
	DutyPlanned  = "planned"
	DutyPresent  = "present"
	DutyTraining = "training"
	DutyLeave    = "leave"
	DutySick     = "sick"
	DutyAbsent   = "absent"
)

var dutyKinds = []string{DutyPlanned, DutyPresent, DutyTraining, DutyLeave, DutySick, DutyAbsent}

// longestDuty is longer than any shift, and shorter than a mistake in the date.
const longestDuty = 36 * time.Hour

// DutyRow is one shift of one person, as the roster system has it.
type DutyRow struct {
	Number     string    `json:"number"     validate:"required,max=40"`                                            // the employee's
	Place      string    `json:"place"      validate:"required,max=300"`                                           // a department's code, name or path of names
	Shift      string    `json:"shift"      validate:"omitempty,oneof=day evening night"`                          // by the time it begins, unless given
	Kind       string    `json:"kind"       validate:"omitempty,oneof=planned present training leave sick absent"` // planned, unless given
	From       time.Time `json:"from"       validate:"required"`
	To         time.Time `json:"to"         validate:"required"`
	ExternalID string    `json:"externalId" validate:"max=100"` // the roster system's; lets a duty move to another day or person
}

// ImportDuty is what a roster system knows of some people and days.
type ImportDuty struct {
	Batch
	Rows []DutyRow `json:"rows" validate:"required,min=1,max=5000,dive"`

	// ReplaceDays says that the rows are all that these people have from the
	// first to the last of their days.
	ReplaceDays bool `json:"replaceDays"`
}

// duty is a row of the table of that name.
type duty struct {
	ID           int64        `db:"id"`
	EmployeeID   int64        `db:"employee_id"`
	DepartmentID int64        `db:"department_id"`
	Day          worktime.Day `db:"day"`
	Shift        string       `db:"shift"`
	Kind         string       `db:"kind"`
	From         time.Time    `db:"starts_at"`
	To           time.Time    `db:"ends_at"`
	ExternalID   string       `db:"external_id"`

	row int // where it stands in the list
}

// ImportDuty takes over who works where and when. What is stored of a person and
// a day on which they begin a duty is replaced by what the rows say of them, and
// a duty with an external id by the one that has it now; so the same rows twice
// change nothing, and a corrected plan needs no more than being sent again. All
// rows are stored or none.
func (s *Service) ImportDuty(ctx context.Context, actor accounts.Actor, in ImportDuty) (Imported, error) {
	i := Import{Batch: in.Batch, Object: "duty", At: s.now()}
	return i.Run(ctx, s.DB, actor, func(tx *sqlx.Tx) (Imported, error) {
		named := make([]string, len(in.Rows))
		for i, r := range in.Rows {
			named[i] = strings.TrimSpace(r.Number)
		}
		l, err := NewLookup(ctx, tx, actor.Reach, named)
		if err != nil {
			return Imported{}, err
		}
		var wrong fault.Rows
		duties := l.duties(in.Rows, &wrong)
		noOverlap(duties, l.Zone, &wrong)
		if err := wrong.Err(); err != nil {
			return Imported{}, err
		}
		stored, err := storedDuties(ctx, tx, duties)
		if err != nil {
			return Imported{}, err
		}
		c := l.compare(duties, stored, in.ReplaceDays)
		c.clashes(l.Zone, &wrong)
		if err := wrong.Err(); err != nil {
			return Imported{}, err
		}
		return c.counts, c.save(ctx, tx)
	})
}

// duties reads the rows that nothing is wrong with.
func (l *Lookup) duties(rows []DutyRow, wrong *fault.Rows) []duty {
	out := make([]duty, 0, len(rows))
	external := map[string]bool{}
	for i, r := range rows {
		d := duty{Shift: r.Shift, Kind: cmp.Or(r.Kind, DutyPlanned), ExternalID: strings.TrimSpace(r.ExternalID), row: i,
			From: r.From.UTC().Truncate(time.Second), To: r.To.UTC().Truncate(time.Second)}
		ok := l.place(&d, r, i, wrong)
		if d.ExternalID != "" && external[d.ExternalID] {
			wrong.Add(i, "externalId", "another row has it, too")
			ok = false
		}
		external[d.ExternalID] = true
		if ok {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b duty) int {
		return cmp.Or(cmp.Compare(a.EmployeeID, b.EmployeeID), a.From.Compare(b.From), cmp.Compare(a.row, b.row))
	})
	return out
}

// place fills in who, where and on which day; it reports whether that makes sense.
func (l *Lookup) place(d *duty, r DutyRow, i int, wrong *fault.Rows) bool {
	switch {
	case r.From.IsZero():
		wrong.Add(i, "from", "required")
		return false
	case !d.To.After(d.From):
		wrong.Add(i, "to", "not after it begins")
		return false
	case d.To.Sub(d.From) > longestDuty:
		wrong.Add(i, "to", "more than %d hours after it begins: write one row for each shift", int(longestDuty.Hours()))
		return false
	case !slices.Contains(dutyKinds, d.Kind):
		wrong.Add(i, "kind", "one of %s", strings.Join(dutyKinds, ", "))
		return false
	}
	d.Day = worktime.DayOf(d.From, l.Zone)
	if d.Shift == "" {
		d.Shift = worktime.ShiftAt(d.From.In(l.Zone))
	}
	var err error
	if d.DepartmentID, err = l.Department(r.Place); err != nil {
		wrong.Add(i, "place", "%v", err)
		return false
	}
	p, err := l.PostingOn(strings.TrimSpace(r.Number), d.Day, d.DepartmentID) // perhaps elsewhere: people help out
	if err != nil {
		wrong.Add(i, "number", "%v", err)
		return false
	}
	d.EmployeeID = p.EmployeeID
	return true
}

// noOverlap refuses a person who would be in two places.
func noOverlap(sorted []duty, zone *time.Location, wrong *fault.Rows) {
	for i := 1; i < len(sorted); i++ {
		a, b := sorted[i-1], sorted[i]
		if a.row > b.row {
			a, b = b, a
		}
		if a.EmployeeID == b.EmployeeID && a.overlaps(b) {
			wrong.Add(b.row, "from", "overlaps another duty of theirs in this list, %s", spell(a, zone))
		}
	}
}

func (d duty) overlaps(e duty) bool { return d.From.Before(e.To) && e.From.Before(d.To) }

// spell writes from when to when a duty lasts.
func spell(d duty, zone *time.Location) string {
	const minute = "2006-01-02 15:04"
	return fmt.Sprintf("from %s to %s", d.From.In(zone).Format(minute), d.To.In(zone).Format(minute))
}
