package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/worktime"
)

// rollingDays is how far the gates of a star look back.
const rollingDays = 90

// annualMinutes is the training that everybody owes in a year.
const annualMinutes = 40 * 60

// counted is what a person has, beside what the models say.
type counted struct {
	EmployeeID  int64 `db:"employee_id"`
	Ratings     int   `db:"ratings"`
	Visits      int   `db:"visits"`
	Audits      int   `db:"audits"`
	Supervisors int   `db:"supervisors"`
	Outside     int   `db:"outside"`
	Training    int   `db:"training"` // minutes since the first day of the year
}

// readCounts counts the evidence of everybody who has any: over the rolling
// days before the span's end and, for training, since the year began.
func readCounts(ctx context.Context, q sqlx.ExtContext, s span) (map[int64]counted, error) {
	var rows []counted
	recent, year := s.rolling(rollingDays), s.year()
	err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT employee_id,
		       count(*) FILTER (WHERE kind = 'rating') AS ratings,
		       count(DISTINCT rater) AS visits,
		       count(DISTINCT spot_check_id) AS audits,
		       count(DISTINCT observer_id) AS supervisors,
		       count(DISTINCT spot_check_id) FILTER (WHERE outside) AS outside,
		       coalesce(sum(value) FILTER (WHERE kind = 'credit'), 0) AS training
		FROM evidence
		WHERE kind IN ('rating', 'finding') AND occurred_at >= $1 AND occurred_at < $3
		   OR kind = 'credit' AND purpose = 'annual' AND occurred_at >= $2 AND occurred_at < $3
		GROUP BY employee_id`, recent.start(), year.start(), s.end())
	if err != nil {
		return nil, fmt.Errorf("count evidence: %w", err)
	}
	out := make(map[int64]counted, len(rows))
	for _, r := range rows {
		out[r.EmployeeID] = r
	}
	return out, nil
}

// facts turns counts into what gates and caps ask for. Certificates and cases
// are not recorded yet: nobody is required to hold any, nobody has one open.
func (c counted) facts(hired worktime.Day, s span) evaluation.Facts {
	return evaluation.Facts{
		Ratings:          c.Ratings,
		DistinctVisits:   c.Visits,
		Audits:           c.Audits,
		AuditSupervisors: c.Supervisors,
		OutsideAudits:    c.Outside,
		MissingMinutes:   max(0, owedMinutes(hired, s)-c.Training),
	}
}

// owedMinutes is the training that a person should have behind them at the
// end of s: the year's hours in proportion to the days, from the day of hiring.
func owedMinutes(hired worktime.Day, s span) int {
	year := s.year()
	from := max(year.from, hired)
	length := worktime.Date(year.from.Year()+1, 1, 1).Sub(year.from)
	return annualMinutes * max(0, s.to.Sub(from)) / length
}
