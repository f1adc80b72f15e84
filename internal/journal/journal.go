// Package journal is the append-only log of what people did. Each entry is
// announced to those who listen once its transaction commits.
package journal

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/changes"
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

type inPlaceOf struct{}

// InPlaceOf returns a context in which everything that is recorded is recorded as
// done by one account in the place of another, whose role it took.
func InPlaceOf(ctx context.Context, accountID int64) context.Context {
	return context.WithValue(ctx, inPlaceOf{}, accountID)
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
	absent, _ := ctx.Value(inPlaceOf{}).(int64)
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO journal (at, account_id, api_key_id, for_account_id, action, object, object_id, before, after)
		VALUES ($1, nullif($2::bigint, 0), nullif($3::bigint, 0), nullif($4::bigint, 0), $5, $6, nullif($7::bigint, 0), $8, $9)
		RETURNING `+changes.Announcement,
		at, accountID, key, absent, e.Action, e.Object, e.ObjectID, before, after); err != nil {
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
