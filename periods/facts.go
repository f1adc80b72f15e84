package periods

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/worktime"
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

	Owed    int `db:"-"` // minutes of training that the year has made due by the span's end
	Lacking int `db:"-"` // certificates that are required and missing or expired
}

// readCounts counts the evidence of those whose: findings over the rolling days
// before the span's end, training since the year began, and of ratings those
// among the rows: they have been settled.
func readCounts(ctx context.Context, q sqlx.ExtContext, s span, whose employee, rows []evidence) (map[int64]counted, error) {
	var counts []counted
	recent, year := s.rolling(rollingDays), s.year()
	err := sqlx.SelectContext(ctx, q, &counts, `
		WITH counting AS (
			SELECT employee_id, kind, rater, spot_check_id, observer_id, outside, value FROM evidence
			WHERE (kind = 'finding' AND occurred_at >= $1 AND occurred_at < $3
			    OR kind = 'credit' AND purpose = 'annual' AND occurred_at >= $2 AND occurred_at < $3)
			  AND ($5 = 0 OR employee_id = $5)
			UNION ALL
			SELECT employee_id, kind, rater, spot_check_id, observer_id, outside, value FROM evidence_sources
			WHERE kind = 'rating' AND source_id = ANY($4))
		SELECT employee_id,
		       count(*) FILTER (WHERE kind = 'rating') AS ratings,
		       count(DISTINCT rater) AS visits,
		       count(DISTINCT spot_check_id) AS audits,
		       count(DISTINCT observer_id) AS supervisors,
		       count(DISTINCT spot_check_id) FILTER (WHERE outside) AS outside,
		       coalesce(sum(value) FILTER (WHERE kind = 'credit'), 0) AS training
		FROM counting
		GROUP BY employee_id`, recent.start(), year.start(), s.end(), pq.Int64Array(hold(rows).ratingIDs), int64(whose))
	if err != nil {
		return nil, fmt.Errorf("count evidence: %w", err)
	}
	out := make(map[int64]counted, len(counts))
	for _, r := range counts {
		out[r.EmployeeID] = r
	}
	return out, nil
}

// readRequirements adds what is required of the workers: training for the year up
// to the span's end, and certificates as of today or, once the span is over, of its
// last day.
func readRequirements(ctx context.Context, q sqlx.ExtContext, s span, now time.Time, workers []worker, counts map[int64]counted) error {
	ids := make([]int64, len(workers))
	for i, w := range workers {
		ids[i] = w.id
	}
	duties, err := training.Duties(ctx, q, ids)
	if err != nil {
		return err
	}
	lacking, err := training.Lacking(ctx, q, min(worktime.DayOf(now, s.loc), s.to.AddDays(-1)))
	if err != nil {
		return err
	}
	for _, id := range ids {
		c := counts[id]
		c.Owed, c.Lacking = duties[id].Owed(s.year().from, s.to), lacking[id]
		counts[id] = c
	}
	return nil
}

// facts turns counts into what gates and caps ask for. Cases are not recorded yet:
// nobody has one open.
func (c counted) facts() evaluation.Facts {
	return evaluation.Facts{
		Ratings:             c.Ratings,
		DistinctVisits:      c.Visits,
		Audits:              c.Audits,
		AuditSupervisors:    c.Supervisors,
		OutsideAudits:       c.Outside,
		ExpiredCertificates: c.Lacking,
		MissingMinutes:      max(0, c.Owed-c.Training),
	}
}

// tables returns what the scheme's tables map to points. Complaints and praise
// are not recorded yet.
func (c counted) tables() []evaluation.TableValue {
	values := []evaluation.TableValue{}
	if share, ok := evaluation.TrainingShare(int64(c.Training), int64(c.Owed)); ok {
		values = append(values, evaluation.TableValue{Code: "training", Value: share})
	}
	return values
}
