package goals_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards/goals"
)

// In Shanghai, the hospital's zone, it is 1 December already.
var now = time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)

const today = worktime.Day("2026-12-01")

// Departments: a ward with a room below it, and another. Employees by the
// same numbers as their accounts.
const ward, room, away = 1, 2, 3

var (
	head    = accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: accounts.Reach{Departments: []int64{ward, room}, EmployeeID: 1}}
	nurse   = accounts.Actor{AccountID: 2, EmployeeID: 2, Reach: accounts.Reach{EmployeeID: 2}}
	other   = accounts.Actor{AccountID: 3, EmployeeID: 3, Reach: accounts.Reach{Departments: []int64{away}, EmployeeID: 3}}
	quality = accounts.Actor{AccountID: 4, EmployeeID: 4, Reach: accounts.Reach{Hospital: true, EmployeeID: 4}}
)

func open(t *testing.T) (*goals.Service, *sqlx.DB) {
	t.Helper()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO departments (code, parent_id, name) VALUES ('ward', NULL, '{"en": "Ward"}'), ('room', 1, '{"en": "Room"}'), ('away', NULL, '{"en": "Away"}')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`,
		`INSERT INTO employees (number, name, hired_on) SELECT 'e' || i, (ARRAY['Head', 'Nurse', 'Other', 'Quality', 'Left'])[i], '2020-01-01' FROM generate_series(1, 5) i`,
		`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day)
			VALUES (1, 1, 1, '2020-01-01', NULL), (2, 2, 1, '2020-01-01', NULL), (3, 3, 1, '2020-01-01', NULL), (4, 3, 1, '2020-01-01', NULL), (5, 1, 1, '2020-01-01', '2026-06-01')`,
		`INSERT INTO accounts (employee_id, name, password_hash, created_at) SELECT id, lower(name), '', '2026-01-01' FROM employees ORDER BY id`,
	} {
		db.MustExec(query)
	}
	return &goals.Service{DB: db, Now: func() time.Time { return now }}, db
}

func on(s *goals.Service, days int) *goals.Service {
	return &goals.Service{DB: s.DB, Now: func() time.Time { return now.AddDate(0, 0, days) }}
}

func newGoal() goals.NewGoal {
	return goals.NewGoal{DepartmentID: room, From: "2026-12-01", To: "2026-12-31", Title: "Waits below 20 minutes", Method: "Median of the month from the queue's log"}
}

func goal(t *testing.T, s *goals.Service) goals.Goal {
	t.Helper()
	g, err := s.Create(t.Context(), head, newGoal())
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// task gives the nurse a task that is due in some days and returns it.
func task(t *testing.T, s *goals.Service, g goals.Goal, days int) goals.Task {
	t.Helper()
	g, err := s.AddTask(t.Context(), head, goals.NewTask{GoalID: g.ID, Title: "Count the queue", OwnerID: 2, DueOn: today.AddDays(days)})
	if err != nil {
		t.Fatalf("%v %v", err, fault.As(err).Fields)
	}
	return slices.MaxFunc(g.Tasks, func(a, b goals.Task) int { return int(a.ID - b.ID) }) // they come by their days
}

func refused(t *testing.T, name string, err error, kind fault.Kind, field, want string) {
	t.Helper()
	e := fault.As(err)
	if err == nil || e.Kind != kind || field != "" && !strings.Contains(e.Fields[field], want) || field == "" && !strings.Contains(e.Message, want) {
		t.Errorf("%s: %v %v, want %s with %s: %s", name, err, e.Fields, kind, field, want)
	}
}
