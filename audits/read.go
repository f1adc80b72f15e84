package audits

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// ListSpotChecks narrows a list of spot checks.
type ListSpotChecks struct {
	EmployeeID   int64        `query:"employeeId"   validate:"omitempty,min=1"`
	ObserverID   int64        `query:"observerId"   validate:"omitempty,min=1"`
	DepartmentID int64        `query:"departmentId" validate:"omitempty,min=1"`         // where it was; not those below it
	From         worktime.Day `query:"from"`                                            // first day
	To           worktime.Day `query:"to"`                                              // last day
	After        int64        `query:"after"        validate:"omitempty,min=1"`         // the id in the answer's next
	Limit        int          `query:"limit"        validate:"omitempty,min=1,max=200"` // 50 if absent
}

// SpotCheckList is a page of spot checks, the latest observation first.
type SpotCheckList struct {
	Items []SpotCheckSummary `json:"items"`
	Next  int64              `json:"next,omitempty"` // ask with it as after; absent on the last page
}

// List returns the spot checks of those in the actor's reach, and those about
// or by the actor. Voided ones are among them.
func (s *Service) List(ctx context.Context, actor accounts.Actor, in ListSpotChecks) (SpotCheckList, error) {
	from, to, err := s.instants(ctx, in)
	if err != nil {
		return SpotCheckList{}, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	list := SpotCheckList{Items: []SpotCheckSummary{}}
	err = s.DB.SelectContext(ctx, &list.Items, summaries(`
		WHERE `+visible+`
			AND ($4::bigint = 0 OR employee_id = $4) AND ($5::bigint = 0 OR observer_id = $5) AND ($6::bigint = 0 OR department_id = $6)
			AND ($7::timestamptz IS NULL OR started_at >= $7) AND ($8::timestamptz IS NULL OR started_at < $8)
			AND ($9::bigint = 0 OR (started_at, id) < (SELECT started_at, id FROM spot_checks WHERE id = $9))
		ORDER BY started_at DESC, id DESC LIMIT $10`),
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID,
		in.EmployeeID, in.ObserverID, in.DepartmentID, from, to, in.After, limit+1)
	if err != nil {
		return SpotCheckList{}, fmt.Errorf("list spot checks: %w", err)
	}
	if len(list.Items) > limit {
		list.Items = list.Items[:limit]
		list.Next = list.Items[limit-1].ID
	}
	for i := range list.Items {
		list.Items[i].allow(actor, s.Now())
	}
	return list, nil
}

// instants returns when the first day begins and when the last one ends.
func (s *Service) instants(ctx context.Context, in ListSpotChecks) (from, to *time.Time, err error) {
	var wrong problems
	for name, day := range map[string]worktime.Day{"from": in.From, "to": in.To} {
		if err := day.Validate(); err != nil {
			wrong.add(ReasonInvalid, name, "%v", err)
		}
	}
	if err := wrong.fault(); err != nil {
		return nil, nil, err
	}
	loc, err := people.Location(ctx, s.DB)
	if err != nil {
		return nil, nil, err
	}
	if in.From != "" {
		from = new(in.From.In(loc))
	}
	if in.To != "" {
		to = new(in.To.AddDays(1).In(loc))
	}
	return from, to, nil
}

// GetSpotCheck names a spot check.
type GetSpotCheck struct {
	ID int64 `params:"id" validate:"required,min=1"`
}

// Get returns a spot check with its findings.
func (s *Service) Get(ctx context.Context, actor accounts.Actor, in GetSpotCheck) (SpotCheck, error) {
	var seen bool
	err := s.DB.GetContext(ctx, &seen, `SELECT true FROM spot_checks WHERE id = $4 AND `+visible,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID, in.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return SpotCheck{}, unknown(in.ID)
	}
	if err != nil {
		return SpotCheck{}, fmt.Errorf("spot check %d: %w", in.ID, err)
	}
	check, err := read(ctx, s.DB, in.ID)
	check.allow(actor, s.Now())
	return check, err
}

func unknown(id int64) error { return fault.Errorf(fault.NotFound, "there is no spot check %d", id) }

// visible says which spot checks an actor may see. $1 to $3 are the reach.
const visible = `($1 OR department_id = ANY($2) OR employee_id = $3 OR observer_id = $3)`

// summaries selects those spot checks that the clauses leave of the table; the
// joins come after, so that they cost no more than a page.
func summaries(clauses string) string {
	return `
		SELECT c.id, c.key, c.employee_id, e.name AS employee_name, t.code AS post_code, c.department_id, d.name AS department_name,
			c.observer_id, o.name AS observer_name, c.outside, c.mode, c.shift, c.place, c.started_at, c.finished_at, c.recorded_at,
			coalesce(round(1000 * extract(epoch FROM c.sent_at - c.recorded_at)), 0)::bigint AS skew_ms,
			n.met, n.partly, n.not_met, n.not_seen, n.not_applicable,
			c.voided_at, coalesce(a.name, '') AS voided_by, coalesce(c.void_reason, '') AS void_reason
		FROM (SELECT * FROM spot_checks ` + clauses + `) c
		JOIN employees e ON e.id = c.employee_id
		JOIN employees o ON o.id = c.observer_id
		JOIN departments d ON d.id = c.department_id
		JOIN postings p ON p.id = c.posting_id
		JOIN posts t ON t.id = p.post_id
		LEFT JOIN accounts a ON a.id = c.voided_by
		CROSS JOIN LATERAL (SELECT
			count(*) FILTER (WHERE result = 'met') AS met,
			count(*) FILTER (WHERE result = 'partly') AS partly,
			count(*) FILTER (WHERE result = 'not-met') AS not_met,
			count(*) FILTER (WHERE result = 'not-seen') AS not_seen,
			count(*) FILTER (WHERE result = 'not-applicable') AS not_applicable
			FROM findings WHERE spot_check_id = c.id) n
		ORDER BY c.started_at DESC, c.id DESC`
}

// read returns a spot check whoever asks: callers have made sure of that.
func read(ctx context.Context, q sqlx.ExtContext, id int64) (c SpotCheck, err error) {
	if err := sqlx.GetContext(ctx, q, &c.SpotCheckSummary, summaries(`WHERE id = $1`), id); err != nil {
		return SpotCheck{}, fmt.Errorf("read spot check %d: %w", id, err)
	}
	c.Findings = []Finding{}
	if err := sqlx.SelectContext(ctx, q, &c.Findings, `
		SELECT f.id, s.id AS standard_id, s.code AS standard, v.version, v.title, v.measure, v.target_ms,
			f.result, f.reason, f.note
		FROM findings f
		JOIN standard_versions v ON v.id = f.standard_version_id
		JOIN standards s ON s.id = v.standard_id
		WHERE f.spot_check_id = $1 ORDER BY f.id`, id); err != nil {
		return SpotCheck{}, fmt.Errorf("findings of spot check %d: %w", id, err)
	}
	var attempts []Attempt
	if err := sqlx.SelectContext(ctx, q, &attempts, `
		SELECT a.finding_id, a.milliseconds, a.cancelled
		FROM attempts a JOIN findings f ON f.id = a.finding_id
		WHERE f.spot_check_id = $1 ORDER BY a.finding_id, a.ordinal`, id); err != nil {
		return SpotCheck{}, fmt.Errorf("attempts of spot check %d: %w", id, err)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		f.Attempts = []Attempt{}
		for _, a := range attempts {
			if a.FindingID == f.ID {
				f.Attempts = append(f.Attempts, a)
			}
		}
	}
	return c, readPhotos(ctx, q, &c)
}
