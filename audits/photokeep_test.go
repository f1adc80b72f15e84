package audits_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/worktime"
)

// nightOf runs what is due in a night at the hospital, and returns the photographs
// whose pictures there still are.
func nightOf(t *testing.T, s *audits.Service, db *sqlx.DB, at time.Time) (left []string) {
	t.Helper()
	tx := db.MustBegin()
	defer tx.Rollback()
	tasks := s.Schedule()
	i := slices.IndexFunc(tasks, func(t outbox.Scheduled) bool { return t.Name == "audits.photos" })
	if err := tasks[i].Run(t.Context(), tx, at); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := db.Select(&left, `SELECT photo_id FROM pictures ORDER BY photo_id`); err != nil {
		t.Fatal(err)
	}
	return left
}

// night is ten past three in the morning of a day in Shanghai.
func night(day worktime.Day) time.Time {
	return day.In(time.UTC).Add(3*time.Hour + 10*time.Minute - 8*time.Hour)
}

func TestPhotographsGoOnTheirDayUnlessACaseNeedsThem(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c, _ := photographed(t, s)
	for n := 2; n <= 4; n++ {
		if _, err := s.AddPhoto(t.Context(), supervisor, onSmile(n), photo(t, uint8(40*n))); err != nil {
			t.Fatal(err)
		}
	}
	keep := func(n int, until worktime.Day) {
		t.Helper()
		p, err := s.KeepPhoto(t.Context(), quality, audits.KeepPhoto{ID: photoID(n), Reason: " complaint 12 ", Until: until})
		if err != nil || p.KeptFor != "complaint 12" || p.KeptUntil != until {
			t.Fatalf("kept: %+v, %v", p, err)
		}
	}
	keep(2, "2027-06-30")
	keep(3, "")
	keep(4, "2028-01-01")
	if p, err := s.ReleasePhoto(t.Context(), quality, audits.ReleasePhoto{ID: photoID(4)}); err != nil || p.KeptFor != "" || p.KeptUntil != "2027-03-01" {
		t.Fatalf("released: %+v, %v", p, err)
	}
	if _, err := s.ReleasePhoto(t.Context(), quality, audits.ReleasePhoto{ID: photoID(4)}); !fault.Is(err, fault.Conflict) {
		t.Errorf("released twice: %v", err)
	}
	for _, test := range []struct {
		day  worktime.Day
		left []int
	}{
		{"2026-12-02", []int{1, 2, 3, 4}}, {"2027-03-01", []int{1, 2, 3, 4}}, {"2027-03-02", []int{2, 3}}, {"2027-03-02", []int{2, 3}},
		{"2027-06-30", []int{2, 3}}, {"2027-07-01", []int{3}}, {"2031-01-01", []int{3}},
	} {
		var want []string
		for _, n := range test.left {
			want = append(want, photoID(n))
		}
		if left := nightOf(t, s, db, night(test.day)); !slices.Equal(left, want) {
			t.Errorf("in the night of %s there are %v, want %v", test.day, left, want)
		}
	}
	s.Now = func() time.Time { return night("2031-01-01") }
	if _, err := s.ReleasePhoto(t.Context(), quality, audits.ReleasePhoto{ID: photoID(3)}); err != nil {
		t.Fatal(err)
	}
	if left := nightOf(t, s, db, night("2031-01-02")); left != nil {
		t.Errorf("released, it stays: %v", left)
	}
	var stones []string
	if err := db.Select(&stones, `SELECT right(id::text, 1) || ' ' || (deleted_at AT TIME ZONE 'Asia/Shanghai')::date || ' ' || deleted_why FROM photos ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	if want := []string{"1 2027-03-02 due", "2 2027-07-01 kept-long-enough", "3 2031-01-02 due", "4 2027-03-02 due"}; !slices.Equal(stones, want) {
		t.Errorf("what stays of them is %v, want %v", stones, want)
	}
	read, err := s.Get(t.Context(), quality, audits.GetSpotCheck{ID: c.ID})
	if f := read.Findings[0]; err != nil || len(f.Photos) != 0 || f.Photos == nil || f.PhotosDeleted != 4 {
		t.Errorf("the check says %+v, %v", f, err)
	}
	gone := photoID(1)
	if _, err := s.OpenPhoto(t.Context(), supervisor, audits.OpenPhoto{ID: gone}); !fault.Is(err, fault.Gone) {
		t.Errorf("opened: %v", err)
	}
	if _, err := s.KeepPhoto(t.Context(), quality, audits.KeepPhoto{ID: gone, Reason: "too late"}); !fault.Is(err, fault.Gone) {
		t.Errorf("kept: %v", err)
	}
	if p, err := s.AddPhoto(t.Context(), supervisor, onSmile(1), photo(t, 1)); err != nil || p.ID != gone || count(t, db, "pictures") != 0 {
		t.Errorf("sent again: %+v, %v", p, err)
	}
}

func TestWhoKeepsAPhotographAndHowLong(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c, p := photographed(t, s)
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		reason string
		until  worktime.Day
		kind   fault.Kind
	}{
		{"the quality office", quality, "complaint 12", "2027-04-01", ""},
		{"for something else", quality, "appeal 3", "", ""},
		{"in one's departments", actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{2}}), "appeal 3", "2027-03-02", ""},
		{"for ten years", quality, "a lawsuit", "2036-12-01", ""},
		{"the observer", reader, "complaint 12", "", fault.Forbidden},
		{"the observed", actor(nurse, accounts.Reach{EmployeeID: nurse}), "complaint 12", "", fault.Forbidden},
		{"the observed, with all the reach there is", actor(nurse, quality.Reach), "complaint 12", "", fault.Forbidden},
		{"somebody in the place of the observed", actingFor(nurse, actor(head, quality.Reach)), "complaint 12", "", fault.Forbidden},
		{"in other departments", actor(head, accounts.Reach{EmployeeID: head, Departments: []int64{3}}), "complaint 12", "", fault.NotFound},
		{"without a reason", quality, " ", "", fault.Invalid},
		{"with no text", quality, "a\x00b", "", fault.Invalid},
		{"until a day on which it is there anyway", quality, "complaint 12", "2027-03-01", fault.Invalid},
		{"until a day that is past", quality, "complaint 12", "2026-11-30", fault.Invalid},
		{"until no day", quality, "complaint 12", "soon", fault.Invalid},
		{"for ever and a day", quality, "complaint 12", "2037-12-01", fault.Invalid},
	} {
		kept, err := s.KeepPhoto(t.Context(), test.actor, audits.KeepPhoto{ID: p.ID, Reason: test.reason, Until: test.until})
		if test.kind != "" {
			if !fault.Is(err, test.kind) {
				t.Errorf("%s: %v, want %s", test.name, err, test.kind)
			}
			if _, err := s.ReleasePhoto(t.Context(), test.actor, audits.ReleasePhoto{ID: p.ID}); test.kind != fault.Invalid && !fault.Is(err, test.kind) {
				t.Errorf("%s: released: %v, want %s", test.name, err, test.kind)
			}
			continue
		}
		read, readErr := s.Get(t.Context(), quality, audits.GetSpotCheck{ID: c.ID})
		if err != nil || readErr != nil || kept.KeptFor != test.reason || kept.KeptUntil != test.until || read.Findings[0].Photos[0].KeptFor != test.reason {
			t.Errorf("%s: %+v, %v; the check says %+v", test.name, kept, err, read.Findings[0].Photos)
		}
	}
	var entries []string
	if err := db.Select(&entries, `
		SELECT concat(before->>'keptFor', ' → ', after->>'keptFor') FROM journal WHERE action = 'keep-photo' AND object_id = $1 ORDER BY id`, c.ID); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(entries, "; "); got != " → complaint 12; complaint 12 → appeal 3; appeal 3 → appeal 3; appeal 3 → a lawsuit" {
		t.Errorf("the journal says %s", fmt.Sprintf("%q", got))
	}
}
