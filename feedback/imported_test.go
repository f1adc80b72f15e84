package feedback

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// newSurvey is a ward with the sources "survey" of 0 to 10, half a weight, and
// "old" of 1 to 5, the whole.
func newSurvey(t *testing.T) ward {
	t.Helper()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO sources (code, kind, name, note, weight, low, high, created_at) VALUES
		('survey', 'ratings', '{"en": "Survey Co"}', '', 5000, 0, 10, '2026-01-01'), ('old', 'ratings', '{"en": "Old"}', '', 10000, 1, 5, '2026-01-01'),
		('hearsay', 'ratings', '{"en": "Hearsay"}', '', 0, 1, 5, '2026-01-01'), ('rounds', 'spot-checks', '{"en": "Rounds"}', '', 10000, 1, 5, '2026-01-01')`)
	return w
}

// given is a rating of Wang Li on a local time, such as 2026-06-01 09:30.
func given(id, at string, value float64) ImportedRating {
	t, err := time.ParseInLocation("2006-01-02 15:04", at, shanghai)
	if err != nil {
		panic(err)
	}
	return ImportedRating{ExternalID: id, Number: "1", Value: value, At: t}
}

// evidence lists what counts as "employee posting value weight channel shift hour".
func (w ward) evidence(t *testing.T) string {
	t.Helper()
	var list []string
	if err := w.db.Select(&list, `SELECT concat_ws(' ', employee_id, posting_id, value, weight, channel, shift, to_char(occurred_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI'))
		FROM evidence WHERE kind = 'rating' ORDER BY occurred_at, source_id`); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, ", ")
}

func TestImportedRatingsAreEvidence(t *testing.T) {
	w := newSurvey(t)
	w.db.MustExec(`INSERT INTO schemes (name, version, definition, sha256, created_at) VALUES ('s', 1, '{}', sha256(''), '2026-01-01');
		INSERT INTO periods (name, starts_on, ends_on, scheme_id, status, created_at) VALUES ('2026-05', '2026-05-01', '2026-06-01', 1, 'closed', '2026-06-01')`)
	kim := given("b", "2026-06-01 23:10", 10)
	kim.Number, kim.Touchpoint, kim.Language, kim.Tags, kim.Comment = "", badge3, "ko", []string{"slow", "kind", "kind"}, " 친절 \n"
	place := given("c", "2026-06-02 09:00", 0)
	place.Number, place.Touchpoint = "", "chamber1"
	in := ImportRatings{Source: "survey", Rows: []ImportedRating{given("a", "2026-05-20 09:40", 7.3), kim, place}}
	for _, test := range []struct {
		what string
		want people.Imported
	}{
		{"of a month that is closed, too", people.Imported{Rows: 3, Added: 3}},
		{"again", people.Imported{Rows: 3, Unchanged: 3}},
	} {
		got, err := w.ImportRatings(t.Context(), boss, in)
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %v (-want +got):\n%s", test.what, err, fault.As(err).Fields, diff)
		}
		want := "1 1 73 5000 import:survey day 05-20 09:00, 2 2 100 5000 import:survey night 06-01 23:00"
		if got := w.evidence(t); got != want {
			t.Errorf("%s: the evidence is %s, want %s", test.what, got, want)
		}
	}
	var said string
	if err := w.db.Get(&said, `SELECT concat_ws('|', array_to_string(tags, ' '), words, language, score) FROM remarks JOIN ratings USING (vote, version)`); err != nil || said != "kind slow|친절|ko|5" {
		t.Errorf("the remark: %q, %v", said, err)
	}
	var n int
	if err := w.db.Get(&n, `SELECT count(*) FROM ratings WHERE touchpoint_id = 4 AND employee_id IS NULL AND score = 1`); err != nil || n != 1 {
		t.Errorf("%d ratings of the place, %v", n, err)
	}
	const entry = `SELECT after::text FROM journal WHERE action = 'import' AND object = 'rating' AND account_id = 1`
	if err := w.db.Get(&said, entry); err != nil || said != `{"rows": 3, "added": 3, "source": "survey", "changed": 0, "removed": 0, "unchanged": 0}` {
		t.Errorf("the journal: %s, %v", said, err)
	}
}

func TestCorrectedRatings(t *testing.T) {
	w := newSurvey(t)
	first, other := given("a", "2026-06-01 09:40", 2), given("a", "2026-06-01 09:40", 5)
	run := func(correct bool, source string, rows ...ImportedRating) (people.Imported, error) {
		return w.ImportRatings(t.Context(), boss, ImportRatings{Source: source, Correct: correct, Rows: rows})
	}
	if _, err := run(false, "old", first); err != nil {
		t.Fatal(err)
	}
	if _, err := run(false, "survey", first); err != nil {
		t.Errorf("another source's ids are others: %v", err)
	}
	_, err := run(false, "old", given("b", "2026-06-01 09:40", 3), other)
	if says := fault.As(err).Fields["rows[1].externalId"]; !strings.Contains(says, "a was imported before with other content") {
		t.Errorf("other content: %v %v", err, fault.As(err).Fields)
	}
	if got := w.evidence(t); got != "1 1 25 10000 import:old day 06-01 09:00, 1 1 20 5000 import:survey day 06-01 09:00" {
		t.Errorf("nothing should be stored of what is refused: %s", got)
	}
	w.db.MustExec(`UPDATE ratings SET standing = 'held' WHERE id = 1`)
	for i, want := range []people.Imported{{Rows: 1, Changed: 1}, {Rows: 1, Unchanged: 1}} {
		got, err := run(true, "old", other)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("correction %d: %v (-want +got):\n%s", i, err, diff)
		}
	}
	var versions string
	if err := w.db.Get(&versions, `SELECT string_agg(version || ':' || score || ' ' || standing, ', ' ORDER BY version) FROM ratings r
		JOIN imported_ratings i ON i.rating_id = r.id WHERE source = 'old'`); err != nil || versions != "1:2 held, 2:5 held" {
		t.Errorf("a correction appends, and frees nothing: %s, %v", versions, err)
	}
	if got, err := run(false, "old", first); err == nil {
		t.Errorf("what was corrected comes again as it was: %+v", got)
	}
	if got, err := run(false, "hearsay", first); err != nil || got.Added != 1 || strings.Contains(w.evidence(t), "hearsay") {
		t.Errorf("what weighs nothing is kept, and counts as nothing: %+v, %v, %s", got, err, w.evidence(t))
	}
}

func TestImportRatingsRefuses(t *testing.T) {
	w := newSurvey(t)
	ward := accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{2}}}
	wang := accounts.Actor{AccountID: 1, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		change func(*ImportedRating)
		field  string
		says   string
	}{
		{"no id", boss, func(r *ImportedRating) { r.ExternalID = " " }, "externalId", "required"},
		{"an id twice", boss, func(r *ImportedRating) { r.ExternalID = "first" }, "externalId", "first is there twice"},
		{"nobody", boss, func(r *ImportedRating) { r.Number = "9" }, "number", "there is nobody with the number 9"},
		{"not posted yet", boss, func(r *ImportedRating) { r.At = r.At.AddDate(-10, 0, 0) }, "number", "1 is not posted anywhere on 2016-06-01"},
		{"about nothing", boss, func(r *ImportedRating) { r.Number = "" }, "number", "write a number, or a touchpoint"},
		{"no such touchpoint", boss, func(r *ImportedRating) { r.Touchpoint = "BADGE009" }, "touchpoint", "there is no touchpoint BADGE009"},
		{"somebody else's badge", boss, func(r *ImportedRating) { r.Touchpoint = badge3 }, "touchpoint", "the badge of somebody else"},
		{"off the scale", boss, func(r *ImportedRating) { r.Value = 11 }, "value", "11 is not between 0 and 10, which is the scale of survey"},
		{"never", boss, func(r *ImportedRating) { r.At = time.Time{} }, "at", "required"},
		{"tomorrow", boss, func(r *ImportedRating) { r.At = r.At.AddDate(0, 1, 0) }, "at", "lies in the future"},
		{"in another age", boss, func(r *ImportedRating) { r.At = r.At.AddDate(-100, 0, 0) }, "at", "before 1990"},
		{"another shift", boss, func(r *ImportedRating) { r.Shift = "tea" }, "shift", "one of day"},
		{"another language", boss, func(r *ImportedRating) { r.Language = "fr" }, "language", "one of zh-CN"},
		{"another tag", boss, func(r *ImportedRating) { r.Tags = []string{"rude"} }, "tags", "those that patients may tick"},
		{"a novel", boss, func(r *ImportedRating) { r.Comment = strings.Repeat("长", 501) }, "comment", "at most 500"},
		{"out of reach", ward, func(*ImportedRating) {}, "number", "1 is not posted anywhere"},
		{"a place out of reach", accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1}}},
			func(r *ImportedRating) { r.Number, r.Touchpoint = "", counter }, "touchpoint", "there is no touchpoint CHAMBER1"},
		{"by nobody", accounts.Actor{}, func(*ImportedRating) {}, "number", "not posted anywhere"},
		{"of oneself", wang, func(*ImportedRating) {}, "number", "nobody imports ratings of themselves"},
	} {
		r := given("second", "2026-06-01 09:40", 5)
		test.change(&r)
		first := given("first", "2026-06-01 09:40", 5)
		first.Number = "3"
		_, err := w.ImportRatings(t.Context(), test.actor, ImportRatings{Source: "survey", Rows: []ImportedRating{first, r}})
		if got := fault.As(err).Fields[fault.RowField(1, test.field)]; !fault.Is(err, fault.Invalid) || !strings.Contains(got, test.says) {
			t.Errorf("%s: %v %v, want %s to say %q", test.what, err, fault.As(err).Fields, test.field, test.says)
		}
	}
	for _, source := range []string{"nowhere", "rounds"} {
		_, err := w.ImportRatings(t.Context(), boss, ImportRatings{Source: source, Rows: []ImportedRating{given("a", "2026-06-01 09:40", 5)}})
		if says := fault.As(err).Fields["source"]; !strings.Contains(says, "there is no source "+source+" of ratings") {
			t.Errorf("source %s: %v", source, err)
		}
	}
	if got := w.votes(t); len(got) != 0 {
		t.Errorf("stored: %v", got)
	}
}

func TestNoContactIsImported(t *testing.T) {
	w := newSurvey(t)
	for i, test := range []struct{ comment, want string }{
		{"call me: 138 0013-8000 thanks", "call me: *** thanks"},
		{"张三 +86(010)6552-9988", "张三 ***"},
		{"mail 李.li@example.org please", "mail *** please"},
		{"１３８００１３８０００", "***"},
		{"waited 45 minutes at 10:30 in room 3021", "waited 45 minutes at 10:30 in room 3021"},
	} {
		r := given(fmt.Sprint(i), "2026-06-01 09:40", 5)
		r.Comment = test.comment
		if _, err := w.ImportRatings(t.Context(), boss, ImportRatings{Source: "survey", Rows: []ImportedRating{r}}); err != nil {
			t.Fatal(err)
		}
		var words string
		if err := w.db.Get(&words, `SELECT words FROM remarks ORDER BY id DESC LIMIT 1`); err != nil || words != test.want {
			t.Errorf("%s: %q, %v, want %q", test.comment, words, err, test.want)
		}
	}
}

func TestVisitsAreKeptAsHashes(t *testing.T) {
	w := newSurvey(t)
	a, b, c := given("a", "2026-06-01 09:40", 5), given("b", "2026-06-01 10:40", 6), given("c", "2026-06-02 09:40", 5)
	for _, r := range []*ImportedRating{&a, &b, &c} {
		r.Visit = "P-20260601"
	}
	if _, err := w.ImportRatings(t.Context(), boss, ImportRatings{Source: "survey", Rows: []ImportedRating{a, b, c, given("d", "2026-06-01 09:40", 5)}}); err != nil {
		t.Fatal(err)
	}
	var visits []int
	if err := w.db.Select(&visits, `SELECT dense_rank() OVER (ORDER BY first) FROM (
		SELECT id, min(id) OVER (PARTITION BY visit) AS first FROM ratings) v ORDER BY id`); err != nil || fmt.Sprint(visits) != "[1 2 1 3]" {
		t.Errorf("by day and visit, in the order of time: %v, %v", visits, err)
	}
}

func TestImportsOfOneFileAtOnce(t *testing.T) {
	w := newSurvey(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	added := 0
	for range 5 {
		wg.Go(func() {
			got, err := w.ImportRatings(t.Context(), boss, ImportRatings{Source: "old", Rows: []ImportedRating{given("a", "2026-06-01 09:40", 5), given("b", "2026-06-01 09:40", 4)}})
			mu.Lock()
			defer mu.Unlock()
			if added += got.Added; err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if added != 2 || len(w.votes(t)) != 2 {
		t.Errorf("%d added, %d votes, want 2", added, len(w.votes(t)))
	}
}
