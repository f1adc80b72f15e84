package audits

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// counts holds for the spot checks c that count: as for the gates of a star,
// those are not voided, have seen something and weigh something.
const counts = `c.voided_at IS NULL AND ` + sees

// sees holds for the spot checks c that have seen something and weigh something.
const sees = `
	EXISTS (SELECT FROM findings f WHERE f.spot_check_id = c.id AND f.result IN ('met', 'partly', 'not-met'))
	AND NOT EXISTS (SELECT FROM imported_spot_checks i WHERE i.spot_check_id = c.id AND i.weight = 0)`

// fieldEmployees reads whom the actor may observe today. Each list beside the
// employees is made once and joined: 5,000 people take as many steps, not their
// square. Only who was not observed in the window is looked up by themselves.
func fieldEmployees(ctx context.Context, q sqlx.ExtContext, actor accounts.Actor, now time.Time, zone *time.Location) ([]FieldEmployee, error) {
	day := worktime.DayOf(now, zone)
	var rows []struct {
		FieldEmployee
		Departments pq.Int64Array  `db:"departments"`
		Posts       pq.Int64Array  `db:"posts"`
		Codes       pq.StringArray `db:"codes"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `
		WITH posted AS (
			SELECT employee_id, array_agg(department_id ORDER BY from_day, id) AS departments, array_agg(post_id ORDER BY from_day, id) AS posts
			FROM postings
			WHERE ($1 OR department_id = ANY($2)) AND employee_id <> ALL($3) AND from_day <= $4 AND (to_day IS NULL OR to_day > $4)
			GROUP BY employee_id
		), observed AS (
			SELECT c.employee_id, count(*) AS seen, max(c.started_at) AS last FROM spot_checks c WHERE c.started_at >= $5 AND `+counts+` GROUP BY c.employee_id
		), badges AS (
			SELECT employee_id, array_agg(code ORDER BY code) AS codes FROM touchpoints WHERE kind = 'badge' AND revoked_at IS NULL GROUP BY employee_id
		), duty AS (
			SELECT DISTINCT ON (employee_id) employee_id, shift FROM duties
			WHERE kind IN ('planned', 'present') AND day BETWEEN $4::date - 2 AND $4 AND ends_at > $6
			ORDER BY employee_id, starts_at
		)
		SELECT e.id, e.number, e.name, e.latin_name, p.departments, p.posts, coalesce(o.seen, 0) AS seen,
			(coalesce(o.last, l.started_at) AT TIME ZONE $7)::date AS last_on, coalesce(d.shift, '') AS on_duty, coalesce(b.codes, '{}') AS codes
		FROM posted p
		JOIN employees e ON e.id = p.employee_id
		LEFT JOIN observed o ON o.employee_id = e.id
		LEFT JOIN badges b ON b.employee_id = e.id
		LEFT JOIN duty d ON d.employee_id = e.id
		LEFT JOIN LATERAL (SELECT c.started_at FROM spot_checks c WHERE o.last IS NULL AND c.employee_id = e.id AND `+counts+`
			ORDER BY c.started_at DESC LIMIT 1) l ON true
		ORDER BY e.id`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), pq.Array(selves(actor)), day,
		day.AddDays(1-window).In(zone), now, zone.String()); err != nil {
		return nil, fmt.Errorf("employees of field roster: %w", err)
	}
	near, err := nearOf(ctx, q, []int64{actor.EmployeeID}, day)
	if err != nil {
		return nil, err
	}
	out := make([]FieldEmployee, len(rows))
	for i, r := range rows {
		e := r.FieldEmployee
		e.Badges = make([]string, len(r.Codes))
		for n, code := range r.Codes {
			e.Badges[n] = digest(code)
		}
		for n, department := range r.Departments {
			e.Postings = append(e.Postings, FieldPosting{department, r.Posts[n]})
		}
		e.Outside = near.outside(actor.EmployeeID, r.Departments[0])
		out[i] = e
	}
	return out, nil
}

// selves are those whom the actor may not observe: themselves, and in whose
// place they act.
func selves(actor accounts.Actor) []int64 {
	ids := []int64{actor.EmployeeID}
	for _, p := range actor.InPlaceOf {
		ids = append(ids, p.EmployeeID)
	}
	return ids
}
