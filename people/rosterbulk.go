package people

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/journal"
)

// columns gathers values by column, as unnest takes them.
type columns struct {
	ids   []int64
	texts [6][]string
	nums  [4][]int64
}

func (c *columns) add(id int64, nums []int64, texts ...string) {
	c.ids = append(c.ids, id)
	for i, n := range nums {
		c.nums[i] = append(c.nums[i], n)
	}
	for i, s := range texts {
		c.texts[i] = append(c.texts[i], s)
	}
}

func (im *rosterImport) insertEmployees(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	var in columns
	hired := map[string]*rosterChange{}
	for _, c := range some {
		if a := c.after; c.before.ID == 0 {
			in.add(0, nil, a.Number, a.Name, a.LatinName, a.Email, string(a.HiredOn), string(a.LeftOn))
			hired[a.Number] = c
		}
	}
	var rows []struct {
		ID     int64
		Number string
	}
	if err := tx.SelectContext(ctx, &rows, `
		INSERT INTO employees (number, name, latin_name, email, hired_on, left_on)
		SELECT number, name, latin_name, email, hired_on::date, nullif(left_on, '')::date
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS u (number, name, latin_name, email, hired_on, left_on)
		RETURNING id, number`, in.text(0), in.text(1), in.text(2), in.text(3), in.text(4), in.text(5)); err != nil {
		return fmt.Errorf("insert employees: %w", err)
	}
	for _, row := range rows {
		hired[row.Number].after.ID = row.ID
	}
	return nil
}

func (c *columns) text(i int) any { return pq.Array(c.texts[i]) }
func (c *columns) num(i int) any  { return pq.Array(c.nums[i]) }

// keepPast records the earlier employments of those who came back.
func (im *rosterImport) keepPast(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	var in columns
	for _, c := range some {
		if c.rehire {
			in.add(c.before.ID, nil, string(c.before.HiredOn), string(c.before.LeftOn))
		}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO past_employments (employee_id, hired_on, left_on, recorded_at)
		SELECT id, hired_on::date, left_on::date, $4 FROM unnest($1::bigint[], $2::text[], $3::text[]) AS u (id, hired_on, left_on)`,
		pq.Array(in.ids), in.text(0), in.text(1), im.now()); err != nil {
		return fmt.Errorf("keep past employments: %w", err)
	}
	return nil
}

func (im *rosterImport) updateEmployees(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	var in columns
	for _, c := range some {
		if a := c.after; c.before.ID != 0 && c.before.described() != a.described() {
			in.add(a.ID, nil, a.Name, a.LatinName, a.Email, string(a.HiredOn), string(a.LeftOn))
		}
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE employees e SET name = u.name, latin_name = u.latin_name, email = u.email,
			hired_on = u.hired_on::date, left_on = nullif(u.left_on, '')::date
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS u (id, name, latin_name, email, hired_on, left_on)
		WHERE e.id = u.id`, pq.Array(in.ids), in.text(0), in.text(1), in.text(2), in.text(3), in.text(4)); err != nil {
		return fmt.Errorf("update employees: %w", err)
	}
	return nil
}

// described is what the roster says of a person, without their work.
func (e Employee) described() [5]string {
	return [5]string{e.Name, e.LatinName, e.Email, string(e.HiredOn), string(e.LeftOn)}
}

// endPostings stores other ends of postings. It comes before what follows them.
func (im *rosterImport) endPostings(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	var in columns
	for _, c := range some {
		for i, held := range c.after.Postings {
			if held.To != c.before.Postings[i].To {
				in.add(held.ID, nil, string(held.To))
			}
		}
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE postings p SET to_day = nullif(u.to_day, '')::date FROM unnest($1::bigint[], $2::text[]) AS u (id, to_day)
		WHERE p.id = u.id`, pq.Array(in.ids), in.text(0)); err != nil {
		return fmt.Errorf("end postings: %w", err)
	}
	return nil
}

func (im *rosterImport) insertPostings(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	var in columns
	for _, c := range some {
		for _, a := range c.adds {
			in.add(c.after.ID, []int64{a.unit.ID, a.job.ID, int64(a.share())}, string(a.from), string(a.to))
		}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO postings (employee_id, department_id, post_id, fte, from_day, to_day)
		SELECT employee_id, department_id, post_id, fte, from_day::date, nullif(to_day, '')::date
		FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[])
			AS u (employee_id, department_id, post_id, fte, from_day, to_day)`,
		pq.Array(in.ids), in.num(0), in.num(1), in.num(2), in.text(0), in.text(1)); err != nil {
		return fmt.Errorf("insert postings: %w", err)
	}
	return nil
}

// journal records of each person what has changed, and no more.
func (im *rosterImport) journal(ctx context.Context, tx *sqlx.Tx, some []*rosterChange) error {
	entries := make([]journal.Entry, len(some))
	for i, c := range some {
		before, after := c.difference()
		entries[i] = journal.Entry{Action: "import", Object: "employee", ObjectID: c.after.ID, After: after}
		if c.before.ID != 0 {
			entries[i].Before = before
		}
	}
	return journal.RecordAll(ctx, tx, im.actor.AccountID, im.now(), entries)
}

// difference returns what differs.
func (c *rosterChange) difference() (before, after map[string]any) {
	before, after = map[string]any{}, map[string]any{}
	b, a := c.before, c.after
	for _, f := range []struct{ name, before, after string }{
		{"number", b.Number, a.Number}, {"name", b.Name, a.Name}, {"latinName", b.LatinName, a.LatinName}, {"email", b.Email, a.Email},
		{"hiredOn", string(b.HiredOn), string(a.HiredOn)}, {"leftOn", string(b.LeftOn), string(a.LeftOn)},
	} {
		if f.before != f.after {
			before[f.name], after[f.name] = f.before, f.after
		}
	}
	var were, are []Posting
	for i, held := range a.Postings {
		if held.To != b.Postings[i].To {
			were, are = append(were, b.Postings[i]), append(are, held)
		}
	}
	for _, add := range c.adds {
		are = append(are, Posting{EmployeeID: a.ID, DepartmentID: add.unit.ID, PostID: add.job.ID, FTE: add.share(), From: add.from, To: add.to})
	}
	if len(were) > 0 {
		before["postings"] = were
	}
	if len(are) > 0 {
		after["postings"] = are
	}
	return before, after
}
