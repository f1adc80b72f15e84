package feedback

import (
	"slices"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestWhoMayIssueTokens(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	li := accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	standIn := accounts.Actor{AccountID: 2, Reach: li.Reach, InPlaceOf: []accounts.Person{{EmployeeID: 1}}}
	for _, tt := range []struct {
		promise string
		actor   accounts.Actor
		in      NewTokenBatch
		kind    fault.Kind
	}{
		{"one's own department", headOfBlood, NewTokenBatch{DepartmentID: 1, Tokens: 1}, ""},
		{"another's", headOfBlood, NewTokenBatch{DepartmentID: 2, Tokens: 1}, fault.Invalid},
		{"somebody else's employee", headOfBlood, NewTokenBatch{DepartmentID: 1, EmployeeID: 3, Tokens: 1}, fault.Invalid},
		{"leading to oneself", li, NewTokenBatch{DepartmentID: 1, EmployeeID: 1, Tokens: 1}, fault.Forbidden},
		{"leading to whom one stands in for", standIn, NewTokenBatch{DepartmentID: 1, EmployeeID: 1, Tokens: 1}, fault.Forbidden},
		{"leading to somebody else", li, NewTokenBatch{DepartmentID: 1, EmployeeID: 2, Tokens: 1}, ""},
		{"nobody", boss, NewTokenBatch{DepartmentID: 1, EmployeeID: 99, Tokens: 1}, fault.Invalid},
		{"nowhere", boss, NewTokenBatch{DepartmentID: 99, Tokens: 1}, fault.Invalid},
		{"none", boss, NewTokenBatch{DepartmentID: 1, Tokens: 0}, fault.Invalid},
		{"too many", boss, NewTokenBatch{DepartmentID: 1, Tokens: 20_001}, fault.Invalid},
		{"as many as can be, for as long", boss, NewTokenBatch{DepartmentID: 1, Tokens: 20_000, Days: 90}, ""},
		{"too long", boss, NewTokenBatch{DepartmentID: 1, Tokens: 1, Days: 91}, fault.Invalid},
		{"negative days", boss, NewTokenBatch{DepartmentID: 1, Tokens: 1, Days: -1}, fault.Invalid},
	} {
		_, err := w.IssueTokens(t.Context(), tt.actor, tt.in)
		if tt.kind == "" && err != nil || tt.kind != "" && !fault.Is(err, tt.kind) {
			t.Errorf("%s: %v", tt.promise, err)
		}
	}
	if list, err := w.TokenBatches(t.Context(), headOfBlood, ListTokenBatches{}); err != nil || len(list) != 3 || list[0].ID < list[1].ID {
		t.Errorf("%d batches, %v", len(list), err)
	}
	if list, err := w.TokenBatches(t.Context(), nobody, ListTokenBatches{All: true}); err != nil || len(list) != 0 {
		t.Errorf("without reach: %d batches, %v", len(list), err)
	}
	if page, err := w.TokenBatches(t.Context(), boss, ListTokenBatches{Before: 3, Limit: 1, DepartmentID: 1}); err != nil || len(page) != 1 || page[0].ID >= 3 {
		t.Errorf("the next page: %+v, %v", page, err)
	}
	if journalled := w.count(t, `SELECT count(*) FROM journal WHERE object = 'visit-token' AND action = 'issue'`); journalled != 3 {
		t.Errorf("%d are in the journal", journalled)
	}
}

func TestTokensAreWrittenForThoseWhoMay(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	ward, _ := w.slips(t, NewTokenBatch{DepartmentID: 2, Tokens: 3})
	about, first := w.slips(t, NewTokenBatch{DepartmentID: 1, EmployeeID: 1, Tokens: 7})
	wang := accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	for promise, tt := range map[string]struct {
		actor accounts.Actor
		id    int32
		kind  fault.Kind
	}{
		"another department's": {headOfBlood, ward.ID, fault.NotFound},
		"about oneself":        {wang, about.ID, fault.Forbidden},
		"none":                 {boss, 99, fault.NotFound},
	} {
		if out, err := w.WriteTokens(t.Context(), tt.actor, WriteTokens{ID: tt.id}); !fault.Is(err, tt.kind) || len(out.Tokens) != 0 {
			t.Errorf("%s: %d tokens, %v", promise, len(out.Tokens), err)
		}
	}
	var again []string
	for after := 0; ; {
		out, err := w.WriteTokens(t.Context(), headOfBlood, WriteTokens{ID: about.ID, After: after, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range out.Tokens {
			if again = append(again, s.Token); s.Number != len(again) {
				t.Errorf("number %d is %d", len(again), s.Number)
			}
		}
		if after = out.Next; after == 0 {
			break
		}
	}
	if !slices.Equal(first, again) {
		t.Errorf("written again, in parts, they are %v, not %v", again, first)
	}
	if n := w.count(t, `SELECT count(*) FROM journal WHERE object = 'visit-token' AND action = 'write'`); n != 5 {
		t.Errorf("%d times in the journal", n)
	}
	if n := w.count(t, `SELECT count(*) FROM journal WHERE before::text || after::text LIKE '%' || $1 || '%'`, strings.ReplaceAll(first[0], "-", "")); n != 0 {
		t.Error("the journal has a token")
	}
	if _, err := w.RevokeTokenBatch(t.Context(), headOfBlood, RevokeTokenBatch{ID: ward.ID, Reason: "x"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("another department's was revoked: %v", err)
	}
	if _, err := w.RevokeTokenBatch(t.Context(), boss, RevokeTokenBatch{ID: ward.ID, Reason: " "}); !fault.Is(err, fault.Invalid) {
		t.Errorf("without a word: %v", err)
	}
	if _, err := w.RevokeTokenBatch(t.Context(), boss, RevokeTokenBatch{ID: ward.ID, Reason: "lost"}); err != nil {
		t.Error(err)
	}
	if _, err := w.WriteTokens(t.Context(), boss, WriteTokens{ID: ward.ID}); !fault.Is(err, fault.Gone) {
		t.Errorf("revoked, and written: %v", err)
	}
}

func TestHowManyWereSpentButNotWhich(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	many, slips := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 5})
	few, slip := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 4})
	w.must(t, slips[0], badge, NewDevice(), 5)
	w.must(t, slip[0], badge, NewDevice(), 5)
	for _, want := range []int{0, 1} { // today's are told tomorrow
		list, err := w.TokenBatches(t.Context(), boss, ListTokenBatches{})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range list {
			switch {
			case b.ID == many.ID && (b.Spent == nil || *b.Spent != want):
				t.Errorf("of five %v, want %d", b.Spent, want)
			case b.ID == few.ID && b.Spent != nil:
				t.Errorf("of four it is told that %d", *b.Spent)
			}
		}
		w.clock.set("2026-06-11 08:00:00")
	}
	if n := w.count(t, `SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'ratings' AND column_name LIKE '%number%'`); n != 0 {
		t.Error("ratings say which slip they were given with")
	}
}

// TestWhereASlipLeads: to a person, to those on duty, or to those posted there.
func TestWhereASlipLeads(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	open := func(slip string) Choices {
		t.Helper()
		c, err := w.OpenVisit(t.Context(), Visitor{Visit: slip})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	names := func(c Choices) (list []string) {
		for _, p := range c.People {
			list = append(list, p.LatinName)
		}
		slices.Sort(list)
		return list
	}
	_, person := w.slips(t, NewTokenBatch{DepartmentID: 1, EmployeeID: 1, Tokens: 1})
	if c := open(person[0]); c.Only != badge2 { // the newest of her badges
		t.Errorf("to a person: %+v", c)
	}
	_, place := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
	c := open(place[0])
	if c.Only != "" || !slices.Equal(names(c), []string{"Kim", "Wang Li"}) || c.Place.Label.In("en") != "Blood tests" || c.Department.In("en") != "Blood tests" {
		t.Errorf("nothing is known of duties: %+v", c)
	}
	w.must(t, place[0], c.Place.Code, NewDevice(), 4)

	w.db.MustExec(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id) VALUES
		(2, 1, '2026-06-10', 'day', 'present', '2026-06-10 08:00+08', '2026-06-10 16:00+08', ''),
		(1, 1, '2026-06-10', 'evening', 'planned', '2026-06-10 16:00+08', '2026-06-10 23:00+08', '')`)
	_, onDuty := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
	if got := names(open(onDuty[0])); !slices.Equal(got, []string{"Kim"}) {
		t.Errorf("on duty in the morning: %v", got)
	}
	w.clock.set("2026-06-10 17:00:00")
	if got := names(open(onDuty[0])); !slices.Equal(got, []string{"Wang Li"}) {
		t.Errorf("on duty in the evening: %v", got)
	}
	_, helper := w.slips(t, NewTokenBatch{DepartmentID: 2, Tokens: 1})
	w.db.MustExec(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
		VALUES (2, 2, '2026-06-10', 'evening', 'present', '2026-06-10 16:30+08', '2026-06-10 20:00+08', '')`)
	if got := names(open(helper[0])); !slices.Equal(got, []string{"Kim"}) {
		t.Errorf("helping out: %v", got)
	}
	w.must(t, helper[0], badge3, NewDevice(), 5)
	if n := w.count(t, `SELECT count(*) FROM ratings WHERE channel = 'invitation' AND employee_id = 2`); n != 1 {
		t.Error("who helped out was not met")
	}

	w.db.MustExec(`UPDATE employees SET left_on = '2026-06-01' WHERE id = 1`)
	w.subjects.forget(badge2)
	if c := open(person[0]); c.Only != "" || len(c.People) == 0 {
		t.Errorf("to somebody who has left: %+v", c)
	}
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-01'`)
	if c := open(onDuty[0]); len(c.People) != 0 || c.Place.Code != "" {
		t.Errorf("nothing is left: %+v", c)
	}
}

func TestTheHistoryOfACode(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-06-01' WHERE employee_id = 2`)
	if n, err := w.IssueBadges(t.Context(), boss, IssueBadges{DepartmentID: 1}); err != nil || n.Codes != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	list, err := w.Touchpoints(t.Context(), boss, ListTouchpoints{EmployeeID: 2})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	w.clock.set("2026-06-11 08:00:00")
	next, err := w.ReissueTouchpoint(t.Context(), boss, RevokeTouchpoint{ID: list[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.RevokeTouchpoints(t.Context(), boss, RevokeTouchpoints{IDs: []int64{next.ID}, Reason: "lost again"}); err != nil {
		t.Fatal(err)
	}
	actions := func(id int64) (out []string) {
		events, err := w.TouchpointHistory(t.Context(), boss, TouchpointHistory{ID: id})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			out = append(out, e.Action+" "+e.Account+" "+e.Reason)
		}
		return out
	}
	if got := actions(list[0].ID); !slices.Equal(got, []string{"revoke admin ", "issue admin "}) {
		t.Errorf("the first: %q", got)
	}
	if got := actions(next.ID); !slices.Equal(got, []string{"revoke admin lost again", "reissue admin "}) {
		t.Errorf("the second: %q", got)
	}
	if _, err := w.TouchpointHistory(t.Context(), nobody, TouchpointHistory{ID: next.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("out of reach: %v", err)
	}
}
