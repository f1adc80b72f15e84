package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/people"
)

const (
	// settledAfter is how long after a visit's hour its words can't be changed any
	// more: a page holds for a day.
	settledAfter = keyTTL + 2*time.Hour
	// waitsAtMost is how long a comment waits for four others.
	waitsAtMost = 365 * 24 * time.Hour
)

// commentSchedule returns what is done about comments by the clock: once a day,
// so that nobody who looks every minute learns when the fifth came.
func (s *Service) commentSchedule() []outbox.Scheduled {
	return []outbox.Scheduled{{Name: "feedback.comments", Spec: "10 5 * * *", Run: s.releaseComments}}
}

// releaseComments works out what new comments are about, releases those that are
// enough together, and counts the months that are over.
func (s *Service) releaseComments(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
	settled := at.Add(-settledAfter)
	if err := findThemes(ctx, tx, settled); err != nil {
		return err
	}
	loc, err := people.Location(ctx, tx)
	if err != nil {
		return err
	}
	staff, err := readStaffNames(ctx, tx)
	if err != nil {
		return err
	}
	for _, own := range []bool{true, false} {
		list, err := readUnreleased(ctx, tx, own, settled)
		if err != nil {
			return err
		}
		of := departmentStream(loc)
		if own {
			of = personStream
		}
		if err := s.saveBatches(ctx, tx, staff, batches(list, of, loc, s.commentRank(own))); err != nil {
			return err
		}
	}
	return countMonths(ctx, tx, at, loc)
}

// commentRank returns an order that nobody can work out without the
// installation's key, another for each kind of reader.
func (s *Service) commentRank(own bool) func(unreleased) []byte {
	rank := s.Keys.MAC("order of comments")
	kind := []byte(fmt.Sprint(own))
	return func(c unreleased) []byte { return rank(kind, c.Vote) }
}

// readUnreleased returns what counts of comments and has not been released to the
// person they are about or, unless own, to the department.
func readUnreleased(ctx context.Context, tx *sqlx.Tx, own bool, settled time.Time) (list []unreleased, err error) {
	if err := tx.SelectContext(ctx, &list, `
		SELECT m.id AS remark_id, r.vote, r.visit, coalesce(r.employee_id, 0) AS employee_id, r.department_id, r.occurred_at,
		       r.score = 5 AND beside.score >= 4 AS thanks, m.words, m.tags, t.themes
		FROM remarks m
		JOIN remark_themes t ON t.remark_id = m.id
		JOIN ratings beside ON beside.vote = m.vote AND beside.version = m.version -- what the tags were chosen beside
		JOIN ratings r ON r.vote = m.vote
			AND NOT EXISTS (SELECT FROM ratings later WHERE later.vote = r.vote AND later.version > r.version)
		WHERE (m.words <> '' OR m.tags <> '{}')
			AND NOT EXISTS (SELECT FROM remarks later WHERE later.vote = m.vote AND later.id > m.id)
			AND r.standing = 'counted' AND r.occurred_at <= $1 AND r.occurred_at > $2
			AND ($3 = false OR r.employee_id IS NOT NULL)
			AND NOT EXISTS (SELECT FROM released_comments c WHERE c.vote = m.vote AND c.own = $3)
		ORDER BY m.id`, settled, settled.Add(-waitsAtMost), own); err != nil {
		return nil, fmt.Errorf("read comments to release: %w", err)
	}
	return list, nil
}

// readStaffNames returns the names of everybody, and of each person.
func readStaffNames(ctx context.Context, tx *sqlx.Tx) (map[int64]namesakes, error) {
	var rows []struct {
		ID int64 `db:"id"`
		namesakes
	}
	if err := tx.SelectContext(ctx, &rows, `SELECT id, name, latin_name FROM employees`); err != nil {
		return nil, fmt.Errorf("read the names of the staff: %w", err)
	}
	out := make(map[int64]namesakes, len(rows))
	for _, r := range rows {
		out[r.ID] = r.namesakes
	}
	return out, nil
}

// saveBatches stores batches with the words masked as their readers see them. A
// department doesn't read whom a comment is about, nor anybody's name.
func (s *Service) saveBatches(ctx context.Context, tx *sqlx.Tx, staff map[int64]namesakes, list []batch) error {
	if len(list) == 0 {
		return nil
	}
	all := make([]namesakes, 0, len(staff))
	for _, n := range staff { // in any order: they become a set
		all = append(all, n)
	}
	known := newStaffNames(all)
	for _, b := range list {
		if err := saveBatch(ctx, tx, b, known.except(staff[b.employee])); err != nil {
			return err
		}
	}
	return nil
}

func saveBatch(ctx context.Context, tx *sqlx.Tx, b batch, n names) error {
	var id int64
	if err := tx.GetContext(ctx, &id, `
		INSERT INTO comment_batches (audience, employee_id, department_id, month, visits)
		VALUES ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5) RETURNING id`,
		b.audience, b.employee, b.department, b.month, b.visits); err != nil {
		return fmt.Errorf("insert a batch of comments: %w", err)
	}
	columns := []string{"batch_id", "remark_id", "vote", "own", "words", "tags", "themes"}
	return database.Copy(ctx, tx, "released_comments", columns, len(b.comments), func(i int) []any {
		c := b.comments[i]
		return []any{id, c.RemarkID, c.Vote, b.employee != 0, mask(c.Words, n), pq.StringArray(c.Tags), pq.StringArray(c.Themes)}
	})
}
