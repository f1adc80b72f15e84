package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

func TestOnDuty(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "이서연", 2, "2024-01-01")
	h.hire("N-3", "박지우", 3, "2024-01-01")
	sick := shift("N-2", "2026-11-02 07:00")
	sick.Kind = "sick"
	away := shift("N-3", "2026-11-02 07:00")
	away.Place = "pharmacy"
	h.importDuty(shift("N-1", "2026-11-01 23:00"), sick, away, shift("N-2", "2026-11-03 07:00"))
	for _, test := range []struct {
		what       string
		actor      accounts.Actor
		department int64
		at         string
		want       string
	}{
		{"at the beginning of the night", hr, 2, "2026-11-01 23:00", "N-1"},
		{"below a department", hr, 1, "2026-11-02 06:59", "N-1"},
		{"the night is over, and who is sick is not on duty", hr, 1, "2026-11-02 07:00", ""},
		{"elsewhere", hr, 3, "2026-11-02 07:00", "N-3"},
		{"planned", head, 2, "2026-11-03 08:00", "N-2"},
		{"out of reach", other, 2, "2026-11-03 08:00", ""},
		{"oneself", accounts.Actor{Reach: accounts.Reach{EmployeeID: 1}}, 2, "2026-11-01 23:30", "N-1"},
		{"no department", hr, 99, "2026-11-03 08:00", ""},
	} {
		list, err := h.ListOnDuty(t.Context(), test.actor, people.ListOnDuty{DepartmentID: test.department, At: seoul(test.at).Format(time.RFC3339)})
		var got []string
		for _, d := range list {
			got = append(got, d.Number)
		}
		if err != nil || list == nil || strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, %v, want %s", test.what, got, err, test.want)
		}
	}
	_, err := h.ListOnDuty(t.Context(), hr, people.ListOnDuty{DepartmentID: 1, At: "noon"})
	want(t, "a time that is none", err, fault.Invalid)
}

func TestAttendance(t *testing.T) {
	h := newHospital(t)
	h.hire("N-2", "이서연", 3, "2026-11-16") // half of the month
	of := func(r people.DutyRow, kind string) people.DutyRow { r.Kind = kind; return r }
	away := of(shift("N-2", "2026-11-17 07:00"), "present")
	away.Place = "pharmacy"
	h.importDuty(of(shift("N-1", "2026-11-02 07:00"), "present"), of(shift("N-1", "2026-11-03 07:00"), "sick"), of(shift("N-1", "2026-11-04 07:00"), "leave"),
		of(shift("N-1", "2026-11-05 07:00"), "absent"), of(shift("N-1", "2026-11-06 07:00"), "training"), shift("N-1", "2026-11-30 23:00"),
		of(shift("N-1", "2026-12-01 15:00"), "present"), of(shift("N-1", "2026-10-31 23:00"), "present"), away)
	ones := people.Attendance{EmployeeID: 1, FTE: 800, Duties: 6, Planned: 2880, Attended: 960, Training: 480, Leave: 480, Sick: 480, Absent: 480, Open: 480}
	twos := people.Attendance{EmployeeID: 2, FTE: 500, Duties: 1, Planned: 480, Attended: 480}
	for _, test := range []struct {
		what  string
		actor accounts.Actor
		in    people.ListAttendance
		want  []people.Attendance
	}{
		{"a month begins and ends with the day of the duty", hr, people.ListAttendance{Month: "2026-11"}, []people.Attendance{ones, twos}},
		{"a department and below it", hr, people.ListAttendance{Month: "2026-11", DepartmentID: 1}, []people.Attendance{ones}},
		{"within reach", other, people.ListAttendance{Month: "2026-11"}, []people.Attendance{twos}},
		{"one's own", kim, people.ListAttendance{Month: "2026-11"}, []people.Attendance{ones}},
		{"nobody's", nobody, people.ListAttendance{Month: "2026-11"}, []people.Attendance{}},
		{"the next page", hr, people.ListAttendance{Month: "2026-11", After: 1, Limit: 1}, []people.Attendance{twos}},
		{"another year", hr, people.ListAttendance{Month: "2025-11"}, []people.Attendance{}},
	} {
		got, err := h.ListAttendance(t.Context(), test.actor, test.in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
	_, err := h.ListAttendance(t.Context(), hr, people.ListAttendance{Month: "2026-13"})
	want(t, "a month that is none", err, fault.Invalid)
	all, err := people.AttendanceOf(t.Context(), h.DB, "2026-11-02", "2026-11-03")
	if err != nil || len(all) != 1 || all[1].Attended != 480 {
		t.Errorf("one day: %+v, %v", all, err)
	}
}

// TestWhoIsOnNowIsFoundInTheIndex looks at how PostgreSQL goes about it when
// there are a year's duties.
func TestWhoIsOnNowIsFoundInTheIndex(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
		SELECT 1, 1 + n % 3, '2026-01-01', 'day', 'planned', t, t + interval '8 hours', ''
		FROM generate_series(0, 20000) n, LATERAL (SELECT timestamptz '2000-01-01' + n * interval '9 hours') x (t)`)
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE; ANALYZE duties`)
	var plan []string
	if err := tx.Select(&plan, `EXPLAIN `+people.Below("$1::bigint")+`
		SELECT count(*) FROM below b JOIN duties d ON d.department_id = b.id AND d.starts_at <= $2 AND d.starts_at > $3 AND d.ends_at > $2`,
		1, seoul("2010-11-02 08:00"), seoul("2010-10-31 20:00")); err != nil {
		t.Fatal(err)
	}
	if p := strings.Join(plan, "\n"); !strings.Contains(p, "duties_department") {
		t.Errorf("the plan:\n%s", p)
	}
	list, err := people.OnDuty(t.Context(), h.DB, 1, seoul("2010-11-02 08:00"))
	if err != nil || len(list) != 1 {
		t.Error(fmt.Sprint(list), err)
	}
}
