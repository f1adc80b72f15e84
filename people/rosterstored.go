package people

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/tables"
)

// stored reads and locks, with their postings, those whom the file names and, if
// it is complete, all who are employed on its day.
func (im *rosterImport) stored(ctx context.Context, tx *sqlx.Tx) (map[string]*Employee, error) {
	numbers := make([]string, len(im.persons))
	for i, p := range im.persons {
		numbers[i] = p.number
	}
	var list []Employee
	if err := tx.SelectContext(ctx, &list, `
		SELECT `+employeeColumns+` FROM employees
		WHERE number = ANY($1) OR $2 AND hired_on <= $3 AND (left_on IS NULL OR left_on > $3)
		ORDER BY id FOR NO KEY UPDATE`, pq.Array(numbers), im.in.Complete, im.in.AsOf); err != nil {
		return nil, fmt.Errorf("lock employees: %w", err)
	}
	byID, byNumber, ids := map[int64]*Employee{}, map[string]*Employee{}, make([]int64, len(list))
	for i := range list {
		e := &list[i]
		e.Postings = []Posting{}
		byID[e.ID], byNumber[tables.Clean(e.Number)], ids[i] = e, e, e.ID
	}
	var postings []Posting
	if err := tx.SelectContext(ctx, &postings, `
		SELECT `+postingColumns+` FROM postings WHERE employee_id = ANY($1) ORDER BY from_day, id`, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("read postings: %w", err)
	}
	for _, p := range postings {
		e := byID[p.EmployeeID]
		e.Postings = append(e.Postings, p)
	}
	return byNumber, nil
}

// byNumber returns employees in the order of their numbers.
func byNumber(m map[string]*Employee) []*Employee {
	return slices.SortedFunc(maps.Values(m), func(a, b *Employee) int { return cmp.Compare(a.Number, b.Number) })
}

// lostZeros finds those who would be hired a second time because a spreadsheet
// has taken 00123 for the number 123, or somebody has written n-1 for N-1.
func (im *rosterImport) lostZeros(ctx context.Context, tx *sqlx.Tx) error {
	bare, rows := []string{}, map[string]*rosterPerson{}
	hired := map[string]bool{}
	for _, c := range im.changes {
		hired[c.after.Number] = c.before.ID == 0
	}
	for _, p := range im.persons {
		key := strings.TrimLeft(strings.ToLower(p.number), "0")
		if first := rows[key]; first != nil && (hired[p.number] || hired[first.number]) {
			im.report.Problems.At(p.rows[0].Row, "number", "%s and %s, in row %d, differ only by zeros or case", p.number, first.number, first.rows[0].Number)
		}
		rows[key] = p
		if hired[p.number] {
			bare = append(bare, key)
		}
	}
	var known []string
	if err := tx.SelectContext(ctx, &known, `
		SELECT number FROM employees WHERE ltrim(lower(number), '0') = ANY($1) ORDER BY id`, pq.Array(bare)); err != nil {
		return fmt.Errorf("look for numbers without zeros: %w", err)
	}
	for _, number := range known {
		p := rows[strings.TrimLeft(strings.ToLower(tables.Clean(number)), "0")]
		if p != nil && hired[p.number] {
			im.report.Problems.At(p.rows[0].Row, "number", "%s is not known, but %s is: has the spreadsheet taken it for a number?", p.number, number)
		}
	}
	return nil
}
