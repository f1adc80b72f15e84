package people

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/worktime"
)

// batch is how many people one statement stores.
const batch = 5000

// store makes the planned changes, and journals them. The last administrator does
// not leave.
func (im *rosterImport) store(ctx context.Context, tx *sqlx.Tx) error {
	if err := im.storeNames(ctx, tx); err != nil {
		return err
	}
	days, err := im.administratorsLeave(ctx, tx)
	if err != nil {
		return err
	}
	if err := keepAdministrator(ctx, tx, days, func() error { return im.storePeople(ctx, tx) }); err != nil {
		return err
	}
	if err := im.retireFormer(ctx, tx); err != nil {
		return err
	}
	r := im.report
	if err := outbox.PutEvent(ctx, tx, im.now(), outbox.Event{Type: "roster.imported", Data: map[string]any{
		"asOf": r.AsOf, "complete": r.Complete, "people": r.People, "counts": r.Counts,
	}}); err != nil {
		return err
	}
	return journal.Record(ctx, tx, im.actor.AccountID, im.now(), journal.Entry{Action: "import", Object: "roster", After: map[string]any{
		"file": r.File, "sha256": r.SHA256, "asOf": r.AsOf, "complete": r.Complete, "rows": r.Rows, "people": r.People,
		"counts": r.Counts, "newDepartments": r.NewDepartments, "newPosts": r.NewPosts,
	}})
}

// storeNames stores what is new among departments and posts. They are few.
func (im *rosterImport) storeNames(ctx context.Context, tx *sqlx.Tx) error {
	var entries []journal.Entry
	for _, u := range im.names.newUnits {
		if u.parent != nil {
			u.ParentID = &u.parent.ID
		}
		if err := tx.GetContext(ctx, &u.ID, `INSERT INTO departments (parent_id, code, name) VALUES ($1, $2, $3) RETURNING id`,
			u.ParentID, u.Code, u.Name); err != nil {
			return fmt.Errorf("create department %s: %w", u.Code, err)
		}
		entries = append(entries, journal.Entry{Action: "create", Object: "department", ObjectID: u.ID, After: u.Department})
	}
	for _, j := range im.names.newJobs {
		if err := tx.GetContext(ctx, &j.ID, `INSERT INTO posts (code, family, name) VALUES ($1, $2, $3) RETURNING id`,
			j.Code, j.Family, j.Name); err != nil {
			return fmt.Errorf("create post %s: %w", j.Code, err)
		}
		entries = append(entries, journal.Entry{Action: "create", Object: "post", ObjectID: j.ID, After: j.Post})
	}
	if len(entries) == 0 {
		return nil
	}
	return journal.RecordAll(ctx, tx, im.actor.AccountID, im.now(), entries)
}

// administratorsLeave returns the days on which some leave who administer the
// hospital.
func (im *rosterImport) administratorsLeave(ctx context.Context, tx *sqlx.Tx) ([]worktime.Day, error) {
	leaves, ids := map[int64]worktime.Day{}, []int64{}
	for _, c := range im.changes {
		if c.before.ID != 0 && c.after.LeftOn != "" && c.after.LeftOn != c.before.LeftOn {
			leaves[c.before.ID] = c.after.LeftOn
			ids = append(ids, c.before.ID)
		}
	}
	var administrators []int64
	if err := tx.SelectContext(ctx, &administrators, `
		SELECT DISTINCT a.employee_id FROM role_assignments r JOIN accounts a ON a.id = r.account_id
		WHERE r.role = 'admin' AND a.employee_id = ANY($1)`, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("administrators who leave: %w", err)
	}
	today, err := LocalDay(ctx, tx, im.now())
	if err != nil {
		return nil, err
	}
	var days []worktime.Day
	for _, id := range administrators {
		days = append(days, max(today, leaves[id]))
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// retireFormer takes from those who came back what they could do before they left.
func (im *rosterImport) retireFormer(ctx context.Context, tx *sqlx.Tx) error {
	var ids []int64
	for _, c := range im.changes {
		if c.rehire {
			ids = append(ids, c.before.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	today, err := LocalDay(ctx, tx, im.now())
	if err != nil {
		return err
	}
	return accounts.RetireFormer(ctx, tx, im.actor.AccountID, im.now(), today, ids)
}

// keepAdministrator is accounts.KeepAdministrator for several days.
func keepAdministrator(ctx context.Context, tx *sqlx.Tx, days []worktime.Day, change func() error) error {
	if len(days) == 0 {
		return change()
	}
	return accounts.KeepAdministrator(ctx, tx, days[0], func() error { return keepAdministrator(ctx, tx, days[1:], change) })
}

// storePeople stores what changes of people, some thousands with each statement.
func (im *rosterImport) storePeople(ctx context.Context, tx *sqlx.Tx) error {
	done := 0
	for some := range slices.Chunk(im.changes, batch) {
		for _, step := range []func(context.Context, *sqlx.Tx, []*rosterChange) error{
			im.insertEmployees, im.keepPast, im.updateEmployees, im.endPostings, im.insertPostings, im.journal,
		} {
			if err := step(ctx, tx, some); err != nil {
				return rosterRefused(err)
			}
		}
		done += len(some)
		im.in.Progress("storing", done, len(im.changes))
	}
	return nil
}

// rosterRefused says in words what only somebody who works on the roster at the
// same time can have caused.
func rosterRefused(err error) error {
	for _, constraint := range []string{"employees_number_key", "postings_overlap"} {
		if database.Violates(err, constraint) {
			return fault.Errorf(fault.Conflict, "somebody has changed the roster meanwhile; nothing is stored, import it again")
		}
	}
	return err
}
