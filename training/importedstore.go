package training

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// courseOf returns the course that a row names, or one to be created.
func (m *importer) courseOf(in ImportedCredit) (*importedCourse, error) {
	known := m.courses[in.Course] // a code goes before titles
	if len(known) == 0 || known[0].Code != in.Course {
		known = m.courses[foldTitle(in.Course)]
	}
	switch {
	case len(known) > 1:
		return nil, fault.Errorf(fault.Conflict, "%d courses are called %s: write the code", len(known), in.Course)
	case len(known) == 1:
		if c := known[0]; c.ID == 0 {
			c.Minutes = max(c.Minutes, in.Minutes)
		}
		return known[0], nil
	case !m.create:
		return nil, fault.Errorf(fault.NotFound, "there is no course %s: write the code or the title of one, or have it created", in.Course)
	}
	c := &importedCourse{Course{
		Code: courseCode(in.Course), Title: texts.Localized{m.lang: in.Course}, Mode: "external", Level: "everyone",
		Category: cmp.Or(in.Category, "service-skills"), Minutes: in.Minutes,
	}}
	m.named = append(m.named, c)
	m.courses[foldTitle(in.Course)] = []*importedCourse{c}
	return c, nil
}

// courseCode returns a code for a course of which only the title is known, the
// same each time.
func courseCode(title string) string {
	sum := sha256.Sum256([]byte(foldTitle(title)))
	return fmt.Sprintf("imported-%x", sum[:5])
}

// storedCredit is the latest version of a credit that was imported before.
type storedCredit struct {
	ID         int64        `db:"id"`
	ExternalID string       `db:"external_id"`
	Version    int          `db:"version"`
	EmployeeID int64        `db:"employee_id"`
	CourseID   int64        `db:"course_id"`
	Minutes    int          `db:"minutes"`
	EarnedOn   worktime.Day `db:"earned_on"`
	Voided     bool         `db:"voided"`
}

// importedBefore returns the latest version of the same credits, by external id,
// and keeps others from voiding them meanwhile.
func importedBefore(ctx context.Context, tx *sqlx.Tx, source string, list []importedCredit) (map[string]storedCredit, error) {
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.ExternalID
	}
	var stored []storedCredit
	if err := tx.SelectContext(ctx, &stored, `
		SELECT c.id, i.external_id, i.version, c.employee_id, i.course_id, c.minutes, c.earned_on, c.voided_at IS NOT NULL AS voided
		FROM imported_credits i JOIN credits c ON c.id = i.credit_id
		WHERE i.source = $1 AND i.external_id = ANY($2)
			AND i.version = (SELECT max(version) FROM imported_credits l WHERE l.source = $1 AND l.external_id = i.external_id)
		ORDER BY c.id FOR UPDATE OF c`, source, pq.Array(ids)); err != nil {
		return nil, fmt.Errorf("credits of %s that were imported before: %w", source, err)
	}
	out := make(map[string]storedCredit, len(stored))
	for _, s := range stored {
		out[s.ExternalID] = s
	}
	return out, nil
}

// creditChange is what an import changes.
type creditChange struct {
	done people.Imported
	add  []importedCredit
	void []int64
}

// compareCredits decides which credits are new or corrected. One that was voided
// here stays so when it comes again as it was.
func compareCredits(list []importedCredit, before map[string]storedCredit, correct bool, wrong *fault.Rows) creditChange {
	c := creditChange{done: people.Imported{Rows: len(list)}}
	for _, r := range list {
		b, known := before[r.ExternalID]
		switch {
		case !known:
			r.version = 1
			c.done.Added++
			c.add = append(c.add, r)
		case b.EmployeeID == r.posting.EmployeeID && b.CourseID == r.course.ID && b.Minutes == r.Minutes && b.EarnedOn == r.EarnedOn:
			c.done.Unchanged++
		case !correct:
			wrong.Add(r.at, "externalId", "%s was imported before with other content; import it as a correction to replace that", r.ExternalID)
		default:
			r.version = b.Version + 1
			c.done.Changed++
			c.add = append(c.add, r)
			if !b.Voided {
				c.void = append(c.void, b.ID)
			}
		}
	}
	return c
}

// save voids what is replaced, and stores the credits with their courses.
func (m *importer) save(ctx context.Context, tx *sqlx.Tx, c creditChange) error {
	now, account := m.service.now(), m.actor.AccountID
	if len(c.void) > 0 {
		if _, err := tx.ExecContext(ctx, `
			UPDATE credits SET voided_at = $2, voided_by = nullif($3::bigint, 0), void_reason = 'corrected by the source, ' || $4 WHERE id = ANY($1)`,
			pq.Array(c.void), now, account, m.source); err != nil {
			return fmt.Errorf("void %d credits that are corrected: %w", len(c.void), err)
		}
	}
	if len(c.add) == 0 {
		return nil
	}
	if err := m.createCourses(ctx, tx); err != nil {
		return err
	}
	var employees, postings, minutes pq.Int64Array
	var purposes, days pq.StringArray
	for _, r := range c.add {
		employees, postings, minutes = append(employees, r.posting.EmployeeID), append(postings, r.posting.ID), append(minutes, int64(r.Minutes))
		purposes, days = append(purposes, r.course.purpose()), append(days, string(r.EarnedOn))
	}
	var ids []int64
	if err := tx.SelectContext(ctx, &ids, `
		INSERT INTO credits (employee_id, posting_id, minutes, purpose, earned_on, source, credited_by, credited_at)
		SELECT employee_id, posting_id, minutes, purpose, earned_on, $6, nullif($7::bigint, 0), $8
		FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::text[], $5::date[])
			WITH ORDINALITY AS n (employee_id, posting_id, minutes, purpose, earned_on, n)
		ORDER BY n RETURNING id`, employees, postings, minutes, purposes, days, byImport, account, now); err != nil {
		return fmt.Errorf("insert imported credits: %w", err)
	}
	slices.Sort(ids) // they follow the order of the rows
	return database.Copy(ctx, tx, "imported_credits", []string{"credit_id", "source", "external_id", "version", "course_id"}, len(ids), func(i int) []any {
		return []any{ids[i], m.source, c.add[i].ExternalID, c.add[i].version, c.add[i].course.ID}
	})
}

// createCourses stores the courses that were not known.
func (m *importer) createCourses(ctx context.Context, tx *sqlx.Tx) error {
	for _, c := range m.named {
		err := tx.GetContext(ctx, &c.Course, `
			INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ($1, $2, $3, $4, $5, $6) RETURNING `+courseColumns,
			c.Code, c.Title, c.Mode, c.Level, c.Category, c.Minutes)
		if database.Violates(err, "courses_code_key") {
			return fault.Errorf(fault.Conflict, "the course %s was called otherwise once: import its hours by the code %s", c.Title.In(m.lang), c.Code)
		}
		if err != nil {
			return fmt.Errorf("insert course %s: %w", c.Code, err)
		}
		if err := journal.Record(ctx, tx, m.actor.AccountID, m.service.now(), journal.Entry{
			Action: "create", Object: "course", ObjectID: c.ID, After: c.Course,
		}); err != nil {
			return err
		}
	}
	return nil
}
