package handlers

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/policies"
)

// everybodys lists the operations that name something which belongs to no
// department: whoever holds the permission reaches it, whoever reads may.
var everybodys = strings.Fields(`
	revokeAPIKey updateDepartment updatePost saveSource
	getStandard getPostSet listPostSets listPhraseLists listStandardReviews reviewStandard suggestToStandard
	getStandardChange editStandardChange proposeStandardChange approveStandardChange rejectStandardChange withdrawStandardChange
	updateCourse retireCourse getTrainingSession listEnrolments checkIn checkOut listAttendance mapActivity removeSharedNetwork withdrawTokenKey
	retryJob dropJob disableWebhook testWebhook
	updateCertificateKind endRequirement updateAssessment listQuestions addQuestion retireQuestion beginTest
	computePeriod measureScheme getRanking exportPeriod`)

// TestOutOfScopeRowsDoNotExist asks for what is away: whoever's permission reaches
// only themselves or their department is told that it is not there, or refused,
// and never changes it. A route that names something must have an errand here.
func TestOutOfScopeRowsDoNotExist(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	narrow := append([]string{}, policies.Roles...)
	for _, role := range []string{"supervisor", "trainer", "service-centre"} { // roles that are given for a department, too
		name := role + "-home"
		h.signUp(name, h.employ(name, h.home, 1))
		h.exec(`INSERT INTO role_assignments (account_id, role, department_id, from_day) SELECT id, $1, $2, '2020-01-01' FROM accounts WHERE name = $3`, role, h.home, name)
		narrow = append(narrow, name)
	}
	errands := h.furnish()
	maps.Copy(errands, h.commentErrands())
	maps.Copy(errands, h.seenErrands())
	common := map[string]bool{}
	for _, id := range everybodys {
		common[id] = true
		if _, twice := errands[id]; twice {
			t.Errorf("%s is everybody's, and not", id)
		}
	}
	for _, r := range h.api.routes() {
		if _, there := errands[r.id]; !there && strings.Contains(r.path, "/:") && !common[r.id] {
			t.Errorf("%s names something: write an errand about one that is away, or say that it is everybody's", r.id)
		}
	}
	for id, e := range errands {
		h.refuses(h.route(id), e, narrow)
	}
	for id, e := range errands { // only now: it may change what it is about
		if e.by == "" {
			continue
		}
		r := h.route(id)
		if status, body := h.call(e.by, r.method, e.path, e.body); status == 401 || status == 403 || status == 404 || status == 422 || status >= 500 {
			t.Errorf("%s as %s, who reaches it: %d %s", id, e.by, status, body)
		}
	}
}

// refuses fails unless those whose reach ends at home are refused, and told nothing.
func (h *hospital) refuses(r route, e errand, narrow []string) {
	h.Helper()
	for _, who := range narrow {
		role, forHome := strings.CutSuffix(who, "-home")
		scope, err := h.api.Policy.Scope(role, r.needs)
		if err != nil {
			h.Fatal(err)
		}
		if scope == policies.Hospital && !forHome {
			continue // reaches it, and might change it
		}
		if status, body := h.call(who, r.method, e.path, e.body); status != 404 && status != 403 || strings.Contains(body, "stranger") {
			h.Errorf("%s away as %s: %d %s, want 404 or 403", r.id, who, status, body)
		}
	}
}

// TestListsEndWhereReachDoes: of who and what is away, they say nothing.
func TestListsEndWhereReachDoes(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.furnish()
	h.seenErrands()
	held := h.id(`SELECT min(id) FROM training_sessions`)
	for path, wide := range map[string]string{
		"/employees": "auditor", "/spot-checks": "auditor", "/recognitions": "auditor", "/touchpoints?revoked=true": "auditor", "/hours?year=2026": "auditor",
		"/external-hours": "auditor", "/certificates": "auditor", "/attempts": "auditor", "/goals": "",
		"/field-roster": "", "/spot-check-plan": "",
		fmt.Sprintf("/training-sessions/%d/attendance", held): "auditor",
		fmt.Sprintf("/training-sessions/%d/enrolments", held): "", "/qualifications": "", "/callbacks": "", "/journal": "admin", "/duty-hours": "", "/activity": "",
	} {
		for _, role := range []string{"staff", "department-head"} {
			if status, body := h.call(role, "GET", path, ""); status != 200 && status != 403 && status != 422 || strings.Contains(body, "stranger") {
				t.Errorf("%s as %s: %d %s", path, role, status, body)
			}
		}
		if wide == "" {
			continue
		}
		if status, body := h.call(wide, "GET", path, ""); status != 200 || wide == "auditor" && !strings.Contains(body, "stranger") {
			t.Errorf("%s as %s: %d %s", path, wide, status, body)
		}
	}
}
