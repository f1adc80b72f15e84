package accounts

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// JournalEntry is one line of the log of what people did.
type JournalEntry struct {
	ID          int64            `json:"id"                    db:"id"`
	At          time.Time        `json:"at"                    db:"at"`
	AccountID   *int64           `json:"accountId,omitempty"   db:"account_id"` // none: the program itself, or a machine
	AccountName string           `json:"accountName,omitempty" db:"account_name"`
	InPlaceOf   string           `json:"inPlaceOf,omitempty"   db:"in_place_of"` // whose role, handed over, allowed it
	APIKeyID    *int64           `json:"apiKeyId,omitempty"    db:"api_key_id"`  // what a machine called with
	APIKeyName  string           `json:"apiKeyName,omitempty"  db:"api_key_name"`
	Action      string           `json:"action"                db:"action"`
	Object      string           `json:"object"                db:"object"`
	ObjectID    *int64           `json:"objectId,omitempty"    db:"object_id"`
	Before      *json.RawMessage `json:"before,omitempty"      db:"before"`
	After       *json.RawMessage `json:"after,omitempty"       db:"after"`
}

// JournalFilter says which entries are asked for.
type JournalFilter struct {
	Object    string       `query:"object"    validate:"max=100"`
	ObjectID  int64        `query:"objectId"  validate:"min=0"`
	AccountID int64        `query:"accountId" validate:"min=0"` // who did it, or in whose place it was done
	APIKeyID  int64        `query:"apiKeyId"  validate:"min=0"` // with which
	Action    string       `query:"action"    validate:"max=100"`
	From      worktime.Day `query:"from"`                         // first day
	To        worktime.Day `query:"to"`                           // last day
	Text      string       `query:"text"      validate:"max=100"` // in who, what, before or after; a year back unless from is given
}

// ListJournal narrows a list of journal entries.
type ListJournal struct {
	JournalFilter
	Before int64 `query:"before" validate:"min=0"` // the last id of the page before
	Limit  int   `query:"limit"  validate:"min=0,max=200"`
}

// ListJournal returns journal entries, the latest first, 50 unless told otherwise.
// Who reads for a department sees what concerns the people who worked there at that
// time, of the kinds of things that a department knows of.
func (s *Service) ListJournal(ctx context.Context, actor Actor, in ListJournal) ([]JournalEntry, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	return s.journal(ctx, s.DB, actor, in)
}

// selectJournal reads entries of a reach ($1, $2) and a filter ($3 on).
//
// Of a department are the people posted to it on the day of the entry. What is told
// about them is a list of kinds: what is written of a complaint or of a sign-in is
// not for their superiors.
const selectJournal = `
	WITH zone (name) AS (SELECT coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai'))
	SELECT j.id, j.at, j.account_id, coalesce(a.name, '') AS account_name, coalesce(p.name, '') AS in_place_of,
		j.api_key_id, coalesce(k.name, '') AS api_key_name, j.action, j.object, j.object_id, j.before, j.after
	FROM zone, journal j LEFT JOIN accounts a ON a.id = j.account_id LEFT JOIN accounts p ON p.id = j.for_account_id
		LEFT JOIN api_keys k ON k.id = j.api_key_id
	WHERE ($3 = '' OR j.object = $3) AND ($4::bigint = 0 OR j.object_id = $4)
		AND ($5::bigint = 0 OR j.account_id = $5 OR j.for_account_id = $5)
		AND ($6 = '' OR j.action = $6) AND ($7::bigint = 0 OR j.api_key_id = $7)
		AND ($8::date IS NULL OR j.at >= $8::timestamp AT TIME ZONE zone.name)
		AND ($9::date IS NULL OR j.at < ($9 + 1)::timestamp AT TIME ZONE zone.name)
		AND ($11::bigint = 0 OR j.id < $11)
		AND ($1 OR (j.object IN ('employee', 'spot-check', 'credit', 'touchpoint')
				OR j.object = 'account' AND j.action IN ('assign-role', 'revoke-role'))
			AND EXISTS (SELECT FROM postings o WHERE o.department_id = ANY($2)
				AND o.from_day <= (j.at AT TIME ZONE zone.name)::date
				AND (o.to_day IS NULL OR (j.at AT TIME ZONE zone.name)::date < o.to_day)
				AND o.employee_id = CASE j.object
					WHEN 'employee' THEN j.object_id
					WHEN 'account' THEN (SELECT employee_id FROM accounts WHERE id = j.object_id)
					WHEN 'spot-check' THEN (SELECT employee_id FROM spot_checks WHERE id = j.object_id)
					WHEN 'credit' THEN (SELECT employee_id FROM credits WHERE id = j.object_id)
					WHEN 'touchpoint' THEN (SELECT employee_id FROM touchpoints WHERE id = j.object_id) END))
		AND ($10 = '' OR a.name ILIKE $10 OR k.name ILIKE $10 OR j.action ILIKE $10 OR j.object ILIKE $10
			OR j.before::text ILIKE $10 OR j.after::text ILIKE $10)
	ORDER BY j.id DESC LIMIT $12`

// lookBack is how far a search by words, or for a department, goes unless told from when.
const lookBack = 366

func (s *Service) journal(ctx context.Context, q sqlx.ExtContext, actor Actor, in ListJournal) ([]JournalEntry, error) {
	for name, day := range map[string]worktime.Day{"from": in.From, "to": in.To} {
		if err := day.Validate(); err != nil {
			return nil, fault.Field(name, "%v", err)
		}
	}
	if in.From != "" && in.To != "" && in.To < in.From {
		return nil, fault.Field("to", "not before the first day, %s", in.From)
	}
	if in.From == "" && (in.Text != "" || !actor.Reach.Hospital) {
		today, err := s.today(ctx, q)
		if err != nil {
			return nil, err
		}
		if in.To != "" {
			today = min(today, in.To)
		}
		in.From = today.AddDays(-lookBack)
	}
	list := []JournalEntry{}
	if err := sqlx.SelectContext(ctx, q, &list, selectJournal,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.Object, in.ObjectID, in.AccountID, in.Action, in.APIKeyID,
		in.From, in.To, database.Containing(in.Text), in.Before, in.Limit); err != nil {
		return nil, fmt.Errorf("list journal: %w", err)
	}
	return list, nil
}
