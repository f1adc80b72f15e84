package accounts

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// JournalEntry is one line of the log of what people did.
type JournalEntry struct {
	ID          int64            `json:"id"                    db:"id"`
	At          time.Time        `json:"at"                    db:"at"`
	AccountID   *int64           `json:"accountId,omitempty"   db:"account_id"` // none: the program itself, or a machine
	AccountName string           `json:"accountName,omitempty" db:"account_name"`
	APIKeyID    *int64           `json:"apiKeyId,omitempty"    db:"api_key_id"` // what a machine called with
	APIKeyName  string           `json:"apiKeyName,omitempty"  db:"api_key_name"`
	Action      string           `json:"action"                db:"action"`
	Object      string           `json:"object"                db:"object"`
	ObjectID    *int64           `json:"objectId,omitempty"    db:"object_id"`
	Before      *json.RawMessage `json:"before,omitempty"      db:"before"`
	After       *json.RawMessage `json:"after,omitempty"       db:"after"`
}

// ListJournal narrows a list of journal entries.
type ListJournal struct {
	Object    string `query:"object"    validate:"max=100"`
	ObjectID  int64  `query:"objectId"  validate:"min=0"`
	AccountID int64  `query:"accountId" validate:"min=0"` // who did it
	APIKeyID  int64  `query:"apiKeyId"  validate:"min=0"` // with which
	Action    string `query:"action"    validate:"max=100"`
	Before    int64  `query:"before"    validate:"min=0"` // the last id of the page before
	Limit     int    `query:"limit"     validate:"min=0,max=200"`
}

// ListJournal returns journal entries, the latest first, 50 unless told
// otherwise.
func (s *Service) ListJournal(ctx context.Context, actor Actor, in ListJournal) ([]JournalEntry, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []JournalEntry{}
	err := s.DB.SelectContext(ctx, &list, `
		SELECT j.id, j.at, j.account_id, coalesce(a.name, '') AS account_name,
			j.api_key_id, coalesce(k.name, '') AS api_key_name, j.action, j.object, j.object_id, j.before, j.after
		FROM journal j LEFT JOIN accounts a ON a.id = j.account_id LEFT JOIN api_keys k ON k.id = j.api_key_id
		WHERE $1 AND ($2 = '' OR j.object = $2) AND ($3::bigint = 0 OR j.object_id = $3) AND ($4::bigint = 0 OR j.account_id = $4)
			AND ($5 = '' OR j.action = $5) AND ($6::bigint = 0 OR j.id < $6)
			AND ($7::bigint = 0 OR j.api_key_id = $7)
		ORDER BY j.id DESC LIMIT $8`,
		actor.Reach.Hospital, in.Object, in.ObjectID, in.AccountID, in.Action, in.Before, in.APIKeyID, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list journal: %w", err)
	}
	return list, nil
}
