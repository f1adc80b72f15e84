package audits_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
)

// observing makes supervisors of Wang and of the head.
func observing(t *testing.T) (*audits.Service, *sqlx.DB) {
	t.Helper()
	s, db := open(t)
	db.MustExec(`UPDATE accounts SET employee_id = 2 WHERE name = 'wang'`)
	db.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('head', 3, '', '2026-01-01')`)
	db.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) SELECT id, 'supervisor', '2026-01-01' FROM accounts`)
	return s, db
}

func planOf(t *testing.T, s *audits.Service, observer int64) audits.SpotCheckPlan {
	t.Helper()
	p, err := s.Plan(t.Context(), actor(observer, supervisor.Reach), struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func whom(p audits.SpotCheckPlan) (ids []int64) {
	for _, item := range p.Items {
		ids = append(ids, item.EmployeeID)
	}
	slices.Sort(ids)
	return ids
}

// TestPlan: two supervisors share out everybody but themselves; what is done
// stays in the list until the day is over.
func TestPlan(t *testing.T) {
	t.Parallel()
	s, _ := observing(t)
	mine, theirs := planOf(t, s, wang), planOf(t, s, head)
	if all := append(whom(mine), whom(theirs)...); mine.Day != "2026-12-01" || !mine.AsOf.Equal(now) || len(all) < 4 || slices.Contains(whom(mine), wang) || slices.Contains(whom(theirs), head) {
		t.Fatalf("Wang observes %v, the head %v", whom(mine), whom(theirs))
	}
	want := audits.Coverage{Days: 90, Need: 3, People: 4, Covered: 0, Debt: 12}
	if diff := cmp.Diff(want, mine.Coverage); diff != "" || len(mine.Departments) != 4 {
		t.Errorf("coverage (-want +got), of %d departments:\n%s", len(mine.Departments), diff)
	}
	first := mine.Items[0]
	in := check()
	in.EmployeeID = first.EmployeeID
	logged, err := s.Log(t.Context(), supervisor, in)
	if err != nil {
		t.Fatal(err)
	}
	s.Now = func() time.Time { return now.Add(12 * time.Hour) } // 23 o'clock
	first.Seen, first.LastOn, first.Done = 1, "2026-12-01", true
	later := planOf(t, s, wang)
	if diff := cmp.Diff(append([]audits.PlanItem{first}, mine.Items[1:]...), later.Items); diff != "" || later.Coverage.Debt != 11 {
		t.Errorf("one is done, %d are missing (-want +got):\n%s", later.Coverage.Debt, diff)
	}
	if diff := cmp.Diff(whom(theirs), whom(planOf(t, s, head))); diff != "" {
		t.Errorf("what Wang has done changes the head's plan:\n%s", diff)
	}
	s.Now = func() time.Time { return now }
	if _, err := s.Void(t.Context(), reader, audits.VoidSpotCheck{ID: logged.ID, Reason: "the wrong person"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(mine, planOf(t, s, wang)); diff != "" {
		t.Errorf("voided, it is not done (-want +got):\n%s", diff)
	}
	if _, err := s.Plan(t.Context(), quality, struct{}{}); fault.As(err).Reason != "not-on-roster" {
		t.Errorf("an account of nobody: %v", err)
	}
}

// TestPlanIsOfThoseWhoAreThere.
func TestPlanIsOfThoseWhoAreThere(t *testing.T) {
	t.Parallel()
	duty := func(employee, department int64, kind string) string {
		return fmt.Sprintf(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
			VALUES (%d, %d, '2026-12-01', 'day', '%s', '2026-11-30 23:00Z', '2026-12-01 07:00Z', '')`, employee, department, kind)
	}
	for _, test := range []struct {
		name    string
		queries []string
		want    []int64 // of Wang, who observes alone
		people  int     // who count
	}{
		{"nobody knows of duties", nil, []int64{nurse, head, kim}, 4},
		{"one is on duty", []string{duty(nurse, 2, "planned")}, []int64{nurse, head, kim}, 4},
		{"one is sick", []string{duty(nurse, 2, "sick")}, []int64{head, kim}, 4},
		{"one is being trained", []string{duty(nurse, 2, "training")}, []int64{head, kim}, 4},
		{"one helps out in another ward, whose own people are off", []string{duty(nurse, 3, "present")}, []int64{nurse, head}, 4},
		{"one is on a long leave", []string{`INSERT INTO leaves (employee_id, from_day, entered_at) VALUES (4, '2026-11-01', now())`}, []int64{nurse, head}, 3},
		{"one is back from it", []string{`INSERT INTO leaves (employee_id, from_day, to_day, entered_at) VALUES (4, '2026-10-01', '2026-12-01', now())`}, []int64{nurse, head, kim}, 4},
		{"one begins tomorrow", []string{`UPDATE postings SET from_day = '2026-12-02' WHERE employee_id = 4`}, []int64{nurse, head}, 3},
		{"the supervisor is off", []string{duty(wang, 4, "leave")}, nil, 4},
		{"the supervisor is on a long leave", []string{`INSERT INTO leaves (employee_id, from_day, entered_at) VALUES (2, '2026-11-01', now())`}, nil, 3},
	} {
		s, db := observing(t)
		db.MustExec(`UPDATE role_assignments SET to_day = from_day WHERE account_id <> 1`)
		for _, query := range test.queries {
			db.MustExec(query)
		}
		if p := planOf(t, s, wang); !slices.Equal(whom(p), test.want) || p.Coverage.People != test.people || p.Items == nil {
			t.Errorf("%s: %v of %d, want %v of %d", test.name, whom(p), p.Coverage.People, test.want, test.people)
		}
	}
}

// TestPlanEndsWhereReachDoes.
func TestPlanEndsWhereReachDoes(t *testing.T) {
	t.Parallel()
	s, db := observing(t)
	db.MustExec(`UPDATE role_assignments SET department_id = 1 WHERE account_id = 1`)      // Wang: inner medicine and its wards
	db.MustExec(`UPDATE role_assignments SET to_day = '2026-12-01' WHERE account_id <> 1`) // the head: no more
	ward := actor(wang, accounts.Reach{Departments: []int64{1, 2, 3}})
	p, err := s.Plan(t.Context(), ward, struct{}{})
	if err != nil || !slices.Equal(whom(p), []int64{nurse, head, kim}) || p.Coverage.People != 3 || len(p.Departments) != 3 {
		t.Errorf("Wang: %+v, %v", p, err)
	}
	if p := planOf(t, s, head); len(p.Items) != 0 {
		t.Errorf("who observes no more: %v", p.Items)
	}
	db.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) VALUES ('kim', 4, '', '2026-01-01')`)
	db.MustExec(`UPDATE role_assignments SET to_day = NULL, department_id = NULL`)
	db.MustExec(`INSERT INTO delegations (assignment_id, account_id, from_day, to_day, created_at)
		SELECT r.id, k.id, '2026-12-01', '2026-12-11', now() FROM role_assignments r JOIN accounts a ON a.id = r.account_id, accounts k WHERE a.name = 'head' AND k.name = 'kim'`)
	n := 0
	for days := range 20 {
		s.Now = func() time.Time { return now.AddDate(0, 0, days) }
		for _, item := range planOf(t, s, kim).Items {
			n++
			if days >= 10 || item.EmployeeID == head || item.EmployeeID == kim {
				t.Errorf("on day %d Kim, who stands in for the head on ten: %+v", days, item)
			}
		}
	}
	if n < 10 { // of two people and three observers
		t.Errorf("Kim observes %d in ten days", n)
	}
}

// TestBothAreToldOfADoubleCheck, and one day out of two supervisors' has one.
func TestBothAreToldOfADoubleCheck(t *testing.T) {
	t.Parallel()
	s, _ := observing(t)
	doubles := 0
	for days := range 14 {
		s.Now = func() time.Time { return now.AddDate(0, 0, days) }
		mine, theirs := planOf(t, s, wang), planOf(t, s, head)
		for _, item := range mine.Items {
			if item.With == "" {
				continue
			}
			doubles++
			i := slices.IndexFunc(theirs.Items, func(other audits.PlanItem) bool { return other.EmployeeID == item.EmployeeID })
			if item.Why != audits.PlannedDouble || item.With != "Head" || i < 0 || theirs.Items[i].With != "王芳" || theirs.Items[i].Why != audits.PlannedDouble {
				t.Errorf("day %d: %+v, %+v", days, item, theirs)
			}
		}
	}
	if doubles != 8 { // 12 places a day, of 21: four in seven days
		t.Errorf("%d double checks in a fortnight", doubles)
	}
}

// TestNeedIsTheSchemes of the month that runs, if it says so.
func TestNeedIsTheSchemes(t *testing.T) {
	t.Parallel()
	s, db := observing(t)
	for _, test := range []struct {
		name, query string
		want        int
	}{
		{"no scheme", `SELECT`, 3},
		{"the newest, while no month runs", `INSERT INTO schemes (name, version, definition, sha256, created_at) VALUES
			('a', 1, '{"gates": {"audits": 5}}', sha256('a'), now()), ('a', 2, '{"gates": {"audits": 7}}', sha256('b'), now()), ('a', 3, '{}', sha256('c'), now()), ('a', 4, '{"gates": {"audits": 6}}', sha256('d'), now())`, 6},
		{"the running month's", `INSERT INTO periods (name, starts_on, ends_on, scheme_id, status, created_at) VALUES
			('2026-11', '2026-11-01', '2026-12-01', 1, 'computed', now()), ('2026-12', '2026-12-01', '2027-01-01', 2, 'running', now()), ('2027-01', '2027-01-01', '2027-02-01', 1, 'draft', now())`, 7},
		{"which asks for none", `UPDATE periods SET scheme_id = 3 WHERE name = '2026-12'`, 3},
	} {
		db.MustExec(test.query)
		if p := planOf(t, s, wang); p.Coverage.Need != test.want || p.Items[0].Need != test.want {
			t.Errorf("%s: %d, want %d", test.name, p.Coverage.Need, test.want)
		}
	}
}

// TestPlanGoesThroughTheShifts in which a department works.
func TestPlanGoesThroughTheShifts(t *testing.T) {
	t.Parallel()
	observed := func(employee int64, shift string) string {
		return fmt.Sprintf(`INSERT INTO spot_checks (key, content_hash, observer_id, employee_id, posting_id, department_id, outside, mode, shift, place, started_at, finished_at, recorded_at)
			SELECT gen_random_uuid(), sha256('x'), 2, employee_id, id, department_id, false, 'round', '%s', '', '2026-11-20', '2026-11-20', '2026-11-20' FROM postings WHERE employee_id = %d ORDER BY id LIMIT 1`, shift, employee)
	}
	const sees = `INSERT INTO findings (spot_check_id, standard_version_id, result, reason, note) SELECT id, 1, 'met', '', '' FROM spot_checks`
	onDuty := func(shift string) string {
		return fmt.Sprintf(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
			VALUES (4, 3, '2026-12-01', '%s', 'planned', '2026-12-01 02:00Z', '2026-12-01 07:00Z', '')`, shift)
	}
	colleague := `INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (5, 3, 1, '2026-11-15')`
	for _, test := range []struct {
		name    string
		queries []string
		want    string // of Kim
	}{
		{"nobody knows when the ward works", nil, ""},
		{"by day, when a colleague was seen", []string{colleague, observed(leaver, "day"), sees}, "day"},
		{"in the evening, having been seen by day", []string{colleague, observed(leaver, "evening"), observed(kim, "day"), sees}, "evening"},
		{"in all in which the ward works", []string{observed(kim, "day"), sees}, ""},
		{"nothing was seen then", []string{observed(kim, "day")}, ""},
		{"on duty at night, and never seen then", []string{colleague, observed(leaver, "evening"), observed(kim, "day"), sees, onDuty("night")}, "night"},
		{"on duty by day, and seen then", []string{colleague, observed(leaver, "evening"), observed(kim, "day"), sees, onDuty("day")}, ""},
	} {
		s, db := observing(t)
		db.MustExec(`UPDATE role_assignments SET to_day = from_day WHERE account_id <> 1`)
		for _, query := range test.queries {
			db.MustExec(query)
		}
		p := planOf(t, s, wang)
		i := slices.IndexFunc(p.Items, func(item audits.PlanItem) bool { return item.EmployeeID == kim })
		if i < 0 || p.Items[i].Shift != test.want {
			t.Errorf("%s: %+v, want %q", test.name, p.Items, test.want)
		}
	}
}

// TestPlanOfALargeHospital says what 5,000 people, 50 supervisors and a quarter of checks take.
func TestPlanOfALargeHospital(t *testing.T) {
	t.Parallel()
	s, db := observing(t)
	large(db)
	db.MustExec(`INSERT INTO accounts (name, employee_id, password_hash, created_at) SELECT 'l' || id, id, '', now() FROM employees WHERE id % 100 = 6`)
	db.MustExec(`INSERT INTO role_assignments (account_id, role, from_day) SELECT id, 'supervisor', '2026-01-01' FROM accounts WHERE name LIKE 'l%'`)
	start := time.Now()
	p := planOf(t, s, wang)
	took := time.Since(start)
	t.Logf("%d items of %d people: %d ms", len(p.Items), p.Coverage.People, took.Milliseconds())
	if took > 15*time.Second || len(p.Items) < 6 || len(p.Items) > 20 || p.Coverage.People < 5000 {
		t.Errorf("%s, %d items, %+v", took, len(p.Items), p.Coverage)
	}
}
