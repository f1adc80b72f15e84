package fault

import "fmt"

// mostRows is how many problems with rows are named; who has more has one of
// another kind.
const mostRows = 1000

// Rows collects what is wrong with the rows of a list. The zero Rows is ready
// to use.
type Rows struct {
	fields map[string]string
	total  int
}

// Add adds what is wrong with a field of the row at i, or with the row itself
// if the field is "". Of one field the first problem is kept.
func (r *Rows) Add(i int, field, format string, args ...any) {
	name := RowField(i, field)
	if _, known := r.fields[name]; known {
		return
	}
	r.total++
	if r.fields == nil {
		r.fields = map[string]string{}
	}
	if len(r.fields) < mostRows {
		r.fields[name] = fmt.Sprintf(format, args...)
	}
}

// RowField names a field of the row at i as JSON callers know it.
func RowField(i int, field string) string {
	if field == "" {
		return fmt.Sprintf("rows[%d]", i)
	}
	return fmt.Sprintf("rows[%d].%s", i, field)
}

// Err returns an Invalid error with all problems, or nil if there are none.
func (r *Rows) Err() error {
	if r.total == 0 {
		return nil
	}
	message := fmt.Sprintf("%d problems; nothing was stored", r.total)
	if r.total == 1 {
		message = "one problem; nothing was stored"
	}
	return &Error{Kind: Invalid, Message: message, Fields: r.fields}
}
