package training

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// Quarter says what somebody did of what everybody does in a quarter: review a
// case, and train emotional control and communication. And in how many weeks of
// it they took part in sharing cases, of those in which that was held.
type Quarter struct {
	Quarter       int    `json:"quarter"`
	CaseReview    string `json:"caseReview"`    // done, owed, later or none
	Communication string `json:"communication"` // done, owed, later or none
	SharingWeeks  int    `json:"sharingWeeks"`
	SharingHeld   int    `json:"sharingHeld"`
}

// What has yet to be done in a quarter: it is owed from its first day on. Who has
// no day of it to work owes none.
const (
	owed  = "owed"
	later = "later"
)

func quarterOf(d worktime.Day) int { return (int(d.Month()) + 2) / 3 }

// whatFor joins what credits c are for: k the course, t its session, x training
// elsewhere. (One key, not three: PostgreSQL then joins by a hash. Where credits are
// read as they are answered, 0 stands for none.)
const whatFor = `
	LEFT JOIN training_sessions t ON t.id = c.session_id
	LEFT JOIN imported_credits i ON i.credit_id = c.id
	LEFT JOIN courses k ON k.id = coalesce(nullif(c.course_id, 0), t.course_id, i.course_id)
	LEFT JOIN external_hours x ON x.id = c.external_id`

// quarters are what people did, by person and quarter, and what was held.
type quarters struct {
	did  map[[2]int64]quarterly
	held map[int]int
}

type quarterly struct {
	EmployeeID     int64 `db:"employee_id"`
	Quarter        int64 `db:"quarter"`
	CaseReviews    int   `db:"case_reviews"`
	Communications int   `db:"communications"`
	SharingWeeks   int   `db:"sharing_weeks"`
}

// readQuarters counts what people did in the quarters of a year.
func readQuarters(ctx context.Context, q sqlx.QueryerContext, employeeIDs []int64, y year) (quarters, error) {
	out := quarters{did: map[[2]int64]quarterly{}, held: map[int]int{}}
	var rows []quarterly
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT c.employee_id, extract(quarter FROM c.earned_on)::int AS quarter,
			count(*) FILTER (WHERE t.kind = 'case-review') AS case_reviews,
			count(*) FILTER (WHERE coalesce(k.category, x.category) = 'communication') AS communications,
			count(DISTINCT date_trunc('week', c.earned_on)) FILTER (WHERE t.kind = 'case-sharing') AS sharing_weeks
		FROM credits c `+whatFor+`
		WHERE c.employee_id = ANY($1) AND c.voided_at IS NULL AND c.earned_on >= $2 AND c.earned_on < $3
		GROUP BY 1, 2`, pq.Array(employeeIDs), y.first, y.next); err != nil {
		return out, fmt.Errorf("count what was done by quarter: %w", err)
	}
	for _, r := range rows {
		out.did[[2]int64{r.EmployeeID, r.Quarter}] = r
	}
	var held []struct {
		Quarter int `db:"quarter"`
		Weeks   int `db:"weeks"`
	}
	if err := sqlx.SelectContext(ctx, q, &held, `
		SELECT extract(quarter FROM day)::int AS quarter, count(DISTINCT date_trunc('week', day)) AS weeks
		FROM (SELECT (starts_at AT TIME ZONE coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai'))::date AS day
			FROM training_sessions WHERE kind = 'case-sharing' AND cancelled_at IS NULL) s
		WHERE day >= $1 AND day < $2 GROUP BY 1`, y.first, y.until); err != nil {
		return out, fmt.Errorf("count weeks of sharing cases: %w", err)
	}
	for _, h := range held {
		out.held[h.Quarter] = h.Weeks
	}
	return out, nil
}

// of returns the four quarters of one person.
func (q quarters) of(employeeID int64, d Duty, y year) []Quarter {
	out := make([]Quarter, 4)
	for i := range out {
		first, next := worktime.Date(y.number, time.Month(3*i+1), 1), worktime.Date(y.number, time.Month(3*i+4), 1)
		rest := none
		switch {
		case d.Owed(first, next) == 0:
		case first >= y.until:
			rest = later
		default:
			rest = owed
		}
		did := q.did[[2]int64{employeeID, int64(i + 1)}]
		out[i] = Quarter{
			Quarter: i + 1, CaseReview: ifDone(did.CaseReviews, rest), Communication: ifDone(did.Communications, rest),
			SharingWeeks: did.SharingWeeks, SharingHeld: q.held[i+1],
		}
	}
	return out
}

func ifDone(times int, rest string) string {
	if times > 0 {
		return done
	}
	return rest
}
