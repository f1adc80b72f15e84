package feedback

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// monthsBack is how many months are counted at the latest: a server may have been
// switched off for a while.
const monthsBack = 12

// countMonths counts what the comments of months were about that are over, each
// once: what never changes can't be compared with what it was yesterday.
func countMonths(ctx context.Context, tx *sqlx.Tx, at time.Time, loc *time.Location) error {
	last := monthOf(at.Add(-settledAfter), loc)
	for back := 1; back <= monthsBack; back++ {
		month := worktime.Date(last.Year(), last.Month()-time.Month(back), 1)
		r, err := tx.ExecContext(ctx, `INSERT INTO comment_months (month, counted_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, month, at)
		if err != nil {
			return fmt.Errorf("note that %s is counted: %w", month, err)
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := countMonth(ctx, tx, month, loc); err != nil {
			return err
		}
	}
	return nil
}

// countMonth leaves out themes of fewer than five visits. It says how satisfied
// those were only in three steps: from a mean beside the mean of all, the score of
// the one comment that makes the difference could be worked out.
func countMonth(ctx context.Context, tx *sqlx.Tx, month worktime.Day, loc *time.Location) error {
	next := worktime.Date(month.Year(), month.Month()+1, 1)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO comment_trends (department_id, month, theme, comments, tendency)
		SELECT r.department_id, $1, theme, count(*), CASE WHEN avg(r.score) >= 4 THEN 'good' WHEN avg(r.score) >= 2.5 THEN 'mixed' ELSE 'bad' END
		FROM remarks m
		JOIN remark_themes t ON t.remark_id = m.id
		JOIN ratings r ON r.vote = m.vote
			AND NOT EXISTS (SELECT FROM ratings later WHERE later.vote = r.vote AND later.version > r.version)
		CROSS JOIN LATERAL unnest(t.themes || '{""}'::text[]) AS theme
		WHERE (m.words <> '' OR m.tags <> '{}') AND r.standing = 'counted' AND r.occurred_at >= $2 AND r.occurred_at < $3
			AND NOT EXISTS (SELECT FROM remarks later WHERE later.vote = m.vote AND later.id > m.id)
		GROUP BY r.department_id, theme HAVING count(DISTINCT r.visit) >= $4`,
		month, month.In(loc), next.In(loc), releasedFrom); err != nil {
		return fmt.Errorf("count the comments of %s: %w", month, err)
	}
	return nil
}

// Trend is how many comments of a department and month were about a theme.
type Trend struct {
	DepartmentID int64  `json:"departmentId" db:"department_id"`
	Month        string `json:"month"        db:"month"`
	Theme        string `json:"theme"        db:"theme"` // "": all comments
	Comments     int    `json:"comments"     db:"comments"`
	Tendency     string `json:"tendency"     db:"tendency"` // good, mixed or bad: of the ratings they came with
}

// AskTrends asks for the months from one to another, both included.
type AskTrends struct {
	From         string `query:"from"         validate:"required,max=7"`
	To           string `query:"to"           validate:"required,max=7"`
	DepartmentID int64  `query:"departmentId" validate:"omitempty,min=1"` // 0: each in reach
}

// mostMonths is how many months one answer has.
const mostMonths = 24

// Trends returns what comments were about, by department and month, of months that
// are over. What fewer than five visits spoke about is not in it.
func (s *Service) Trends(ctx context.Context, actor accounts.Actor, in AskTrends) ([]Trend, error) {
	from, err := worktime.Parse(in.From + "-01")
	if err != nil {
		return nil, fault.Field("from", "not a month: write it like 2026-10")
	}
	to, err := worktime.Parse(in.To + "-01")
	if err != nil {
		return nil, fault.Field("to", "not a month: write it like 2026-10")
	}
	if to < from || to.Sub(from) > 31*(mostMonths-1) {
		return nil, fault.Field("to", "the same month or up to %d months later", mostMonths-1)
	}
	list := []Trend{}
	if err := s.DB.SelectContext(ctx, &list, `
		SELECT department_id, to_char(month, 'YYYY-MM') AS month, theme, comments, tendency FROM comment_trends
		WHERE month BETWEEN $1 AND $2 AND ($3 = 0 OR department_id = $3) AND ($4 OR department_id = ANY($5))
		ORDER BY department_id, month, theme`, from, to, in.DepartmentID,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments)); err != nil {
		return nil, fmt.Errorf("list trends: %w", err)
	}
	return list, nil
}
