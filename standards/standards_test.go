package standards_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

// In Shanghai, the hospital's zone, it is 1 December already.
var now = time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)

const (
	nurse, pilot = 3, 999 // posts: the third of the catalogue, and none

	opening  = worktime.Day("2026-01-01")
	today    = worktime.Day("2026-12-01")
	tomorrow = worktime.Day("2026-12-02")
)

var quality = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}

func all(text string) texts.Localized {
	return texts.Localized{"zh-CN": text, "zh-TW": text, "ko": text, "en": text}
}

// open makes a hospital with the catalogue's posts and standards.
func open(t *testing.T) (*standards.Service, *sqlx.DB) {
	t.Helper()
	db := dbtest.New(t)
	db.MustExec(`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`)
	db.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('quality', '', $1)`, now)
	s := &standards.Service{DB: db, Now: func() time.Time { return now }}
	posts := map[string]int64{}
	for _, p := range standards.Catalogue().Posts {
		var id int64
		if err := db.Get(&id, `INSERT INTO posts (code, family, name) VALUES ($1, $2, $3) RETURNING id`, p.Code, p.Family, p.Name); err != nil {
			t.Fatal(err)
		}
		posts[p.Code] = id
	}
	for range 2 { // the second time changes nothing
		if err := seed(t.Context(), s, posts); err != nil {
			t.Fatal(err)
		}
	}
	return s, db
}

func seed(ctx context.Context, s *standards.Service, posts map[string]int64) error {
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (bool, error) { return true, s.Seed(ctx, tx, opening, posts) })
	return err
}

func TestSeed(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c := standards.Catalogue()
	for table, want := range map[string]int{
		"standards": len(c.Standards), "standard_versions": len(c.Standards), "standard_sets": len(c.Posts), "journal": 1,
	} {
		var got int
		if err := db.Get(&got, `SELECT count(*) FROM `+table); err != nil || got != want {
			t.Errorf("%s has %d rows, %v, want %d", table, got, err, want)
		}
	}
	list, err := s.List(t.Context(), quality, standards.ListStandards{})
	if err != nil || len(list) != len(c.Standards) {
		t.Fatalf("List = %d standards, %v", len(list), err)
	}
	if first := list[0]; !first.Principal || first.Version.Version != 1 || first.Version.EffectiveFrom != opening ||
		first.Version.Met["ko"] != c.Standards[0].Met["ko"] || len(first.Version.NotApplicable) == 0 || first.Weight != nil {
		t.Errorf("the first standard is %+v", first)
	}
	h, err := s.Get(t.Context(), quality, standards.GetStandard{Code: "five-second-response"})
	if err != nil || len(h.Versions) != 1 || *h.Versions[0].TargetMs != 5000 || h.Versions[0].TargetShare != nil {
		t.Errorf("five-second-response is %+v, %v", h, err)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	var porter int64
	if err := db.Get(&porter, `INSERT INTO posts (code, family, name) VALUES ('porter', 'porters', '{"en": "Porter"}') RETURNING id`); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		in   standards.ListStandards
		want int
		err  string
	}{
		{"before the hospital began, nothing held", standards.ListStandards{On: "2025-12-31"}, 0, ""},
		{"a post without a set has the principal standards", standards.ListStandards{PostID: porter}, 2, ""},
		{"no such post", standards.ListStandards{PostID: pilot}, 0, "there is no post 999"},
		{"no day", standards.ListStandards{On: "soon"}, 0, "some fields are not valid"},
	} {
		list, err := s.List(t.Context(), quality, test.in)
		if len(list) != test.want || fmt.Sprint(err) != cmpErr(test.err) {
			t.Errorf("%s: %d standards, %v", test.name, len(list), err)
		}
	}
	list, err := s.List(t.Context(), quality, standards.ListStandards{PostID: nurse})
	sum := 0
	for _, one := range list {
		if one.Weight != nil {
			sum += *one.Weight
		}
	}
	if err != nil || sum != 100 {
		t.Errorf("the weights of a nurse sum to %d, %v", sum, err)
	}
}

func cmpErr(text string) string {
	if text == "" {
		return "<nil>"
	}
	return text
}

func edit() standards.NewStandardVersion {
	return standards.NewStandardVersion{
		Code: "ask-first", BasedOn: 1, EffectiveFrom: tomorrow, Dimension: "attitude-communication", Measure: standards.Judged,
		Title: all("Ask"), Opportunity: all("o"), Met: all("m"), Partly: all("p"), NotMet: all("n"),
		NotApplicable: standards.Reasons{{Code: "asleep", Text: all("asleep")}},
	}
}

func TestNewVersion(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	five := 5000
	for _, test := range []struct {
		name   string
		change func(*standards.NewStandardVersion)
		kind   fault.Kind
		field  string
		want   string
	}{
		{"today is too early", func(in *standards.NewStandardVersion) { in.EffectiveFrom = today }, fault.Invalid, "effectiveFrom", "tomorrow at the earliest"},
		{"no day", func(in *standards.NewStandardVersion) { in.EffectiveFrom = "2026-13-01" }, fault.Invalid, "effectiveFrom", "not a day"},
		{"a language is missing", func(in *standards.NewStandardVersion) { in.Met = all("m"); in.Met["ko"] = " " }, fault.Invalid, "met.ko", "missing in 한국어"},
		{"a language too many", func(in *standards.NewStandardVersion) { in.Met = all("m"); in.Met["fr"] = "m" }, fault.Invalid, "met", `unknown language "fr"`},
		{"seconds without a target", func(in *standards.NewStandardVersion) { in.Measure = standards.Seconds }, fault.Invalid, "targetMs", "needs it"},
		{"a target without seconds", func(in *standards.NewStandardVersion) { in.TargetMs = &five }, fault.Invalid, "targetMs", "only a standard measured in seconds"},
		{"a share without a target", func(in *standards.NewStandardVersion) { in.Measure = standards.Share }, fault.Invalid, "targetShare", "needs it"},
		{"a reason twice", func(in *standards.NewStandardVersion) {
			in.NotApplicable = append(in.NotApplicable, in.NotApplicable[0])
		}, fault.Invalid, "notApplicable[1].code", "another reason"},
		{"other is for observers", func(in *standards.NewStandardVersion) {
			in.NotApplicable = standards.Reasons{{Code: "other", Text: all("other")}}
		}, fault.Invalid, "notApplicable[0].code", "words of their own"},
		{"no such standard", func(in *standards.NewStandardVersion) { in.Code = "hum" }, fault.NotFound, "", ""},
		{"an edit of something older", func(in *standards.NewStandardVersion) { in.BasedOn = 7 }, fault.Conflict, "", ""},
	} {
		in := edit()
		test.change(&in)
		_, err := s.NewVersion(t.Context(), quality, in)
		if e := fault.As(err); err == nil || e.Kind != test.kind || !strings.Contains(e.Fields[test.field], test.want) {
			t.Errorf("%s: %v %v, want %s with %s: %s", test.name, err, fault.As(err).Fields, test.kind, test.field, test.want)
		}
	}

	h, err := s.NewVersion(t.Context(), quality, edit())
	if err != nil || len(h.Versions) != 2 || h.Versions[0].Title["ko"] != "Ask" || h.Versions[0].Author != "quality" {
		t.Fatalf("NewVersion = %+v, %v", h, err)
	}
	for day, want := range map[worktime.Day]int{today: 1, tomorrow: 2} {
		list, err := s.List(t.Context(), quality, standards.ListStandards{On: day})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if one.Code == "ask-first" && one.Version.Version != want {
				t.Errorf("on %s version %d is in force, want %d", day, one.Version.Version, want)
			}
		}
	}
	var entry struct{ Before, After string }
	if err := db.Get(&entry, `
		SELECT before->>'version' AS before, after->>'version' AS after FROM journal
		WHERE account_id = 1 AND action = 'edit' AND object = 'standard'`); err != nil || entry.Before != "1" || entry.After != "2" {
		t.Errorf("the journal says %+v, %v", entry, err)
	}
}

// TestNothingComesBack: what is written last takes effect last, so that no
// older words replace it on a later day.
func TestNothingComesBack(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	items := []standards.NewPostSetItem{{Standard: "ask-first", Weight: 100, Target: 9000}}
	for i, test := range []struct {
		name string
		day  worktime.Day
		ok   bool
	}{
		{"in ten days", tomorrow.AddDays(10), true},
		{"before that", tomorrow.AddDays(5), false},
		{"on the same day", tomorrow.AddDays(10), false},
		{"after it", tomorrow.AddDays(11), true},
	} {
		in := edit()
		in.EffectiveFrom = test.day
		set := standards.NewPostSet{PostID: nurse, EffectiveFrom: test.day, Items: items}
		in.BasedOn, set.BasedOn = 1, 1
		if i > 0 {
			in.BasedOn, set.BasedOn = 2, 2
		}
		_, err := s.NewVersion(t.Context(), quality, in)
		_, errSet := s.NewPostSet(t.Context(), quality, set)
		for what, err := range map[string]error{"version": err, "set": errSet} {
			why := fault.As(err).Fields["effectiveFrom"]
			if (err == nil) != test.ok || !test.ok && !strings.Contains(why, "version 2 takes effect on 2026-12-12") {
				t.Errorf("%s %s: %v %q", what, test.name, err, why)
			}
		}
	}
}

// TestASetShowsTheTitlesOfItsDay, not those that come later.
func TestASetShowsTheTitlesOfItsDay(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	if _, err := s.NewVersion(t.Context(), quality, edit()); err != nil {
		t.Fatal(err)
	}
	items := []standards.NewPostSetItem{{Standard: "ask-first", Weight: 100, Target: 9000}}
	title := func(day worktime.Day) string {
		t.Helper()
		set, err := s.PostSet(t.Context(), quality, standards.GetPostSet{PostID: nurse, On: day})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range set.Items {
			if item.Standard == "ask-first" {
				return item.Title["en"]
			}
		}
		t.Fatalf("no ask-first in %+v", set)
		return ""
	}
	if got := title(today); got == "Ask" {
		t.Error("the set in force shows tomorrow's title")
	}
	set, err := s.NewPostSet(t.Context(), quality, standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow, Items: items})
	if err != nil || set.Items[0].Title["en"] != "Ask" || title(tomorrow) != "Ask" {
		t.Errorf("tomorrow's set is %+v, %v", set, err)
	}
}

func TestEditorsAtTheSameMoment(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			in := edit()
			in.EffectiveFrom = tomorrow.AddDays(i)
			_, errs[i] = s.NewVersion(t.Context(), quality, in)
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of 6 edits of version 1 were taken, want 1", won)
	}
}

func TestNewPostSet(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	items := func(items ...standards.NewPostSetItem) []standards.NewPostSetItem { return items }
	smile := standards.NewPostSetItem{Standard: "three-metre-smile", Weight: 60, Target: 9000}
	ask := standards.NewPostSetItem{Standard: "ask-first", Weight: 40, Target: 9500}
	for _, test := range []struct {
		name  string
		in    standards.NewPostSet
		kind  fault.Kind
		field string
		want  string
	}{
		{"weights sum to less", standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow, Items: items(smile)},
			fault.Invalid, "items", "must sum to 100; they sum to 60"},
		{"a standard twice", standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow, Items: items(smile, smile)},
			fault.Invalid, "items[1].standard", "in the set already"},
		{"an unknown standard", standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow,
			Items: items(smile, standards.NewPostSetItem{Standard: "hum", Weight: 40, Target: 1})},
			fault.Invalid, "items[1].standard", `no standard "hum"`},
		{"today", standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: today, Items: items(smile, ask)},
			fault.Invalid, "effectiveFrom", "tomorrow"},
		{"unseen changes", standards.NewPostSet{PostID: nurse, EffectiveFrom: tomorrow, Items: items(smile, ask)}, fault.Conflict, "", ""},
		{"no such post", standards.NewPostSet{PostID: pilot, EffectiveFrom: tomorrow, Items: items(smile, ask)}, fault.NotFound, "", ""},
	} {
		_, err := s.NewPostSet(t.Context(), quality, test.in)
		if e := fault.As(err); err == nil || e.Kind != test.kind || !strings.Contains(e.Fields[test.field], test.want) {
			t.Errorf("%s: %v %v, want %s with %s: %s", test.name, err, fault.As(err).Fields, test.kind, test.field, test.want)
		}
	}
	set, err := s.NewPostSet(t.Context(), quality, standards.NewPostSet{PostID: nurse, BasedOn: 1, EffectiveFrom: tomorrow, Items: items(smile, ask)})
	if err != nil || set.Version != 2 || len(set.Items) != 2 || set.Items[0].Weight != 60 || set.Author != "quality" {
		t.Fatalf("NewPostSet = %+v, %v", set, err)
	}
	for day, want := range map[worktime.Day]int{today: 1, tomorrow: 2} {
		if set, err := s.PostSet(t.Context(), quality, standards.GetPostSet{PostID: nurse, On: day}); err != nil || set.Version != want {
			t.Errorf("on %s version %d is in force, %v, want %d", day, set.Version, err, want)
		}
	}
	if _, err := s.PostSet(t.Context(), quality, standards.GetPostSet{PostID: nurse, On: "2025-01-01"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("before there was a set: %v", err)
	}
	var n int
	if err := db.Get(&n, `SELECT count(*) FROM journal WHERE object = 'post-set' AND (before->>'version')::int = 1`); err != nil || n != 1 {
		t.Errorf("%d journal rows, %v", n, err)
	}
}
