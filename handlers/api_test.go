package handlers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/policies"
)

// TestPermissions shows who may call what, and how far; a reviewer reads the
// golden file.
func TestPermissions(t *testing.T) {
	policy, err := policies.New()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s", "")
	for _, role := range policies.Roles {
		fmt.Fprintf(&b, " %-*s", max(len(role), 10), role)
	}
	fmt.Fprintln(&b)
	for _, r := range (&API{}).routes() {
		fmt.Fprintf(&b, "%-22s", r.id)
		switch r.needs {
		case policies.Public:
			fmt.Fprint(&b, " open to everybody")
		case policies.SignedIn:
			fmt.Fprint(&b, " whoever is signed in")
		case policies.ByAPIKey:
			fmt.Fprint(&b, " API keys")
		default:
			for _, role := range policies.Roles {
				scope, err := policy.Scope(role, r.needs)
				if err != nil {
					t.Fatal(err)
				}
				if scope == policies.None {
					scope = "-"
				}
				fmt.Fprintf(&b, " %-*s", max(len(role), 10), scope)
			}
		}
		b.WriteString("\n")
	}
	golden(t, "testdata/permissions.txt", regexp.MustCompile(` +\n`).ReplaceAll([]byte(b.String()), []byte("\n")))
}

// TestEveryRoleOnEveryRoute calls each operation as each role and as nobody.
// Who lacks the permission is refused before anything else; who has it never
// meets an internal error, whatever the body lacks.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	for _, r := range h.api.routes() {
		for _, role := range append([]string{""}, policies.Roles...) {
			if r.id == "signOut" {
				continue // it ends the sessions the sweep needs
			}
			status, body := h.call(role, r.method, h.path(r), "{}")
			permitted := r.needs == policies.SignedIn && role != "" || h.permits(role, r.needs)
			switch {
			case r.needs == policies.Public:
				if status == 401 && r.id != "signIn" || status == 403 {
					t.Errorf("%s as %q: %d %s", r.id, role, status, body)
				}
			case role == "" && status != 401:
				t.Errorf("%s as nobody: %d %s, want 401", r.id, status, body)
			case role != "" && !permitted && status != 403:
				t.Errorf("%s as %s: %d %s, want 403", r.id, role, status, body)
			case permitted && (status == 401 || status >= 500):
				t.Errorf("%s as %s: %d %s", r.id, role, status, body)
			case permitted && strings.Contains(r.path, "/:") && status < 300:
				t.Errorf("%s as %s, of what is not there: %d %s", r.id, role, status, body)
			}
		}
	}
}

func (h *hospital) permits(role string, p policies.Permission) bool {
	scope, err := h.api.Policy.Scope(role, p)
	if err != nil {
		h.Fatal(err)
	}
	return scope != policies.None
}

func (h *hospital) route(id string) route {
	h.Helper()
	for _, r := range h.api.routes() {
		if r.id == id {
			return r
		}
	}
	h.Fatalf("there is no route %s", id)
	return route{}
}

// TestPathsMatchInputs fails when a path names a parameter that the input
// lacks, or the other way round.
func TestPathsMatchInputs(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range (&API{}).routes() {
		var inPath, inType []string
		for _, m := range param.FindAllStringSubmatch(r.path, -1) {
			inPath = append(inPath, m[1])
		}
		for _, f := range reflect.VisibleFields(r.in) {
			if name := f.Tag.Get("params"); name != "" {
				inType = append(inType, name)
			}
		}
		slices.Sort(inPath)
		slices.Sort(inType)
		if !slices.Equal(inPath, inType) {
			t.Errorf("%s: %v in the path, %v in the input", r.id, inPath, inType)
		}
		if seen[r.id] {
			t.Errorf("%s is there twice", r.id)
		}
		seen[r.id] = true
	}
}

func TestUntaggedInputIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	get("leak", "/leak", policies.Public, func(context.Context, accounts.Actor, struct{ IsAdmin bool }) (int, error) { return 0, nil })
}

func TestBadRequestsAreAnsweredInWords(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	for _, test := range []struct {
		name, method, path, body string
		status                   int
		want                     string
	}{
		{"unknown field", "POST", "/departments", `{"code": "x", "name": {"en": "X"}, "boss": 1}`, 422, `"boss":"unknown field"`},
		{"wrong type", "POST", "/departments", `{"code": 7, "name": {"en": "X"}}`, 422, `"code":"must be a text"`},
		{"missing", "POST", "/departments", `{}`, 422, `"code":"required"`},
		{"no JSON", "POST", "/departments", `code=x`, 422, `malformed`},
		{"two values", "POST", "/departments", `{"code": "x", "name": {"en": "X"}} {}`, 422, `more than one value`},
		{"unknown parameter", "GET", "/employees?serch=x", "", 422, `"serch":"unknown parameter"`},
		{"a text with a null in it", "POST", "/departments", `{"code": "x", "name": {"en": "X\u0000"}}`, 422, `"name"`},
		{"a search with a null in it", "GET", "/employees?search=%00", "", 422, `cannot be stored`},
		{"parameter of the wrong type", "GET", "/employees?limit=many", "", 422, `"limit":"must be a whole number"`},
		{"not a number in the path", "GET", "/employees/abc", "", 404, `not_found`},
		{"no such route", "GET", "/nope", "", 404, `not_found`},
		{"a duplicate", "POST", "/departments", `{"code": "home", "name": {"en": "X"}}`, 409, `already`},
	} {
		if status, body := h.call("hr", test.method, test.path, test.body); status != test.status || !strings.Contains(body, test.want) {
			t.Errorf("%s: %d %.300s, want %d with %s", test.name, status, body, test.status, test.want)
		}
	}
}

func TestInternalErrorsDoNotLeak(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.api.People = nil // a bug: the handlers panic
	h.app = h.api.App()
	status, body := h.call("hr", "GET", "/departments", "")
	if status != 500 || !strings.Contains(body, `"internal error"`) || strings.Contains(body, "nil pointer") {
		t.Errorf("%d %s", status, body)
	}
}

func TestADatabaseThatIsAwayIsUnavailable(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.db.Close()
	if status, body := h.call("hr", "GET", "/departments", ""); status != 503 || !strings.Contains(body, "try again") {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := h.send("GET", "/readyz", "", nil); status != 503 {
		t.Errorf("readyz: %d %s", status, body)
	}
	if status, _, body := h.send("GET", "/healthz", "", nil); status != 200 {
		t.Errorf("healthz: %d %s", status, body)
	}
}

func TestPeopleWithAOneTimePasswordChangeItFirst(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.exec(`UPDATE accounts SET must_change_password = true WHERE name = 'hr'`)
	if status, body := h.call("hr", "GET", "/departments", ""); status != 403 || !strings.Contains(body, "password") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := h.call("hr", "GET", "/session", ""); status != 200 {
		t.Errorf("%d %s", status, body)
	}
}

func TestWhatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, h.app, l, nil) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The length is enough: the server must not wait for what it will not take.
	fmt.Fprintf(conn, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", 2*maxBody)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if b, _ := io.ReadAll(resp.Body); resp.StatusCode != 413 || !strings.Contains(string(b), "larger than 1 MB") || resp.Header.Get("X-Request-Id") == "" {
		t.Errorf("%d %v %s", resp.StatusCode, resp.Header, b)
	}
	stop()
	if err := <-served; err != nil {
		t.Errorf("Serve ends with %v", err)
	}
}
