package handlers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/policies"
)

// key makes an API key and returns its secret.
func (h *hospital) key(name string, permissions ...string) string {
	h.Helper()
	return h.keyFor(accounts.NewAPIKey{Name: name, Permissions: permissions})
}

func (h *hospital) keyFor(in accounts.NewAPIKey) string {
	h.Helper()
	k, err := h.api.Accounts.CreateAPIKey(h.Context(), accounts.Program(), in)
	if err != nil {
		h.Fatal(err)
	}
	return k.Secret
}

func bearing(key string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + key, "Content-Type": "application/json"}
}

// TestAKeyOnEveryRoute calls each operation with a key that holds everything a
// key can hold, and with one that holds one thing: what is not held, and what
// belongs to people, is refused; the rest never meets an internal error.
func TestAKeyOnEveryRoute(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	all, one := h.key("all", accounts.KeyPermissions()...), h.key("one", "post:read")
	for _, r := range h.api.routes() {
		_, forKeys := policies.ForKey(r.needs.Code())
		for key, permitted := range map[string]bool{
			all: forKeys || r.needs == policies.ByAPIKey,
			one: r.needs == policies.ReadPosts || r.needs == policies.ByAPIKey,
		} {
			status, _, body := h.send(r.method, "/api/v1"+h.path(r), "{}", bearing(key))
			switch {
			case r.needs == policies.Public:
				if status == 403 || status >= 500 {
					t.Errorf("%s: %d %s", r.id, status, body)
				}
			case permitted && (status == 401 || status == 403 || status >= 500):
				t.Errorf("%s with a key that holds it: %d %s", r.id, status, body)
			case !permitted && status != 403:
				t.Errorf("%s with a key that does not hold it: %d %s, want 403", r.id, status, body)
			}
		}
	}
}

// TestKeysHoldWhatSomeRouteNeeds: a permission without a route is a typing error.
func TestKeysHoldWhatSomeRouteNeeds(t *testing.T) {
	needed := map[policies.Permission]bool{}
	for _, r := range (&API{}).routes() {
		needed[r.needs] = true
	}
	for _, p := range policies.ForKeys {
		if !needed[p] {
			t.Errorf("no route needs %s", p.Code())
		}
	}
}

func TestAKeyReachesItsDepartmentOnly(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	home := h.keyFor(accounts.NewAPIKey{Name: "home", Permissions: []string{"employee:read"}, DepartmentID: h.home})
	stranger := fmt.Sprintf("/api/v1/employees/%d", h.stranger)
	if status, _, body := h.send("GET", stranger, "", bearing(home)); status != 404 {
		t.Errorf("who is away: %d %s", status, body)
	}
	if status, _, body := h.send("GET", "/api/v1/employees", "", bearing(home)); status != 200 || strings.Contains(body, "stranger") || !strings.Contains(body, "trainer") {
		t.Errorf("those at home: %d %s", status, body)
	}
	if status, _, body := h.send("GET", stranger, "", bearing(h.key("everywhere", "employee:read"))); status != 200 {
		t.Errorf("with a key for the hospital: %d %s", status, body)
	}
}

func TestHowAKeyIsSent(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	key := h.key("his", "post:read")
	for _, test := range []struct {
		what, header, cookie string
		want                 int
	}{
		{"as told", "Bearer " + key, "", 200},
		{"in small letters", "bearer " + key, "", 200},
		{"with a session", "Bearer " + key, "session=staff", 422},
		{"in the session's cookie", "", "session=" + key, 401},
		{"a session as a key", "Bearer staff", "", 401},
		{"no key", "Bearer", "", 401},
		{"cut short", "Bearer " + key[:60], "", 401},
		{"a proxy's own password beside a session", "Basic d2FyZDpzdGFy", "session=staff", 200},
		{"a proxy's own password", "Basic d2FyZDpzdGFy", "", 401},
	} {
		status, _, body := h.send("GET", "/api/v1/posts", "", map[string]string{"Authorization": test.header, "Cookie": test.cookie})
		if status != test.want {
			t.Errorf("%s: %d %s, want %d", test.what, status, body, test.want)
		}
	}
	if status, _, body := h.send("GET", "/api/v1/posts?key="+key, "", nil); status != 401 {
		t.Errorf("in the address: %d %s", status, body)
	}
}

// TestALeakedKey is the whole story over HTTP: made, used from where it should
// not be, seen, revoked, of no use from then on; and what was done with it, down
// to the record that it changed, is in the journal.
func TestALeakedKey(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	status, body := h.call("admin", "POST", "/api-keys", `{"name": "his", "permissions": ["duty:import", "post:read"], "days": 90}`)
	var made accounts.IssuedAPIKey
	if err := json.Unmarshal([]byte(body), &made); status != 201 || err != nil {
		t.Fatalf("create: %d %s", status, body)
	}
	if status, _, body := h.send("GET", "/api/v1/api-keys/current", "", bearing(made.Secret)); status != 200 ||
		!strings.Contains(body, `"permissions":["duty:import","post:read"]`) || strings.Contains(body, made.Secret) {
		t.Errorf("current: %d %s", status, body)
	}
	duty := `{"rows": [{"number": "trainer", "place": "home", "from": "2026-10-21T00:00:00Z", "to": "2026-10-21T08:00:00Z"}]}`
	if status, _, body := h.send("POST", "/api/v1/imports/duty", duty, bearing(made.Secret)); status != 201 {
		t.Errorf("import: %d %s", status, body)
	}
	if status, body := h.call("auditor", "GET", "/api-keys", ""); status != 200 || !strings.Contains(body, `"lastUsedAt"`) {
		t.Errorf("the auditor sees: %d %s", status, body)
	}
	if status, body := h.call("admin", "POST", fmt.Sprintf("/api-keys/%d/revoke", made.Key.ID), ""); status != 201 {
		t.Fatalf("revoke: %d %s", status, body)
	}
	if status, _, body := h.send("POST", "/api/v1/imports/duty", duty, bearing(made.Secret)); status != 401 || !strings.Contains(body, "was revoked on") {
		t.Errorf("the next request: %d %s", status, body)
	}
	status, body = h.call("admin", "GET", fmt.Sprintf("/journal?apiKeyId=%d", made.Key.ID), "")
	var did []accounts.JournalEntry
	if err := json.Unmarshal([]byte(body), &did); status != 200 || err != nil {
		t.Fatalf("its journal: %d %s", status, body)
	}
	lines := []string{}
	for _, e := range did {
		lines = append(lines, strings.Join([]string{e.APIKeyName, e.Action, e.Object}, " "))
	}
	if got := strings.Join(lines, ", "); got != "his refuse api-key, his import duty, his use api-key" {
		t.Errorf("its journal, the latest first: %s", got)
	}
	if strings.Contains(body, made.Secret) {
		t.Error("the journal holds the secret")
	}
}
