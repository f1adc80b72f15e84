package outbox_test

import (
	"encoding/base64"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
)

// system is another system's webhook receiver.
type system struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	calls  []call
}

type call struct {
	header http.Header
	body   []byte
}

func newSystem(t *testing.T) *system {
	t.Helper()
	s := &system{status: http.StatusNoContent}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.calls = append(s.calls, call{r.Header.Clone(), body})
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(s.status)
	}))
	t.Cleanup(s.Close)
	return s
}

// tell gives o a courier that may call this machine, and a webhook for url.
func (o office) tell(url string, events ...string) outbox.CreatedWebhook {
	o.t.Helper()
	c := &outbox.Courier{DB: o.DB, Now: o.clock.Now, Keys: o.keys, Allow: func(netip.Addr) bool { return true }}
	maps.Copy(o.Handlers, c.Jobs())
	w, err := o.desk.CreateWebhook(o.t.Context(), 0, outbox.NewWebhook{URL: url, Events: events})
	if err != nil {
		o.t.Fatal(err)
	}
	return w
}

func (o office) happen(e outbox.Event) {
	o.t.Helper()
	if err := outbox.PutEvent(o.t.Context(), o.DB, o.clock.Now(), e); err != nil {
		o.t.Fatal(err)
	}
}

func TestEventsReachThoseWhoAskedForThem(t *testing.T) {
	o := newOffice(t)
	payroll, other := newSystem(t), newSystem(t)
	hook := o.tell(payroll.URL+"/wardstar", "period.computed", "roster.imported")
	o.tell(other.URL, "roster.imported")
	for range 2 {
		o.happen(outbox.Event{Type: "period.computed", Key: "2026-10", Data: map[string]string{"period": "2026-10"}})
	}
	o.drain()
	if len(payroll.calls) != 1 || len(other.calls) != 0 {
		t.Fatalf("payroll was called %d times, the other system %d times", len(payroll.calls), len(other.calls))
	}
	got := payroll.calls[0]
	if diff := cmp.Diff(`{"type":"period.computed","timestamp":"2026-10-20T03:00:00Z","data":{"period":"2026-10"}}`, string(got.body)); diff != "" {
		t.Error(diff)
	}
	verifier, err := standardwebhooks.NewWebhook(hook.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifier.VerifyIgnoringTimestamp(got.body, got.header); err != nil {
		t.Errorf("the signature: %v", err)
	}
	if err := verifier.VerifyIgnoringTimestamp(append(got.body, ' '), got.header); err == nil {
		t.Error("the signature holds for another body")
	}
	if got.header.Get("Webhook-Timestamp") != "1792465200" {
		t.Errorf("timestamp %s", got.header.Get("Webhook-Timestamp"))
	}
}

func TestADeliveryIsRepeatedUnderItsID(t *testing.T) {
	o := newOffice(t)
	s := newSystem(t)
	o.tell(s.URL, "roster.imported")
	s.status = http.StatusInternalServerError
	o.happen(outbox.Event{Type: "roster.imported"})
	o.drain()
	s.status = http.StatusFound // a redirect is not followed
	o.clock.advance(time.Minute)
	o.drain()
	s.status = http.StatusOK
	o.clock.advance(time.Minute)
	o.drain()
	ids := map[string]bool{}
	for _, c := range s.calls {
		ids[c.header.Get("Webhook-Id")] = true
	}
	if len(s.calls) != 3 || len(ids) != 1 || o.outcomes()["done"] != 1 {
		t.Errorf("%d calls with ids %v, %v", len(s.calls), ids, o.outcomes())
	}
}

func TestAReceiverThatIsGoneIsLeftAlone(t *testing.T) {
	o := newOffice(t)
	s := newSystem(t)
	s.status = http.StatusGone
	hook := o.tell(s.URL, "roster.imported")
	for range 2 {
		o.happen(outbox.Event{Type: "roster.imported"})
		o.drain()
	}
	list, err := o.desk.ListWebhooks(t.Context(), 0, struct{}{})
	if err != nil || len(list.Webhooks) != 1 || list.Webhooks[0].DisabledAt == nil || !strings.Contains(list.Webhooks[0].Reason, "410") {
		t.Fatalf("%+v, %v", list, err)
	}
	if len(s.calls) != 1 || o.outcomes()["dropped"] != 1 {
		t.Errorf("called %d times, %v", len(s.calls), o.outcomes())
	}
	if _, err := o.desk.TestWebhook(t.Context(), 0, outbox.WebhookID{ID: hook.ID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a webhook that is disabled was tested: %v", err)
	}
}

func TestWebhooksDoNotCallThisMachine(t *testing.T) {
	for _, url := range []string{"http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://0.0.0.0:1/", "http://169.254.169.254/latest/meta-data", "http://[::ffff:127.0.0.1]:1/"} {
		t.Run(url, func(t *testing.T) {
			o := newOffice(t)
			o.tell(url, "roster.imported")
			c := &outbox.Courier{DB: o.DB, Now: o.clock.Now, Keys: o.keys}
			maps.Copy(o.Handlers, c.Jobs())
			o.happen(outbox.Event{Type: "roster.imported"})
			o.drain()
			list, err := o.desk.ListJobs(t.Context(), 0, outbox.ListJobs{})
			if err != nil || len(list.Jobs) != 1 || !strings.Contains(list.Jobs[0].Reason, "may not call") {
				t.Errorf("%+v, %v", list, err)
			}
		})
	}
}

func TestAWebhookIsSeenTo(t *testing.T) {
	o := newOffice(t)
	s := newSystem(t)
	hook := o.tell(s.URL, "roster.imported")
	if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(hook.Secret, "whsec_")); err != nil || len(raw) != 32 {
		t.Errorf("the secret %q has %d bytes, %v", hook.Secret, len(raw), err)
	}
	var stored string
	if err := o.DB.Get(&stored, `SELECT jsonb_agg(j)::text || (SELECT jsonb_agg(w)::text FROM webhooks w) FROM journal j`); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(stored, hook.Secret) || strings.Contains(stored, strings.TrimPrefix(hook.Secret, "whsec_")) {
		t.Error("the secret lies open in the database")
	}
	if _, err := o.desk.TestWebhook(t.Context(), 0, outbox.WebhookID{ID: hook.ID}); err != nil {
		t.Fatal(err)
	}
	if o.drain(); len(s.calls) != 1 || !strings.Contains(string(s.calls[0].body), `"webhook.test"`) {
		t.Errorf("the test made %d calls", len(s.calls))
	}
	for range 2 { // a second time it is so already
		if w, err := o.desk.DisableWebhook(t.Context(), 0, outbox.WebhookID{ID: hook.ID}); err != nil || w.DisabledAt == nil {
			t.Errorf("disable: %+v, %v", w, err)
		}
	}
	o.happen(outbox.Event{Type: "roster.imported"})
	if o.drain(); len(s.calls) != 1 {
		t.Error("a webhook that is disabled was called")
	}
	if _, err := o.desk.DisableWebhook(t.Context(), 0, outbox.WebhookID{ID: 99}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown webhook: %v", err)
	}
	for _, url := range []string{"ftp://x.example", "https://", "systems.example/wardstar", "https://user:secret@x.example/", "https://x.example/#a", "https://x.example/\n"} {
		if _, err := o.desk.CreateWebhook(t.Context(), 0, outbox.NewWebhook{URL: url, Events: []string{"roster.imported"}}); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := o.desk.CreateWebhook(t.Context(), 0, outbox.NewWebhook{URL: "https://x.example", Events: []string{"score.typed"}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an unknown event: %v", err)
	}
}
