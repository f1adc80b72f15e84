package feedback

import (
	"context"
	"fmt"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// inserter holds the statement that inserts ratings, prepared on first use:
// a server may start before its database.
type inserter struct {
	db   *sqlx.DB
	mu   sync.Mutex
	stmt *sqlx.Stmt
}

func (i *inserter) prepared(ctx context.Context) (*sqlx.Stmt, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.stmt == nil {
		stmt, err := i.db.PreparexContext(ctx, insertSQL)
		if err != nil {
			return nil, fmt.Errorf("prepare the insertion of ratings: %w", err)
		}
		i.stmt = stmt
	}
	return i.stmt, nil
}

func (i *inserter) close() {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.stmt != nil {
		i.stmt.Close()
	}
}

// insert returns the votes that are new and whose subject still is what it was
// when it was looked up.
func (i *inserter) insert(ctx context.Context, rows []row) (map[[16]byte]bool, error) {
	stmt, err := i.prepared(ctx)
	if err != nil {
		return nil, err
	}
	var c columns
	for _, r := range rows {
		c.add(r)
	}
	var votes [][]byte
	err = stmt.SelectContext(ctx, &votes, c.args()...)
	if err != nil {
		return nil, fmt.Errorf("insert %d ratings: %w", len(rows), err)
	}
	stored := make(map[[16]byte]bool, len(votes))
	for _, v := range votes {
		stored[[16]byte(v)] = true
	}
	return stored, nil
}

// A change of mind is about the same visit: it keeps the hour, the shift and the
// posting of what it replaces, so that midnight moves no vote into the next
// period, and its standing, so that no vote frees itself. FOR SHARE makes it
// wait for whoever is deciding on that standing.
//
// OFFSET 0 keeps the planner from turning the lookups by primary key into
// joins over whole tables. The first array is a subquery, whose length the
// planner cannot know: it finds its general plan as good as one for each batch,
// and stops planning, which takes longer than inserting a row.
//
// The exact time goes where it is forgotten after a day.
const insertSQL = `
	WITH cast_now AS (
		SELECT * FROM unnest((SELECT $1::bytea[]), $2::bytea[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
		            $7::smallint[], $8::text[], $9::text[], $10::bigint[], $11::date[], $12::int[],
		            $13::bytea[], $14::bytea[], $15::text[], $16::text[], $17::int[])
		     AS r (vote, visit, touchpoint, employee, posting, department, score, language, shift, micros, day, version,
		           device, network, suspicion, channel, batch)),
	stored AS (
		INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id,
		                     score, language, channel, shift, standing, occurred_at, device, network, token_batch)
		SELECT r.vote, r.version, r.visit, r.touchpoint, nullif(r.employee, 0),
		       coalesce(b.posting_id, nullif(r.posting, 0)), coalesce(b.department_id, r.department), r.score, r.language, r.channel,
		       coalesce(b.shift, r.shift),
		       CASE WHEN r.suspicion <> '' AND coalesce(b.standing, 'counted') = 'counted' THEN 'held' ELSE coalesce(b.standing, 'counted') END,
		       coalesce(b.occurred_at, to_timestamp(r.micros / 3600000000 * 3600)), r.device, nullif(r.network, ''),
		       nullif(r.batch, 0)
		FROM cast_now r
		CROSS JOIN LATERAL (SELECT FROM touchpoints t WHERE t.id = r.touchpoint AND t.revoked_at IS NULL OFFSET 0) live
		LEFT JOIN LATERAL (SELECT posting_id, department_id, shift, standing, occurred_at FROM ratings
			WHERE r.version > 1 AND vote = r.vote AND version = r.version - 1 FOR SHARE) b ON true
		WHERE r.posting = 0 OR (SELECT p.from_day <= r.day AND coalesce(p.to_day, 'infinity') > r.day FROM postings p WHERE p.id = r.posting)
		ON CONFLICT ON CONSTRAINT ratings_version DO NOTHING
		RETURNING vote, version),
	tapped AS (
		INSERT INTO taps (vote, version, at)
		SELECT s.vote, s.version, to_timestamp(r.micros / 1e6) FROM stored s JOIN cast_now r ON r.vote = s.vote),
	set_aside AS (
		INSERT INTO holds (vote, reason, held_at)
		SELECT s.vote, r.suspicion, to_timestamp(r.micros / 1e6) FROM stored s JOIN cast_now r ON r.vote = s.vote WHERE r.suspicion <> ''
		ON CONFLICT (vote, reason) WHERE decision IS NULL DO NOTHING)
	SELECT vote FROM stored`

// columns are rows turned by a quarter, as unnest takes them.
type columns struct {
	votes, visits, devices, networks              pq.ByteaArray
	touchpoints, employees, postings, departments pq.Int64Array
	scores, micros, versions, batches             pq.Int64Array
	languages, shifts, days, suspicions, channels pq.StringArray
}

// args are the columns in the order of insertSQL's parameters.
func (c *columns) args() []any {
	return []any{c.votes, c.visits, c.touchpoints, c.employees, c.postings, c.departments,
		c.scores, c.languages, c.shifts, c.micros, c.days, c.versions,
		c.devices, c.networks, c.suspicions, c.channels, c.batches}
}

func (c *columns) add(r row) {
	c.votes = append(c.votes, r.vote[:])
	c.visits = append(c.visits, r.visit[:])
	c.touchpoints = append(c.touchpoints, r.subject.touchpointID)
	c.employees = append(c.employees, r.subject.employeeID)
	c.postings = append(c.postings, r.subject.postingID)
	c.departments = append(c.departments, r.subject.departmentID)
	c.scores = append(c.scores, int64(r.score))
	c.languages = append(c.languages, r.language)
	c.shifts = append(c.shifts, r.shift)
	c.micros = append(c.micros, r.at.UnixMicro())
	c.days = append(c.days, string(r.subject.day))
	c.versions = append(c.versions, int64(r.version))
	c.devices = append(c.devices, r.device[:])
	c.networks = append(c.networks, r.network)
	c.suspicions = append(c.suspicions, r.suspicion)
	c.channels = append(c.channels, r.channel)
	c.batches = append(c.batches, int64(r.batch))
}
