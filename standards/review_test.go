package standards_test

import (
	"fmt"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

func review() standards.NewReview {
	return standards.NewReview{Code: "listening", Kind: standards.Internal, ReviewedOn: today,
		Grounds: []string{"patient-interviews", "data"}, Findings: "Patients feel heard.", Outcome: "keep"}
}

func TestWhatAReviewLacks(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, test := range []struct {
		name   string
		change func(*standards.NewReview)
		kind   fault.Kind
		field  string
		want   string
	}{
		{"tomorrow's", func(in *standards.NewReview) { in.ReviewedOn = tomorrow }, fault.Invalid, "reviewedOn", "still to come"},
		{"no day", func(in *standards.NewReview) { in.ReviewedOn = "then" }, fault.Invalid, "reviewedOn", "not a day"},
		{"nothing found", func(in *standards.NewReview) { in.Findings = " \n" }, fault.Invalid, "findings", "say what was found"},
		{"rests on nothing", func(in *standards.NewReview) { in.Grounds = nil }, fault.Invalid, "grounds", "patient-interviews"},
		{"an own one by others", func(in *standards.NewReview) { in.Organisation = "JCI" }, fault.Invalid, "organisation", "only an external"},
		{"an external one by nobody", func(in *standards.NewReview) { in.Kind = standards.External }, fault.Invalid, "organisation", "say who"},
		{"next in a year", func(in *standards.NewReview) { in.NextReviewOn = "2027-12-01" }, fault.Invalid, "nextReviewOn", "at the latest: 2027-06-01"},
		{"next before", func(in *standards.NewReview) { in.NextReviewOn = today }, fault.Invalid, "nextReviewOn", "after the review"},
		{"an external one sets no day", func(in *standards.NewReview) {
			in.Kind, in.Organisation, in.NextReviewOn = standards.External, "JCI", tomorrow
		}, fault.Invalid, "nextReviewOn", "does not stand in"},
		{"no such standard", func(in *standards.NewReview) { in.Code = "hum" }, fault.NotFound, "", `no standard "hum"`},
	} {
		in := review()
		test.change(&in)
		_, err := s.Review(t.Context(), quality, in)
		refused(t, test.name, err, test.kind, test.field, test.want)
	}
}

// TestReviewsFallDue half a year after a standard's day, and again half a year
// after each review of the hospital's own.
func TestReviewsFallDue(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	due := func(within int) map[string]standards.DueReview {
		t.Helper()
		list, err := s.DueReviews(t.Context(), quality, standards.ListDueReviews{Within: within})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]standards.DueReview{}
		for _, d := range list {
			out[d.Standard] = d
		}
		return out
	}
	if d := due(0)["listening"]; d.NextReviewOn != "2026-07-01" || d.DaysOverdue != 153 || d.LastReviewedOn != "" {
		t.Errorf("never reviewed: %+v", d)
	}
	external := review()
	external.Kind, external.Organisation, external.Grounds, external.Outcome = standards.External, "Accreditation body", nil, "change"
	if _, err := s.Review(t.Context(), quality, external); err != nil {
		t.Fatal(err)
	}
	if d := due(0)["listening"]; d.DaysOverdue != 153 {
		t.Errorf("an external review stands in for the hospital's own: %+v", d)
	}
	out, err := s.Review(t.Context(), quality, review())
	if err != nil || len(out.Reviews) != 2 || out.Reviews[0].NextReviewOn != "2027-06-01" || out.Reviews[0].Author != "quality" ||
		fmt.Sprint(out.Reviews[0].Grounds) != "[data patient-interviews]" || out.Reviews[1].Organisation != "Accreditation body" {
		t.Errorf("reviews %+v, %v", out.Reviews, err)
	}
	if d, ok := due(181)["listening"]; ok {
		t.Errorf("due too early: %+v", d)
	}
	if d := due(182)["listening"]; d.NextReviewOn != "2027-06-01" || d.DaysOverdue != 0 || d.LastReviewedOn != today {
		t.Errorf("due in half a year: %+v", d)
	}

	db.MustExec(`INSERT INTO departments (code, name) VALUES ('ward', '{"en": "Ward"}')`)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('1', 'Lin', '2020-01-01'), ('2', 'Kim', '2020-01-01')`)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (1, 1, $1, '2020-01-01')`, nurse)
	for i, result := range []string{"met", "partly", "not-met", "not-seen"} {
		db.MustExec(`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place, started_at, finished_at, recorded_at)
			VALUES (gen_random_uuid(), decode(repeat('00', 32), 'hex'), 2, 1, 1, 1, false, 'round', 'day', '', $1, $1, $1)`, now)
		db.MustExec(`INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note)
			SELECT $1, v.id, $2, '', 'seen' FROM standard_versions v JOIN standards s ON s.id = v.standard_id WHERE s.code = 'ask-first'`, i+1, result)
	}
	if d := due(0)["ask-first"]; d.Findings != 3 || d.Compliance == nil || *d.Compliance != 5000 {
		t.Errorf("the data to begin with: %+v", d)
	}
	if d := due(0)["plain-words"]; d.Findings != 0 || d.Compliance != nil {
		t.Errorf("without data: %+v", d)
	}
}

func TestTheNextReviewIsOnADayThatThereIs(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for on, want := range map[worktime.Day]worktime.Day{"2026-08-31": "2027-02-28", "2026-05-15": "2026-11-15", "2026-03-31": "2026-09-30"} {
		in := review()
		in.ReviewedOn = on
		out, err := s.Review(t.Context(), quality, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range out.Reviews {
			if r.ReviewedOn == on && r.NextReviewOn != want {
				t.Errorf("reviewed on %s, next on %s, want %s", on, r.NextReviewOn, want)
			}
		}
	}
}

// TestStaffSuggest: a review sees it, and staff see what came of it.
func TestStaffSuggest(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('1', 'Lin', '2020-01-01'), ('2', 'Kim', '2020-01-01')`)
	lin := accounts.Actor{AccountID: 2, EmployeeID: 1, Reach: accounts.Reach{EmployeeID: 1}}
	kim := accounts.Actor{AccountID: 1, EmployeeID: 2, Reach: accounts.Reach{EmployeeID: 2}}
	suggest := func(actor accounts.Actor, code, words string) (standards.Suggestion, error) {
		return s.Suggest(t.Context(), actor, standards.NewSuggestion{Code: code, Words: words})
	}
	_, err := suggest(lin, "listening", " ")
	refused(t, "without words", err, fault.Invalid, "words", "should be otherwise")
	_, err = suggest(lin, "hum", "louder")
	refused(t, "about nothing", err, fault.NotFound, "", "hum")
	_, err = suggest(quality, "listening", "louder")
	refused(t, "of nobody on the roster", err, fault.Forbidden, "", "nobody on the roster")
	first, err := suggest(lin, "listening", "Let them finish, then repeat.")
	if err != nil || first.Employee != "Lin" || first.Considered {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := suggest(lin, "listening", " Let them finish, then repeat. "); err != nil || again.ID != first.ID {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	if d, err := s.Reviews(t.Context(), quality, standards.GetStandard{Code: "listening"}); err != nil || len(d.Suggestions) != 1 {
		t.Errorf("the reviewer sees %+v, %v", d, err)
	}
	if list, err := s.MySuggestions(t.Context(), kim, standards.MySuggestions{}); err != nil || len(list) != 0 {
		t.Errorf("another sees %+v, %v", list, err)
	}
	in := review()
	in.Outcome = "change"
	if out, err := s.Review(t.Context(), quality, in); err != nil || len(out.Suggestions) != 0 {
		t.Fatalf("after the review %+v wait, %v", out.Suggestions, err)
	}
	if list, err := s.MySuggestions(t.Context(), lin, standards.MySuggestions{}); err != nil || len(list) != 1 || !list[0].Considered || list[0].Outcome != "change" {
		t.Errorf("what came of mine: %+v, %v", list, err)
	}
	for i := range 20 {
		if _, err := suggest(lin, "listening", fmt.Sprint("no ", i)); err != nil {
			t.Fatal(err)
		}
	}
	_, err = suggest(lin, "listening", "one more")
	refused(t, "too many", err, fault.TooMany, "", "20 of your suggestions")
}
