package recognition_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/recognition"
)

// In Shanghai, the hospital's zone, it is eleven in the morning of 1 December.
var now = time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)

// The people of the fixture. The nurse moved from ward B to ward A on 1 December.
const (
	nurse  = 1 // ward A
	wang   = 2 // supervisor, quality office
	head   = 3 // of inner medicine, which wards A and B are part of
	kim    = 4 // ward B
	leaver = 5 // ward B until 15 November
)

var (
	everywhere = accounts.Reach{Hospital: true}
	supervisor = actor(wang, everywhere) // as the route admits them to thank
	headOfBoth = actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{1, 2, 3}})
)

func actor(employee int64, reach accounts.Reach) accounts.Actor {
	return accounts.Actor{AccountID: 1, EmployeeID: employee, Reach: reach}
}

func own(employee int64) accounts.Actor {
	return actor(employee, accounts.Reach{EmployeeID: employee})
}

func open(t *testing.T) (*recognition.Service, *sqlx.DB) {
	t.Helper()
	db := dbtest.New(t)
	for _, query := range []string{
		`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`,
		`INSERT INTO accounts (name, password_hash, created_at) VALUES ('wang', '', '2026-01-01')`,
		`INSERT INTO departments (parent_id, code, name) VALUES (NULL, 'inner', '{"en": "Inner medicine"}'),
			(1, 'ward-a', '{"en": "Ward A"}'), (1, 'ward-b', '{"en": "Ward B"}'), (NULL, 'quality', '{"en": "Quality office"}')`,
		`INSERT INTO posts (code, family, name) VALUES ('nurse', 'nursing', '{"en": "Nurse"}')`,
		`INSERT INTO employees (number, name, hired_on) VALUES ('1', '李静', '2026-01-01'), ('2', '王芳', '2026-01-01'),
			('3', 'Head', '2026-01-01'), ('4', '김민지', '2026-01-01'), ('5', 'Leaver', '2026-01-01')`,
		`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES
			(1, 3, 1, '2026-01-01', '2026-12-01'), (1, 2, 1, '2026-12-01', NULL), (2, 4, 1, '2026-01-01', NULL),
			(3, 1, 1, '2026-01-01', NULL), (4, 3, 1, '2026-01-01', NULL), (5, 3, 1, '2026-01-01', '2026-11-15')`,
		`INSERT INTO standards (code, principal) VALUES ('smile', true), ('later', false)`,
		`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, title, opportunity, met, partly, not_met, not_applicable, created_at)
			SELECT s, v, d::date, 'accuracy', 'judged', jsonb_build_object('en', t), '{}', '{}', '{}', '{}', '[]', now()
			FROM (VALUES (1, 1, '2026-01-01', 'Smile'), (1, 2, '2026-12-01', 'Smile at three metres'), (2, 1, '2027-01-01', 'Later')) x (s, v, d, t)`,
	} {
		db.MustExec(query)
	}
	return &recognition.Service{DB: db, Now: func() time.Time { return now }}, db
}

const key = "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11"

// thanks are thanks of the nurse that nothing is wrong with.
func thanks() recognition.NewRecognition {
	return recognition.NewRecognition{Key: key, EmployeeID: nurse, Words: " 帮新同事带了一整天。 ", Standard: "smile", At: now.Add(-time.Hour)}
}

func count(t *testing.T, db *sqlx.DB, table string) (n int) {
	t.Helper()
	if err := db.Get(&n, `SELECT count(*) FROM `+table); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestThanks(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	r, err := s.Give(t.Context(), supervisor, thanks())
	if err != nil {
		t.Fatal(err)
	}
	if r.Key != key || r.EmployeeName != "李静" || r.FromID != wang || r.FromName != "王芳" || r.Words != "帮新同事带了一整天。" ||
		r.DepartmentName["en"] != "Ward A" || r.Standard != "smile" || r.Title["en"] != "Smile at three metres" ||
		!r.At.Equal(now.Add(-time.Hour)) || !r.RecordedAt.Equal(now) || r.WithdrawnAt != nil {
		t.Errorf("it says %+v", r)
	}
	mine, err := s.Mine(t.Context(), own(nurse), recognition.ListMine{})
	if err != nil || len(mine.Items) != 1 || mine.Items[0].FromName != "王芳" {
		t.Errorf("the nurse sees %+v, %v", mine, err)
	}
	if n := count(t, db, `journal WHERE action = 'give' AND object = 'recognition' AND object_id = 1 AND after->>'words' = '帮新同事带了一整天。'`); n != 1 {
		t.Errorf("%d are in the journal", n)
	}
	if n := count(t, db, "evidence"); n != 0 {
		t.Errorf("thanks are evidence: %d", n)
	}
}

func TestWhatThanksAreRefused(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		change func(*recognition.NewRecognition)
		kind   fault.Kind
		reason string
	}{
		{"an account of nobody", actor(0, everywhere), func(*recognition.NewRecognition) {}, fault.Forbidden, recognition.ReasonNotOnRoster},
		{"oneself", actor(nurse, everywhere), func(*recognition.NewRecognition) {}, fault.Forbidden, recognition.ReasonSelf},
		{"nobody", supervisor, func(in *recognition.NewRecognition) { in.EmployeeID = 99 }, fault.NotFound, recognition.ReasonNobodyThere},
		{"somebody who has left", supervisor, func(in *recognition.NewRecognition) { in.EmployeeID = leaver }, fault.NotFound, recognition.ReasonNobodyThere},
		{"somebody out of reach", headOfBoth, func(in *recognition.NewRecognition) { in.EmployeeID = wang }, fault.NotFound, recognition.ReasonNobodyThere},
		{"no words", supervisor, func(in *recognition.NewRecognition) { in.Words = " \n" }, fault.Invalid, recognition.ReasonInvalid},
		{"no text", supervisor, func(in *recognition.NewRecognition) { in.Words = "a\x00b" }, fault.Invalid, recognition.ReasonInvalid},
		{"half a character", supervisor, func(in *recognition.NewRecognition) { in.Words = "\xe5\xb8" }, fault.Invalid, recognition.ReasonInvalid},
		{"an unknown standard", supervisor, func(in *recognition.NewRecognition) { in.Standard = "nope" }, fault.Invalid, recognition.ReasonNotInForce},
		{"a standard of the future", supervisor, func(in *recognition.NewRecognition) { in.Standard = "later" }, fault.Invalid, recognition.ReasonNotInForce},
		{"tomorrow", supervisor, func(in *recognition.NewRecognition) { in.At = now.AddDate(0, 0, 1) }, fault.Invalid, recognition.ReasonClockAhead},
		{"last summer", supervisor, func(in *recognition.NewRecognition) { in.At = now.AddDate(0, 0, -91) }, fault.Invalid, recognition.ReasonTooOld},
	} {
		in := thanks()
		test.change(&in)
		if _, err := s.Give(t.Context(), test.actor, in); !fault.Is(err, test.kind) || fault.As(err).Reason != test.reason {
			t.Errorf("%s: %v (%s), want %s, %s", test.name, err, fault.As(err).Reason, test.kind, test.reason)
		}
	}
	if n := count(t, db, "recognitions") + count(t, db, "journal"); n != 0 {
		t.Errorf("%d were stored all the same", n)
	}
}

func TestTheDayIsThatOfThePhonePutRight(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	// The phone is two days ahead: it was yesterday, in ward B, under the old version.
	in := thanks()
	in.At, in.SentAt = now.AddDate(0, 0, 1), new(now.AddDate(0, 0, 2))
	r, err := s.Give(t.Context(), supervisor, in)
	if err != nil || !r.At.Equal(now.AddDate(0, 0, -1)) || r.DepartmentName["en"] != "Ward B" || r.Title["en"] != "Smile" {
		t.Errorf("it says %+v, %v", r, err)
	}
}

func TestSentAgain(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	var wg sync.WaitGroup
	ids := make([]int64, 6)
	for i := range ids {
		wg.Go(func() {
			in := thanks()
			in.Key = strings.ToUpper(in.Key)
			in.SentAt = new(now.Add(time.Duration(i) * time.Second))
			r, err := s.Give(t.Context(), supervisor, in)
			if err != nil {
				t.Error(err)
			}
			ids[i] = r.ID
		})
	}
	wg.Wait()
	if len(slices.Compact(ids)) != 1 || count(t, db, "recognitions") != 1 || count(t, db, "journal") != 1 {
		t.Errorf("answered %v", ids)
	}
	for what, change := range map[string]func(*recognition.NewRecognition){
		"other words": func(in *recognition.NewRecognition) { in.Words = "something else" },
		"of another":  func(in *recognition.NewRecognition) { in.EmployeeID = kim },
		"no standard": func(in *recognition.NewRecognition) { in.Standard = "" },
	} {
		in := thanks()
		change(&in)
		if _, err := s.Give(t.Context(), supervisor, in); !fault.Is(err, fault.Conflict) || fault.As(err).Reason != recognition.ReasonSentBefore {
			t.Errorf("%s: %v", what, err)
		}
	}
	if r, err := s.Give(t.Context(), headOfBoth, thanks()); err != nil || r.FromID != head {
		t.Errorf("the same key of another phone: %+v, %v", r, err)
	}
}

func TestTheDatabaseHoldsItToo(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	if _, err := s.Give(t.Context(), supervisor, thanks()); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		`UPDATE recognitions SET words = 'other'`, `DELETE FROM recognitions`,
		`INSERT INTO recognitions (key, content_hash, from_id, employee_id, posting_id, department_id, words, at, recorded_at)
			SELECT gen_random_uuid(), content_hash, employee_id, employee_id, posting_id, department_id, words, at, recorded_at FROM recognitions`,
	} {
		if _, err := db.Exec(query); err == nil {
			t.Errorf("the server can: %s", query)
		}
	}
}
