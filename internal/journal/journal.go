// Package journal is the append-only log of what people did.
package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// Entry says what was done to what. Before and After are encoded as JSON; nil
// stands for nothing. They must hold no secrets and no patient's contact.
type Entry struct {
	Action   string // the domain's verb: "close"
	Object   string // its noun: "period"
	ObjectID int64
	Before   any
	After    any
}

type apiKey struct{}

// ByKey returns a context in which everything that is recorded is recorded as
// done with an API key. Which credential a request came with is true of all
// that it does, so that no operation can forget to say it.
func ByKey(ctx context.Context, id int64) context.Context {
	return context.WithValue(ctx, apiKey{}, id)
}

// Record adds e in the caller's transaction, as done by an account at a time.
// Account 0 is the program itself or, in a context of [ByKey], a machine.
func Record(ctx context.Context, tx sqlx.ExtContext, accountID int64, at time.Time, e Entry) error {
	before, err := encode(e.Before)
	if err != nil {
		return err
	}
	after, err := encode(e.After)
	if err != nil {
		return err
	}
	key, _ := ctx.Value(apiKey{}).(int64)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO journal (at, account_id, api_key_id, action, object, object_id, before, after)
		VALUES ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), $4, $5, nullif($6::bigint, 0), $7, $8)`,
		at, accountID, key, e.Action, e.Object, e.ObjectID, before, after); err != nil {
		return fmt.Errorf("record %s of %s %d: %w", e.Action, e.Object, e.ObjectID, err)
	}
	return nil
}

func encode(v any) (*string, error) {
	if v == nil {
		return nil, nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode journal entry: %w", err)
	}
	s := string(b)
	return &s, nil
}
