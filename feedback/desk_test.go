package feedback

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

var (
	quality = accounts.Actor{AccountID: 2, EmployeeID: 3, Reach: accounts.Reach{Hospital: true}}
	second  = accounts.Actor{AccountID: 3, Reach: accounts.Reach{Hospital: true}}
)

// stuffed is a ward in which somebody has voted a dozen times for Wang Li, after ten
// patients have.
func stuffed(t *testing.T) ward {
	t.Helper()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('quality', '', '2026-01-01'), ('second', '', '2026-01-01')`)
	for day := range 10 {
		w.clock.set("2026-06-01 09:10:00")
		w.clock.pass(time.Duration(day) * 23 * time.Hour)
		w.scan(t, badge, NewDevice(), 3)
	}
	w.clock.set("2026-06-12 20:00:00")
	w.vote(t, 12, "203.0.113.9")
	return w
}

// vote casts so many votes for Wang Li, half a minute apart.
func (w ward) vote(t *testing.T, n int, network string) {
	t.Helper()
	for range n {
		w.from(t, network, NewDevice())
		w.clock.pass(30 * time.Second)
	}
}

func (w ward) detect(t *testing.T) Detected {
	t.Helper()
	out, err := w.Detect(t.Context(), boss, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (w ward) list(t *testing.T, actor accounts.Actor, in ListIncidents) []Incident {
	t.Helper()
	list, err := w.Incidents(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// standings counts votes by the standing of their last version.
func (w ward) standings(t *testing.T) map[string]int {
	t.Helper()
	var rows []struct {
		Standing string
		N        int
	}
	if err := w.db.Select(&rows, `
		SELECT standing, count(*) AS n FROM ratings r
		WHERE NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version) GROUP BY standing`); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range rows {
		out[r.Standing] = r.N
	}
	return out
}

func TestAnIncidentFromFindingToDecision(t *testing.T) {
	t.Parallel()
	w := stuffed(t)
	if out := w.detect(t); out.Held == 0 || out.ByReason["burst"] != 12 {
		t.Fatalf("%+v", out)
	}
	if again := w.detect(t); again.Held != 0 {
		t.Errorf("a second search has set aside %+v", again)
	}
	list := w.list(t, quality, ListIncidents{})
	if len(list) != 1 {
		t.Fatalf("%d incidents: %+v", len(list), list)
	}
	i := list[0]
	if i.EmployeeID != 1 || i.Name != "王丽" || i.Votes != 12 || i.DepartmentID != 1 || i.Decision != "" || i.From.Minute() != 0 {
		t.Errorf("%+v", i)
	}
	for _, r := range i.Reasons {
		for _, lang := range texts.Languages {
			if r.Words[lang] == "" || r.Words[lang] == "ballot."+r.Reason {
				t.Errorf("%s says nothing in %s", r.Reason, lang)
			}
		}
	}
	// Ten answers of 3 and, in whole fives, ten of 4: 50 points without, 62.5 with.
	if m := i.Means; m == nil || m.Without != 500_000 || m.With != 625_000 || m.WithVotes != 20 || m.WithoutVotes != 10 {
		t.Errorf("averages %+v", m)
	}
	for range 2 { // the second time changes nothing
		out, err := w.Decide(t.Context(), quality, DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: "rejected", Note: "one phone"})
		if err != nil || out.Votes != 12 {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	if got := w.standings(t); got["rejected"] != 12 || got["counted"] != 10 {
		t.Errorf("standings %v", got)
	}
	if _, err := w.Decide(t.Context(), quality, DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: "released", Note: "no"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("the other decision afterwards: %v", err)
	}
	if left := w.list(t, quality, ListIncidents{}); len(left) != 0 {
		t.Errorf("still waiting: %+v", left)
	}
	done := w.list(t, quality, ListIncidents{Decided: true})
	if len(done) != 1 || done[0].Decision != "rejected" || done[0].DecidedBy != "quality" || done[0].Note != "one phone" {
		t.Errorf("decided: %+v", done)
	}
	var entries int
	if err := w.db.Get(&entries, `SELECT count(*) FROM journal WHERE object = 'ballot' AND action = 'decide' AND account_id = 2`); err != nil || entries != 1 {
		t.Errorf("%d journal entries, %v", entries, err)
	}
	var rows int
	if err := w.db.Get(&rows, `SELECT count(*) FROM ratings`); err != nil || rows != 22 {
		t.Errorf("%d ratings are left, %v: none is ever deleted", rows, err)
	}
}

func TestWhatWasReleasedStaysReleased(t *testing.T) {
	t.Parallel()
	w := stuffed(t)
	w.detect(t)
	for _, i := range w.list(t, quality, ListIncidents{}) {
		if _, err := w.Decide(t.Context(), quality, DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: "released", Note: "a lecture for patients"}); err != nil {
			t.Fatal(err)
		}
	}
	if out := w.detect(t); out.Held != 0 {
		t.Errorf("held again for the same: %+v", out)
	}
	if got := w.standings(t); got["counted"] != 22 {
		t.Errorf("standings %v", got)
	}
	w.vote(t, 20, "203.0.113.9") // what comes behind it does not hide behind it
	w.detect(t)
	if got := w.standings(t); got["held"] < 20 {
		t.Errorf("twenty more of the same: %v", got)
	}
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	w := stuffed(t)
	w.detect(t)
	i := w.list(t, quality, ListIncidents{})[0]
	concerned := accounts.Actor{AccountID: 2, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	standIn := accounts.Actor{AccountID: 3, Reach: accounts.Reach{Hospital: true}, InPlaceOf: []accounts.Person{{AccountID: 2, EmployeeID: 1}}}
	elsewhere := accounts.Actor{AccountID: 2, Reach: accounts.Reach{Departments: []int64{2}}}
	for _, tt := range []struct {
		promise string
		actor   accounts.Actor
		change  func(*DecideIncident)
		kind    fault.Kind
	}{
		{"the person concerned", concerned, nil, fault.NotFound},
		{"in the place of the person concerned", standIn, nil, fault.NotFound},
		{"another department", elsewhere, nil, fault.NotFound},
		{"no such incident", quality, func(in *DecideIncident) { in.Key = "e99.2026-06-12" }, fault.NotFound},
		{"before any hold", quality, func(in *DecideIncident) { in.UpTo = i.UpTo - 10_000 }, fault.NotFound},
		{"only blanks for a note", quality, func(in *DecideIncident) { in.Note = " \n" }, fault.Invalid},
		{"a reason that it was not held for", quality, func(in *DecideIncident) { in.Reasons = []string{"paper"} }, fault.NotFound},
	} {
		in := DecideIncident{Key: i.Key, UpTo: i.UpTo, Decision: "released", Note: "why"}
		if tt.change != nil {
			tt.change(&in)
		}
		if _, err := w.Decide(t.Context(), tt.actor, in); !fault.Is(err, tt.kind) {
			t.Errorf("%s: %v", tt.promise, err)
		}
		if tt.change == nil && len(w.list(t, tt.actor, ListIncidents{})) != 0 {
			t.Errorf("%s: it is in their list", tt.promise)
		}
	}
	if got := w.standings(t); got["held"] != 12 {
		t.Errorf("standings %v", got)
	}
}

func TestHoldingByHand(t *testing.T) {
	t.Parallel()
	w := stuffed(t)
	hour := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", text, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	good := HoldVotes{EmployeeID: 1, From: hour("2026-06-12 20:00"), To: hour("2026-06-12 21:00"), Words: "seen with a tablet"}
	concerned := accounts.Actor{AccountID: 2, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	for _, tt := range []struct {
		promise string
		actor   accounts.Actor
		change  func(*HoldVotes)
		kind    fault.Kind
	}{
		{"about oneself", concerned, func(*HoldVotes) {}, fault.Forbidden},
		{"no reason", quality, func(in *HoldVotes) { in.Words = " " }, fault.Invalid},
		{"nobody", quality, func(in *HoldVotes) { in.EmployeeID = 0 }, fault.Invalid},
		{"a person and a place", quality, func(in *HoldVotes) { in.TouchpointID = 4 }, fault.Invalid},
		{"minutes, by which votes could be picked", quality, func(in *HoldVotes) { in.From = in.From.Add(time.Minute) }, fault.Invalid},
		{"the end before the beginning", quality, func(in *HoldVotes) { in.To = in.From }, fault.Invalid},
		{"a year", quality, func(in *HoldVotes) { in.To = in.From.AddDate(1, 0, 0) }, fault.Invalid},
		{"no votes", quality, func(in *HoldVotes) { in.EmployeeID = 2 }, fault.NotFound},
		{"another department", accounts.Actor{AccountID: 2, Reach: accounts.Reach{Departments: []int64{2}}}, func(*HoldVotes) {}, fault.NotFound},
	} {
		in := good
		tt.change(&in)
		if _, err := w.HoldVotes(t.Context(), tt.actor, in); !fault.Is(err, tt.kind) {
			t.Errorf("%s: %v", tt.promise, err)
		}
	}
	for range 2 {
		if out, err := w.HoldVotes(t.Context(), quality, good); err != nil || out.Votes != 12 {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	list := w.list(t, second, ListIncidents{})
	if len(list) != 1 || list[0].Means != nil || list[0].Reasons[0].Reason != "note" || !slices.Equal(list[0].Reasons[0].HeldBy, []string{"quality"}) ||
		list[0].Reasons[0].Words["en"] != "Set aside by hand: seen with a tablet" {
		t.Fatalf("%+v", list)
	}
	in := DecideIncident{Key: list[0].Key, UpTo: list[0].UpTo, Decision: "released", Note: "they were patients"}
	if _, err := w.Decide(t.Context(), quality, in); !fault.Is(err, fault.Forbidden) {
		t.Errorf("whoever set them aside decides: %v", err)
	}
	standIn := second
	standIn.InPlaceOf = []accounts.Person{{AccountID: quality.AccountID}}
	if _, err := w.Decide(t.Context(), standIn, in); !fault.Is(err, fault.Forbidden) {
		t.Errorf("in the place of whoever set them aside: %v", err)
	}
	if out, err := w.Decide(t.Context(), second, in); err != nil || out.Votes != 12 {
		t.Errorf("%+v, %v", out, err)
	}
	if got := w.standings(t); got["counted"] != 22 {
		t.Errorf("standings %v", got)
	}
}

// Of a few votes no average is shown: the difference would be what a patient said.
func TestFewVotesShowNoAverage(t *testing.T) {
	t.Parallel()
	w := stuffed(t)
	w.clock.set("2026-06-13 10:00:00")
	key := w.key(t, badge, "")
	if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: key, Score: 1, Language: "ko", Staff: Staff{SignedIn: true}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: w.key(t, badge, ""), Score: 1, Language: "ko", Staff: Staff{Marked: true}}); err != nil {
		t.Fatal(err)
	}
	list := w.list(t, quality, ListIncidents{})
	if len(list) != 1 || list[0].Means != nil || list[0].Votes != 2 || list[0].Reasons[0].Reason != "staff" ||
		!strings.HasSuffix(list[0].Reasons[1].Words["en"], "Votes: 1.") {
		t.Errorf("%+v", list)
	}
}
