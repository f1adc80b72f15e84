package accounts_test

import (
	"sync"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// administers makes accounts administrators since the beginning of the year, up to
// a day or, with "", for good; it returns the assignment of the last.
func (h hospital) administers(to string, accounts ...int64) (id int64) {
	h.t.Helper()
	for _, a := range accounts {
		if err := h.DB.Get(&id, `INSERT INTO role_assignments (account_id, role, from_day, to_day)
			VALUES ($1, 'admin', '2026-01-01', nullif($2, '')::date) RETURNING id`, a, to); err != nil {
			h.t.Fatal(err)
		}
	}
	return id
}

func TestAnAdministratorRemains(t *testing.T) {
	const revoke, disable = "revoke", "disable"
	for _, test := range []struct {
		what  string
		setup func(h hospital) (role int64) // wang (1) is an administrator by it
		do    string
		want  fault.Kind
	}{
		{"the last's role", func(h hospital) int64 { return h.administers("", 1) }, revoke, fault.Conflict},
		{"the last's account", func(h hospital) int64 { return h.administers("", 1) }, disable, fault.Conflict},
		{"one of two, by role", func(h hospital) int64 { return h.administers("", 2, 1) }, revoke, ""},
		{"one of two, by account", func(h hospital) int64 { return h.administers("", 2, 1) }, disable, ""},
		{"where the other is disabled", func(h hospital) int64 {
			h.DB.MustExec(`UPDATE accounts SET disabled_at = '2026-10-01' WHERE id = 2`)
			return h.administers("", 2, 1)
		}, revoke, fault.Conflict},
		{"where the other has left", func(h hospital) int64 {
			h.DB.MustExec(`UPDATE employees SET left_on = '2026-10-31' WHERE id = 2`)
			return h.administers("", 2, 1)
		}, disable, fault.Conflict},
		{"where the other is going to leave", func(h hospital) int64 {
			h.DB.MustExec(`UPDATE employees SET left_on = '2026-12-31' WHERE id = 2`)
			return h.administers("", 2, 1)
		}, disable, fault.Conflict},
		{"where the other is one for some weeks", func(h hospital) int64 {
			h.administers("2026-12-01", 2)
			return h.administers("", 1)
		}, revoke, fault.Conflict},
		{"one for some weeks, where all are", func(h hospital) int64 { return h.administers("2026-12-01", 2, 1) }, revoke, ""},
		{"the last for some weeks", func(h hospital) int64 { return h.administers("2026-12-01", 1) }, revoke, fault.Conflict},
		{"where there was none in the first place", func(h hospital) int64 { return 0 }, disable, ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			h := newHospital(t)
			role := test.setup(h)
			var err error
			if test.do == revoke {
				_, err = h.RevokeRole(t.Context(), admin, accounts.RevokeRole{ID: role})
			} else {
				_, err = h.Disable(t.Context(), admin, accounts.DisableAccount{ID: 1})
			}
			want(t, test.what, err, test.want)
			undone := count(t, h.DB, `SELECT count(*) FROM accounts a LEFT JOIN role_assignments r ON r.account_id = a.id AND r.id = $1
				WHERE a.id = 1 AND a.disabled_at IS NULL AND r.to_day IS DISTINCT FROM '2026-10-31'`, role)
			if (undone == 1) != (test.want != "") {
				t.Error("what is stored differs from the answer")
			}
		})
	}
}

func TestTwoAdministratorsDoNotRemoveEachOther(t *testing.T) {
	as := func(id int64) accounts.Actor {
		return accounts.Actor{AccountID: id, Reach: accounts.Reach{Hospital: true}}
	}
	revoke := func(h hospital, by, role int64) error {
		_, err := h.RevokeRole(h.t.Context(), as(by), accounts.RevokeRole{ID: role})
		return err
	}
	disable := func(h hospital, by, account int64) error {
		_, err := h.Disable(h.t.Context(), as(by), accounts.DisableAccount{ID: account})
		return err
	}
	for what, do := range map[string][2]func(h hospital, first, second int64) error{
		"by role": {
			func(h hospital, _, second int64) error { return revoke(h, 1, second) },
			func(h hospital, first, _ int64) error { return revoke(h, 2, first) },
		},
		"by account": {
			func(h hospital, _, _ int64) error { return disable(h, 1, 2) },
			func(h hospital, _, _ int64) error { return disable(h, 2, 1) },
		},
		"by both": {
			func(h hospital, _, second int64) error { return revoke(h, 1, second) },
			func(h hospital, _, _ int64) error { return disable(h, 2, 1) },
		},
	} {
		t.Run(what, func(t *testing.T) {
			h := newHospital(t)
			first, second := h.administers("", 1), h.administers("", 2)
			tx := h.DB.MustBegin() // holds both up, so that they go on at once
			defer tx.Rollback()
			tx.MustExec(`SELECT FROM accounts FOR UPDATE`)
			tx.MustExec(`SELECT FROM role_assignments FOR UPDATE`)
			var errs [2]error
			var wg sync.WaitGroup
			for i := range do {
				wg.Go(func() { errs[i] = do[i](h, first, second) })
			}
			for waiting := 0; waiting < 2; time.Sleep(time.Millisecond) {
				waiting = count(t, h.DB, `SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)
					WHERE NOT l.granted AND a.datname = current_database()`)
			}
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			wg.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Errorf("want one of two: %v", errs)
			}
			for _, err := range errs {
				if err != nil {
					want(t, "the other", err, fault.Conflict)
				}
			}
		})
	}
}
