package feedback

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/texts"
)

// Incident is what was set aside about one person or place on one day or, for
// patterns of a month, in one month.
type Incident struct {
	Key            string          `json:"key"`
	EmployeeID     int64           `json:"employeeId"`   // 0: a place
	Name           string          `json:"name"`         // of the person
	TouchpointID   int64           `json:"touchpointId"` // of the place; 0: a person
	Label          texts.Localized `json:"label,omitempty"`
	DepartmentID   int64           `json:"departmentId"`
	DepartmentName texts.Localized `json:"departmentName"`
	From           time.Time       `json:"from"` // the hour of the first vote …
	To             time.Time       `json:"to"`   // … and of the last
	Votes          int             `json:"votes"`
	Reasons        []Reason        `json:"reasons"`
	UpTo           int64           `json:"upTo"` // a decision is about what was seen: holds up to this one
	HeldAt         time.Time       `json:"heldAt"`
	Means          *Means          `json:"means"` // null: too few votes to show without telling what one patient said
	Decision       string          `json:"decision"`
	DecidedAt      *time.Time      `json:"decidedAt"`
	DecidedBy      string          `json:"decidedBy"`
	Note           string          `json:"note"`
}

// Reason is why votes of an incident were set aside.
type Reason struct {
	Reason string          `json:"reason"`
	Votes  int             `json:"votes"`
	Words  texts.Localized `json:"words"`  // with the numbers of the strongest case
	HeldBy []string        `json:"heldBy"` // who did so by hand
}

// ListIncidents narrows the list.
type ListIncidents struct {
	Decided      bool  `query:"decided"`
	EmployeeID   int64 `query:"employeeId"   validate:"omitempty,min=1"`
	DepartmentID int64 `query:"departmentId" validate:"omitempty,min=1"`
	Before       int64 `query:"before"       validate:"omitempty,min=1"` // the last upTo of the page before
	Limit        int   `query:"limit"        validate:"omitempty,min=1,max=100"`
}

// heldVotes joins each hold with the last version of its vote and the key of its
// incident. $1 is the time zone.
const heldVotes = `
	SELECT h.id, h.vote, h.reason, h.numbers, h.held_at, h.held_by, h.decision, h.decided_at, h.decided_by, h.note,
	       r.employee_id, CASE WHEN r.employee_id IS NULL THEN r.touchpoint_id END AS touchpoint_id, r.department_id, r.occurred_at, r.score,
	       CASE WHEN r.employee_id IS NULL THEN 'p' || coalesce(r.touchpoint_id, 0) ELSE 'e' || r.employee_id END || '.' ||
	       to_char(r.occurred_at AT TIME ZONE $1, CASE WHEN h.reason IN ('concentration', 'ring') THEN 'YYYY-MM'
	                                                   WHEN h.reason = 'note' THEN 'YYYY-MM".note"' ELSE 'YYYY-MM-DD' END) AS key
	FROM holds h
	JOIN LATERAL (SELECT employee_id, touchpoint_id, department_id, occurred_at, score FROM ratings
	              WHERE vote = h.vote ORDER BY version DESC LIMIT 1) r ON true `

// mineSQL keeps from people what is about themselves, or about those in whose place
// they act: $4 are their employees. $2 and $3 are the reach.
const mineSQL = `($2 OR r.department_id = ANY($3)) AND coalesce(r.employee_id, 0) <> ALL($4) `

// Incidents lists what waits for a decision or, if asked for, what was decided, the
// latest first. What is about the reader is not among it.
func (s *Service) Incidents(ctx context.Context, actor accounts.Actor, in ListIncidents) ([]Incident, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return nil, err
	}
	limit := in.Limit
	if limit == 0 {
		limit = 50
	}
	var keys []string
	if err := s.DB.SelectContext(ctx, &keys, `
		SELECT key FROM (`+heldVotes+`
			WHERE `+mineSQL+`AND (h.decision IS NOT NULL) = $5 AND ($6 = 0 OR r.employee_id = $6) AND ($7 = 0 OR r.department_id = $7)) x
		GROUP BY key HAVING $8 = 0 OR max(id) < $8
		ORDER BY max(id) DESC LIMIT $9`,
		loc.String(), actor.Reach.Hospital, pq.Array(actor.Reach.Departments), pq.Array(concerned(actor)),
		in.Decided, in.EmployeeID, in.DepartmentID, in.Before, limit); err != nil {
		return nil, fmt.Errorf("list incidents: %w", err)
	}
	return s.incidents(ctx, s.DB, actor, keys, in.Decided)
}

// concerned returns the employees about whose votes the actor has no say.
func concerned(actor accounts.Actor) []int64 {
	ids := []int64{}
	if actor.EmployeeID != 0 {
		ids = append(ids, actor.EmployeeID)
	}
	for _, p := range actor.InPlaceOf {
		if p.EmployeeID != 0 {
			ids = append(ids, p.EmployeeID)
		}
	}
	return ids
}

// heldRow is a hold of an incident.
type heldRow struct {
	ID             int64           `db:"id"`
	Vote           []byte          `db:"vote"`
	Reason         string          `db:"reason"`
	Numbers        json.RawMessage `db:"numbers"`
	HeldAt         time.Time       `db:"held_at"`
	HeldBy         string          `db:"held_by"`
	Decision       string          `db:"decision"`
	DecidedAt      *time.Time      `db:"decided_at"`
	DecidedBy      string          `db:"decided_by"`
	Note           string          `db:"note"`
	EmployeeID     int64           `db:"employee_id"`
	Name           string          `db:"name"`
	TouchpointID   int64           `db:"touchpoint_id"`
	Label          texts.Localized `db:"label"`
	DepartmentID   int64           `db:"department_id"`
	DepartmentName texts.Localized `db:"department_name"`
	OccurredAt     time.Time       `db:"occurred_at"`
	Key            string          `db:"key"`
}

// incidents reads incidents by their keys, in their order.
func (s *Service) incidents(ctx context.Context, q sqlx.ExtContext, actor accounts.Actor, keys []string, decided bool) ([]Incident, error) {
	loc, err := s.location(ctx)
	if err != nil {
		return nil, err
	}
	var rows []heldRow
	if err := sqlx.SelectContext(ctx, q, &rows, `
		SELECT x.id, x.vote, x.reason, x.numbers, x.held_at, coalesce(nullif(he.name, ''), ha.name, '') AS held_by,
		       coalesce(x.decision, '') AS decision, x.decided_at, coalesce(nullif(de.name, ''), da.name, '') AS decided_by, x.note,
		       coalesce(x.employee_id, 0) AS employee_id, coalesce(e.name, '') AS name, coalesce(x.touchpoint_id, 0) AS touchpoint_id, t.label,
		       x.department_id, d.name AS department_name, x.occurred_at, x.key
		FROM (`+heldVotes+`WHERE `+mineSQL+`AND (h.decision IS NOT NULL) = $6) x
		JOIN departments d ON d.id = x.department_id
		LEFT JOIN employees e ON e.id = x.employee_id
		LEFT JOIN touchpoints t ON t.id = x.touchpoint_id
		LEFT JOIN accounts ha ON ha.id = x.held_by LEFT JOIN employees he ON he.id = ha.employee_id
		LEFT JOIN accounts da ON da.id = x.decided_by LEFT JOIN employees de ON de.id = da.employee_id
		WHERE x.key = ANY($5) ORDER BY x.id`,
		loc.String(), actor.Reach.Hospital, pq.Array(actor.Reach.Departments), pq.Array(concerned(actor)), pq.Array(keys), decided); err != nil {
		return nil, fmt.Errorf("read incidents: %w", err)
	}
	byKey := map[string][]heldRow{}
	for _, r := range rows {
		byKey[r.Key] = append(byKey[r.Key], r)
	}
	list := []Incident{}
	for _, key := range keys {
		if len(byKey[key]) == 0 {
			continue // decided meanwhile
		}
		i, err := s.incident(ctx, q, byKey[key], loc)
		if err != nil {
			return nil, err
		}
		list = append(list, i)
	}
	return list, nil
}

// incident sums up holds of one key, ascending.
func (s *Service) incident(ctx context.Context, q sqlx.ExtContext, rows []heldRow, loc *time.Location) (Incident, error) {
	last := rows[len(rows)-1]
	i := Incident{
		Key: last.Key, EmployeeID: last.EmployeeID, Name: last.Name, TouchpointID: last.TouchpointID, Label: last.Label,
		DepartmentID: last.DepartmentID, DepartmentName: last.DepartmentName, From: last.OccurredAt, To: last.OccurredAt,
		UpTo: last.ID, HeldAt: last.HeldAt, Decision: last.Decision, DecidedAt: last.DecidedAt, DecidedBy: last.DecidedBy, Note: last.Note,
	}
	votes := map[string]bool{}
	for _, r := range rows {
		votes[string(r.Vote)] = true
		if r.OccurredAt.Before(i.From) {
			i.From = r.OccurredAt
		}
		if r.OccurredAt.After(i.To) {
			i.To = r.OccurredAt
		}
	}
	i.Votes = len(votes)
	var err error
	if i.Reasons, err = reasonsOf(rows); err != nil {
		return Incident{}, err
	}
	i.Means, err = readMeans(ctx, q, i, votes, loc)
	return i, err
}
