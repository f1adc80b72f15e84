package feedback

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// releasedFrom is the number of visits from which comments are released together.
const releasedFrom = 5

// The audiences of batches.
const (
	toPerson     = "person"     // comments, to whom they are about
	asThanks     = "thanks"     // praise, to whom it is about
	toDepartment = "department" // comments, to the department's heads
)

// unreleased is a comment that its readers have not seen.
type unreleased struct {
	RemarkID     int64          `db:"remark_id"`
	Vote         []byte         `db:"vote"`
	Visit        []byte         `db:"visit"`
	EmployeeID   int64          `db:"employee_id"`
	DepartmentID int64          `db:"department_id"`
	OccurredAt   time.Time      `db:"occurred_at"`
	Thanks       bool           `db:"thanks"`
	Words        string         `db:"words"`
	Tags         pq.StringArray `db:"tags"`
	Themes       pq.StringArray `db:"themes"`
}

// stream is whose comments are put together.
type stream struct {
	audience   string
	employee   int64
	department int64
	month      worktime.Day // of a department's; a person's may be of several months
}

// batch is some comments that are released together, in the order in which they
// are read.
type batch struct {
	stream
	visits   int
	comments []unreleased
}

// batches puts comments together, each stream's into one batch, and leaves out
// streams of fewer than five visits: theirs wait for more. The order within a batch is
// that of rank, which must not say anything about time.
func batches(list []unreleased, of func(unreleased) stream, loc *time.Location, rank func(unreleased) []byte) (out []batch) {
	by := map[stream][]unreleased{}
	for _, c := range list {
		by[of(c)] = append(by[of(c)], c)
	}
	for k, comments := range by { // in any order: they are sorted below
		visits, latest := map[string]bool{}, time.Time{}
		for _, c := range comments {
			visits[string(c.Visit)] = true
			if c.OccurredAt.After(latest) {
				latest = c.OccurredAt
			}
		}
		if len(visits) < releasedFrom {
			continue
		}
		slices.SortFunc(comments, func(a, b unreleased) int { return bytes.Compare(rank(a), rank(b)) })
		k.month = monthOf(latest, loc)
		out = append(out, batch{k, len(visits), comments})
	}
	slices.SortFunc(out, func(a, b batch) int {
		return cmp.Or(cmp.Compare(a.audience, b.audience), cmp.Compare(a.employee, b.employee),
			cmp.Compare(a.department, b.department), cmp.Compare(a.month, b.month))
	})
	return out
}

// personStream is where the person concerned reads a comment.
func personStream(c unreleased) stream {
	if c.Thanks {
		return stream{audience: asThanks, employee: c.EmployeeID}
	}
	return stream{audience: toPerson, employee: c.EmployeeID}
}

// departmentStream is where a department's heads read a comment. A month of fewer
// than five is never shown.
func departmentStream(loc *time.Location) func(unreleased) stream {
	return func(c unreleased) stream {
		return stream{audience: toDepartment, department: c.DepartmentID, month: monthOf(c.OccurredAt, loc)}
	}
}

// monthOf returns the first day of the month that at is in.
func monthOf(at time.Time, loc *time.Location) worktime.Day {
	day := worktime.DayOf(at, loc)
	return worktime.Date(day.Year(), day.Month(), 1)
}
