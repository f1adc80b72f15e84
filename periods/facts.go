package periods

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/training"
)

// rollingDays is how far the gates of a star look back.
const rollingDays = 90

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

// readCounts counts the evidence of those whose: over the rolling days before
// the span's end and, for training, since the year began. Of the span itself,
// only those ratings count that are among the rows.
func readCounts(ctx context.Context, q sqlx.ExtContext, s span, whose employee, rows []evidence) (map[int64]counted, error) {
	var counts []counted
	recent, year := s.rolling(rollingDays), s.year()
	err := sqlx.SelectContext(ctx, q, &counts, `
		WITH counting AS (
			SELECT employee_id, kind, rater, spot_check_id, observer_id, outside, value FROM evidence
			WHERE (kind = 'rating' AND occurred_at >= $1 AND occurred_at < $3
			    OR kind = 'finding' AND occurred_at >= $1 AND occurred_at < $4
			    OR kind = 'credit' AND purpose = 'annual' AND occurred_at >= $2 AND occurred_at < $4)
			  AND ($6 = 0 OR employee_id = $6)
			UNION ALL
			SELECT employee_id, kind, rater, spot_check_id, observer_id, outside, value FROM evidence_sources
			WHERE kind = 'rating' AND source_id = ANY($5))
		SELECT employee_id,
		       count(*) FILTER (WHERE kind = 'rating') AS ratings,
		       count(DISTINCT rater) AS visits,
		       count(DISTINCT spot_check_id) AS audits,
		       count(DISTINCT observer_id) AS supervisors,
		       count(DISTINCT spot_check_id) FILTER (WHERE outside) AS outside,
		       coalesce(sum(value) FILTER (WHERE kind = 'credit'), 0) AS training
		FROM counting
		GROUP BY employee_id`, recent.start(), year.start(), s.start(), s.end(), pq.Int64Array(hold(rows).ratingIDs), int64(whose))
	if err != nil {
		return nil, fmt.Errorf("count evidence: %w", err)
	}
	out := make(map[int64]counted, len(counts))
	for _, r := range counts {
		out[r.EmployeeID] = r
	}
	return out, nil
}

// facts turns counts into what gates and caps ask for. Certificates and cases
// are not recorded yet: nobody is required to hold any, nobody has one open.
func (c counted) facts(p posting, s span) evaluation.Facts {
	return evaluation.Facts{
		Ratings:          c.Ratings,
		DistinctVisits:   c.Visits,
		Audits:           c.Audits,
		AuditSupervisors: c.Supervisors,
		OutsideAudits:    c.Outside,
		MissingMinutes:   max(0, owed(p, s)-c.Training),
	}
}

// owed is the annual training that is required since the year began.
func owed(p posting, s span) int {
	return training.Owed(p.HiredOn, p.LeftOn, s.year().from, s.to)
}

// tables returns what the scheme's tables map to points. Complaints and praise
// are not recorded yet.
func (c counted) tables(p posting, s span) []evaluation.TableValue {
	values := []evaluation.TableValue{}
	if share, ok := evaluation.TrainingShare(int64(c.Training), int64(owed(p, s))); ok {
		values = append(values, evaluation.TableValue{Code: "training", Value: share})
	}
	return values
}
