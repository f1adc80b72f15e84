package training

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// Qualification is how somebody stands to one thing that a post of theirs
// requires.
type Qualification struct {
	EmployeeID   int64           `json:"employeeId"           db:"employee_id"`
	Number       string          `json:"number"               db:"number"`
	Name         string          `json:"name"                 db:"name"`
	Level        string          `json:"level"                db:"level"` // the person's: newcomer, senior or leader
	PostID       int64           `json:"postId"               db:"post_id"`
	Post         texts.Localized `json:"post"                 db:"post"`
	KindID       int64           `json:"kindId,omitempty"     db:"kind_id"`
	CourseID     int64           `json:"courseId,omitempty"   db:"course_id"`
	AssessmentID int64           `json:"assessmentId,omitempty" db:"assessment_id"`
	What         texts.Localized `json:"what"                 db:"what"`
	State        string          `json:"state"                db:"state"` // valid, expiring, expired or missing
	ValidUntil   worktime.Day    `json:"validUntil,omitempty" db:"valid_until"`
}

// qualified is a relation, in terms of the day $1, of what people employed on it
// are required to have and whether they do. A newcomer is who was hired this year
// or last and has not completed the onboarding hours.
const qualified = `
	WITH levels AS (
		SELECT e.id, CASE
			WHEN EXISTS (SELECT FROM role_assignments a JOIN accounts h ON h.id = a.account_id WHERE h.employee_id = e.id
				AND a.role IN ('department-head', 'leadership') AND a.from_day <= $1 AND (a.to_day IS NULL OR a.to_day > $1)) THEN 'leader'
			WHEN extract(year FROM e.hired_on) >= extract(year FROM $1::date) - 1 AND $2 > (
				SELECT coalesce(sum(c.minutes), 0) FROM credits c WHERE c.employee_id = e.id AND c.voided_at IS NULL
				  AND c.purpose = 'onboarding' AND c.earned_on BETWEEN e.hired_on AND $1) THEN 'newcomer'
			ELSE 'senior' END AS level
		FROM employees e WHERE e.hired_on <= $1 AND (e.left_on IS NULL OR e.left_on > $1)),
	qualified AS (
		SELECT DISTINCT e.id AS employee_id, e.number, e.name, l.level, r.post_id, o.name AS post,
		       coalesce(r.kind_id, 0) AS kind_id, coalesce(r.course_id, 0) AS course_id,
		       coalesce(r.assessment_id, 0) AS assessment_id, coalesce(k.name, c.title, a.title) AS what,
		       CASE WHEN r.kind_id IS NULL THEN NULL ELSE nullif(best.until, 'infinity') END AS valid_until,
		       CASE WHEN r.kind_id IS NULL THEN CASE WHEN done.yes THEN 'valid' ELSE 'missing' END
		            WHEN best.until IS NULL THEN 'missing' WHEN best.until < $1 THEN 'expired'
		            WHEN best.until <= $1::date + $3::int THEN 'expiring' ELSE 'valid' END AS state
		FROM requirements r
		JOIN postings p ON p.post_id = r.post_id AND p.from_day <= $1 AND (p.to_day IS NULL OR p.to_day > $1)
		JOIN levels l ON l.id = p.employee_id AND r.level IN ('everyone', l.level)
		JOIN employees e ON e.id = p.employee_id
		JOIN posts o ON o.id = r.post_id
		LEFT JOIN certificate_kinds k ON k.id = r.kind_id
		LEFT JOIN courses c ON c.id = r.course_id
		LEFT JOIN assessments a ON a.id = r.assessment_id
		LEFT JOIN LATERAL (SELECT max(coalesce(h.valid_until, 'infinity')) AS until FROM certificates h
			WHERE h.kind_id = r.kind_id AND h.employee_id = e.id AND h.status = 'confirmed' AND h.issued_on <= $1) best ON true
		LEFT JOIN LATERAL (SELECT EXISTS (SELECT FROM credits d
			LEFT JOIN training_sessions t ON t.id = d.session_id LEFT JOIN imported_credits i ON i.credit_id = d.id
			WHERE d.employee_id = e.id AND d.voided_at IS NULL AND d.earned_on <= $1
			  AND r.course_id IN (d.course_id, t.course_id, i.course_id))
			OR EXISTS (SELECT FROM examinations x WHERE x.assessment_id = r.assessment_id AND x.employee_id = e.id AND x.passed
			  AND x.voided_at IS NULL AND x.finished_at < ($1::date + 1)::timestamp AT TIME ZONE coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai')) AS yes) done ON true
		WHERE r.from_day <= $1 AND (r.to_day IS NULL OR r.to_day > $1))`

// ListQualifications narrows the list of who has what their post requires.
type ListQualifications struct {
	EmployeeID   int64  `query:"employeeId"   validate:"min=0"`
	DepartmentID int64  `query:"departmentId" validate:"min=0"` // and all below it
	State        string `query:"state"        validate:"omitempty,oneof=valid expiring expired missing"`
	After        int64  `query:"after"        validate:"min=0"` // the last person's id of the page before
	Limit        int    `query:"limit"        validate:"min=0,max=500"`
}

// ListQualifications returns how people within reach stand to what their posts
// require today, those of one person together. A page may be longer than its limit
// by the rest of its last person's.
func (s *Service) ListQualifications(ctx context.Context, actor accounts.Actor, in ListQualifications) ([]Qualification, error) {
	today, err := people.LocalDay(ctx, s.DB, s.now())
	if err != nil {
		return nil, err
	}
	if in.Limit == 0 {
		in.Limit = 100
	}
	list := []Qualification{}
	err = s.DB.SelectContext(ctx, &list, qualified+`,
		chosen AS (
			SELECT q.* FROM qualified q
			WHERE ($4 OR q.employee_id = $6 OR q.employee_id IN (SELECT p.employee_id FROM postings p WHERE p.department_id = ANY($5)
			           AND p.from_day <= $1 AND (p.to_day IS NULL OR p.to_day > $1)))
			  AND ($7 = 0 OR q.employee_id = $7)
			  AND ($8::bigint = 0 OR q.employee_id IN (SELECT p.employee_id FROM postings p
			           WHERE p.department_id IN (`+departmentAndBelow+`) AND p.from_day <= $1 AND (p.to_day IS NULL OR p.to_day > $1)))
			  AND ($9 = '' OR q.state = $9) AND q.employee_id > $10)
		SELECT * FROM (SELECT * FROM chosen ORDER BY employee_id FETCH FIRST $11 ROWS WITH TIES) page
		ORDER BY employee_id, post_id, kind_id, course_id, assessment_id`,
		today, onboardingMinutes, soon, actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID,
		in.EmployeeID, in.DepartmentID, in.State, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list qualifications: %w", err)
	}
	return list, nil
}

// departmentAndBelow are the ids of the department $8 and all below it.
const departmentAndBelow = `
	WITH RECURSIVE below AS (
		SELECT id FROM departments WHERE id = $8 UNION ALL SELECT d.id FROM departments d JOIN below b ON d.parent_id = b.id)
	SELECT id FROM below`

// Lacking returns how many of the certificates that are required of each person
// on a day are missing or expired. Who lacks none is not in it.
func Lacking(ctx context.Context, q sqlx.QueryerContext, day worktime.Day) (map[int64]int, error) {
	var rows []struct {
		EmployeeID int64 `db:"employee_id"`
		N          int   `db:"n"`
	}
	if err := sqlx.SelectContext(ctx, q, &rows, qualified+`
		SELECT employee_id, count(DISTINCT kind_id) AS n FROM qualified
		WHERE kind_id <> 0 AND state IN ('expired', 'missing') GROUP BY employee_id`, day, onboardingMinutes, soon); err != nil {
		return nil, fmt.Errorf("count certificates that are lacking: %w", err)
	}
	lacking := make(map[int64]int, len(rows))
	for _, r := range rows {
		lacking[r.EmployeeID] = r.N
	}
	return lacking, nil
}
