package outbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"github.com/jmoiron/sqlx"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/wardstar/wardstar/internal/secrets"
)

// deliveryKind is the kind of jobs that call a webhook.
const deliveryKind = "webhook"

// Event is something that happened, as webhooks are told of it. It names ids, no
// people: who may know more asks the API.
type Event struct {
	Type string // one of Events
	Key  string // told once; "": each time
	Data any
}

// delivery is an event on its way to one receiver.
type delivery struct {
	Webhook   int64     `json:"webhook"`
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

// PutEvent tells every webhook that has asked for it of e, in the caller's
// transaction.
func PutEvent(ctx context.Context, tx sqlx.ExtContext, now time.Time, e Event) error {
	var receivers []int64
	if err := sqlx.SelectContext(ctx, tx, &receivers, `
		SELECT id FROM webhooks WHERE disabled_at IS NULL AND $1 = ANY(events) ORDER BY id`, e.Type); err != nil {
		return fmt.Errorf("find receivers of %s: %w", e.Type, err)
	}
	for _, id := range receivers {
		if err := deliverTo(ctx, tx, now, id, e); err != nil {
			return err
		}
	}
	return nil
}

func deliverTo(ctx context.Context, tx sqlx.ExecerContext, now time.Time, webhook int64, e Event) error {
	key := e.Key
	if key != "" {
		key = fmt.Sprintf("%s: %s to %d", e.Type, e.Key, webhook)
	}
	return Put(ctx, tx, now, Job{Kind: deliveryKind, Key: key, Payload: delivery{webhook, e.Type, now.UTC(), e.Data}})
}

// Courier calls webhooks, signed as Standard Webhooks says.
type Courier struct {
	DB    *sqlx.DB
	Now   func() time.Time
	Keys  *secrets.Keys
	Allow func(netip.Addr) bool // which addresses may be called; nil: all but this machine and its link
}

// Jobs returns the handler of deliveries.
func (c *Courier) Jobs() map[string]Handler { return map[string]Handler{deliveryKind: c.deliver} }

func (c *Courier) deliver(ctx context.Context, t Taken) error {
	var d delivery
	if err := t.Decode(&d); err != nil {
		return err
	}
	w, err := c.receiver(ctx, d.Webhook)
	if err != nil {
		return err
	}
	if w.DisabledAt != nil {
		return Drop("the webhook was disabled")
	}
	body, err := json.Marshal(struct {
		Type      string    `json:"type"`
		Timestamp time.Time `json:"timestamp"`
		Data      any       `json:"data"`
	}{d.Type, d.Timestamp, d.Data})
	if err != nil {
		return Park(fmt.Errorf("encode event: %w", err))
	}
	status, err := c.post(ctx, w, t.ID, body)
	switch {
	case err != nil:
		return err
	case status == http.StatusGone: // the receiver's way to say: never again
		if err := disable(ctx, c.DB, w.ID, c.Now(), "the receiver answered 410, gone"); err != nil {
			return err
		}
		return Drop("the receiver answered 410, gone")
	case status < 200 || status > 299:
		return fmt.Errorf("the receiver answered %d", status)
	}
	return nil
}

// receiver is a webhook with its secret.
type receiver struct {
	Webhook
	Sealed []byte `db:"secret"`
	Seal   []byte `db:"seal"`
}

func (c *Courier) receiver(ctx context.Context, id int64) (r receiver, err error) {
	if err := c.DB.GetContext(ctx, &r, `SELECT id, url, disabled_at, secret, seal FROM webhooks WHERE id = $1`, id); err != nil {
		return receiver{}, fmt.Errorf("read webhook %d: %w", id, err)
	}
	return r, nil
}

// post signs and sends a delivery. The job's id is the message's, the same at
// every try.
func (c *Courier) post(ctx context.Context, r receiver, job int64, body []byte) (status int, err error) {
	secret, err := c.Keys.Decrypt(r.Sealed, webhookSeal(r.Seal))
	if err != nil {
		return 0, Park(fmt.Errorf("webhook's secret: %w", err))
	}
	signer, err := standardwebhooks.NewWebhookRaw(secret)
	if err != nil {
		return 0, Park(err)
	}
	id, now := fmt.Sprintf("msg_%d", job), c.Now()
	signature, err := signer.Sign(id, now, body)
	if err != nil {
		return 0, Park(fmt.Errorf("sign: %w", err))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(body))
	if err != nil {
		return 0, Park(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Wardstar")
	req.Header.Set(standardwebhooks.HeaderWebhookID, id)
	req.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	req.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	client := c.client()
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return 0, fmt.Errorf("call webhook: %w", err)
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	return resp.StatusCode, nil
}

// client follows no redirects and uses no proxy: an address that was approved is
// the one that is called. It looks at the address after names are resolved, so
// that no name leads to this machine.
func (c *Courier) client() *http.Client {
	allow := c.Allow
	if allow == nil {
		allow = elsewhere
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		if !allow(to.Addr().Unmap()) {
			return Park(fmt.Errorf("webhooks may not call %s", to.Addr()))
		}
		return nil
	}}
	return &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// elsewhere is false for this machine and for what only its own link reaches,
// such as a cloud's metadata.
func elsewhere(a netip.Addr) bool {
	return !a.IsLoopback() && !a.IsUnspecified() && !a.IsLinkLocalUnicast() && !a.IsMulticast()
}
