package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/wardstar/wardstar/accounts"
)

const chosen = "three metre smile"

// tab keeps the cookie that it is given, and sends it.
type tab struct {
	*hospital
	cookie string
}

func (b *tab) call(method, path, body string) (int, map[string]any) {
	b.Helper()
	status, headers, answer := b.send(method, "/api/v1"+path, body, map[string]string{
		"Content-Type": "application/json", "Cookie": "session=" + b.cookie,
	})
	for _, line := range headers["Set-Cookie"] {
		if c, err := http.ParseSetCookie(line); err == nil && c.Name == "session" {
			b.cookie = c.Value
		}
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(answer), &out); err != nil {
		b.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return status, out
}

// must is call that succeeds.
func (b *tab) must(method, path, body string) map[string]any {
	b.Helper()
	status, out := b.call(method, path, body)
	if status/100 != 2 {
		b.Fatalf("%s %s: %d %v", method, path, status, out)
	}
	return out
}

func (b *tab) signIn(name string) map[string]any {
	b.Helper()
	return b.must("POST", "/session", fmt.Sprintf(`{"name": %q, "password": %q}`, name, chosen))
}

// withPassword gives an account a password, and has the clock move.
func (h *hospital) withPassword(name string) (at *time.Time) {
	h.Helper()
	hash, err := accounts.HashPassword(chosen)
	if err != nil {
		h.Fatal(err)
	}
	h.exec(`UPDATE accounts SET password_hash = $1 WHERE name = $2`, hash, name)
	now := noon
	h.api.Accounts.Now = func() time.Time { return now }
	return &now
}

func codeOf(t *testing.T, enrolment map[string]any, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(enrolment["secret"].(string), " ", ""), at)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"code": %q}`, code)
}

// TestASecondFactorComesBeforeEverything walks from a role that needs one through
// enrolment to the next sign-in, and tries every route on the way.
func TestASecondFactorComesBeforeEverything(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	now := h.withPassword("hr")
	b := &tab{hospital: h}
	h.exec(`INSERT INTO settings (version, value, changed_at) VALUES (2, '{"secondFactorRequiredFor": ["hr"]}', $1)`, noon)
	if s := b.signIn("hr"); s["secondFactor"] != "enrol" || len(s["permissions"].([]any)) != 0 || s["name"] != "hr" {
		t.Errorf("without one: %v", s)
	}
	b.nothingElse("enrol", "getSecondFactor", "enrolSecondFactor", "confirmSecondFactor")

	enrolment := b.must("POST", "/session/second-factor/enrol", "{}")
	before := b.cookie
	codes := b.must("POST", "/session/second-factor/confirm", codeOf(t, enrolment, *now))
	if len(codes["codes"].([]any)) != 10 || b.cookie == before {
		t.Errorf("confirmed: %v, cookie changed: %t", codes, b.cookie != before)
	}
	if s := b.must("GET", "/session", ""); s["secondFactor"] != nil || len(s["permissions"].([]any)) == 0 {
		t.Errorf("afterwards: %v", s)
	}

	*now = now.Add(time.Minute)
	b = &tab{hospital: h, cookie: "chosen by somebody else"}
	if s := b.signIn("hr"); s["secondFactor"] != "required" || s["name"] != "" || s["employee"] != nil || len(s["permissions"].([]any)) != 0 {
		t.Errorf("with the password only: %v", s)
	}
	before = b.cookie
	if before == "chosen by somebody else" {
		t.Error("a token that came with the request was taken over")
	}
	b.nothingElse("required", "giveSecondFactor")
	if status, out := b.call("POST", "/session/second-factor", `{"code": "000000"}`); status != 422 {
		t.Errorf("a wrong code: %d %v", status, out)
	}
	if s := b.must("POST", "/session/second-factor", codeOf(t, enrolment, *now)); s["secondFactor"] != nil || s["name"] != "hr" || b.cookie == before {
		t.Errorf("with the code: %v", s)
	}
	old := &tab{hospital: h, cookie: before}
	if status, _ := old.call("GET", "/session", ""); status != 401 {
		t.Errorf("the token from before the code: %d", status)
	}
}

// nothingElse calls every route: open are those about the session and those named.
func (b *tab) nothingElse(state string, but ...string) {
	b.Helper()
	open := " getSession signOut " + strings.Join(but, " ") + " "
	for _, r := range b.api.routes() {
		if r.id == "signOut" || r.media != "" || strings.Contains(open, " "+r.id+" ") || b.hospital.admitsNobody(r) {
			continue
		}
		if status, out := b.call(r.method, b.path(r), "{}"); status != 403 || !strings.Contains(fmt.Sprint(out["message"]), "second factor") {
			b.Errorf("%s, %s: %d %v", state, r.id, status, out)
		}
	}
}

// admitsNobody reports whether a route is open to whoever is not signed in.
func (h *hospital) admitsNobody(r route) bool {
	status, _ := h.call("", r.method, h.path(r), "{}")
	return status != 401 || r.id == "signIn" || r.id == "redeemCode"
}

func TestRedeemingACodeAtTheSignInPage(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.withPassword("trainer")
	h.signedOut("trainer")
	id := h.id(`SELECT id FROM accounts WHERE name = 'trainer'`)
	admin := &tab{hospital: h, cookie: "admin"}
	given := admin.must("POST", fmt.Sprintf("/accounts/%d/reset-password", id), "")
	b := &tab{hospital: h}
	in := fmt.Sprintf(`{"name": "trainer", "code": %q, "newPassword": "of my own choice"}`, given["password"])
	s := b.must("POST", "/session/redeem-code", in)
	if issued, ok := s["codeIssued"].(map[string]any); s["name"] != "trainer" || s["mustChangePassword"] != false || !ok || issued["by"] != "admin" {
		t.Errorf("redeemed: %v", s)
	}
	b.must("GET", "/session", "")
	if status, out := (&tab{hospital: h}).call("POST", "/session/redeem-code", in); status != 401 {
		t.Errorf("again: %d %v", status, out)
	}
}

func (h *hospital) signedOut(name string) {
	h.Helper()
	h.exec(`DELETE FROM sessions WHERE account_id = (SELECT id FROM accounts WHERE name = $1)`, name)
}

// TestStandingIn: the delegate's own name is in the journal, beside that of whom they
// stand in for, and only where their own roles would not do.
func TestStandingIn(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	assignment := h.id(`SELECT r.id FROM role_assignments r WHERE role = 'supervisor'`)
	staff := h.id(`SELECT employee_id FROM accounts WHERE name = 'staff'`)
	check := func() (int, map[string]any) {
		h.Helper()
		return (&tab{hospital: h, cookie: "staff"}).call("POST", "/spot-checks/999999/void", `{"reason": "mistaken identity"}`)
	}
	if status, out := check(); status != 403 {
		t.Errorf("before: %d %v", status, out)
	}
	giver := &tab{hospital: h, cookie: "supervisor"}
	d := giver.must("POST", "/delegations", fmt.Sprintf(`{"assignmentId": %d, "employeeId": %d, "to": "2026-10-25"}`, assignment, staff))
	if status, out := check(); status != 404 { // admitted, and there is no such check
		t.Errorf("standing in: %d %v", status, out)
	}
	b := &tab{hospital: h, cookie: "staff"}
	if s := b.must("GET", "/session", ""); !strings.Contains(fmt.Sprint(s["permissions"]), "log spot-check") || len(s["standsIn"].([]any)) != 1 {
		t.Errorf("told: %v", s)
	}
	b.must("PUT", "/session/language", `{"language": "ko"}`)
	giver.must("POST", fmt.Sprintf("/delegations/%v/end", d["id"]), "")
	if status, out := check(); status != 403 {
		t.Errorf("afterwards: %d %v", status, out)
	}
	if n := h.id(`SELECT count(*) FROM journal WHERE for_account_id IS NOT NULL`); n != 0 {
		t.Errorf("%d entries about one's own session are in another's place", n)
	}
}

func TestAnActInAnothersPlaceNamesBoth(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	staff, hr := h.id(`SELECT id FROM accounts WHERE name = 'staff'`), h.id(`SELECT id FROM accounts WHERE name = 'hr'`)
	h.exec(`INSERT INTO delegations (assignment_id, account_id, from_day, to_day, created_at)
		SELECT id, $1, '2026-10-01', '2026-11-01', $2 FROM role_assignments WHERE role = 'hr'`, staff, noon)
	for _, role := range []string{"staff", "hr"} {
		b := &tab{hospital: h, cookie: role}
		b.must("POST", "/departments", fmt.Sprintf(`{"code": "of-%s", "name": {"en": "X"}}`, role))
	}
	for who, place := range map[int64]any{staff: hr, hr: nil} {
		if n := h.id(`SELECT count(*) FROM journal WHERE object = 'department' AND account_id = $1 AND for_account_id IS NOT DISTINCT FROM $2::bigint`, who, place); n != 1 {
			t.Errorf("account %d in the place of %v: %d entries", who, place, n)
		}
	}
}

func TestADepartmentReadsTheJournalOfItsPeople(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	hr := &tab{hospital: h, cookie: "hr"}
	for _, name := range []string{"stranger", "trainer"} {
		id := h.id(`SELECT id FROM employees WHERE name = $1`, name)
		hr.must("PUT", fmt.Sprintf("/employees/%d", id), fmt.Sprintf(`{"number": %q, "name": "%[1]s-renamed", "hiredOn": "2020-01-01"}`, name))
	}
	for role, want := range map[string][2]bool{"department-head": {true, false}, "admin": {true, true}, "auditor": {true, true}} {
		for _, path := range []string{"/journal?object=employee", "/journal/export?format=csv&object=employee"} {
			status, body := h.call(role, "GET", path, "")
			if status != 200 || strings.Contains(body, "trainer-renamed") != want[0] || strings.Contains(body, "stranger-renamed") != want[1] {
				t.Errorf("%s as %s: %d %.300s", path, role, status, body)
			}
		}
	}
}
