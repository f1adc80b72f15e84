package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

const selectEntry = `SELECT id, number, again, vote, score, tags, served_on, entered_at, entered_by, undone_at IS NOT NULL FROM paper_entries `

// entriesOf returns what was entered of a form and stands, the first entry first, and
// how many first entries were taken back.
func entriesOf(ctx context.Context, tx *sqlx.Tx, number int64) (list []PaperEntry, undone int, err error) {
	rows, err := tx.QueryContext(ctx, selectEntry+`WHERE number = $1 ORDER BY again, id`, number)
	if err != nil {
		return nil, 0, fmt.Errorf("entries of form %d: %w", number, err)
	}
	defer rows.Close()
	for rows.Next() {
		e, back, err := scanEntry(rows)
		if err != nil {
			return nil, 0, err
		}
		switch {
		case !back:
			list = append(list, e)
		case !e.Again:
			undone++
		}
	}
	return list, undone, rows.Err()
}

// lockForm makes whoever has the same form wait: rows of forms never change, so that
// they cannot be locked themselves.
func lockForm(ctx context.Context, tx *sqlx.Tx, number int64) error {
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.paper form', $1))`, number); err != nil {
		return fmt.Errorf("lock form %d: %w", number, err)
	}
	return nil
}

func scanEntry(row interface{ Scan(...any) error }) (e PaperEntry, undone bool, err error) {
	var vote []byte
	if err = row.Scan(&e.ID, &e.Number, &e.Again, &vote, &e.Score, &e.Tags, &e.On, &e.EnteredAt, &e.by, &undone); err != nil {
		return e, false, fmt.Errorf("read an entry of a form: %w", err)
	}
	copy(e.vote[:], vote)
	return e, undone, nil
}

// holdPaper sets a vote aside that two people have read differently.
func (s *Service) holdPaper(ctx context.Context, tx *sqlx.Tx, vote [16]byte, first, second int) error {
	if _, err := tx.ExecContext(ctx, `SELECT FROM ratings WHERE vote = $1 ORDER BY version DESC LIMIT 1 FOR NO KEY UPDATE`, vote[:]); err != nil {
		return fmt.Errorf("lock a vote on paper: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO holds (vote, reason, numbers, held_at) VALUES ($1, 'paper', jsonb_build_object('first', $2::int, 'second', $3::int), $4)
		ON CONFLICT (vote, reason) WHERE decision IS NULL DO NOTHING`, vote[:], first, second, s.Now()); err != nil {
		return fmt.Errorf("set a vote on paper aside: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE ratings SET standing = 'held' WHERE vote = $1 AND standing = 'counted'`, vote[:]); err != nil {
		return fmt.Errorf("set a vote on paper aside: %w", err)
	}
	return nil
}

// EnteredJustNow returns what the actor has entered within the last minute, for as long
// as it can be taken back.
func (s *Service) EnteredJustNow(ctx context.Context, actor accounts.Actor, id int64) (PaperEntry, error) {
	e, undone, err := scanEntry(s.DB.QueryRowContext(ctx, selectEntry+`WHERE id = $1 AND entered_by = $2 AND entered_at > $3`,
		id, actor.AccountID, s.Now().Add(-undoWithin)))
	if errors.Is(err, sql.ErrNoRows) || err == nil && undone {
		return e, fault.Errorf(fault.NotFound, "you have entered no such form")
	}
	if err != nil {
		return e, err
	}
	f, err := s.paperForm(ctx, actor, fmt.Sprint(e.Number), e.On)
	e.Name, e.About, e.Check = f.subject.Name, f.subject.Label, !e.Again && s.checked(e.Number)
	return e, err
}

// UndoPaper names an entry to take back.
type UndoPaper struct {
	ID int64 `params:"id" validate:"required,min=1"`
}

// UndoPaper takes back what the actor has entered within the last minute. The vote
// stays, rejected, with the reason: nothing disappears. The form can be entered anew.
func (s *Service) UndoPaper(ctx context.Context, actor accounts.Actor, in UndoPaper) (PaperEntry, error) {
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (PaperEntry, error) {
		e, undone, err := scanEntry(tx.QueryRowContext(ctx, selectEntry+`WHERE id = $1 AND entered_by = $2`, in.ID, actor.AccountID))
		if errors.Is(err, sql.ErrNoRows) {
			return e, fault.Errorf(fault.NotFound, "you have entered no such form")
		}
		if err != nil || undone {
			return e, err
		}
		if err := lockForm(ctx, tx, e.Number); err != nil {
			return e, err
		}
		now := s.Now()
		if now.Sub(e.EnteredAt) > undoWithin {
			return e, fault.Errorf(fault.Conflict, "it was entered more than a minute ago")
		}
		standing, _, err := entriesOf(ctx, tx, e.Number)
		if err != nil {
			return e, err
		}
		if !e.Again && len(standing) > 1 {
			return e, fault.Errorf(fault.Conflict, "somebody has entered it again already")
		}
		if _, err := tx.ExecContext(ctx, `UPDATE paper_entries SET undone_at = $2 WHERE id = $1`, e.ID, now); err != nil {
			return e, fmt.Errorf("take back entry %d: %w", e.ID, err)
		}
		if err := s.undoVote(ctx, tx, actor, e); err != nil {
			return e, err
		}
		return e, journal.Record(ctx, tx, actor.AccountID, now, journal.Entry{
			Action: "undo", Object: "paper-form", ObjectID: e.ID, Before: map[string]any{"number": e.Number, "again": e.Again},
		})
	})
}

// undoVote rejects the vote of a first entry; of a second, it ends what that has held.
func (s *Service) undoVote(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, e PaperEntry) error {
	statements := []string{
		`INSERT INTO holds (vote, reason, held_at, decision, decided_at, decided_by, note) VALUES ($1, 'paper', $2, 'rejected', $2, nullif($3, 0), 'taken back by who entered it')`,
		`UPDATE ratings SET standing = 'rejected' WHERE vote = $1`,
	}
	if e.Again {
		statements = []string{
			`UPDATE holds SET decision = 'released', decided_at = $2, decided_by = nullif($3, 0), note = 'the second entry was taken back'
			 WHERE vote = $1 AND reason = 'paper' AND decision IS NULL`,
			`UPDATE ratings SET standing = 'counted' WHERE vote = $1 AND standing = 'held'
			 AND NOT EXISTS (SELECT FROM holds WHERE vote = $1 AND (decision IS NULL OR decision = 'rejected'))`,
		}
	}
	if _, err := tx.ExecContext(ctx, statements[0], e.vote[:], s.Now(), actor.AccountID); err != nil {
		return fmt.Errorf("note that entry %d was taken back: %w", e.ID, err)
	}
	if _, err := tx.ExecContext(ctx, statements[1], e.vote[:]); err != nil {
		return fmt.Errorf("take back the vote of entry %d: %w", e.ID, err)
	}
	return nil
}

// ListEnterers asks how reliably forms are entered.
type ListEnterers struct {
	From worktime.Day `query:"from"` // the first day; 31 days ago unless given
	To   worktime.Day `query:"to"`   // the first day no longer; tomorrow unless given
}

// Enterer is how one person enters forms.
type Enterer struct {
	AccountID    int64  `json:"accountId"    db:"account_id"`
	Name         string `json:"name"         db:"name"`
	Entered      int    `json:"entered"      db:"entered"`       // first entries that stand
	Checked      int    `json:"checked"      db:"checked"`       // forms that somebody else has entered, too
	ScoreDiffers int    `json:"scoreDiffers" db:"score_differs"` // of these; either may be wrong
	TagsDiffer   int    `json:"tagsDiffer"   db:"tags_differ"`
	Undone       int    `json:"undone"       db:"undone"`
	Colleague    int    `json:"colleague"    db:"colleague"` // about somebody of their own small team
}

// ListEnterers returns whoever has entered forms, those first who differ most.
func (s *Service) ListEnterers(ctx context.Context, actor accounts.Actor, in ListEnterers) ([]Enterer, error) {
	today, err := s.today(ctx)
	if err != nil {
		return nil, err
	}
	if in.From == "" {
		in.From = today.AddDays(-31)
	}
	if in.To == "" {
		in.To = today.AddDays(1)
	}
	if err := errors.Join(in.From.Validate(), in.To.Validate()); err != nil {
		return nil, fault.Field("from", "not a day: write it like 2026-10-31")
	}
	loc, err := s.location(ctx)
	if err != nil {
		return nil, err
	}
	list := []Enterer{}
	err = s.DB.SelectContext(ctx, &list, `
		SELECT e.entered_by AS account_id, coalesce(min(p.name), min(a.name)) AS name,
		       count(*) FILTER (WHERE NOT e.again AND e.undone_at IS NULL) AS entered, count(o.id) AS checked,
		       count(o.id) FILTER (WHERE o.score <> e.score) AS score_differs,
		       count(o.id) FILTER (WHERE o.tags <> e.tags) AS tags_differ,
		       count(*) FILTER (WHERE e.undone_at IS NOT NULL) AS undone, count(*) FILTER (WHERE e.colleague AND e.undone_at IS NULL) AS colleague
		FROM paper_entries e JOIN accounts a ON a.id = e.entered_by LEFT JOIN employees p ON p.id = a.employee_id
		LEFT JOIN paper_entries o ON o.number = e.number AND o.again <> e.again AND o.undone_at IS NULL AND e.undone_at IS NULL
		WHERE e.entered_at >= $1 AND e.entered_at < $2
		  AND ($3 OR EXISTS (SELECT FROM paper_forms f JOIN touchpoints t ON t.id = f.touchpoint_id WHERE f.number = e.number AND t.department_id = ANY($4)))
		GROUP BY e.entered_by ORDER BY score_differs DESC, entered DESC, account_id LIMIT 200`,
		in.From.In(loc), in.To.In(loc), actor.Reach.Hospital, pq.Array(actor.Reach.Departments))
	if err != nil {
		return nil, fmt.Errorf("how forms are entered: %w", err)
	}
	return list, nil
}
