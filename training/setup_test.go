package training_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/training"
)

type hospital struct {
	*training.Service
	t *testing.T
}

// newHospital is one in Shanghai at noon of 31 October 2026, with the departments
// ward (1) and pharmacy (2), and the employees Li (1), a trainer, and Wang (2) in
// the ward; Zhao (3), in the pharmacy since 1 July; and Sun (4), who left on 1
// April. Its courses are courtesy (1), of two hours, and first-week (2), onboarding
// of eight. Courtesy was held for three hours this morning (1), from half past
// midnight for one hour (2), and will be on 1 December (3); the first week was on
// 2 July (4).
func newHospital(t *testing.T) hospital {
	t.Helper()
	t.Parallel()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "General"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO departments (code, name) VALUES ('ward', '{"en": "Ward"}'), ('pharmacy', '{"en": "Pharmacy"}')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`,
		`INSERT INTO employees (number, name, hired_on, left_on) VALUES ('1', '李', '2020-01-01', NULL), ('2', '王', '2020-01-01', NULL),
			('3', '赵', '2026-07-01', NULL), ('4', '孙', '2020-01-01', '2026-04-01')`,
		`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (1, 1, 1, '2020-01-01', NULL),
			(2, 1, 1, '2020-01-01', NULL), (3, 2, 1, '2026-07-01', NULL), (4, 1, 1, '2020-01-01', '2026-04-01')`,
		`INSERT INTO accounts (employee_id, name, password_hash, created_at) VALUES (1, 'li', 'x', '2020-01-01')`,
		`INSERT INTO courses (code, title, mode, level, category, minutes) VALUES
			('courtesy', '{"en": "Courtesy"}', 'internal', 'everyone', 'etiquette', 120),
			('first-week', '{"en": "First week"}', 'internal', 'newcomer', 'onboarding', 480)`,
		`INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES
			(1, 1, 'Hall', '2026-10-31 09:00+8', '2026-10-31 12:00+8'), (1, 1, 'Hall', '2026-10-31 00:30+8', '2026-10-31 01:30+8'),
			(1, 1, 'Hall', '2026-12-01 09:00+8', '2026-12-01 12:00+8'), (2, 1, 'Hall', '2026-07-02 08:00+8', '2026-07-02 18:00+8')`,
	} {
		db.MustExec(query)
	}
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 10, 31, 4, 0, 0, 0, time.UTC)
	return hospital{&training.Service{DB: db, Now: func() time.Time { return now }, Keys: keys}, t}
}

// at is the hospital at another time, written as its clock shows it.
func (h hospital) at(clock string) hospital {
	h.t.Helper()
	t, err := time.Parse("2006-01-02 15:04:05-07", clock+"+08")
	if err != nil {
		h.t.Fatal(err)
	}
	h.Service = &training.Service{DB: h.DB, Now: func() time.Time { return t }, Keys: h.Keys}
	return h
}

// li is the trainer, whom crediting hours admits to the whole hospital, hr reads
// all of it, head reads the ward, wang themselves, and nobody nothing.
var (
	li     = accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	hr     = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	head   = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1}}}
	wang   = accounts.Actor{AccountID: 1, EmployeeID: 2, Reach: accounts.Reach{EmployeeID: 2}}
	nobody = accounts.Actor{AccountID: 1}
)

// credit credits one person, and fails the test if that fails.
func (h hospital) credit(session, employee int64, minutes int) training.Credit {
	h.t.Helper()
	list, err := h.CreditHours(h.t.Context(), hr, training.CreditHours{
		SessionID: session, Credits: []training.NewCredit{{EmployeeID: employee, Minutes: minutes}},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return list[0]
}

func (h hospital) count(query string) (n int) {
	h.t.Helper()
	if err := h.DB.Get(&n, query); err != nil {
		h.t.Fatal(err)
	}
	return n
}

func en(text string) texts.Localized { return texts.Localized{texts.English: text} }

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
