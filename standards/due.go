package standards

import (
	"context"
	"fmt"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// ListDueReviews asks how far to look ahead.
type ListDueReviews struct {
	Within int `query:"within" validate:"min=0,max=400"` // days from today; 0: only what is due or overdue
}

// DueReview is a standard whose review is due, with the data to begin it with.
type DueReview struct {
	Standard       string          `json:"standard"                 db:"standard"` // its code
	Title          texts.Localized `json:"title"                    db:"title"`
	NextReviewOn   worktime.Day    `json:"nextReviewOn"             db:"next_review_on"`
	DaysOverdue    int             `json:"daysOverdue"              db:"days_overdue"`     // 0: not yet
	LastReviewedOn worktime.Day    `json:"lastReviewedOn,omitempty" db:"last_reviewed_on"` // none: never since it was made
	Suggestions    int             `json:"suggestions"              db:"suggestions"`      // of staff, not yet considered
	Findings       int             `json:"findings"                 db:"findings"`         // met, partly or not met in the half year up to today
	Compliance     *int            `json:"compliance,omitempty"     db:"compliance"`       // met of those, partly as half, in ten-thousandths; none: nothing was observed
}

// DueReviews returns the standards in force whose review is due, the longest
// overdue first. One that was never reviewed is due half a year after its day.
func (s *Service) DueReviews(ctx context.Context, _ accounts.Actor, in ListDueReviews) ([]DueReview, error) {
	today, err := people.LocalDay(ctx, s.DB, s.Now())
	if err != nil {
		return nil, err
	}
	loc, err := people.Location(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	list := []DueReview{}
	err = s.DB.SelectContext(ctx, &list, dueReviews,
		today, today.AddDays(in.Within), addMonths(today, -reviewEvery).In(loc))
	if err != nil {
		return nil, fmt.Errorf("reviews due on %s: %w", today, err)
	}
	return list, nil
}

// dueReviews finds the reviews due by $2, as of $1, with what was found since $3.
const dueReviews = `
		WITH observed AS (
			SELECT v.standard_id, count(*) AS findings,
				round(avg(CASE f.result WHEN 'met' THEN 10000 WHEN 'partly' THEN 5000 ELSE 0 END))::int AS compliance
			FROM spot_checks c JOIN findings f ON f.spot_check_id = c.id JOIN standard_versions v ON v.id = f.standard_version_id
			WHERE c.started_at >= $3 AND c.voided_at IS NULL AND f.result IN ('met', 'partly', 'not-met')
			GROUP BY v.standard_id
		)
		SELECT s.code AS standard, v.title, n.next AS next_review_on, greatest($1::date - n.next, 0) AS days_overdue,
			r.last AS last_reviewed_on, g.suggestions, coalesce(o.findings, 0) AS findings, o.compliance
		FROM standards s
		JOIN LATERAL (` + ofStandardOn + `) v ON NOT v.retired
		LEFT JOIN LATERAL (SELECT reviewed_on AS last, next_review_on AS next FROM standard_reviews
			WHERE standard_id = s.id AND kind = 'internal' ORDER BY reviewed_on DESC, id DESC LIMIT 1) r ON true
		CROSS JOIN LATERAL (SELECT coalesce(r.next, (SELECT (min(effective_from) + interval '6 months')::date
			FROM standard_versions WHERE standard_id = s.id AND withdrawn_at IS NULL)) AS next) n
		CROSS JOIN LATERAL (SELECT count(*) AS suggestions FROM suggestions WHERE standard_id = s.id AND considered_in IS NULL) g
		LEFT JOIN observed o ON o.standard_id = s.id
		WHERE n.next <= $2
		ORDER BY n.next, s.id`
