package feedback

import (
	"fmt"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// queue is a system that calls with an API key.
var queue = accounts.Actor{Reach: accounts.Reach{Hospital: true}}

func (w ward) rate(t *testing.T, department int64, perMille int) {
	t.Helper()
	if _, err := w.SetInvitationRate(t.Context(), boss, SetInvitationRate{DepartmentID: department, PerMille: perMille}); err != nil {
		t.Fatal(err)
	}
}

func (w ward) report(t *testing.T, visit string, department int64) Invitation {
	t.Helper()
	i, err := w.ReportVisit(t.Context(), queue, ReportVisit{Visit: visit, DepartmentID: department})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestChanceInvites(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	if w.report(t, "early", 1).Invited {
		t.Error("invited without a rate")
	}
	w.rate(t, 1, 300)
	invited := map[string]Invitation{}
	tokens := map[string]bool{}
	for i := range 200 {
		visit := fmt.Sprintf("outpatient-%03d", i)
		invited[visit] = w.report(t, visit, 1)
		if out := invited[visit]; out.Invited != (out.Token != "") || out.Invited && tokens[out.Token] {
			t.Errorf("%s: %+v", visit, out)
		}
		if invited[visit].Invited {
			tokens[invited[visit].Token] = true
		}
	}
	if len(tokens) < 30 || len(tokens) > 90 { // 60 expected, 6.5 standard deviation
		t.Errorf("%d of 200 were invited at 300 in 1000", len(tokens))
	}
	w.rate(t, 1, 1000)
	w.clock.set("2026-07-02 09:00:00") // another month, another rate, another key
	if _, err := w.RotateTokenKey(t.Context(), boss, struct{}{}); err != nil {
		t.Fatal(err)
	}
	for visit, before := range invited {
		if after := w.report(t, visit, 1); after.Token != before.Token || after.Invited != before.Invited {
			t.Errorf("%s: %+v, then %+v", visit, before, after)
		}
	}
	if !w.report(t, "new", 1).Invited || w.report(t, "ward", 2).Invited {
		t.Error("1000 in 1000 is everybody, and in that department only")
	}
	if n := w.count(t, `SELECT count(*) FROM invitations WHERE encode(visit, 'escape') LIKE '%outp%'`); n != 0 {
		t.Error("a visit's id is stored")
	}
	other := newWard(t) // another hospital draws otherwise
	other.rate(t, 1, 300)
	same := 0
	for visit, i := range invited {
		if other.report(t, visit, 1).Invited == i.Invited {
			same++
		}
	}
	if same == len(invited) {
		t.Error("who is invited can be worked out from the id")
	}
}

func TestAnInvitationIsAToken(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.rate(t, 1, 1000)
	person, err := w.ReportVisit(t.Context(), queue, ReportVisit{Visit: "1", DepartmentID: 1, EmployeeID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if c, err := w.OpenVisit(t.Context(), Visitor{Visit: person.Token}); err != nil || c.Only != badge2 {
		t.Errorf("%+v, %v", c, err)
	}
	place := w.report(t, "2", 1)
	if c, err := w.OpenVisit(t.Context(), Visitor{Visit: place.Token}); err != nil || c.Only != "" || len(c.People) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	phone := NewDevice()
	w.must(t, place.Token, badge, phone, 4)
	if _, err := w.visit(t, place.Token, badge, "", NewDevice(), 1); RefusalOf(err) != TokenUsed {
		t.Errorf("another phone: %v", err)
	}
	if got := place.ExpiresAt.In(shanghai).Format("2006-01-02 15:04"); got != "2026-06-18 00:00" {
		t.Errorf("good until %s", got)
	}
	w.clock.set("2026-06-17 23:59:59")
	if _, err := w.OpenVisit(t.Context(), Visitor{Visit: person.Token}); err != nil {
		t.Error(err)
	}
	w.clock.set("2026-06-18 00:00:00")
	if _, err := w.OpenVisit(t.Context(), Visitor{Visit: person.Token}); RefusalOf(err) != TokenExpired {
		t.Errorf("%v", err)
	}
	list, err := w.TokenBatches(t.Context(), boss, ListTokenBatches{})
	if err != nil || len(list) != 1 || list[0].Tokens != 2 || list[0].Kind != "invitation" {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := w.WriteTokens(t.Context(), boss, WriteTokens{ID: list[0].ID}); !fault.Is(err, fault.Gone) {
		t.Errorf("invitations can be read off: %v", err)
	}
}

func TestAVisitReportedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.rate(t, 1, 1000)
	var mu sync.Mutex
	tokens := map[string]int{}
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			out, err := w.ReportVisit(t.Context(), queue, ReportVisit{Visit: fmt.Sprint("v", i%3), DepartmentID: 1})
			mu.Lock()
			defer mu.Unlock()
			if tokens[out.Token]++; err != nil || !out.Invited {
				t.Errorf("%+v, %v", out, err)
			}
		})
	}
	wg.Wait()
	if len(tokens) != 3 {
		t.Errorf("%v for three visits", tokens)
	}
	if n := w.count(t, `SELECT sum(tokens) FROM token_batches`); n != 3 {
		t.Errorf("%d tokens were made for three visits", n)
	}
}

func TestRefusedVisits(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	blood := accounts.Actor{Reach: accounts.Reach{Departments: []int64{1}}}
	for promise, in := range map[string]ReportVisit{
		"no id":                  {Visit: " ", DepartmentID: 1},
		"no such department":     {Visit: "1", DepartmentID: 99},
		"beyond the key's reach": {Visit: "1", DepartmentID: 2},
		"no such employee":       {Visit: "1", DepartmentID: 1, EmployeeID: 99},
	} {
		if _, err := w.ReportVisit(t.Context(), blood, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", promise, err)
		}
	}
	if n := w.count(t, `SELECT count(*) FROM invitations`); n != 0 {
		t.Errorf("%d visits are stored", n)
	}
}

func TestInvitationRates(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO departments (parent_id, code, name) VALUES (1, 'blood-2', '{"en": "Room 2"}'), (3, 'blood-3', '{"en": "Room 3"}')`)
	w.rate(t, 1, 1000)
	if !w.report(t, "inherited", 4).Invited {
		t.Error("a department two steps below has no rate")
	}
	w.rate(t, 3, 0)
	if w.report(t, "kept out", 4).Invited {
		t.Error("a rate of nothing does not hold below")
	}
	for promise, in := range map[string]SetInvitationRate{
		"more than all": {DepartmentID: 1, PerMille: 1001}, "less than none": {DepartmentID: 1, PerMille: -1}, "too long": {DepartmentID: 1, Days: 91},
	} {
		if _, err := w.SetInvitationRate(t.Context(), boss, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", promise, err)
		}
	}
	if _, err := w.SetInvitationRate(t.Context(), headOfBlood, SetInvitationRate{DepartmentID: 2}); !fault.Is(err, fault.NotFound) {
		t.Errorf("out of reach: %v", err)
	}
	if list, err := w.InvitationRates(t.Context(), headOfBlood, struct{}{}); err != nil || len(list) != 1 || list[0].PerMille != 1000 || list[0].Days != 7 {
		t.Errorf("%+v, %v", list, err)
	}
	if n := w.count(t, `SELECT count(*) FROM journal WHERE object = 'invitation-rate'`); n != 2 {
		t.Errorf("%d changes in the journal", n)
	}
}

func TestInvitationCounts(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.rate(t, 1, 1000)
	answer := func(visits, answers int, department int64) {
		for i := range visits {
			out := w.report(t, fmt.Sprint(department, " ", w.clock.now(), i), department)
			if i < answers {
				w.must(t, out.Token, badge, NewDevice(), 5)
			}
		}
	}
	answer(12, 11, 1)
	answer(3, 0, 2)
	w.clock.set("2026-07-01 09:00:00")
	answer(6, 4, 1)
	w.clock.set("2026-07-02 09:00:00")
	list, err := w.InvitationCounts(t.Context(), boss, ListInvitationCounts{From: "2026-06", To: "2026-07"})
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	july, june, ward := list[0], list[1], list[2]
	if july.Month != "2026-07" || july.Visits != 6 || july.Invited != 6 || july.Answered != nil {
		t.Errorf("four answers are not told: %+v", july)
	}
	if june.Visits != 12 || june.Answered == nil || *june.Answered != 10 {
		t.Errorf("eleven are told in fives: %+v", june)
	}
	if ward.Visits != 3 || ward.Invited != 0 || ward.Answered == nil || *ward.Answered != 0 {
		t.Errorf("nobody was invited: %+v", ward)
	}
	if list, err := w.InvitationCounts(t.Context(), headOfBlood, ListInvitationCounts{From: "2026-06", To: "2026-06"}); err != nil || len(list) != 1 {
		t.Errorf("within reach, one month: %+v, %v", list, err)
	}
	for _, in := range []ListInvitationCounts{{"June", "2026-07", 0}, {"2026-06", "2026-05", 0}, {"2024-01", "2026-06", 0}, {"2026-06", "2026-13", 0}} {
		if _, err := w.InvitationCounts(t.Context(), boss, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", in, err)
		}
	}
}
