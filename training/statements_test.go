package training_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

// lms is a learning system that calls with a key for the whole hospital.
var lms = accounts.Actor{Reach: accounts.Reach{Hospital: true}}

const activity = "https://lms.example.org/courses/privacy"

// online adds the online course privacy (3), of an hour, and makes it the activity.
func (h hospital) online() hospital {
	h.t.Helper()
	h.DB.MustExec(`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('privacy', '{"en": "Privacy"}', 'online', 'everyone', 'law-privacy', 60)`)
	h.DB.MustExec(`INSERT INTO course_activities (activity, course_id, mapped_at) VALUES ($1, 3, '2026-01-01')`, activity)
	return h
}

// statement is one about an employee, by its number; each %s of more is JSON members.
func statement(id int, number, more string) string {
	return fmt.Sprintf(`{"id": "0b9c1f6e-3f2a-4f0e-9d57-%012d", "actor": {"objectType": "Agent", "account": {"homePage": "https://hr.example.org", "name": %q}},
		"verb": {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}},
		"object": {"objectType": "Activity", "id": %q}, "timestamp": "2026-10-30T16:30:00.000Z"%s}`, id, number, activity, more)
}

func TestStatements(t *testing.T) {
	h := newHospital(t).online()
	verb := func(s, verb string) string { return strings.Replace(s, "verbs/completed", "verbs/"+verb, 1) }
	for _, test := range []struct {
		what    string
		body    string
		outcome string
		reason  string
		minutes int
	}{
		{"completed, as long as it took", statement(1, "2", `, "result": {"duration": "PT45M30S"}`), "credited", "", 45},
		{"capped by what the course is worth", statement(2, "2", `, "result": {"duration": "PT5H", "completion": true}`), "credited", "", 60},
		{"without a duration, all of it", statement(3, "2", ""), "credited", "", 60},
		{"passed", verb(statement(4, "2", `, "result": {"success": true}`), "passed"), "credited", "", 60},
		{"attended", verb(statement(5, "2", ""), "attended"), "credited", "", 60},
		{"not passed", verb(statement(6, "2", `, "result": {"success": false}`), "passed"), "ignored", "not passed", 0},
		{"not completed", statement(7, "2", `, "result": {"completion": false}`), "ignored", "not completed", 0},
		{"launched", verb(statement(8, "2", ""), "launched"), "ignored", "its verb completes nothing", 0},
		{"for half a minute", statement(9, "2", `, "result": {"duration": "PT30S"}`), "ignored", "it took less than a minute", 0},
		{"of another activity", strings.Replace(statement(10, "2", ""), activity, activity+"/2", 1), "unmatched", "no course is this activity", 0},
		{"of nobody on the roster", statement(11, "77", ""), "unmatched", "no employee has this number", 0},
		{"of somebody without an account there", strings.Replace(statement(12, "2", ""), `"account"`, `"mbox"`, 1), "unmatched", "no employee has this number", 0},
		{"of who had left by then", statement(13, "4", ""), "unmatched", "employee 4 is not posted anywhere on 2026-10-31", 0},
		{"of now, if it does not say when", strings.Replace(statement(14, "2", ""), `, "timestamp": "2026-10-30T16:30:00.000Z"`, "", 1), "credited", "", 60},
	} {
		ids, err := h.State(t.Context(), lms, []byte(test.body))
		if err != nil || len(ids) != 1 {
			t.Errorf("%s: %v, %v", test.what, ids, err)
			continue
		}
		var got struct {
			Outcome, Reason string
			Minutes         int
			EarnedOn        string `db:"earned_on"`
		}
		if err := h.DB.Get(&got, `
			SELECT s.outcome, s.reason, coalesce(c.minutes, 0) AS minutes, coalesce(c.earned_on::text, '') AS earned_on
			FROM statements s LEFT JOIN credits c ON c.statement_id = s.id WHERE s.id = $1`, ids[0]); err != nil {
			t.Fatal(err)
		}
		if got.Outcome != test.outcome || got.Reason != test.reason || got.Minutes != test.minutes {
			t.Errorf("%s: %+v", test.what, got)
		}
		if test.minutes > 0 && got.EarnedOn != "2026-10-31" { // half past midnight at the hospital
			t.Errorf("%s: earned on %s", test.what, got.EarnedOn)
		}
		h.owner(`DELETE FROM credits`)
	}
}

func TestStatementsThatAreRefused(t *testing.T) {
	h := newHospital(t).online()
	good := statement(1, "2", "")
	if _, err := h.State(t.Context(), lms, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		what, body string
		want       fault.Kind
	}{
		{"the same id with other content", statement(1, "3", ""), fault.Conflict},
		{"among others: none is taken", "[" + statement(2, "3", "") + "," + statement(1, "3", "") + "]", fault.Conflict},
		{"an id twice", "[" + statement(3, "3", "") + "," + statement(3, "3", "") + "]", fault.Invalid},
		{"no JSON", "hello", fault.Invalid},
		{"a list that is none", `{"statements": []}`, fault.Invalid},
		{"an id that is none", strings.Replace(good, "0b9c1f6e", "x", 1), fault.Invalid},
		{"a duration that is none", statement(4, "3", `, "result": {"duration": "an hour"}`), fault.Invalid},
		{"a year long", statement(4, "3", `, "result": {"duration": "P1Y"}`), fault.Invalid},
		{"tomorrow", strings.Replace(statement(4, "3", ""), "2026-10-30", "2026-11-01", 1), fault.Invalid},
		{"a time without a zone", strings.Replace(statement(4, "3", ""), ".000Z", "", 1), fault.Invalid},
		{"no activity", strings.Replace(statement(4, "3", ""), activity, "", 1), fault.Invalid},
		{"too many", "[" + strings.Repeat("{},", 500) + "{}]", fault.TooLarge},
	} {
		_, err := h.State(t.Context(), lms, []byte(test.body))
		want(t, test.what, err, test.want)
	}
	if n := h.count(`SELECT count(*) FROM statements`); n != 1 {
		t.Errorf("%d statements, want 1", n)
	}
	if ids, err := h.State(t.Context(), lms, []byte("[]")); err != nil || len(ids) != 0 {
		t.Errorf("none: %v, %v", ids, err)
	}
}

// TestStatementsCountOnce: the same batch from a system that retries, and other
// statements about the same person, course and year.
func TestStatementsCountOnce(t *testing.T) {
	h := newHospital(t).online()
	batch := "[" + statement(1, "2", "") + "," + statement(2, "3", "") + "," + statement(3, "2", "") + "]"
	backwards := "[" + statement(6, "3", "") + "," + statement(5, "2", "") + "]"
	together(8, func(i int) {
		body := batch
		if i%2 == 1 {
			body = backwards
		}
		ids, err := h.State(t.Context(), lms, []byte(body))
		if err != nil || i%2 == 0 && (len(ids) != 3 || !strings.HasSuffix(ids[2], "3")) {
			t.Errorf("%v, %v", ids, err)
		}
	})
	if n := h.count(`SELECT sum(minutes) FROM credits`); n != 120 {
		t.Errorf("%d minutes, want 60 each", n)
	}
	if n := h.count(`SELECT count(*) FROM statements WHERE outcome = 'credited'`); n != 2 {
		t.Errorf("%d were credited, want 2", n)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE object = 'xapi'`); n != 2 {
		t.Errorf("%d journal entries, want one a batch, 2", n)
	}
	early := strings.Replace(statement(9, "2", ""), "2026-10-30", "2025-03-01", 1)
	if _, err := h.State(t.Context(), lms, []byte(early)); err != nil {
		t.Fatal(err)
	}
	if n := h.count(`SELECT sum(minutes) FROM credits`); n != 180 {
		t.Errorf("%d minutes, want 60 for the other year", n)
	}
}

func TestUnmatchedStatementsWaitForATrainer(t *testing.T) {
	h := newHospital(t).online()
	other := strings.ReplaceAll("["+statement(1, "2", `, "result": {"duration": "PT20M"}`)+","+statement(2, "77", "")+"]", activity, activity+"/2")
	if _, err := h.State(t.Context(), lms, []byte(other)); err != nil {
		t.Fatal(err)
	}
	list, err := h.ListUnmatched(t.Context(), li, training.ListUnmatched{})
	if err != nil || len(list) != 1 || list[0].Activity != activity+"/2" || list[0].Statements != 2 || list[0].People != 2 || list[0].CourseID != 0 {
		t.Errorf("unmatched: %+v, %v", list, err)
	}
	_, err = h.MapActivity(t.Context(), li, training.MapActivity{CourseID: 1, Activity: activity + "/2"})
	want(t, "to a course that is not online", err, fault.Conflict)
	_, err = h.MapActivity(t.Context(), li, training.MapActivity{CourseID: 99, Activity: activity + "/2"})
	want(t, "to no course", err, fault.NotFound)
	for _, outcomes := range []map[string]int{{"credited": 1, "unmatched": 1}, {"unmatched": 1}} {
		m, err := h.MapActivity(t.Context(), li, training.MapActivity{CourseID: 3, Activity: activity + "/2"})
		if diff := cmp.Diff(outcomes, m.Outcomes); err != nil || diff != "" {
			t.Errorf("mapped: %v (-want +got):\n%s", err, diff)
		}
	}
	h.DB.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('77', '新', '2026-10-01')`)
	h.DB.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (5, 1, 1, '2026-10-01')`)
	m, err := h.MapActivity(t.Context(), li, training.MapActivity{CourseID: 3, Activity: activity + "/2"})
	if err != nil || m.Outcomes["credited"] != 1 {
		t.Errorf("once they are on the roster: %+v, %v", m, err)
	}
	if n := h.count(`SELECT sum(minutes) FROM credits`); n != 80 {
		t.Errorf("%d minutes, want 20 and 60", n)
	}
	if list, err := h.ListUnmatched(t.Context(), li, training.ListUnmatched{}); err != nil || len(list) != 0 || list == nil {
		t.Errorf("left: %+v, %v", list, err)
	}
}

func TestCreditCourse(t *testing.T) {
	h := newHospital(t).online()
	type credits = []training.NewCredit
	for _, test := range []struct {
		what    string
		actor   accounts.Actor
		in      training.CreditCourse
		want    fault.Kind
		minutes int // in all, afterwards
	}{
		{"two, one not all of it", li, training.CreditCourse{CourseID: 3, On: "2026-10-30", Credits: credits{{EmployeeID: 2}, {EmployeeID: 3, Minutes: 40, Note: "stopped"}}}, "", 100},
		{"again", li, training.CreditCourse{CourseID: 3, On: "2026-10-30", Credits: credits{{EmployeeID: 2}, {EmployeeID: 3, Minutes: 40}}}, "", 100},
		{"later in the year", li, training.CreditCourse{CourseID: 3, On: "2026-10-31", Credits: credits{{EmployeeID: 2}}}, "", 100},
		{"other minutes", li, training.CreditCourse{CourseID: 3, On: "2026-10-31", Credits: credits{{EmployeeID: 2, Minutes: 30}}}, fault.Conflict, 100},
		{"in another year", li, training.CreditCourse{CourseID: 3, On: "2025-12-31", Credits: credits{{EmployeeID: 2}}}, "", 160},
		{"oneself", li, training.CreditCourse{CourseID: 3, On: "2026-10-30", Credits: credits{{EmployeeID: 1}}}, fault.Forbidden, 160},
		{"more than it is worth", li, training.CreditCourse{CourseID: 3, On: "2026-10-30", Credits: credits{{EmployeeID: 2, Minutes: 61}}}, fault.Invalid, 160},
		{"tomorrow", li, training.CreditCourse{CourseID: 3, On: "2026-11-01", Credits: credits{{EmployeeID: 2}}}, fault.Invalid, 160},
		{"one with sessions", li, training.CreditCourse{CourseID: 1, On: "2026-10-30", Credits: credits{{EmployeeID: 2}}}, fault.Conflict, 160},
		{"out of reach", head, training.CreditCourse{CourseID: 3, On: "2026-09-30", Credits: credits{{EmployeeID: 3}}}, fault.NotFound, 160},
	} {
		_, err := h.CreditCourse(t.Context(), test.actor, test.in)
		want(t, test.what, err, test.want)
		if n := h.count(`SELECT sum(minutes) FROM credits`); n != test.minutes {
			t.Errorf("%s: %d minutes in all, want %d", test.what, n, test.minutes)
		}
	}
}
