package outbox

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/secrets"
)

// Events lists what webhooks can be told of.
var Events = []string{
	"roster.imported", "period.computed", "standard.version-approved", "certificate.expiring", "certificate.expired", "webhook.test",
}

// Desk is where administrators see to webhooks and to jobs that were parked.
// Accounts act in it by their ids.
type Desk struct {
	DB   *sqlx.DB
	Now  func() time.Time
	Keys *secrets.Keys
}

// Webhook is a receiver of events.
type Webhook struct {
	ID         int64          `json:"id"                   db:"id"`
	URL        string         `json:"url"                  db:"url"`
	Events     pq.StringArray `json:"events"               db:"events"`
	CreatedAt  time.Time      `json:"createdAt"            db:"created_at"`
	DisabledAt *time.Time     `json:"disabledAt,omitempty" db:"disabled_at"`
	Reason     string         `json:"reason,omitempty"     db:"reason"` // why it was disabled
}

// NewWebhook is what an administrator says of a receiver.
type NewWebhook struct {
	URL    string   `json:"url"    validate:"required,max=500"`
	Events []string `json:"events" validate:"required,min=1,max=40,unique,dive,max=80"`
}

// CreatedWebhook has the secret that deliveries are signed with. It is shown
// this once.
type CreatedWebhook struct {
	Webhook
	Secret string `json:"secret"`
}

// Webhooks is a list of receivers.
type Webhooks struct {
	Webhooks []Webhook `json:"webhooks"`
	Events   []string  `json:"events"` // that can be chosen
}

// ListWebhooks returns all receivers, the newest first.
func (d *Desk) ListWebhooks(ctx context.Context, _ int64, _ struct{}) (Webhooks, error) {
	list := Webhooks{Webhooks: []Webhook{}, Events: Events}
	if err := d.DB.SelectContext(ctx, &list.Webhooks, `
		SELECT id, url, events, created_at, disabled_at, reason FROM webhooks ORDER BY id DESC LIMIT 500`); err != nil {
		return Webhooks{}, fmt.Errorf("list webhooks: %w", err)
	}
	return list, nil
}

// CreateWebhook adds a receiver, and makes the secret of its signatures.
func (d *Desk) CreateWebhook(ctx context.Context, account int64, in NewWebhook) (CreatedWebhook, error) {
	if err := in.check(); err != nil {
		return CreatedWebhook{}, err
	}
	var secret, seal [32]byte
	rand.Read(secret[:])
	rand.Read(seal[:16])
	sealed, err := d.Keys.Encrypt(secret[:], webhookSeal(seal[:16]))
	if err != nil {
		return CreatedWebhook{}, err
	}
	return database.InTx(ctx, d.DB, func(tx *sqlx.Tx) (CreatedWebhook, error) {
		var w Webhook
		now := d.Now()
		if err := tx.GetContext(ctx, &w, `
			INSERT INTO webhooks (url, events, secret, seal, created_at, created_by) VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0))
			RETURNING id, url, events, created_at, disabled_at, reason`,
			in.URL, pq.StringArray(in.Events), sealed, seal[:16], now, account); err != nil {
			return CreatedWebhook{}, fmt.Errorf("add webhook: %w", err)
		}
		return CreatedWebhook{w, "whsec_" + base64.StdEncoding.EncodeToString(secret[:])},
			journal.Record(ctx, tx, account, now, journal.Entry{Action: "create", Object: "webhook", ObjectID: w.ID, After: w})
	})
}

// check refuses what can't be called. User names in the address would end up in
// the journal.
func (in NewWebhook) check() error {
	u, err := url.Parse(in.URL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
		return fault.Field("url", "write it like https://systems.hospital.example/wardstar, without a user name")
	}
	for _, e := range in.Events {
		if !slices.Contains(Events, e) {
			return fault.Field("events", "there is no event %q; there are %s", e, strings.Join(Events, ", "))
		}
	}
	return nil
}

// WebhookID names a receiver.
type WebhookID struct {
	ID int64 `params:"id" validate:"min=1"`
}

// DisableWebhook ends deliveries to a receiver.
func (d *Desk) DisableWebhook(ctx context.Context, account int64, in WebhookID) (Webhook, error) {
	return database.InTx(ctx, d.DB, func(tx *sqlx.Tx) (Webhook, error) {
		before, err := lockWebhook(ctx, tx, in.ID)
		if err != nil || before.DisabledAt != nil {
			return before, err
		}
		after, now := before, d.Now()
		after.DisabledAt, after.Reason = &now, "by an administrator"
		if err := disable(ctx, tx, in.ID, now, after.Reason); err != nil {
			return Webhook{}, err
		}
		return after, journal.Record(ctx, tx, account, now, journal.Entry{
			Action: "disable", Object: "webhook", ObjectID: in.ID, Before: before, After: after,
		})
	})
}

// TestWebhook sends a receiver the event webhook.test.
func (d *Desk) TestWebhook(ctx context.Context, account int64, in WebhookID) (struct{}, error) {
	return database.InTx(ctx, d.DB, func(tx *sqlx.Tx) (struct{}, error) {
		w, err := lockWebhook(ctx, tx, in.ID)
		if err != nil {
			return struct{}{}, err
		}
		if w.DisabledAt != nil {
			return struct{}{}, fault.Errorf(fault.Conflict, "this webhook is disabled: %s", w.Reason)
		}
		now := d.Now()
		if err := deliverTo(ctx, tx, now, w.ID, Event{Type: "webhook.test", Data: map[string]int64{"webhook": w.ID}}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, journal.Record(ctx, tx, account, now, journal.Entry{Action: "test", Object: "webhook", ObjectID: w.ID})
	})
}

func lockWebhook(ctx context.Context, tx *sqlx.Tx, id int64) (Webhook, error) {
	var list []Webhook
	if err := tx.SelectContext(ctx, &list, `
		SELECT id, url, events, created_at, disabled_at, reason FROM webhooks WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Webhook{}, fmt.Errorf("lock webhook %d: %w", id, err)
	}
	if len(list) == 0 {
		return Webhook{}, fault.Errorf(fault.NotFound, "there is no such webhook")
	}
	return list[0], nil
}

func disable(ctx context.Context, tx sqlx.ExecerContext, id int64, at time.Time, reason string) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE webhooks SET disabled_at = $2, reason = $3 WHERE id = $1 AND disabled_at IS NULL`, id, at, reason); err != nil {
		return fmt.Errorf("disable webhook %d: %w", id, err)
	}
	return nil
}

// webhookSeal is the associated data of a webhook's secret.
func webhookSeal(seal []byte) []byte { return append([]byte("webhook "), seal...) }
