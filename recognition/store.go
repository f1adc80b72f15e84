package recognition

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// postingOn finds where an employee worked on day, within the actor's reach. Out of
// it, they are as unknown as somebody who is not there.
func postingOn(ctx context.Context, q sqlx.QueryerContext, reach accounts.Reach, employee int64, day worktime.Day) (p people.Posting, err error) {
	err = sqlx.GetContext(ctx, q, &p, `
		SELECT id, employee_id, department_id FROM postings
		WHERE employee_id = $3 AND ($1 OR department_id = ANY($2)) AND from_day <= $4 AND (to_day IS NULL OR to_day > $4)
		ORDER BY from_day, id LIMIT 1`, reach.Hospital, pq.Array(reach.Departments), employee, day)
	if errors.Is(err, sql.ErrNoRows) {
		return people.Posting{}, fault.Because(ReasonNobodyThere,
			fault.Errorf(fault.NotFound, "nobody with the id %d whom you may thank worked here on %s", employee, day))
	}
	if err != nil {
		return people.Posting{}, fmt.Errorf("posting of employee %d on %s: %w", employee, day, err)
	}
	return p, nil
}

// inForce returns the version of a standard in force on day; nil if none is named.
func inForce(ctx context.Context, q sqlx.QueryerContext, code string, day worktime.Day) (*int64, error) {
	if code == "" {
		return nil, nil
	}
	var version int64
	err := sqlx.GetContext(ctx, q, &version, `
		SELECT v.id FROM standards s
		JOIN LATERAL (SELECT * FROM standard_versions WHERE standard_id = s.id AND effective_from <= $2 AND withdrawn_at IS NULL
			ORDER BY effective_from DESC LIMIT 1) v ON NOT v.retired
		WHERE s.code = $1`, code, day)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Because(ReasonNotInForce, fault.Field("standard", "no such standard was in force on %s", day))
	}
	if err != nil {
		return nil, fmt.Errorf("standard in force on %s: %w", day, err)
	}
	return &version, nil
}

// sentBefore finds what is stored under the giver's key, and holds it to what was
// sent.
func sentBefore(ctx context.Context, tx *sqlx.Tx, from int64, key string, hash []byte) (r Recognition, found bool, err error) {
	var before stored
	err = tx.GetContext(ctx, &before, `SELECT id, content_hash FROM recognitions WHERE from_id = $1 AND key = $2`, from, key)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, fmt.Errorf("recognition %s: %w", key, err)
	}
	r, err = before.answer(ctx, tx, hash)
	return r, true, err
}

// insert stores n and returns its id, or 0 if the key is taken. It waits for
// whoever is storing the same key.
func insert(ctx context.Context, tx *sqlx.Tx, n record) (id int64, err error) {
	err = tx.GetContext(ctx, &id, `
		INSERT INTO recognitions (key, content_hash, from_id, employee_id, posting_id, department_id, standard_version_id, words, at, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT ON CONSTRAINT recognitions_key DO NOTHING
		RETURNING id`,
		n.Key, n.hash, n.from, n.EmployeeID, n.posting.ID, n.posting.DepartmentID, n.version, n.Words, n.at, n.recorded)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("insert recognition %s: %w", n.Key, err)
	}
	return id, nil
}

// read returns thanks whoever asks: callers have made sure of that.
func read(ctx context.Context, q sqlx.QueryerContext, id int64) (r Recognition, err error) {
	if err := sqlx.GetContext(ctx, q, &r, selected+` WHERE r.id = $1`, id); err != nil {
		return Recognition{}, fmt.Errorf("read recognition %d: %w", id, err)
	}
	return r, nil
}
