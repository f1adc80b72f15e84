package feedback

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// published is a ward whose department 1 has been released eight comments: three
// with the patient's tick, of which one is about Kim.
func published(t *testing.T) ward {
	t.Helper()
	w := newWard(t)
	for i := range 5 {
		w.writes(t, remarked{words: fmt.Sprint("not ticked ", i)})
	}
	w.writes(t, remarked{words: "王丽 helped, call 13800138000", publish: true})
	w.writes(t, remarked{words: "second", publish: true})
	w.writes(t, remarked{words: "about Kim", publish: true, employee: 2})
	w.writes(t, remarked{words: "alone in its department", publish: true, employee: -1})
	w.release(t)
	return w
}

func (w ward) publications(t *testing.T, of accounts.Actor, state string) []Publication {
	t.Helper()
	list, err := w.Publications(t.Context(), of, ListPublications{State: state})
	if err != nil || list == nil {
		t.Fatalf("%v, %v", list, err)
	}
	return list
}

// the returns the publication whose words have a part.
func the(t *testing.T, part string, list []Publication) Publication {
	t.Helper()
	for _, p := range list {
		if strings.Contains(p.Words, part) {
			return p
		}
	}
	t.Fatalf("%q is not in %+v", part, list)
	return Publication{}
}

func (w ward) public(t *testing.T) string {
	t.Helper()
	list, err := w.PublicComments(t.Context(), accounts.Actor{}, ListComments{})
	if err != nil || list == nil {
		t.Fatalf("%v, %v", list, err)
	}
	var words []string
	for _, c := range list {
		words = append(words, c.Words)
	}
	return strings.Join(words, "|")
}

func TestPublicationNeedsTheTickAndAModerator(t *testing.T) {
	t.Parallel()
	w := published(t)
	waiting := w.publications(t, boss, "waiting")
	if len(waiting) != 3 {
		t.Fatalf("waiting are %+v", waiting)
	}
	if got := w.publications(t, kim, ""); len(got) != 0 {
		t.Errorf("out of reach: %+v", got)
	}
	if got := w.publications(t, accounts.Actor{EmployeeID: 2, Reach: boss.Reach}, ""); len(got) != 2 {
		t.Errorf("Kim decides on what is about him: %+v", got)
	}
	if w.public(t) != "" {
		t.Errorf("nothing was approved, public is %s", w.public(t))
	}
	helped, aboutKim := the(t, "helped", waiting), the(t, "about", waiting)
	if helped.Words != "*** helped, call ***" || helped.Month != "2026-06" {
		t.Errorf("to be shown is %+v", helped)
	}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    ApprovePublication
		kind  fault.Kind
	}{
		{"what was not read", boss, ApprovePublication{ID: helped.ID, Seen: "something"}, fault.Invalid},
		{"of another department", headOfWard, ApprovePublication{ID: helped.ID, Seen: helped.Seen}, fault.NotFound},
		{"about oneself", accounts.Actor{AccountID: 1, EmployeeID: 2, Reach: boss.Reach}, ApprovePublication{ID: aboutKim.ID, Seen: aboutKim.Seen}, fault.NotFound},
		{"without the tick", boss, ApprovePublication{ID: w.released(t, "not ticked 1"), Seen: "x"}, fault.NotFound},
		{"none", boss, ApprovePublication{ID: 99999, Seen: "x"}, fault.NotFound},
	} {
		if _, err := w.ApprovePublication(t.Context(), test.actor, test.in); !fault.Is(err, test.kind) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if p, err := w.ApprovePublication(t.Context(), boss, ApprovePublication{ID: helped.ID, Seen: helped.Seen}); err != nil || p.Decision != "approved" || p.DecidedAt == nil {
		t.Fatalf("approved: %+v, %v", p, err)
	}
	if _, err := w.RefusePublication(t.Context(), boss, RefusePublication{ID: helped.ID, Note: "changed my mind"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	if got := w.public(t); got != "*** helped, call ***" {
		t.Errorf("public is %s", got)
	}
	if got := w.journal(t); !strings.Contains(got, "approve publication") || strings.Contains(got, "helped") {
		t.Errorf("the journal says %s", got)
	}
}

// released returns the id of a department's comment.
func (w ward) released(t *testing.T, words string) (id int64) {
	t.Helper()
	if err := w.db.Get(&id, `SELECT id FROM released_comments WHERE words = $1 AND NOT own`, words); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestRefusedAndTakenDown(t *testing.T) {
	t.Parallel()
	w := published(t)
	second := the(t, "second", w.publications(t, boss, ""))
	if _, err := w.RefusePublication(t.Context(), boss, RefusePublication{ID: second.ID, Note: " "}); fault.As(err).Fields["note"] == "" {
		t.Errorf("for no reason: %v", err)
	}
	if _, err := w.TakeDownPublication(t.Context(), boss, TakeDownPublication{ID: second.ID, Reason: "x"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is not shown: %v", err)
	}
	if p, err := w.RefusePublication(t.Context(), boss, RefusePublication{ID: second.ID, Note: "names a neighbour"}); err != nil || p.Note != "names a neighbour" {
		t.Errorf("refused: %+v, %v", p, err)
	}
	helped := the(t, "helped", w.publications(t, boss, "waiting"))
	if _, err := w.ApprovePublication(t.Context(), boss, ApprovePublication{ID: helped.ID, Seen: helped.Seen}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.TakeDownPublication(t.Context(), boss, TakeDownPublication{ID: helped.ID, Reason: " "}); fault.As(err).Fields["reason"] == "" {
		t.Errorf("for no reason: %v", err)
	}
	if p, err := w.TakeDownPublication(t.Context(), boss, TakeDownPublication{ID: helped.ID, Reason: "asked by phone"}); err != nil || p.TakenDownAt == nil {
		t.Errorf("taken down: %+v, %v", p, err)
	}
	if got := w.public(t); got != "" {
		t.Errorf("public is %s", got)
	}
	for state, want := range map[string]int{"waiting": 1, "refused": 1, "taken-down": 1, "approved": 0, "": 3} {
		if got := w.publications(t, boss, state); len(got) != want {
			t.Errorf("%q are %+v", state, got)
		}
	}
}

// TestWhatIsRejectedOrTakenBackIsNoLongerPublic.
func TestWhatIsRejectedOrTakenBackIsNoLongerPublic(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"held":       `UPDATE ratings SET standing = 'held'`,
		"rejected":   `UPDATE ratings SET standing = 'rejected'`,
		"taken back": `UPDATE remarks SET words = '', tags = '{}', publish = false`,
	} {
		w := published(t)
		p := the(t, "second", w.publications(t, boss, ""))
		if _, err := w.ApprovePublication(t.Context(), boss, ApprovePublication{ID: p.ID, Seen: p.Seen}); err != nil || w.public(t) != "second" {
			t.Fatalf("%v, public is %s", err, w.public(t))
		}
		w.db.MustExec(change)
		if got := w.public(t); got != "" {
			t.Errorf("%s: public is %s", name, got)
		}
	}
}

func TestOpenComment(t *testing.T) {
	t.Parallel()
	w := published(t)
	id, about := w.released(t, "*** helped, call ***"), accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: boss.Reach}
	for _, test := range []struct {
		name  string
		actor accounts.Actor
		in    OpenComment
		kind  fault.Kind
	}{
		{"for no reason", boss, OpenComment{ID: id, Reason: " "}, fault.Invalid},
		{"of another department", headOfWard, OpenComment{ID: id, Reason: "x"}, fault.NotFound},
		{"without reach", wang, OpenComment{ID: id, Reason: "x"}, fault.NotFound},
		{"about oneself", about, OpenComment{ID: id, Reason: "x"}, fault.NotFound},
		{"none", boss, OpenComment{ID: 99999, Reason: "x"}, fault.NotFound},
	} {
		if got, err := w.OpenComment(t.Context(), test.actor, test.in); !fault.Is(err, test.kind) || got.Words != "" {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
	}
	if got := w.journal(t); got != "" {
		t.Errorf("nothing was opened, but the journal says %s", got)
	}
	got, err := w.OpenComment(t.Context(), boss, OpenComment{ID: id, Reason: "asks to be called"})
	if err != nil || got.Words != "王丽 helped, call 13800138000" {
		t.Errorf("%+v, %v", got, err)
	}
	if says := w.journal(t); !strings.Contains(says, "1 open comment") || !strings.Contains(says, "asks to be called") || strings.Contains(says, "138001") {
		t.Errorf("the journal says %s", says)
	}
}
