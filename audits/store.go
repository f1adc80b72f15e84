package audits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// postingOn finds where the employee worked on day, within the actor's reach: in
// the department that was named, else where they began first. Out of reach, the
// employee is as unknown as one who is not there.
func postingOn(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, in NewSpotCheck, day worktime.Day) (p people.Posting, err error) {
	err = sqlx.GetContext(ctx, q, &p, `
		SELECT id, employee_id, department_id, post_id, fte, from_day, to_day FROM postings
		WHERE employee_id = $3 AND ($1 OR department_id = ANY($2)) AND from_day <= $4 AND (to_day IS NULL OR to_day > $4)
		ORDER BY department_id <> $5, from_day, id LIMIT 1`,
		reach.Hospital, pq.Array(reach.Departments), in.EmployeeID, day, in.DepartmentID)
	if errors.Is(err, sql.ErrNoRows) {
		return people.Posting{}, absent(ctx, q, reach, in.EmployeeID, day)
	}
	if err != nil {
		return people.Posting{}, fmt.Errorf("posting of employee %d on %s: %w", in.EmployeeID, day, err)
	}
	return p, nil
}

// absent says that an employee did not work there on day. That they did on
// other days is said only of somebody who was posted within reach then.
func absent(ctx context.Context, q sqlx.ExtContext, reach accounts.Reach, employee int64, day worktime.Day) error {
	var known bool
	if err := sqlx.GetContext(ctx, q, &known, `
		SELECT EXISTS (SELECT FROM postings WHERE employee_id = $3 AND ($1 OR department_id = ANY($2)) AND (to_day IS NULL OR to_day > from_day))`,
		reach.Hospital, pq.Array(reach.Departments), employee); err != nil {
		return fmt.Errorf("postings of employee %d: %w", employee, err)
	}
	if known {
		return fault.Because(ReasonPostingEnded, fault.Errorf(fault.NotFound, "employee %d was not posted here on %s", employee, day))
	}
	return fault.Because(ReasonNobodyThere, fault.Errorf(fault.NotFound, "nobody with the id %d whom you may observe worked here on %s", employee, day))
}

// isOutside reports whether the observer is an outsider in the department on day.
func isOutside(ctx context.Context, q sqlx.QueryerContext, observer, department int64, day worktime.Day) (bool, error) {
	near, err := nearOf(ctx, q, []int64{observer}, day)
	return near.outside(observer, department), err
}

// inForce returns the standard of each finding as it was in force on day, or
// nil where none was.
func inForce(ctx context.Context, q sqlx.ExtContext, findings []NewFinding, day worktime.Day) ([]*standard, error) {
	var ids []int64
	var codes []string
	for _, f := range findings {
		ids, codes = append(ids, f.StandardID), append(codes, f.Standard)
	}
	var rows []*standard
	err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT s.id, s.code, v.id AS version_id, v.measure, coalesce(v.target_ms, 0) AS target_ms,
			ARRAY(SELECT r->>'code' FROM jsonb_array_elements(v.not_applicable) r) AS reasons
		FROM standards s
		JOIN LATERAL (SELECT * FROM standard_versions WHERE standard_id = s.id AND effective_from <= $3 AND withdrawn_at IS NULL
			ORDER BY effective_from DESC LIMIT 1) v ON NOT v.retired
		WHERE s.id = ANY($1) OR s.code = ANY($2)`,
		pq.Array(ids), pq.Array(codes), day)
	if err != nil {
		return nil, fmt.Errorf("standards in force on %s: %w", day, err)
	}
	byID, byCode := map[int64]*standard{}, map[string]*standard{}
	for _, s := range rows {
		byID[s.ID], byCode[s.Code] = s, s
	}
	out := make([]*standard, len(findings))
	for i, f := range findings {
		if out[i] = byCode[f.Standard]; f.Standard == "" {
			out[i] = byID[f.StandardID]
		}
	}
	return out, nil
}

// firstStandards returns the day on which the hospital's first standards came into
// force; "" if none has.
func firstStandards(ctx context.Context, q sqlx.QueryerContext) (day worktime.Day, err error) {
	if err := sqlx.GetContext(ctx, q, &day, `
		SELECT min(effective_from) FROM standard_versions WHERE withdrawn_at IS NULL`); err != nil {
		return "", fmt.Errorf("first standards: %w", err)
	}
	return day, nil
}

// sentBefore finds the check stored under the observer's key; its ID is 0 if
// there is none.
func sentBefore(ctx context.Context, q sqlx.ExtContext, observer int64, key string) (s sent, err error) {
	err = sqlx.GetContext(ctx, q, &s, `
		SELECT id, content_hash FROM spot_checks WHERE observer_id = $1 AND key = $2`, observer, key)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return sent{}, fmt.Errorf("spot check %s: %w", key, err)
	}
	return s, nil
}

// insert stores r without its findings and returns its id, or 0 if the key is
// taken. It waits for whoever is storing the same key.
func insert(ctx context.Context, tx *sqlx.Tx, r record) (id int64, err error) {
	err = tx.GetContext(ctx, &id, `
		INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside,
			mode, shift, place, started_at, finished_at, recorded_at, sent_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT ON CONSTRAINT spot_checks_key DO NOTHING
		RETURNING id`,
		r.Key, r.hash, r.observer, r.EmployeeID, r.posting.ID, r.posting.DepartmentID, r.outside,
		r.Mode, r.Shift, r.Place, r.started, r.finished, r.recorded, r.SentAt)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("insert spot check %s: %w", r.Key, err)
	}
	return id, nil
}

// insertFindings stores the findings of a check in two statements, however
// many there are. Their ids follow their order.
func insertFindings(ctx context.Context, tx *sqlx.Tx, check int64, findings []NewFinding, standards []*standard) error {
	var versions []int64
	var results, reasons, notes []string
	for i, f := range findings {
		versions = append(versions, standards[i].VersionID)
		results, reasons, notes = append(results, f.Result), append(reasons, f.Reason), append(notes, f.Note)
	}
	var ids []int64
	if err := tx.SelectContext(ctx, &ids, `
		INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note)
		SELECT $1, version, result, reason, note
		FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS f (version, result, reason, note, n)
		ORDER BY n
		RETURNING id`,
		check, pq.Array(versions), pq.Array(results), pq.Array(reasons), pq.Array(notes)); err != nil {
		return fmt.Errorf("insert findings of spot check %d: %w", check, err)
	}
	slices.Sort(ids)
	return insertAttempts(ctx, tx, check, findings, ids)
}

func insertAttempts(ctx context.Context, tx *sqlx.Tx, check int64, findings []NewFinding, ids []int64) error {
	var of, ordinals, milliseconds []int64
	var cancelled []string
	for i, f := range findings {
		for n, a := range f.Attempts {
			of, ordinals = append(of, ids[i]), append(ordinals, int64(n+1))
			milliseconds, cancelled = append(milliseconds, int64(a.Milliseconds)), append(cancelled, a.Cancelled)
		}
	}
	if len(of) == 0 {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO attempts (finding_id, ordinal, milliseconds, cancelled)
		SELECT * FROM unnest($1::bigint[], $2::int[], $3::int[], $4::text[])`,
		pq.Array(of), pq.Array(ordinals), pq.Array(milliseconds), pq.Array(cancelled)); err != nil {
		return fmt.Errorf("insert attempts of spot check %d: %w", check, err)
	}
	return nil
}
