package people_test

import (
	"sync"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

type hospital struct {
	*people.Service
	t *testing.T
}

// newHospital is one in Seoul in the evening of 31 October 2026, UTC, which is
// 1 November there, with the departments surgery (1) with ward (2), and pharmacy
// (3); the posts nurse (1) and guide (2); and Kim (1), a nurse in the ward since
// 2024.
func newHospital(t *testing.T) hospital {
	t.Helper()
	t.Parallel()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"ko": "병원"}', 'Asia/Seoul', 'ko')`,
		`INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'surgery', '{"en": "Surgery"}'), (1, 'ward', '{"en": "Ward"}'),
			(NULL, 'pharmacy', '{"en": "Pharmacy"}')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}'), ('guide', 'service', '{"en": "Guide"}')`,
		`INSERT INTO employees (number, name, latin_name, hired_on) VALUES ('N-1', '김민준', 'Kim Min-jun', '2024-01-01')`,
		`INSERT INTO postings (employee_id, department_id, post_id, fte, from_day) VALUES (1, 2, 1, 800, '2024-01-01')`,
		`INSERT INTO accounts (name, password_hash, created_at) VALUES ('hr', 'x', '2024-01-01')`,
	} {
		db.MustExec(query)
	}
	now := time.Date(2026, 10, 31, 18, 0, 0, 0, time.UTC)
	return hospital{&people.Service{DB: db, Now: func() time.Time { return now }}, t}
}

// hr reaches the whole hospital, head the surgery, and nobody nothing.
var (
	hr     = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	head   = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1, 2}}}
	other  = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{3}}}
	kim    = accounts.Actor{AccountID: 1, Reach: accounts.Reach{EmployeeID: 1}}
	nobody = accounts.Actor{AccountID: 1}
)

// hire employs one more nurse.
func (h hospital) hire(number, name string, department int64, on worktime.Day) people.Employee {
	h.t.Helper()
	e, err := h.CreateEmployee(h.t.Context(), hr, people.NewEmployee{
		Number: number, Name: name, HiredOn: on, DepartmentID: department, PostID: 1,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return e
}

// journalled counts the entries about an action.
func (h hospital) journalled(action string) (n int) {
	h.t.Helper()
	if err := h.DB.Get(&n, `SELECT count(*) FROM journal WHERE action = $1 AND account_id = 1`, action); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// meanwhile does things at once whose transactions all come to wait, for each
// other or for the rows that query locks, before these are released.
func (h hospital) meanwhile(query string, things ...func()) {
	h.t.Helper()
	tx := h.DB.MustBegin()
	defer tx.Rollback()
	tx.MustExec(query)
	var wg sync.WaitGroup
	for _, thing := range things {
		wg.Go(thing)
	}
	for waiting := 0; waiting < len(things); time.Sleep(time.Millisecond) {
		if err := h.DB.GetContext(h.t.Context(), &waiting, `
			SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database()`); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		h.t.Fatal(err)
	}
	wg.Wait()
}

func en(name string) texts.Localized { return texts.Localized{texts.English: name} }

// want fails the test unless err is a fault of that kind; "" stands for none.
func want(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	got := fault.Kind("")
	if err != nil {
		got = fault.As(err).Kind
	}
	if got != kind {
		t.Errorf("%s: %v, want %q", what, err, kind)
	}
}
