package handlers

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/policies"
)

// field asks for what phones take along, as a role.
func (h *hospital) field(role, path, tag string) (int, map[string][]string, string) {
	h.Helper()
	return h.send("GET", "/api/v1"+path, "", map[string]string{"Cookie": "session=" + role, "If-None-Match": tag})
}

// TestWhatAPhoneHasIsNotSentAgain: the time at which it asks is no news, a change is.
func TestWhatAPhoneHasIsNotSentAgain(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	at := noon
	h.api.Audits.Now = func() time.Time { return at }
	h.api.Standards.Now = h.api.Audits.Now
	for path, change := range map[string]string{
		"/field-roster": `UPDATE employees SET name = '新名字' WHERE name = 'stranger'`,
		"/field-standards": `INSERT INTO standards (code) VALUES ('quiet'); INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure,
			title, opportunity, met, partly, not_met, not_applicable, created_at) SELECT id, 1, '2026-01-01', 'accuracy', 'judged', '{}', '{}', '{}', '{}', '{}', '[]', now() FROM standards`,
	} {
		at = noon
		status, header, first := h.field("supervisor", path, "")
		tag := header["Etag"][0]
		if status != 200 || !strings.HasPrefix(tag, `"`) || len(tag) < 40 || header["Cache-Control"][0] != "private, no-cache" {
			t.Fatalf("%s: %d %v", path, status, header)
		}
		at = at.Add(time.Hour)
		for _, have := range []string{tag, "W/" + tag, `"older", ` + tag, "*"} {
			if status, header, body := h.field("supervisor", path, have); status != 304 || body != "" || header["Etag"][0] != tag || header["Date"] == nil {
				t.Errorf("%s, having %s: %d %v %s", path, have, status, header, body)
			}
		}
		status, header, again := h.field("supervisor", path, `"older"`)
		if status != 200 || header["Etag"][0] != tag || again == first || !strings.Contains(again, "2026-10-20T05:00:00Z") {
			t.Errorf("%s, having an older one: %d %v %.80s", path, status, header, again)
		}
		h.exec(change)
		if status, header, _ := h.field("supervisor", path, tag); status != 200 || header["Etag"][0] == tag {
			t.Errorf("%s has changed: %d %v", path, status, header)
		}
		if status, header, _ := h.field("quality", path, tag); status != 403 || header["Etag"] != nil || header["Cache-Control"][0] != "no-store" {
			t.Errorf("%s as one who does not observe: %d %v", path, status, header)
		}
	}
}

// TestAPhoneKnowsNobodyOutOfReach: a supervisor of one department takes along
// nothing about another, and has the same refused that is not there.
func TestAPhoneKnowsNobodyOutOfReach(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.signUp("narrow", h.employ("narrow", h.home, 1))
	h.exec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) SELECT id, 'supervisor', $1, '2020-01-01' FROM accounts WHERE name = 'narrow'`, h.home)
	for who, knows := range map[string]bool{"supervisor": true, "narrow": false} {
		_, _, body := h.field(who, "/field-roster", "")
		var r audits.FieldRoster
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			t.Fatal(err)
		}
		const badge = `"badges":["9ac2197d9258257b"]` // of the stranger: ABCDEFGH
		if strings.Contains(body, "stranger") != knows || strings.Contains(body, badge) != knows || strings.Contains(body, h.code) || len(r.Employees) < 10 {
			t.Errorf("%s: %s", who, body)
		}
		for _, e := range r.Employees {
			if e.Name == who {
				t.Errorf("%s is on their own roster", who)
			}
		}
	}
	at := noon
	h.api.Audits.Now = func() time.Time { return at }
	everybody := map[int64]bool{}
	for range 10 {
		for _, who := range []string{"supervisor", "narrow"} {
			var p audits.SpotCheckPlan
			if status, body := h.call(who, "GET", "/spot-check-plan", ""); status != 200 || json.Unmarshal([]byte(body), &p) != nil || len(p.Items) == 0 {
				t.Fatalf("plan of %s: %d %s", who, status, body)
			}
			for _, item := range p.Items {
				everybody[item.EmployeeID] = true
				if who == "narrow" && item.DepartmentID != h.home {
					t.Errorf("%s is to observe %+v", who, item)
				}
			}
		}
		at = at.AddDate(0, 0, 1)
	}
	if !everybody[h.stranger] {
		t.Error("nobody is to observe the stranger")
	}
	if status, body := h.call("narrow", "POST", "/spot-checks", `{"key": "8d3f6a52-7f0c-4b7e-9a45-2f2b6f9f3c01", "employeeId": 99}`); status != 422 || !strings.Contains(body, `"reason":"invalid"`) {
		t.Errorf("half a check: %d %s", status, body)
	}
}

// TestSupervisorsAloneObserve: the plan is dealt out among them.
func TestSupervisorsAloneObserve(t *testing.T) {
	policy, err := policies.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range policies.Roles {
		scope, err := policy.Scope(role, policies.LogSpotCheck)
		if err != nil || (scope != policies.None) != (role == "supervisor") {
			t.Errorf("%s observes %q, %v: who may log a check has a place in audits.readObservers", role, scope, err)
		}
	}
}
