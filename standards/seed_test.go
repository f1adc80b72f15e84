package standards_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/standards"
)

// TestANewerCatalogueProposes: what the hospital has not touched and the
// catalogue words otherwise is proposed, once; what it has written stays.
func TestANewerCatalogueProposes(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	posts := map[string]int64{}
	for i, p := range standards.Catalogue().Posts {
		posts[p.Code] = int64(i + 1)
	}
	enact(t, s, askFirst()) // the hospital's own words
	// As an older release left it: one standard worded otherwise, one missing, a set
	// of other weights, and no phrases yet.
	owner := ownerOf(t, db)
	owner.MustExec(`UPDATE standard_versions SET title = title || '{"en": "Listen"}' WHERE standard_id = (SELECT id FROM standards WHERE code = 'listening')`)
	owner.MustExec(`DELETE FROM standard_set_items WHERE standard_id = (SELECT id FROM standards WHERE code = 'signage-clear')`)
	owner.MustExec(`DELETE FROM standard_versions WHERE standard_id = (SELECT id FROM standards WHERE code = 'signage-clear')`)
	owner.MustExec(`DELETE FROM standards WHERE code = 'signage-clear'`)
	owner.MustExec(`DELETE FROM phrase_lists WHERE post_id IS NULL`)
	want := "post-set guide, phrases everyone, standard listening, standard signage-clear"
	for range 2 {
		if err := seed(t.Context(), s, posts); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := db.Get(&got, `SELECT string_agg(kind || ' ' || coalesce(nullif(c.code, ''), p.code, 'everyone'), ', ' ORDER BY coalesce(nullif(c.code, ''), ' ' || p.code, ' ~'))
			FROM standard_changes c LEFT JOIN posts p ON p.id = c.post_id WHERE origin = 'catalogue' AND status = 'proposed' AND author_id IS NULL`); err != nil || got != want {
			t.Fatalf("proposed: %s, %v, want %s", got, err, want)
		}
	}
	if inForce(t, s, "signage-clear", tomorrow) != 0 || inForce(t, s, "ask-first", tomorrow) != 2 {
		t.Error("a proposal is in force, or the hospital's own version is not")
	}
	list, err := s.Changes(t.Context(), quality, standards.ListChanges{Status: "open", Standard: "listening"})
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	c, err := s.Change(t.Context(), quality, standards.GetChange{ID: list[0].ID})
	if err != nil || len(c.Differences) != 1 || !strings.HasPrefix(c.Differences[0].Words, "title (en): “Listen” becomes “Listening") {
		t.Errorf("differences %+v, %v", c.Differences, err)
	}
	if _, err := s.Reject(t.Context(), colleague, why(c)); err != nil {
		t.Fatal(err)
	}
	_, err = s.Propose(t.Context(), quality, standards.GetChange{ID: c.ID})
	refused(t, "what came back to the catalogue", err, fault.Forbidden, "", "it came from a catalogue; write one of your own")
	if _, err := s.Withdraw(t.Context(), quality, why(c)); err != nil {
		t.Errorf("the catalogue's proposal is nobody's in particular: %v", err)
	}
	if err := seed(t.Context(), s, posts); err != nil {
		t.Fatal(err)
	}
	list, err = s.Changes(t.Context(), quality, standards.ListChanges{Status: "open", Standard: "listening"})
	if err != nil || len(list) != 0 {
		t.Errorf("what was withdrawn is proposed again: %+v, %v", list, err)
	}
	if n := approveAll(t, s); n != 3 {
		t.Errorf("%d proposals were approved, want 3", n)
	}
	if phrases, err := s.Phrases(t.Context(), quality, standards.ListPhrases{Post: "doctor", On: tomorrow}); err != nil || len(phrases) == 0 {
		t.Errorf("a doctor says %v, %v", phrases, err)
	}
}

// ownerOf connects to db's database as the owner of its tables.
func ownerOf(t *testing.T, db *sqlx.DB) *sqlx.DB {
	t.Helper()
	var name string
	if err := db.Get(&name, `SELECT current_database()`); err != nil {
		t.Fatal(err)
	}
	return dbtest.Owner(t, fmt.Sprintf(os.Getenv("TEST_DATABASE_URL"), name))
}
